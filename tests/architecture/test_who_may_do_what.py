"""Default deny, proved by calling: every endpoint with every role, against the tables each feature keeps."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.organisation.models import Role
from tests.browser import Browser
from tests.everything import FRAMEWORK, Everything, tables

MAY_BE_UNREADY = ("status.readiness",)  # it answers 503 while no worker is alive
ROLES = ("anonymous", "employee", "evaluator", *(str(role.value) for role in Role))


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


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_role_gets_what_its_cell_says(
    app: Flask, everything: Everything, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    """404 or the sign-in page where the table is silent; never a 500, never a page for the wrong person.

    Pages are decided upon but not drawn: other tests look at them, and drawing is nearly all of the time.
    """
    monkeypatch.setattr("flask.templating._render", lambda *_drawing: "")
    account_id = everything.people[role]
    allowed, wrong = access(), []
    browser = Browser(app)
    if account_id is not None:
        browser.sign_in(account_id)
    for call in everything.calls:
        endpoint = call.endpoint
        if endpoint == "auth.logout" and role in allowed[endpoint]:
            continue
        sent = {} if call.method == "GET" else {"csrf_token": browser.token()}
        answer = browser.client.open(call.address, method=call.method, data=sent)
        answer.get_data()
        answer.close()
        is_shut = answer.status_code in (401, 403, 404) or "/login?" in answer.headers.get("Location", "")
        is_shut = is_shut or answer.headers.get("Location") == "/login"
        is_broken = answer.status_code >= 500 and endpoint not in MAY_BE_UNREADY
        if is_broken or is_shut == (role in allowed[endpoint]):
            wrong.append(f"{role}: {call.method} {endpoint} → {answer.status_code}")
    assert wrong == []
