"""Home pages ask the database at most twelve times, however much there is to show."""

from datetime import timedelta

import pytest

from portal.domain.organisation.models import Employee, Role
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.periods import quarter_key, year_key
from portal.web.clock import now, today
from tests.factories import employee, role, unit
from tests.factories_public_reviews import review as reviewed
from tests.factories_public_reviews import service
from tests.factories_targets import agreed, checkin, deputy

MOST = 12
PAGES_MOST = 14
PAGES = ["/leaderboards", "/leaderboards?show=agency", "/rewards", "/targets", "/services", "/notifications"]


def earns(session, person, points):
    day = today("Asia/Jakarta")
    for key in (quarter_key(day), year_key(day)):
        session.add(Score(period_key=key, employee_id=person.id, unit_key=person.unit_key, points=points))


def reports(session, person):
    checkin(session, agreed(session, person, at=now()), at=now())


@pytest.fixture
def busy(browser):
    """Somebody behind the first five of the board, with a plan, a check-in on the way, and a service with reviews."""
    with browser.database() as session:
        root = unit(session)
        me = employee(session, unit_=root, evaluator=employee(session, unit_=root))
        reports(session, me)
        earns(session, me, 10)
        for place in range(6):
            earns(session, employee(session, unit_=root), 100 + place)
        owner = service(session, of=root)
        for _ in range(6):
            reviewed(session, owner, day=today("Asia/Jakarta"), comment="Cepat dan ramah")
        return me.account_id, me.id


def asked(browser, statements, address="/"):
    browser.get(address)  # the first visit also notes that the session is alive
    statements.clear()
    assert browser.get(address).status_code == 200
    return [one for one in statements if not one.startswith("BEGIN")]


@pytest.mark.parametrize("held", [None, *Role])
def test_a_home_page_asks_at_most_twelve_times(browser, busy, statements, held):
    account_id, employee_id = busy
    if held is not None:
        with browser.database() as session:
            role(session, session.get_one(Employee, employee_id), held)
    seen = asked(browser.sign_in(account_id), statements)
    assert len(seen) <= MOST, "\n".join(seen)


def test_a_leader_who_rates_people_and_stands_low_on_the_board_asks_no_more(browser, busy, statements):
    account_id, employee_id = busy
    with browser.database() as session:
        me = session.get_one(Employee, employee_id)
        role(session, me, Role.LEADER)
        reports(session, employee(session, unit_=me.unit, evaluator=me))
    seen = asked(browser.sign_in(account_id), statements)
    assert len(seen) <= MOST, "\n".join(seen)


@pytest.mark.parametrize("address", PAGES)
def test_other_first_pages_ask_the_same_however_many_people_there_are(browser, busy, statements, address):
    account_id, employee_id = busy
    few = asked(browser.sign_in(account_id), statements, address)
    with browser.database() as session:
        me = session.get_one(Employee, employee_id)
        for number in range(8):
            one = employee(session, unit_=me.unit, evaluator=me)
            earns(session, one, number)
            reports(session, one)
            reviewed(session, service(session, of=me.unit), day=today("Asia/Jakarta"))
    many = asked(browser, statements, address)
    assert len(many) == len(few) <= PAGES_MOST, "\n".join(many)


def test_an_evaluator_who_stands_in_for_another_too_and_more_people_cost_nothing(browser, busy, statements):
    account_id, employee_id = busy
    with browser.database() as session:
        me = session.get_one(Employee, employee_id)
        day = today("Asia/Jakarta")
        other = employee(session, unit_=me.unit)
        deputy(session, me, other, day - timedelta(days=1), day + timedelta(days=9))
        reports(session, employee(session, evaluator=me))
    few = asked(browser.sign_in(account_id), statements)
    with browser.database() as session:
        me = session.get_one(Employee, employee_id)
        for _ in range(8):
            reports(session, employee(session, evaluator=me))
    many = asked(browser, statements)
    assert len(many) == len(few) <= MOST, "\n".join(many)
