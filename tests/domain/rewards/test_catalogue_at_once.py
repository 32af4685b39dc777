"""Pieces and points are scarce: fifty at once take no more than there is (on both databases)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import func, select

from portal.database import open_engine, own_session
from portal.domain.accounts.models import Account
from portal.domain.errors import RuleBroken
from portal.domain.organisation.viewers import viewer_of
from portal.domain.rewards.catalogue.balance import balance_of
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption, RedemptionBooking
from portal.domain.rewards.catalogue.redeeming import request_item
from tests import factories
from tests import factories_recognition as given
from tests.factories import NOW
from tests.factories_recognition import TODAY

AT_ONCE = 50


@contextmanager
def asking(config):
    """Asks for an item as an account, in a transaction of its own; True when it was given."""
    engine = open_engine(config.database_url)

    def ask(account_and_item: tuple[int, int]) -> bool:
        account_id, item_id = account_and_item
        try:
            with own_session(engine, config) as mine, mine.begin():
                me = viewer_of(mine, mine.get_one(Account, account_id))
                item = mine.get_one(CatalogueItem, item_id)
                request_item(mine, item, by=me, day=TODAY, at=NOW)
        except RuleBroken:
            return False
        return True

    yield ask
    engine.dispose()


def test_fifty_people_at_once_get_the_three_pieces_there_are(session, config):
    root = factories.unit(session)
    item = given.item(session, root, stock=3)
    rule = given.version(session)
    people = [factories.employee(session, unit_=root) for _ in range(AT_ONCE)]
    for person in people:
        given.award(session, person, rule)
    calls = [(person.account_id, item.id) for person in people]
    session.commit()
    with asking(config) as ask, ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(ask, calls))
    session.expire_all()
    assert outcomes.count(True) == 3
    assert session.get_one(CatalogueItem, item.id).stock == 0
    assert session.scalar(select(func.count()).select_from(Redemption)) == 3


def test_one_person_asking_fifty_times_at_once_never_overdraws(session, config):
    """For different items, so that only the points are scarce: 100 points pay one piece of 60."""
    root = factories.unit(session)
    person = factories.employee(session, unit_=root)
    given.award(session, person, points=100)
    wanted = [given.item(session, root, name=f"Barang {number}", per_person=None) for number in range(5)]
    calls = [(person.account_id, wanted[number % 5].id) for number in range(AT_ONCE)]
    session.commit()
    with asking(config) as ask, ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(ask, calls))
    session.expire_all()
    assert outcomes.count(True) == 1
    assert balance_of(session, person.id, TODAY.year).left == 40
    assert session.scalar(select(func.count()).select_from(RedemptionBooking)) == 1


def test_the_limit_of_one_person_holds_at_once(session, config):
    root = factories.unit(session)
    person = factories.employee(session, unit_=root)
    given.award(session, person, points=10_000)
    item = given.item(session, root, stock=100, per_person=2)
    calls = [(person.account_id, item.id)] * AT_ONCE
    session.commit()
    with asking(config) as ask, ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(ask, calls))
    session.expire_all()
    assert outcomes.count(True) == 2
    assert session.get_one(CatalogueItem, item.id).stock == 98
