"""Promise: junk bytes, addresses, numbers and bodies are refused, never a 500, at every endpoint, for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from flask import Flask

from tests.browser import Browser
from tests.everything import Call, Everything

METHODS = {"GET", "POST"}
HUGE = str(2**63)
JUNK = ("\x00", "\ud800", HUGE, "9" * 400, "NaN", "-1", "٣'\"><script>" + "a" * 20_000)
TURNS = 2  # every endpoint meets some kinds of junk, its neighbour the next: each kind meets many endpoints
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


T = TypeVar("T")


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


@pytest.fixture(params=["anonymous", "admin"])
def visitor(request: pytest.FixtureRequest, app: Flask, everything: Everything) -> Browser:
    browser, account_id = Browser(app), everything.people[request.param]
    return browser.sign_in(account_id) if account_id else browser


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


def asked(everything: Everything, method: str) -> list[Call]:
    """Leaving would end the visit."""
    return [call for call in everything.calls if call.method == method and call.endpoint != "auth.logout"]


def some(kinds: Sequence[T], number: int) -> list[T]:
    """Those whose turn it is at the endpoint of that number."""
    return [kinds[(number * TURNS + turn) % len(kinds)] for turn in range(TURNS)]


def opens(browser: Browser, address: str) -> bool:
    answer = browser.client.get(address)
    answer.close()
    return answer.status_code == 200


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Every address with junk in its variable parts, by every method it knows."""
    for number, rule in enumerate(app.url_map.iter_rules()):
        if rule.arguments:
            for junk in some(SEGMENTS, number):
                parts = [junk if is_dynamic else part for is_dynamic, part in rule._trace]
                address = "".join(parts).split("|", 1)[-1]
                yield from ((method, address) for method in METHODS & (rule.methods or set()))


def test_junk_in_addresses(app: Flask, visitor: Browser) -> None:
    wrong = [status(visitor, method, address) for method, address in addresses(app)]
    assert [line for line in wrong if line] == []


def test_junk_in_questions(visitor: Browser, everything: Everything) -> None:
    wrong = []
    for number, call in enumerate(asked(everything, "GET")):
        if not opens(visitor, call.address):
            continue  # who is sent away, is so before anything is read
        for junk in some(JUNK, number):
            query = "&".join(f"{name}={quote(junk, errors='surrogatepass')}" for name in NUMBERS)
            wrong.append(status(visitor, "GET", f"{call.address}?{query}"))
        wrong.append(status(visitor, "GET", f"{call.address}?page=%ff&%fe=1&=&&;"))
    assert [line for line in wrong if line] == []


def test_bodies_that_are_no_forms(visitor: Browser, everything: Everything) -> None:
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
        status(visitor, "POST", call.address, headers=headers, **body)
        for number, call in enumerate(asked(everything, "POST"))
        for body in some(bodies, number)
    ]
    assert [line for line in wrong if line] == []


def test_junk_in_every_field_of_every_form(visitor: Browser, everything: Everything) -> None:
    forms: dict[str, set[str]] = {call.address: set() for call in asked(everything, "POST")}
    for call in asked(everything, "GET"):
        page = visitor.client.get(call.address)
        for action, names in Forms(page.text).found if page.mimetype == "text/html" else ():
            forms.setdefault(action or call.address, set()).update(names)
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
