"""Promises: one commit a request and only when it succeeds; a GET never commits; a reaction never stops an act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import create_app
from portal.config import Config
from portal.domain.accounts.models import Account
from portal.domain.audit.models import AuditEntry
from portal.domain.audit.queries import first_broken
from portal.domain.errors import RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.events import PeoplePlaced
from portal.domain.rewards.evaluation.history import FAILED
from portal.extensions import csrf, db
from portal.web.people import public
from portal.web.transactions import current_session
from tests import factories
from tests.factories import NOW


def writes(then: str = "") -> str:
    """A naughty route: writes whatever the method is, and may go wrong afterwards."""
    session = current_session()
    factories.account(session)
    if then == "refuse":
        raise RuleBroken("No")
    if then == "reject":
        return "no", 409
    return "done"


@pytest.fixture
def naughty(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    for name in ("writes", "refuse", "reject"):
        view = csrf.exempt(public(lambda name=name: writes(name)))
        app.add_url_rule(f"/naughty/{name}", name, view, methods=["GET", "POST"])
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def accounts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Account))


def test_a_get_never_commits(naughty: Flask) -> None:
    assert naughty.test_client().get("/naughty/writes").status_code == 200
    assert accounts(naughty) == 0


def test_a_post_commits_once_when_it_succeeds(naughty: Flask) -> None:
    assert naughty.test_client().post("/naughty/writes").status_code == 200
    assert accounts(naughty) == 1


@pytest.mark.parametrize(("path", "status"), [("refuse", 422), ("reject", 409)])
def test_what_is_refused_leaves_nothing_behind(naughty: Flask, path: str, status: int) -> None:
    assert naughty.test_client().post(f"/naughty/{path}").status_code == status
    assert accounts(naughty) == 0


def test_a_failing_reaction_is_undone_noted_and_stops_nothing(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(replace(config, is_testing=False))

    def breaks(session, _event) -> None:
        factories.account(session, name="half done")
        raise ZeroDivisionError("reaction")

    with app.app_context():
        session = db.session()
        session.info["reactions"] = {PeoplePlaced: (breaks,)}
        factories.account(session, name="the act")
        announce(session, PeoplePlaced(employee_ids=(1,), at=NOW))
        session.commit()
        assert session.scalars(select(Account.name)).all() == ["the act"]
        assert session.scalars(select(AuditEntry.verb)).all() == [FAILED]
        assert first_broken(session) is None
        assert "A reaction to PeoplePlaced failed" in caplog.text
        db.session.remove()
        db.engine.dispose()
