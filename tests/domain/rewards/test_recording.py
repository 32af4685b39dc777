"""One real-world fact counts once, whoever tells it how often; what it changes is settled in the same breath."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.periods import local_day
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.reactions import reactions_for
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import AwardState
from portal.domain.rewards.models import Award, LedgerEntry, Rollup, Score, StoredFact, UnitScore
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import all_of
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import (
    COMPLAINT,
    HOURS,
    Q4,
    RATING,
    TARGET,
    DeedDone,
    fact,
    leaf,
    metrics,
    rule,
    source,
    void,
)


@pytest.fixture
def anna(session: Session):
    metrics(session)
    return factories.employee(session, name="Anna")


def awards(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(select(Award.state, Award.revision).order_by(Award.rule_id, Award.window_key))
    return [(state.value, revision) for state, revision in rows]


def points(session: Session, employee_id: int) -> int:
    year = select(Score.points).where(Score.employee_id == employee_id, Score.period_key == 20260112)
    return session.scalar(year) or 0


def test_the_same_fact_told_again_is_stored_and_counted_once(session, anna):
    rule(session, leaf(RATING, threshold=1))
    told = fact(RATING, anna.id, 400)
    assert record(session, [told, told], at=NOW) == 1
    assert record(session, [told], at=NOW) == 0
    sweep(session, NOW)
    assert session.scalar(select(func.count()).select_from(StoredFact)) == 1
    assert session.execute(select(Rollup.n, Rollup.total)).one() == (1, 400)
    assert points(session, anna.id) == 100


def test_a_monotone_rule_grants_at_once_and_pays_in_year_and_quarter(session, anna):
    version = rule(session, leaf(HOURS, "sum", threshold=2000), policy=GrantPolicy.AT_CLOSE, points=50)
    tell(session, fact(HOURS, anna.id, 1500))
    assert awards(session) == []
    tell(session, fact(HOURS, anna.id, 500))
    assert awards(session) == [("granted", 1)]
    entry = session.scalars(select(LedgerEntry)).one()
    assert (entry.points, entry.rule_id, entry.window_key) == (50, version.rule_id, key_of(Q4))
    assert set(session.execute(select(Score.period_key, Score.points))) == {(20260112, 50), (20261012, 50)}
    assert set(session.scalars(select(UnitScore.unit_key))) == {anna.unit_key}


def test_what_may_still_change_is_on_course_until_the_period_closes(session, anna):
    rule(session, leaf(RATING, "avg", threshold=350), policy=GrantPolicy.AT_CLOSE)
    tell(session, fact(RATING, anna.id, 400))
    assert awards(session) == [("on_course", 0)]
    assert points(session, anna.id) == 0
    tell(session, fact(RATING, anna.id, 100))
    assert awards(session) == []


def test_at_once_revocable_takes_back_and_grants_again_with_both_visible(session, anna):
    rule(session, leaf(RATING, "avg", threshold=350))
    good, bad = fact(RATING, anna.id, 400), fact(RATING, anna.id, 100)
    tell(session, good)
    assert awards(session) == [("granted", 1)]
    tell(session, bad)
    assert awards(session) == [("revoked", 2)]
    assert points(session, anna.id) == 0
    tell(session, void(bad))
    assert awards(session) == [("granted", 3)]
    rows = session.execute(select(LedgerEntry.revision, LedgerEntry.points).order_by(LedgerEntry.revision))
    assert list(rows) == [(1, 100), (2, -100), (3, 100)]
    assert points(session, anna.id) == 100


def test_undo_and_redo_count_once(session, anna):
    rule(session, leaf(TARGET, threshold=1))
    told = fact(TARGET, anna.id)
    tell(session, told)
    tell(session, void(told))
    redone = fact(TARGET, anna.id, source_id=told.source_id, source_rev=2)
    tell(session, redone)
    tell(session, redone)
    assert awards(session) == [("granted", 3)]
    assert points(session, anna.id) == 100


def test_editing_never_pays_twice(session, anna):
    """An edit is a void and a new revision of the same deed."""
    rule(session, leaf(HOURS, "sum", threshold=1000))
    told = fact(HOURS, anna.id, 1200)
    tell(session, told)
    edited = fact(HOURS, anna.id, 1500, source_id=told.source_id, source_rev=2)
    tell(session, void(told), edited)
    assert points(session, anna.id) == 100
    assert session.scalar(select(func.sum(LedgerEntry.points))) == 100


def test_taking_back_one_award_leaves_the_others(session, anna):
    rule(session, leaf(RATING, "avg", threshold=350), points=10, name="Mutu")
    rule(session, leaf(RATING, threshold=1), points=20, name="Jumlah")
    tell(session, fact(RATING, anna.id, 400))
    tell(session, fact(RATING, anna.id, 100))
    assert awards(session) == [("revoked", 2), ("granted", 1)]
    assert points(session, anna.id) == 20


def test_month_and_quarter_edges_belong_to_one_window_in_each_zone(session):
    """Midnight at the turn of the quarter comes two hours earlier in Papua than in Java."""
    metrics(session)
    rule(session, leaf(TARGET, threshold=1))
    moment = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)  # 23.30 WIB, 00.30 WITA, 01.30 WIT
    expected = {"Asia/Jakarta": 20260709, "Asia/Makassar": 20261012, "Asia/Jayapura": 20261012}
    for zone, window_key in expected.items():
        home = factories.unit(session, of=factories.agency(session, timezone=zone))
        person = factories.employee(session, unit_=home)
        tell(session, fact(TARGET, person.id, day=local_day(moment, zone)), at=moment)
        keys = session.scalars(select(Award.window_key).where(Award.employee_id == person.id)).all()
        assert keys == [window_key]


def test_a_condition_over_the_year_also_matters_to_later_quarters(session, anna):
    rule(session, all_of(leaf(HOURS, "sum", threshold=2000, window="year"), leaf(TARGET, threshold=1)))
    tell(session, fact(TARGET, anna.id, day=date(2026, 11, 1)))
    assert awards(session) == []
    tell(session, fact(HOURS, anna.id, 2000, day=date(2026, 2, 1)))
    assert awards(session) == [("granted", 1)]
    assert session.scalars(select(Award.window_key)).one() == key_of(Q4)


def test_points_stay_where_they_were_earned_when_people_move(session, anna):
    before, after = anna.unit_key, factories.unit(session, parent=anna.unit)
    rule(session, leaf(TARGET, threshold=1))
    tell(session, fact(TARGET, anna.id, day=date(2026, 10, 5)))
    move(session, anna, after, date(2026, 11, 1))
    rule(session, leaf(TARGET, threshold=2), points=30)
    tell(session, fact(TARGET, anna.id, day=date(2026, 11, 20)))
    sums = session.execute(
        select(UnitScore.unit_key, UnitScore.points).where(UnitScore.period_key == 20260112)
    )
    assert dict(map(tuple, sums)) == {before: 100, after.path_key: 30}


def test_facts_taken_in_belong_to_the_unit_of_their_day_whatever_else_is_taken_in(session, anna):
    before, after = anna.unit_key, factories.unit(session, parent=anna.unit)
    move(session, anna, after, date(2026, 11, 1))
    days = (date(2026, 10, 5), date(2026, 11, 20))
    take_in(session, [source([fact(TARGET, anna.id, day=day) for day in days])])
    stored = session.execute(select(StoredFact.day, StoredFact.unit_key))
    assert dict(map(tuple, stored)) == dict(zip(days, (before, after.path_key), strict=True))


def move(session, person, unit, day):
    from portal.domain.organisation.models import Placement

    old = session.scalars(select(Placement).where(Placement.employee_id == person.id)).one()
    old.ends_on = day
    session.add(Placement(employee_id=person.id, unit_id=unit.id, unit_key=unit.path_key, starts_on=day))
    person.unit_id, person.unit_key = unit.id, unit.path_key
    session.flush()


def test_extremes_forget_what_was_voided(session, anna):
    rule(session, leaf(RATING, "min", threshold=300))
    bad, good = fact(RATING, anna.id, 200), fact(RATING, anna.id, 400)
    tell(session, bad, good)
    assert awards(session) == []
    tell(session, void(bad))
    assert awards(session) == [("granted", 1)]


def test_features_only_announce(session, anna):
    """The reaction registers a metric it has never seen and records the facts."""
    told = fact(COMPLAINT, anna.id)
    session.info["reactions"] = reactions_for([source([told])])
    announce(session, DeedDone(facts=(told,)))
    assert session.scalar(select(func.count()).select_from(StoredFact)) == 1


def test_the_ledger_refuses_changes(session, anna):
    rule(session, leaf(TARGET, threshold=1))
    tell(session, fact(TARGET, anna.id))
    for statement in (LedgerEntry.__table__.update().values(points=1), LedgerEntry.__table__.delete()):
        with pytest.raises(DBAPIError, match="ledger refuses"), session.begin_nested():
            session.execute(statement)


def test_states_read_as_words():
    assert [state.value for state in AwardState] == ["on_course", "granted", "revoked"]
