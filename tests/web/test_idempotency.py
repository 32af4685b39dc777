"""Promise: every form is one act, however often and however fast it is sent (security.md: exactly once)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask, request
from sqlalchemy import func, select

from portal import create_app
from portal.config import Config
from portal.domain.accounts.models import Account
from portal.domain.errors import RuleBroken
from portal.domain.idempotency import StoredAnswer
from portal.extensions import csrf, db
from portal.web.people import public
from portal.web.responses import changed
from portal.web.transactions import current_session
from tests import factories
from tests.browser import Browser

KEY = "one-act-and-its-own-key"
TWINS = 8


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """An act of which there can be many: only the key makes it one."""
    app = create_app(config)

    def act():
        if request.form.get("name") == "nobody":
            raise RuleBroken("No name")
        made = factories.account(current_session(), name=request.form["name"])
        return changed(f"/made/{made.id}")

    app.add_url_rule("/act", "act", csrf.exempt(public(act)), methods=["POST"])
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def send(client, name: str = "Sri", key: str = KEY, **more):
    return client.post("/act", data={"name": name, "idempotency_key": key}, **more)


def made(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Account))


def test_a_double_click_the_back_button_and_a_lost_answer_give_the_first_result(app: Flask) -> None:
    client = app.test_client()
    answers = [send(client) for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert made(app) == 1


def test_htmx_is_told_to_go_where_the_first_answer_went(app: Flask) -> None:
    client = app.test_client()
    first = send(client)
    again = send(client, headers={"HX-Request": "true"})
    assert (again.status_code, again.headers["HX-Redirect"]) == (200, first.location)
    assert made(app) == 1


def test_another_body_under_the_same_key_is_refused_in_words(app: Flask) -> None:
    client = app.test_client()
    send(client)
    other = send(client, name="Agus")
    assert other.status_code == 409
    assert "<h1" in other.text
    assert made(app) == 1


def test_another_person_with_the_same_key_is_refused(app: Flask) -> None:
    send(app.test_client())
    with app.app_context():
        stranger = factories.account(db.session())
        db.session.commit()
        account_id = stranger.id
    browser = Browser(app).sign_in(account_id)
    assert send(browser.client).status_code == 409


def test_other_keys_are_other_acts_and_short_ones_are_none(app: Flask) -> None:
    client = app.test_client()
    for key in (KEY, KEY + "2", "short", ""):
        assert send(client, key=key).status_code == 303
    assert made(app) == 4
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StoredAnswer)) == 2


def test_a_refused_form_can_be_mended_and_sent_again(app: Flask) -> None:
    client = app.test_client()
    assert send(client, name="nobody").status_code == 422
    assert send(client).status_code == 303
    assert made(app) == 1


def test_twins_at_the_same_moment_store_one(app: Flask) -> None:
    start = Barrier(TWINS)

    def one(_number: int):
        client = app.test_client()
        start.wait()
        answer = send(client)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(TWINS) as pool:
        answers = set(pool.map(one, range(TWINS)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 303
    assert made(app) == 1
