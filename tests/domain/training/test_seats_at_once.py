"""Seats are scarce: fifty people at once on ten of them, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from portal.database import open_engine, own_session
from portal.domain.accounts.models import Account
from portal.domain.errors import RuleBroken
from portal.domain.organisation.viewers import viewer_of
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.seats.requesting import request
from portal.domain.training.sessions.models import Selection
from tests import factories
from tests import factories_seats as given
from tests.factories import NOW

AT_ONCE, SEATS = 50, 10


def test_fifty_at_once_end_as_ten_seats_and_forty_waiting_in_one_order(session, config):
    """Everybody asks twice at the same moment, from connections of their own."""
    home = factories.unit(session)
    one = given.held(session, home, capacity=SEATS, selection=Selection.FIRST_COME)
    accounts = [factories.employee(session, unit_=home).account_id for _ in range(AT_ONCE)]
    session_id = one.id
    session.commit()
    engine = open_engine(config.database_url)

    def ask(account_id: int) -> bool:
        try:
            with own_session(engine, config) as mine, mine.begin():
                me = viewer_of(mine, mine.get_one(Account, account_id))
                request(mine, session_id, "", by=me, at=NOW)
        except RuleBroken:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(ask, [one for account in accounts for one in (account, account)]))
    engine.dispose()
    session.expire_all()
    rows = session.scalars(
        select(Enrolment).where(Enrolment.session_id == session_id).order_by(Enrolment.place)
    ).all()
    assert outcomes.count(True) == AT_ONCE
    assert [row.place for row in rows] == list(range(1, AT_ONCE + 1))
    assert [row.seat for row in rows[:SEATS]] == list(range(1, SEATS + 1))
    assert {row.state for row in rows[:SEATS]} == {SeatState.SEATED}
    assert {row.state for row in rows[SEATS:]} == {SeatState.WAITING}
