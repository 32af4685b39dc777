"""Promise: junk bytes, addresses, numbers and bodies are refused, never a 500, at every endpoint, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from portal.extensions import db
from tests import factories
from tests.architecture.test_who_may_do_what import calls
from tests.browser import Browser
from tests.factories import Role

METHODS = {"GET", "POST"}
HUGE = str(2**63)
JUNK = ("\x00", "\ud800", HUGE, "9" * 400, "NaN", "-1", "٣'\"><script>" + "a" * 20_000)
TURNS = 3
SEGMENTS = ("%00", "%ff%fe", "%ED%A0%80", HUGE, "9" * 400, "0", "..%2f..%2fetc", "a" * 3000, "%F0%9F%92%A9")
NUMBERS = (
    "page",
    "size",
    "unit",
    "agency",
    "year",
    "element",
    "period",
    "months",
    "of",
    "day",
    "q",
    "next",
    "sort",
    "visit",
)


class Forms(HTMLParser):
    """Where each post form goes, and which fields it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []
        self._is_post = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._is_post = (given.get("method") or "").lower() == "post"
            if self._is_post:
                self.found.append((given.get("action") or "", set()))
        elif tag in ("input", "select", "textarea", "button") and self._is_post and given.get("name"):
            self.found[-1][1].add(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_post = False


# Every question is asked of every endpoint twice over: once is enough for a database that counts in 63 bits too.
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def everything(app: Flask) -> tuple[int, list[tuple[str, str, str]]]:
    """An administrator, and every endpoint with an address that leads to something."""
    with app.app_context():
        session = db.session()
        root = factories.unit(session)
        admin = factories.employee(session, unit_=root)
        factories.role(session, admin, Role.ADMIN)
        session.commit()
        return admin.account_id, calls(app, session)


@pytest.fixture(params=["anonymous", "admin"])
def visitor(request: pytest.FixtureRequest, app: Flask, everything: Any) -> Browser:
    browser = Browser(app)
    return browser.sign_in(everything[0]) if request.param == "admin" else browser


def status(browser: Browser, method: str, address: str, **more: Any) -> str | None:
    """What is wrong with the answer, if anything."""
    try:
        answer = browser.client.open(address, method=method, **more)
        answer.get_data()
        answer.close()
    except Exception as error:  # while testing, what would be a 500 comes out as it is
        return f"{method} {address[:120]} {str(more)[:160]} → {type(error).__name__}: {str(error)[:160]}"
    return (
        f"{method} {address[:120]} {str(more)[:160]} → {answer.status_code}"
        if answer.status_code == 500
        else None
    )


def opens(browser: Browser, address: str) -> bool:
    answer = browser.client.get(address)
    answer.close()
    return answer.status_code == 200


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Every address with junk in its variable parts, by every method it knows."""
    for rule in app.url_map.iter_rules():
        if rule.arguments:
            for junk in SEGMENTS:
                parts = [junk if is_dynamic else part for is_dynamic, part in rule._trace]
                address = "".join(parts).split("|", 1)[-1]
                yield from ((method, address) for method in METHODS & (rule.methods or set()))


def test_junk_in_addresses(app: Flask, visitor: Browser) -> None:
    wrong = [status(visitor, method, address) for method, address in addresses(app)]
    assert [line for line in wrong if line] == []


def test_junk_in_questions(visitor: Browser, everything: Any) -> None:
    _admin, every = everything
    wrong = []
    for endpoint, method, address in every:
        if method != "GET" or endpoint == "auth.logout" or not opens(visitor, address):
            continue  # who is sent away, is so before anything is read
        for junk in JUNK:
            query = "&".join(f"{name}={quote(junk, errors='surrogatepass')}" for name in NUMBERS)
            wrong.append(status(visitor, "GET", f"{address}?{query}"))
        wrong.append(status(visitor, "GET", f"{address}?page=%ff&%fe=1&=&&;"))
    assert [line for line in wrong if line] == []


def test_bodies_that_are_no_forms(visitor: Browser, everything: Any) -> None:
    _admin, every = everything
    headers = {"X-CSRFToken": visitor.token()}
    bodies = [
        {"data": b"{\xff", "content_type": "application/json"},
        {
            "data": b"\xff\xfe\x00=%ff&%00=1&csrf_token=\xff",
            "content_type": "application/x-www-form-urlencoded",
        },
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"x", "content_type": "multipart/form-data"},
        {"data": b"\x00" * 10, "content_type": "\xff/\xff"},
        {"data": b""},
    ]
    wrong = [
        status(visitor, method, address, headers=headers, **body)
        for endpoint, method, address in every
        if method != "GET" and endpoint != "auth.logout"
        for body in bodies
    ]
    assert [line for line in wrong if line] == []


def test_junk_in_every_field_of_every_form(visitor: Browser, everything: Any) -> None:
    _admin, every = everything
    forms: dict[str, set[str]] = {address: set() for endpoint, method, address in every if method != "GET"}
    for endpoint, method, address in every:
        if method == "GET" and endpoint != "auth.logout":
            page = visitor.client.get(address)
            for action, names in Forms(page.text).found if page.mimetype == "text/html" else ():
                forms.setdefault(action or address, set()).update(names)
            page.close()
    token = visitor.token()
    wrong = []
    for address, names in forms.items():
        if address.startswith(("/logout", "/demo")):
            continue
        fields = sorted(names - {"csrf_token", "idempotency_key"})
        for turn in range(TURNS):  # neighbours get different junk, and forms begin with different kinds
            start = turn + len(wrong)
            data: dict[str, Any] = {
                name: JUNK[(start + place) % len(JUNK)].encode("utf-8", "surrogatepass")
                for place, name in enumerate(fields)
            }
            wrong.append(status(visitor, "POST", address, data=data | {"csrf_token": token}))
        files = {name: (BytesIO(b"\x00junk"), "\x00..\\.pdf") for name in fields}
        wrong.append(status(visitor, "POST", address, data=files | {"csrf_token": token}))
    assert [line for line in wrong if line] == []
