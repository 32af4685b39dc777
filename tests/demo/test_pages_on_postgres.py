"""With a year of data every page answers on PostgreSQL too: it counts, adds and groups in its own way."""

import re
from collections import deque

import pytest
from flask import Flask

from portal.database import own_session
from portal.demo import loader
from portal.domain.accounts.queries import account_by_email
from portal.extensions import db
from portal.web.clock import today
from tests.browser import Browser
from tests.journeys.test_every_page import ELSEWHERE, pattern

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["postgres"], indirect=True),
]
WHO = ("pegawai", "atasan", "layanan", "kepegawaian", "pimpinan", "auditor", "pelatih", "admin")
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.fixture
def accounts(app: Flask, config) -> dict[str, int]:
    with app.app_context(), own_session(db.engine, config) as session:
        with session.begin():
            loader.load(session, today=today(config.timezone), employees=150)
        return {who: account_by_email(session, f"{who}@demo.test").id for who in WHO}


def test_every_page_answers(app: Flask, accounts: dict[str, int]) -> None:
    """Homes and main places for each role; further in each kind of page once, whoever comes first."""
    seen: set[str] = set()
    for who in WHO:
        browser, waiting, own = Browser(app).sign_in(accounts[who]), deque(["/"]), 0
        while waiting:
            path = waiting.popleft()
            is_place = path.count("/") == 1
            key = f"{who} {path}" if is_place else pattern(path)
            if key in seen or ELSEWHERE.match(path):
                continue
            seen.add(key)
            answer = browser.get(path)
            assert answer.status_code in (200, 302, 303), f"{path} for {who}: {answer.status_code}"
            own += 1
            waiting.extend(LINK.findall(answer.text))
        assert own > 5, who
    assert len(seen) > 120
