"""A test client that reads every page it loads and fails on what no page may have."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.domain.accounts import actions as accounts
from portal.domain.accounts.models import Account
from portal.extensions import db
from portal.web.clock import now

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Collects what the rules of a page are about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.title = ""
        self.inputs: list[dict[str, str | None]] = []
        self.labels: set[str] = set()
        self.post_forms: list[set[str]] = []
        self.problems: list[str] = []
        self._in: list[str] = []
        self._form: set[str] | None = None
        self._label_depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self._in.append(tag)
        if identity := found.get("id"):
            self.ids.append(identity)
        for name in found:
            if name == "style" or name.startswith("on"):
                self.problems.append(f"inline {name} on <{tag}>")
        self._look_at(tag, found)

    def _look_at(self, tag: str, found: dict[str, str | None]) -> None:
        if tag == "style" or (tag == "script" and "src" not in found):
            self.problems.append(f"inline <{tag}>")
        elif tag == "h1":
            self.headings.append("")
        elif tag == "label":
            self._label_depth += 1
            self.labels.add(found.get("for") or "")
        elif tag == "form":
            self._open_form(found)
        elif tag in ("input", "select", "textarea"):
            self._field(found)
        elif tag == "img" and "alt" not in found:
            self.problems.append(f"picture without alt: {found.get('src')}")

    def _open_form(self, found: dict[str, str | None]) -> None:
        self._form = set() if (found.get("method") or "get").lower() == "post" else None
        if self._form is not None:
            self.post_forms.append(self._form)

    def _field(self, found: dict[str, str | None]) -> None:
        if self._form is not None and (name := found.get("name")):
            self._form.add(name)
        if (found.get("type") or "text") not in UNLABELLED:
            found["_wrapped"] = "yes" if self._label_depth else None
            self.inputs.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            while self._in and self._in.pop() != tag:
                pass
        if tag == "label":
            self._label_depth = max(0, self._label_depth - 1)
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if "h1" in self._in and self.headings:
            self.headings[-1] += data
        if self._in and self._in[-1] == "title" and "svg" not in self._in:
            self.title += data


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def check(html: str) -> None:
    """One h1 that begins the title, unique ids, labelled inputs, CSRF in every post form, nothing inline."""
    page = Page(html)
    problems = page.problems
    if "<html" in html:
        if len(page.headings) != 1:
            problems.append(f"{len(page.headings)} h1: {page.headings}")
        heading = words(page.headings[0]) if page.headings else ""
        title = re.sub(r"^(Kesalahan|Error): ", "", words(page.title))
        if not heading or not title.startswith(heading):
            problems.append(f"title {title!r} does not begin with h1 {heading!r}")
        if not re.search(r'<html[^>]* lang="(id|en)"', html):
            problems.append("no language on <html>")
    doubled = {identity for identity, times in Counter(page.ids).items() if times > 1}
    if doubled:
        problems.append(f"ids twice: {sorted(doubled)}")
    for field in page.inputs:
        labelled = field.get("id") in page.labels or field["_wrapped"] or field.get("aria-label")
        if not labelled and not field.get("aria-labelledby"):
            problems.append(f"no label: {field.get('name') or field.get('id')}")
    problems += [
        f"post form without csrf_token: {names}" for names in page.post_forms if "csrf_token" not in names
    ]
    assert problems == []


class Browser:
    """`get` and `post` as a person would: cookies kept, tokens sent, every page checked."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, account: Account | int) -> Browser:
        """Sign in without the form; what the form does is tested where it lives."""
        account_id = account if isinstance(account, int) else account.id
        with self.app.app_context(), self.app.test_request_context():
            session = db.session()
            found = session.get_one(Account, account_id)
            token = accounts.start_session(session, found, device="test", at=now(), has_second_factor=True)
            session.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def get(self, url: str, *, htmx: bool = False, **headers: str) -> TestResponse:
        if htmx:
            headers["HX-Request"] = "true"
        return self._checked(self.client.get(url, headers=headers))

    def post(self, url: str, *, htmx: bool = False, **fields: Any) -> TestResponse:
        headers = {"HX-Request": "true"} if htmx else {}
        data = {"csrf_token": self.token()} | {
            name: value for name, value in fields.items() if value is not None
        }
        return self._checked(self.client.post(url, data=data, headers=headers))

    def token(self) -> str:
        """A CSRF token of this browser's session."""
        with self.app.test_request_context():
            from flask import session
            from flask_wtf.csrf import generate_csrf

            with self.client.session_transaction() as cookie:
                session.update(cookie)
                token = generate_csrf()
                cookie["csrf_token"] = session["csrf_token"]
        return token

    def _checked(self, answer: TestResponse) -> TestResponse:
        assert "HX-Request" in answer.vary
        if answer.mimetype == "text/html" and answer.data and not 300 <= answer.status_code < 400:
            check(answer.get_data(as_text=True))
        answer.get_data()
        answer.close()  # a file that was sent stays open otherwise
        return answer

    @contextmanager
    def database(self) -> Any:
        """A session to look behind the pages, or to prepare them."""
        with self.app.app_context():
            session: Session = db.session()
            yield session
            session.commit()
