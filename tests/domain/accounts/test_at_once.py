"""Scarce things are taken once, however many try at the same moment; on SQLite and PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
from sqlalchemy.orm import Session

from portal.config import Config
from portal.database import open_engine, own_session
from portal.domain import throttle
from portal.domain.accounts import second_factor
from portal.domain.accounts.links import make_link, use_link
from portal.domain.accounts.models import Account, LinkPurpose
from portal.domain.errors import NotFound
from tests import factories
from tests.factories import NOW
from tests.factories_accounts import with_second_factor

MANY = 12


def all_at_once(config: Config, act: Callable[[Session], bool]) -> list[bool]:
    engine = open_engine(config.database_url)

    def one(_number: int) -> bool:
        try:
            with own_session(engine, config) as session, session.begin():
                return act(session)
        except NotFound:
            return False

    with ThreadPoolExecutor(MANY) as pool:
        results = list(pool.map(one, range(MANY)))
    engine.dispose()
    return results


def test_a_link_is_spent_once(session: Session, config: Config) -> None:
    token = make_link(session, factories.account(session), LinkPurpose.RESET, at=NOW)
    session.commit()
    results = all_at_once(config, lambda own: bool(use_link(own, token, LinkPurpose.RESET, at=NOW)))
    assert results.count(True) == 1


def test_a_code_is_taken_once(session: Session, config: Config) -> None:
    account = factories.account(session)
    secret, _codes = with_second_factor(session, account, at=NOW - timedelta(hours=1))
    session.commit()
    code, account_id = pyotp.TOTP(secret).at(NOW), account.id
    session.rollback()
    results = all_at_once(
        config, lambda own: second_factor.accept(own, own.get_one(Account, account_id), code, at=NOW)
    )
    assert results.count(True) == 1


def test_a_counter_counts_everybody(session: Session, config: Config) -> None:
    rule = {"free": 5, "longest": timedelta(minutes=1), "lasts": timedelta(minutes=15)}
    session.rollback()
    results = all_at_once(config, lambda own: throttle.attempt(own, "k", **rule, at=NOW) is None)
    assert results.count(True) == 5
