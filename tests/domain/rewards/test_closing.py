"""Quarters close: promises are kept, late facts roll forward, boards are frozen, and all sums agree."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.rewards.boards.models import BoardSnapshot, PeriodState
from portal.domain.rewards.evaluation.closing import GRACE, begin_closing, close, due
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, Score
from portal.domain.rewards.ledger.verify import repair, verify
from portal.domain.rewards.models import Rollup, StoredFact
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import all_of, none_of
from portal.domain.rewards.sql import run
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import (
    COMPLAINT,
    Q3,
    Q4,
    RATING,
    TARGET,
    fact,
    leaf,
    metrics,
    rule,
    source,
    void,
)

IN_Q3 = date(2026, 8, 10)


@pytest.fixture
def anna(session: Session):
    metrics(session)
    return factories.employee(session, name="Anna")


def states(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Award.window_key, Award.state).order_by(Award.window_key, Award.employee_id)
    )
    return [(key, state.value) for key, state in rows]


def test_what_was_on_course_is_granted_when_the_quarter_closes(session, anna):
    rule(session, leaf(RATING, "avg", threshold=350), policy=GrantPolicy.AT_CLOSE)
    tell(session, fact(RATING, anna.id, 400, day=IN_Q3))
    close(session, anna.agency_id, Q3, at=NOW)
    assert states(session) == [(20260709, "granted")]
    assert session.scalars(select(LedgerEntry.booked_on)).one() == date(2026, 9, 30)
    assert session.scalar(select(func.count()).select_from(BoardSnapshot)) == 1


def test_a_quarter_without_any_facts_closes_and_rewards_whoever_had_no_complaint(session, anna):
    rule(session, none_of(leaf(COMPLAINT, threshold=1)), policy=GrantPolicy.AT_CLOSE, points=10)
    row = close(session, anna.agency_id, Q3, at=NOW)
    assert (row.state, row.edition) == (PeriodState.CLOSED, 1)
    assert states(session) == [(20260709, "granted")]


def test_whoever_came_later_or_had_left_before_is_not_rewarded_for_nothing(session, anna):
    rule(session, none_of(leaf(COMPLAINT, threshold=1)))
    factories.employee(session, unit_=anna.unit, since=date(2026, 10, 1))
    factories.employee(session, unit_=anna.unit, left_on=date(2026, 6, 1))
    close(session, anna.agency_id, Q3, at=NOW)
    assert session.scalars(select(Award.employee_id)).all() == [anna.id]


def test_a_fact_after_the_closing_counts_for_the_next_quarter(session, anna):
    rule(session, leaf(TARGET, threshold=1))
    close(session, anna.agency_id, Q3, at=NOW)
    tell(session, fact(TARGET, anna.id, day=IN_Q3))
    stored = session.scalars(select(StoredFact)).one()
    assert (stored.day, stored.counted_on) == (IN_Q3, date(2026, 10, 1))
    assert states(session) == [(20261012, "granted")]


def test_during_the_grace_late_facts_still_count(session, anna):
    rule(session, leaf(TARGET, threshold=1))
    begin_closing(session, anna.agency_id, Q3, at=NOW)
    tell(session, fact(TARGET, anna.id, day=IN_Q3))
    assert states(session) == [(20260709, "granted")]


def test_quarters_close_one_after_the_other_and_once(session, anna):
    close(session, anna.agency_id, Q3, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        close(session, anna.agency_id, Q3, at=NOW)
    following = Q4.start + timedelta(days=100)
    with pytest.raises(RuleBroken, match="one after the other"):
        close(session, anna.agency_id, type(Q4)(Q4.end, following.replace(month=4, day=1, year=2027)), at=NOW)


def test_each_agency_closes_by_its_own_clock_after_the_grace(session, anna):
    """On New Year's Eve at 16.30 UTC it is already January in Papua and not yet in Java."""
    metrics(session)
    far = factories.agency(session, timezone="Asia/Jayapura")
    begin_closing(session, anna.agency_id, Q3, at=NOW)
    moment = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    due(session, moment)
    from portal.domain.rewards.evaluation.closing import periods_of

    assert [row.start for row in periods_of(session, far.id)] == [Q4.end, Q4.start]
    assert [row.start for row in periods_of(session, anna.agency_id)] == [Q4.start, Q3.start]
    ready = due(session, moment + GRACE)
    assert {(row.agency_id, row.start) for row in ready} == {(far.id, Q4.start), (anna.agency_id, Q3.start)}


def test_closed_awards_are_not_taken_back_by_later_voids(session, anna):
    rule(session, leaf(TARGET, threshold=1))
    told = fact(TARGET, anna.id, day=IN_Q3)
    tell(session, told)
    close(session, anna.agency_id, Q3, at=NOW)
    tell(session, void(told))
    assert states(session) == [(20260709, "granted")]


def test_caps_and_cool_downs_hold(session, anna):
    rule(session, leaf(TARGET, window="month"), window="month", cap_per_year=2, name="Dua kali")
    rule(session, leaf(TARGET, window="month"), window="month", cool_down_days=60, name="Jeda", points=7)
    rule(session, leaf(TARGET, window="month"), window="month", budget=25, points=10, name="Anggaran")
    for month in range(5, 11):
        tell(session, fact(TARGET, anna.id, day=date(2026, month, 15)))
    sums = dict(
        map(tuple, session.execute(select(LedgerEntry.points, func.count()).group_by(LedgerEntry.points)))
    )
    assert sums == {100: 2, 7: 3, 10: 2}


def test_people_are_told_once_and_history_is_silent(session, anna):
    rule(session, leaf(RATING, "avg", threshold=350), policy=GrantPolicy.AT_CLOSE)
    tell(session, fact(RATING, anna.id, 400, day=IN_Q3))
    assert session.scalar(select(func.count()).select_from(Notification)) == 0
    close(session, anna.agency_id, Q3, at=NOW)
    told = session.scalars(select(Notification)).one()
    award_id = session.scalars(select(Award.id)).one()
    assert (told.link, told.values) == (
        f"/rewards/awards/{award_id}",
        {"rule": "Bintang layanan", "points": 100},
    )


def test_all_sums_agree_and_repair_mends_what_does_not(session, anna):
    told = [fact(RATING, anna.id, 400), fact(TARGET, anna.id), fact(TARGET, anna.id)]
    rule(session, all_of(leaf(RATING, "avg", threshold=350), leaf(TARGET, threshold=2)))
    tell(session, *told)
    assert verify(session, [source(told)]) == []
    run(session, update(Score).values(points=Score.points + 5))
    run(session, update(Rollup.__table__).where(Rollup.metric_id > 0).values(total=0))
    assert {one.what for one in verify(session)} == {"rollup and facts (sums)", "scores and ledger"}
    repair(session)
    assert verify(session, [source(told)]) == []
    assert session.scalars(select(Award.state)).one() is AwardState.GRANTED


def test_a_feature_that_lost_a_fact_is_noticed(session, anna):
    told = [fact(TARGET, anna.id), fact(TARGET, anna.id)]
    tell(session, told[0])
    (difference,) = verify(session, [source(told)])
    assert (difference.what, difference.by) == ("facts and their source", -1)
