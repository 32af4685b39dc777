"""Invitations and resets by mail: single use, telling nobody who has an account."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from portal import mail
from portal.domain.accounts.models import Account
from portal.domain.outbox import OutboxMessage
from portal.extensions import db
from portal.worker import Worker
from tests import factories
from tests.browser import Browser
from tests.factories_accounts import PASSWORD, member

NEW = "perahu nelayan pulang pagi"


@pytest.fixture
def siti(app: Flask) -> int:
    with app.app_context():
        account = member(db.session(), email="siti@surabaya.go.id", name="Siti Nurhaliza")
        db.session.commit()
        return account.id


def letters(app: Flask) -> list:
    """Let the worker work, and read what lies in the folder."""
    with app.app_context():
        Worker(app.extensions["portal_config"], db.engine).sweep()
    folder: Path = app.extensions["portal_config"].instance / "outbox"
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]


def link_in(letter) -> str:
    return re.search(r"http://localhost(/\S+)", letter.get_content())[1]


def test_a_reset_by_mail_sets_a_password_once(app: Flask, browser: Browser, siti: int) -> None:
    assert browser.post("/reset", email="siti@surabaya.go.id").location == "/reset/sent"
    [letter] = letters(app)
    assert letter["To"] == "siti@surabaya.go.id"
    assert letter["Subject"] == "Kata sandi baru untuk Prestasi"
    link = link_in(letter)
    assert "Pilih kata sandi baru" in browser.get(link).text
    assert browser.post(link, password=NEW, again=NEW).location == "/"
    assert browser.get("/account").status_code == 200
    assert browser.get(link).status_code == 404
    assert Browser(app).post("/login", identifier="siti@surabaya.go.id", password=PASSWORD).status_code == 422
    assert Browser(app).post("/login", identifier="siti@surabaya.go.id", password=NEW).status_code == 303


def test_asking_for_a_reset_does_not_tell_who_has_an_account(app: Flask, browser: Browser, siti: int) -> None:
    known = browser.post("/reset", email="siti@surabaya.go.id")
    unknown = browser.post("/reset", email="nobody@surabaya.go.id")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(letters(app)) == 1


def test_no_secret_waits_in_the_outbox(app: Flask, browser: Browser, siti: int) -> None:
    browser.post("/reset", email="siti@surabaya.go.id")
    [letter] = letters(app)
    token = link_in(letter).rpartition("/")[2]
    with app.app_context():
        assert all(token not in str(message.payload) for message in db.session.query(OutboxMessage))


def test_nobody_is_flooded_with_letters(app: Flask, browser: Browser, siti: int) -> None:
    for _ in range(5):
        assert browser.post("/reset", email="siti@surabaya.go.id").status_code == 303
    with app.app_context():
        assert db.session.query(OutboxMessage).count() == 3


def test_one_address_cannot_ask_for_ever(browser: Browser) -> None:
    codes = [browser.post("/reset", email=f"a{number}@b.id").status_code for number in range(21)]
    assert codes == [303] * 20 + [429]


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("pendek", "pendek", "Pakai sedikitnya 15 karakter."),
        ("passwordpassword", "passwordpassword", "termasuk yang pertama ditebak"),
        ("siti nurhaliza 12", "siti nurhaliza 12", "Jangan memakai nama"),
        (NEW, "lain sekali ya ini", "Kedua kata sandi tidak sama."),
        ("", "", "Pilih kata sandi."),
    ],
)
def test_a_weak_password_is_refused_at_its_field(
    app: Flask, browser: Browser, siti: int, password: str, again: str, sentence: str
) -> None:
    browser.post("/reset", email="siti@surabaya.go.id")
    link = link_in(letters(app)[0])
    refused = browser.post(link, password=password, again=again)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert browser.post(link, password=NEW, again=NEW).status_code == 303


def test_unknown_links_are_not_there(browser: Browser) -> None:
    assert browser.get("/reset/nothing").status_code == 404
    assert browser.get("/welcome/nothing").status_code == 404
    assert browser.post("/welcome/nothing", password=NEW, again=NEW).status_code == 404


def test_an_english_reader_gets_an_english_letter(app: Flask, browser: Browser) -> None:
    with app.app_context():
        member(db.session(), email="ann@surabaya.go.id", locale="en")
        db.session.commit()
    browser.post("/reset", email="ann@surabaya.go.id")
    assert letters(app)[0]["Subject"] == "A new password for Prestasi"


def test_demo_accounts_cannot_be_taken_over_by_a_reset(app: Flask, browser: Browser) -> None:
    with app.app_context():
        member(db.session(), email="pegawai@demo.test", is_demo=True)
        db.session.commit()
    browser.post("/reset", email="pegawai@demo.test")
    assert letters(app) == []


def test_the_first_administrator_comes_from_the_console(app: Flask, browser: Browser) -> None:
    """Promise: no default account; the first administrator by a one-time code from the command line."""
    said = app.test_cli_runner().invoke(args=["accounts", "create-admin", "kepala@surabaya.go.id"])
    assert said.exit_code == 0, said.output
    link = re.search(r"http://localhost(/welcome/\S+)", said.output)[1]
    assert "Selamat datang, kepala" in browser.get(link).text
    assert browser.post(link, password=NEW, again=NEW).status_code == 303
    assert browser.get("/notifications").location == "/account/second-factor"


def test_an_invitation_from_the_console_gives_a_role(app: Flask, browser: Browser) -> None:
    with app.app_context():
        code = factories.unit(db.session()).code
        db.session.commit()
    runner = app.test_cli_runner()
    said = runner.invoke(
        args=["accounts", "invite", "pelatih@kota.go.id", "--role", "trainer", "--unit", code]
    )
    assert said.exit_code == 0, said.output
    assert link_in(letters(app)[0]).startswith("/welcome/")
    with app.app_context():
        roles = db.session.execute(text("SELECT role, unit_id FROM role_assignment")).all()
        assert [(role, unit is not None) for role, unit in roles] == [("trainer", True)]
    wrong = runner.invoke(
        args=["accounts", "invite", "x@kota.go.id", "--role", "trainer", "--unit", "no-such"]
    )
    assert wrong.exit_code == 1
    with app.app_context():
        assert db.session.query(Account).filter_by(email="x@kota.go.id").count() == 0


class FakeServer:
    """What smtplib would talk to."""

    def __init__(self, host: str, port: int, has_tls: bool, log: list) -> None:
        self.has_tls, self.log = has_tls, log
        log.append(f"{host}:{port}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def ehlo(self) -> None: ...

    def has_extn(self, name: str) -> bool:
        return self.has_tls

    def starttls(self, context) -> None:
        self.log.append("tls")

    def login(self, user: str, password: str) -> None:
        self.log.append(f"login {user} {password}")

    def send_message(self, message) -> None:
        self.log.append(message["To"])


@pytest.mark.parametrize(
    ("url", "has_tls", "talk"),
    [
        ("smtp://u:p%40ss@mail.go.id:25", True, ["mail.go.id:25", "tls", "login u p@ss", "a@b.id"]),
        ("smtps://u:p@mail.go.id", False, ["mail.go.id:465", "login u p", "a@b.id"]),
        ("smtp://mail.go.id", False, ["mail.go.id:587", "a@b.id"]),
    ],
)
def test_mail_url_says_how_letters_travel(
    app: Flask, monkeypatch, url: str, has_tls: bool, talk: list
) -> None:
    log: list = []
    for name in ("SMTP", "SMTP_SSL"):
        monkeypatch.setattr(
            mail.smtplib, name, lambda host, port, **_options: FakeServer(host, port, has_tls, log)
        )
    mail._by_smtp(url, _message())
    assert log == talk


def test_a_password_never_travels_in_the_clear(monkeypatch) -> None:
    log: list = []
    monkeypatch.setattr(
        mail.smtplib, "SMTP", lambda host, port, **_options: FakeServer(host, port, False, log)
    )
    with pytest.raises(mail.smtplib.SMTPException):
        mail._by_smtp("smtp://u:p@mail.go.id", _message())
    assert log == ["mail.go.id:587"]


def _message():
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "a@b.id"
    return message


@pytest.mark.parametrize(
    ("address", "words"),
    [("/welcome/", "Mintalah undangan baru kepada admin kepegawaian"), ("/reset/", "Minta tautan baru")],
)
def test_a_dead_link_says_whom_to_ask_and_nothing_about_accounts(browser: Browser, address, words) -> None:
    for answer in (browser.get(f"{address}gone"), browser.post(f"{address}gone", password=NEW, again=NEW)):
        assert answer.status_code == 404
        assert words in answer.text
        assert "@" not in answer.text.partition("<main")[2]
