"""A named person closes a quarter early or opens it again: a reason, a second run, a second edition, both kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import beginner
from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.outbox import OutboxMessage
from portal.domain.rewards import jobs
from portal.domain.rewards.boards.models import BoardSnapshot, PeriodState
from portal.domain.rewards.closings.actions import close_now, reopen
from portal.domain.rewards.closings.calling_back import how_many_late
from portal.domain.rewards.closings.queries import closing_runs, editions_of, period_seen, periods_seen
from portal.domain.rewards.evaluation.closing import GRACE, begin_closing, close, closes_at, period_row
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.evaluation.models import EvaluationRun, RunKind, RunState
from portal.domain.rewards.ledger.models import Award, Score
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.models import PeriodReopening, StoredFact
from portal.domain.rewards.rules.models import GrantPolicy
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import Q3, Q4, RATING, TARGET, fact, leaf, metrics, rule, source

IN_Q3 = date(2026, 8, 10)
WHY = "Rekap loket baru datang sesudah penutupan."


@pytest.fixture
def anna(session: Session):
    metrics(session)
    return factories.employee(session, name="Anna")


@pytest.fixture
def official(session: Session, anna):
    person = factories.employee(session, unit_=anna.unit, name="Rina")
    factories.role(session, person, Role.HR_ADMIN, over=anna.unit)
    return factories.viewer(session, person)


def looked_again(session, at=NOW):
    while sweep(session, at):
        pass


def test_late_facts_are_called_back_and_both_editions_stay(session, anna, official):
    """Two targets were asked for; the second was told after the closing and had gone to the next quarter."""
    rule(session, leaf(TARGET, threshold=1), points=10, name="Satu")
    rule(session, leaf(TARGET, threshold=2), points=100, name="Dua")
    early, late = fact(TARGET, anna.id, day=IN_Q3), fact(TARGET, anna.id, day=IN_Q3)
    tell(session, early)
    row = close(session, anna.agency_id, Q3, at=NOW)
    tell(session, late)
    assert how_many_late(session, row) == 1
    assert held(session) == {(20260709, 10), (20261012, 10)}
    undone = reopen(session, row, WHY, by=official, at=NOW + timedelta(days=1))
    assert (undone.called_back, undone.edition, undone.reason) == (1, 1, WHY)
    assert row.state is PeriodState.CLOSING
    assert set(session.scalars(select(StoredFact.counted_on))) == {IN_Q3}
    looked_again(session)
    assert held(session) == {(20260709, 10), (20260709, 100)}  # not twice: the next quarter gave it back
    close(session, anna.agency_id, Q3, at=NOW + timedelta(days=2))
    boards = session.execute(select(BoardSnapshot.edition, BoardSnapshot.points)).all()
    assert sorted(map(tuple, boards)) == [(1, 10), (2, 110)]
    newest, first = editions_of(session, row)
    assert (newest.number, newest.points, newest.changed, newest.reopening) == (2, 110, 1, None)
    assert (first.number, first.points, first.closed_at, first.reopening) == (1, 10, NOW, undone)
    assert verify(session, [source([early, late])]) == []


def held(session) -> set[tuple[int, int]]:
    rows = session.execute(select(Award.window_key, Award.points).where(Award.state == "granted"))
    return {tuple(row) for row in rows}


def test_the_second_run_is_among_the_runs(session, anna, official):
    rule(session, leaf(RATING, "avg", threshold=350), policy=GrantPolicy.AT_CLOSE)
    tell(session, fact(RATING, anna.id, 400, day=IN_Q3))
    row = close(session, anna.agency_id, Q3, at=NOW)
    reopen(session, row, WHY, by=official, at=NOW)
    other = factories.employee(session, unit_=anna.unit)
    tell(session, fact(RATING, other.id, 390, day=IN_Q3))
    close(session, anna.agency_id, Q3, at=NOW)
    runs = session.scalars(select(EvaluationRun).order_by(EvaluationRun.id)).all()
    assert [(run.kind, run.state, run.edition, run.granted) for run in runs] == [
        (RunKind.CLOSING, RunState.DONE, 1, 1),
        (RunKind.CLOSING, RunState.DONE, 2, 1),
    ]
    assert [run.edition for run in closing_runs(session, row)] == [2, 1]


def test_reopening_needs_a_reason_the_last_period_and_the_whole_agency(session, anna, official):
    row = close(session, anna.agency_id, Q3, at=NOW)
    with pytest.raises(RuleBroken, match="at least") as broken:
        reopen(session, row, " ya ", by=official, at=NOW)
    assert broken.value.field == "reason"
    section = factories.unit(session, parent=anna.unit)
    local = factories.employee(session, unit_=section)
    factories.role(session, local, Role.HR_ADMIN, over=section)
    for stranger in (local, anna, factories.employee(session)):
        with pytest.raises(NotAllowed):
            reopen(session, row, WHY, by=factories.viewer(session, stranger), at=NOW)
    close(session, anna.agency_id, Q4, at=NOW)
    with pytest.raises(RuleBroken, match="closed last"):
        reopen(session, row, WHY, by=official, at=NOW)
    assert session.scalars(select(PeriodReopening)).all() == []


def test_reopening_is_written_down_for_ever(session, anna, official):
    row = close(session, anna.agency_id, Q3, at=NOW)
    reopen(session, row, WHY, by=official, at=NOW)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.verb, entry.actor_id, entry.subject_id) == ("period.reopen", official.account_id, row.id)
    with pytest.raises(Exception, match="refuses"):
        session.connection().exec_driver_sql("DELETE FROM period_reopening")


def test_a_reopened_period_closes_again_by_itself_after_another_grace(session, anna, official):
    row = close(session, anna.agency_id, Q3, at=NOW)
    reopen(session, row, WHY, by=official, at=NOW)
    assert closes_at(row) == NOW + GRACE


def test_nobody_closes_before_the_end_in_the_agencys_own_zone(session, anna, official):
    row = period_row(session, anna.agency_id, Q4)
    last_evening = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23.59 WIB
    with pytest.raises(RuleBroken, match="still running"):
        close_now(session, row, by=official, at=last_evening)
    assert row.state is PeriodState.OPEN
    close_now(session, row, by=official, at=last_evening + timedelta(minutes=1))
    assert (row.state, closes_at(row)) == (PeriodState.CLOSING, last_evening + timedelta(minutes=1))


def test_what_was_asked_for_is_closed_by_the_worker_once(session, anna, official, config):
    rule(session, leaf(TARGET), points=10)
    tell(session, fact(TARGET, anna.id, day=IN_Q3))
    row = begin_closing(session, anna.agency_id, Q3, at=NOW)
    close_now(session, row, by=official, at=NOW)
    assert session.scalars(select(OutboxMessage.kind)).all() == ["rewards.close"]
    session.commit()
    begin = beginner(session.get_bind(), config)
    assert jobs.close_due(begin, NOW, nap=0) == 1
    assert jobs.close_due(begin, NOW, nap=0) == 0
    session.expire_all()
    assert (row.state, row.edition, row.asked_at) == (PeriodState.CLOSED, 1, None)
    assert session.scalars(select(EvaluationRun.period_id)).all() == [row.id]
    with pytest.raises(RuleBroken, match="already"):
        close_now(session, row, by=official, at=NOW)


def test_two_workers_closing_at_once_make_one_edition(session, anna, config):
    row = begin_closing(session, anna.agency_id, Q3, at=NOW - GRACE)
    period_id, begin = row.id, beginner(session.get_bind(), config)
    session.commit()
    jobs._close_gently(begin, period_id, NOW, 0)
    jobs._close_gently(begin, period_id, NOW, 0)
    session.expire_all()
    assert row.edition == 1


def test_earlier_periods_close_first(session, anna, official):
    begin_closing(session, anna.agency_id, Q3, at=NOW)
    after = datetime(2027, 1, 5, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="one after the other"):
        close_now(session, period_row(session, anna.agency_id, Q4), by=official, at=after)


def test_periods_are_seen_by_those_who_keep_the_agency(session, anna, official):
    row = period_row(session, anna.agency_id, Q3)
    far = period_row(session, factories.agency(session).id, Q3)
    assert [one.id for one, _ in periods_seen(session, official).items] == [row.id]
    assert periods_seen(session, official, PeriodState.CLOSED).items == []
    with pytest.raises(NotFound):
        period_seen(session, official, far.id)
    with pytest.raises(NotFound):
        period_seen(session, factories.viewer(session, anna), row.id)


def test_points_of_the_year_agree_after_calling_back(session, anna, official):
    rule(session, leaf(TARGET, threshold=1), points=10)
    row = close(session, anna.agency_id, Q3, at=NOW)
    tell(session, fact(TARGET, anna.id, day=IN_Q3))
    reopen(session, row, WHY, by=official, at=NOW)
    looked_again(session)
    sums = dict(map(tuple, session.execute(select(Score.period_key, Score.points))))
    assert sums == {20260709: 10, 20261012: 0, 20260112: 10}
