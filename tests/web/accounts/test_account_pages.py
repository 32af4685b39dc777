"""One's own account: profile, picture, privacy, browsers, password, data."""

import io
import json

import pytest
from flask import Flask
from PIL import Image

from portal.domain.accounts.models import Account, SignInSession
from portal.domain.files import StoredFile
from portal.domain.organisation.models import Role
from portal.extensions import db
from portal.keeping import MY_DATA
from tests import factories
from tests.browser import Browser
from tests.factories_accounts import PASSWORD, member

NEW = "perahu nelayan pulang pagi"
PROFILE = {"name": "Siti", "locale": "id", "timezone": "Asia/Jakarta", "theme": "system"}


@pytest.fixture
def siti(app: Flask) -> int:
    with app.app_context():
        account = member(db.session(), email="siti@surabaya.go.id", name="Siti Nurhaliza")
        who = factories.employee(
            db.session(), has_account=False, name="Siti Nurhaliza", nip="198503152010012007"
        )
        who.account_id = account.id
        factories.role(db.session(), account, Role.TRAINER)
        db.session.commit()
        return account.id


@pytest.fixture
def signed_in(browser: Browser, siti: int) -> Browser:
    return browser.sign_in(siti)


def png(width: int, height: int) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#196bcd").save(out, "PNG")
    out.seek(0)
    return out


@pytest.mark.parametrize(
    "path", ["/account", "/account/security", "/account/privacy", "/account/second-factor"]
)
@pytest.mark.parametrize("locale", ["id", "en"])
def test_every_page_is_there_in_both_languages(signed_in: Browser, path: str, locale: str) -> None:
    signed_in.post("/language", lang=locale, next=path)
    page = signed_in.get(path)
    assert page.status_code == 200
    assert f'lang="{locale}"' in page.text


def test_the_profile_changes(signed_in: Browser) -> None:
    saved = signed_in.post("/account", name="Siti N.", locale="en", timezone="Asia/Jayapura", theme="dark")
    assert saved.location == "/account"
    page = signed_in.get("/account").text
    assert 'lang="en"' in page
    assert 'data-theme="dark"' in page
    assert 'value="Siti N."' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 121), ("locale", "xx"), ("timezone", "Europe/Paris"), ("theme", "pink")],
)
def test_a_profile_that_makes_no_sense_is_refused(signed_in: Browser, field: str, value: str) -> None:
    assert signed_in.post("/account", **{**PROFILE, field: value}).status_code == 422


def test_the_language_switch_works_signed_out_and_in(app: Flask, browser: Browser, siti: int) -> None:
    assert browser.post("/language", lang="en", next="/login").location == "/login"
    assert 'lang="en"' in browser.get("/login").text
    assert browser.post("/language", lang="en", next="https://evil.example").location == "/"
    browser.sign_in(siti).post("/language", lang="en")
    with app.app_context():
        assert db.session.get(Account, siti).locale == "en"


def test_a_picture_becomes_a_small_square(app: Flask, signed_in: Browser, siti: int) -> None:
    saved = signed_in.post("/account/picture", picture=(png(900, 300), "me.png"))
    assert saved.location == "/account"
    assert f'src="/account/pictures/{siti}' in signed_in.get("/account").text
    shown = signed_in.get(f"/account/pictures/{siti}")
    assert shown.mimetype == "image/png"
    assert Image.open(io.BytesIO(shown.data)).size == (256, 256)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    signed_in.post("/account/picture", picture=(png(50, 80), "me.png"))
    with app.app_context():
        assert db.session.query(StoredFile).count() == 1
    assert signed_in.post("/account/picture/remove").location == "/account"
    assert signed_in.get(f"/account/pictures/{siti}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.png"),
        (b"<svg onload=x>", "a.svg"),
        (b"\x89PNG\r\n\x1a\nxx", "a.png"),
        (b"%PDF-1.7", "a.pdf"),
        (b"", ""),
    ],
)
def test_what_is_no_picture_is_refused(signed_in: Browser, content: bytes, name: str) -> None:
    assert signed_in.post("/account/picture", picture=(io.BytesIO(content), name)).status_code == 422


def test_the_public_sees_no_faces(app: Flask, signed_in: Browser, siti: int) -> None:
    signed_in.post("/account/picture", picture=(png(50, 50), "me.png"))
    assert Browser(app).get(f"/account/pictures/{siti}").status_code == 302


def test_privacy_switches(app: Flask, signed_in: Browser) -> None:
    assert signed_in.post("/account/privacy", is_recognisable="y").location == "/account/privacy"
    page = signed_in.get("/account/my-data.json").json
    assert (page["employee"]["is_on_boards"], page["employee"]["is_recognisable"]) == (False, True)


