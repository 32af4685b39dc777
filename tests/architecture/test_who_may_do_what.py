"""Default deny, proved by calling: every endpoint with every role, against the tables each feature keeps."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Role
from portal.extensions import db
from tests import factories
from tests.browser import Browser

TABLES = sorted(
    f"{path.parent.name}.{path.stem}" for path in (Path(__file__).parents[1] / "web").glob("*/access*.py")
)
MAY_BE_UNREADY = ("status.readiness",)  # it answers 503 while no worker is alive
ROLES = ("anonymous", "employee", "evaluator", *(str(role.value) for role in Role))
FRAMEWORK = ("asset", "manifest", "brand_sheet", "ui.")  # the gallery exists in development only


def tables() -> list[Any]:
    return [importlib.import_module(f"tests.web.{name}") for name in TABLES]


def access() -> dict[str, set[str]]:
    """Endpoint → the roles that get an answer other than "not for you"."""
    found: dict[str, set[str]] = {}
    for table in tables():
        for endpoint, roles in table.ACCESS.items():
            assert endpoint not in found, f"{endpoint} stands in two tables"
            found[endpoint] = _spelled_out(roles)
    return found


def _spelled_out(roles: str) -> set[str]:
    names = set(roles.split())
    if "anonymous" in names:
        return set(ROLES)
    if "*" in names:
        return set(ROLES) - {"anonymous"}
    return names


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if not rule.endpoint.startswith(FRAMEWORK)}


def test_every_endpoint_stands_in_a_table(app: Flask) -> None:
    assert endpoints(app) == set(access())


def people(session: Session) -> dict[str, int | None]:
    """One account of each kind in one agency; none of them made the things they will be asked about."""
    root = factories.unit(session)
    section = factories.unit(session, parent=root)
    found: dict[str, int | None] = {"anonymous": None}
    for role in Role:
        who = factories.employee(session, unit_=section)
        factories.role(session, who, role, over=None if role in (Role.ADMIN, Role.AUDITOR) else root)
        found[str(role.value)] = who.account_id
    evaluator = factories.employee(session, unit_=section)
    employee = factories.employee(session, unit_=section, evaluator=evaluator)
    found |= {"evaluator": evaluator.account_id, "employee": employee.account_id}
    session.commit()
    return found


def samples() -> dict[str, Callable[[Session], dict[str, Any]]]:
    return {endpoint: make for table in tables() for endpoint, make in getattr(table, "SAMPLE", {}).items()}


def calls(app: Flask, session: Session) -> list[tuple[str, str, str]]:
    """Endpoint, method and address of every route; addresses of things point at things that exist."""
    found, made = [], samples()
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(FRAMEWORK):
                continue
            values = made[rule.endpoint](session) if rule.arguments else {}
            session.commit()
            address = app.url_for(rule.endpoint, **values, _external=False)
            found += [
                (rule.endpoint, method, address) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
            ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_role_gets_what_its_cell_says(app: Flask, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    """404 or the sign-in page where the table is silent; never a 500, never a page for the wrong person.

    Pages are decided upon but not drawn: other tests look at them, and drawing is nearly all of the time.
    """
    monkeypatch.setattr("flask.templating._render", lambda *_drawing: "")
    with app.app_context():
        session = db.session()
        account_id = people(session)[role]
        every = calls(app, session)
    allowed, wrong = access(), []
    browser = Browser(app)
    if account_id is not None:
        browser.sign_in(account_id)
    for endpoint, method, address in every:
        if endpoint == "auth.logout" and role in allowed[endpoint]:
            continue
        sent = {} if method == "GET" else {"csrf_token": browser.token()}
        answer = browser.client.open(address, method=method, data=sent)
        answer.get_data()
        answer.close()
        is_shut = answer.status_code in (401, 403, 404) or "/login?" in answer.headers.get("Location", "")
        is_shut = is_shut or answer.headers.get("Location") == "/login"
        is_broken = answer.status_code >= 500 and endpoint not in MAY_BE_UNREADY
        if is_broken or is_shut == (role in allowed[endpoint]):
            wrong.append(f"{role}: {method} {endpoint} → {answer.status_code}")
    assert wrong == []