def test_people_from_outside_have_no_switches(app: Flask, browser: Browser) -> None:
    with app.app_context():
        outside = member(db.session()).id
        db.session.commit()
    browser.sign_in(outside)
    assert "Tidak ada pilihan" in browser.get("/account/privacy").text
    assert browser.post("/account/privacy", is_on_boards="y").status_code == 404


def test_browsers_are_listed_and_can_be_ended(app: Flask, signed_in: Browser, siti: int) -> None:
    other, third = Browser(app).sign_in(siti), Browser(app).sign_in(siti)
    page = signed_in.get("/account/security").text
    assert page.count("Peramban tidak dikenal") == 3
    assert page.count("Peramban ini") == 1
    with app.app_context():
        newest = db.session.query(SignInSession).order_by(SignInSession.id.desc()).first().id
    assert signed_in.post(f"/account/sessions/{newest}/end").location == "/account/security"
    assert third.get("/account").status_code == 302
    assert other.get("/account").status_code == 200
    signed_in.post("/account/sessions/end-others")
    assert other.get("/account").status_code == 302
    assert signed_in.get("/account").status_code == 200


def test_a_browser_is_named_in_words(app: Flask, browser: Browser, siti: int) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
    fields = {"identifier": "siti@surabaya.go.id", "password": PASSWORD, "csrf_token": browser.token()}
    browser.client.post("/login", data=fields, headers={"User-Agent": agent})
    assert "Chrome, Android" in browser.get("/account/security").text


def test_changing_the_password(app: Flask, signed_in: Browser, siti: int) -> None:
    """Promise: a password change ends the other sessions."""
    other = Browser(app).sign_in(siti)
    assert signed_in.post("/account/password", present="no", password=NEW, again=NEW).status_code == 422
    assert (
        signed_in.post("/account/password", present=PASSWORD, password="short", again="short").status_code
        == 422
    )
    done = signed_in.post("/account/password", present=PASSWORD, password=NEW, again=NEW)
    assert done.location == "/account/security"
    assert other.get("/account").status_code == 302
    assert signed_in.get("/account").status_code == 200
    assert "Kata sandi Anda diganti." in signed_in.get("/notifications").text
    assert Browser(app).post("/login", identifier="siti@surabaya.go.id", password=NEW).status_code == 303


def test_guessing_the_present_password_is_slowed_down(signed_in: Browser) -> None:
    pages = [
        signed_in.post("/account/password", present="no", password=NEW, again=NEW).text for _ in range(6)
    ]
    assert "Terlalu banyak percobaan." not in pages[4]
    assert "Terlalu banyak percobaan." in pages[5]


def test_my_data_has_a_part_from_every_feature_and_no_secrets(signed_in: Browser) -> None:
    answer = signed_in.get("/account/my-data.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found = json.loads(answer.text)
    assert set(MY_DATA) <= set(found)
    assert found["employee"]["nip"] == "198503152010012007"
    assert found["employee"]["placements"]
    assert found["roles"][0]["role"] == "trainer"
    assert "argon2" not in answer.text


def test_a_disabled_person_is_out_with_the_next_click(app: Flask, signed_in: Browser, siti: int) -> None:
    from portal.domain.accounts.actions import disable
    from portal.web.clock import now

    with app.app_context():
        disable(db.session(), db.session.get(Account, siti), at=now())
        db.session.commit()
    assert signed_in.get("/account").status_code == 302


def test_the_demo_bar_and_the_one_click_sign_in_exist_only_with_demo_data(
    app: Flask, browser: Browser
) -> None:
    """Promise: no default account; demo accounts exist only with the demo data and say so on every page."""
    assert "Coba dengan satu klik" not in browser.get("/login").text
    with app.app_context():
        member(db.session(), email="pegawai@demo.test", is_demo=True)
        db.session.commit()
    app.extensions.pop("portal_has_demo")
    page = browser.get("/login").text
    assert "Coba dengan satu klik" in page
    assert 'id="demo-bar"' in page
    assert browser.post("/demo-sign-in", identifier="pegawai@demo.test").status_code == 303
    assert browser.get("/account").status_code == 200


def test_a_real_account_never_signs_in_by_a_click(browser: Browser, siti: int) -> None:
    assert browser.post("/demo-sign-in", identifier="siti@surabaya.go.id").status_code == 404


def test_a_demo_account_cannot_be_taken_from_the_others(app: Flask, browser: Browser) -> None:
    with app.app_context():
        demo = member(db.session(), email="admin@demo.test", is_demo=True).id
        db.session.commit()
    browser.sign_in(demo)
    assert browser.post("/account/password", present=PASSWORD, password=NEW, again=NEW).status_code == 422
    assert browser.post("/account/second-factor/begin").status_code == 422
