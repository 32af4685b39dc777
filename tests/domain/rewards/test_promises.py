"""What the engine promises, test by test: each is red on an engine that is written without thinking of it."""

import os
import signal
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import open_engine
from portal.domain.base import know_all_tables
from portal.domain.organisation.models import Placement
from portal.domain.organisation.paths import end_of
from portal.domain.periods import Window, last_periods, local_day
from portal.domain.rewards.boards import queries
from portal.domain.rewards.boards.models import BoardSnapshot
from portal.domain.rewards.boards.pages import Reach, board_for
from portal.domain.rewards.boards.snapshots import freeze
from portal.domain.rewards.evaluation.models import EvaluationRun, RunState
from portal.domain.rewards.evaluation.runs import start, step
from portal.domain.rewards.explain import explain
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.glance import glance_of
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, UnitScore
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.profile import profile_of
from portal.domain.rewards.standing import standing
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import IN_Q4, Q4, TARGET, fact, leaf, metrics, rule, source

HERE = Path(__file__).parent
QUARTER = key_of(Q4)


# The promise, what a naive engine does instead, and the tests that tell them apart ("file: test").
PROMISES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "live = backfill = preview under random streams with doubles, shuffles, voids and chunk sizes",
        "three ways of counting that drift apart",
        ("one_evaluator: test_live_backfill_and_preview_agree",),
    ),
    (
        "a period ends without data and still closes",
        "waits for a fact before it notices",
        ("closing: test_a_quarter_without_any_facts_closes_and_rewards_whoever_had_no_complaint",),
    ),
    (
        "zero facts this period shows 0",
        "shows the last total it stored",
        ("promises: test_a_period_without_facts_shows_zero",),
    ),
    (
        "month and quarter boundaries belong to one window, in each of the three zones",
        "counts by the clock of the server, or in both windows",
        (
            "recording: test_month_and_quarter_edges_belong_to_one_window_in_each_zone",
            "promises: test_month_edges_belong_to_one_window_in_each_zone",
        ),
    ),
    (
        "moving units mid-period keeps points where they were earned",
        "joins the unit of today",
        (
            "recording: test_points_stay_where_they_were_earned_when_people_move",
            "promises: test_a_fact_told_after_a_move_counts_where_it_happened",
            "following_moves: test_a_moved_branch_keeps_what_it_earned",
            "following_moves: test_late_facts_of_days_before_the_move_count_for_the_unit_that_moved",
        ),
    ),
    (
        "the same fact 100 times from 10 processes is one row",
        "looks whether it is there before it inserts",
        ("races: test_the_same_fact_100_times_from_10_processes_is_one_row",),
    ),
    ("undo and redo count once", "adds each time", ("recording: test_undo_and_redo_count_once",)),
    ("editing never pays twice", "pays for every version", ("recording: test_editing_never_pays_twice",)),
    (
        "the first award after an import is counted once",
        "forgets what the backfill has paid",
        ("one_evaluator: test_the_first_award_after_an_import_counts_once",),
    ),
    (
        "revoking one badge leaves the others",
        "clears everything and counts anew",
        (
            "recording: test_taking_back_one_award_leaves_the_others",
            "one_evaluator: test_a_new_version_takes_back_only_its_own_rule",
        ),
    ),
    (
        "revoked and granted again are both visible",
        "deletes the row",
        ("recording: test_at_once_revocable_takes_back_and_grants_again_with_both_visible",),
    ),
    (
        "two metrics of one person at once, 300 times on PostgreSQL: none lost, none doubled",
        "each transaction misses the fact of the other",
        ("races: test_two_metrics_of_one_person_at_once_lose_and_double_nothing",),
    ),
    (
        "a cap holds across processes",
        "counts in memory, or before it has the lock",
        ("races: test_a_cap_holds_across_processes", "closing: test_caps_and_cool_downs_hold"),
    ),
    (
        "the rank is equal wherever it is shown",
        "sorts in one place and counts in another",
        (
            "promises: test_a_rank_is_the_same_wherever_it_is_shown",
            "boards: test_every_way_to_a_rank_says_the_same",
        ),
    ),
    (
        "rerun after a kill in the middle of a backfill gives the same rows",
        "begins again and pays twice, or leaves out a chunk",
        (
            "promises: test_a_backfill_killed_in_the_middle_ends_with_the_same_rows",
            "one_evaluator: test_a_run_killed_in_the_middle_goes_on_and_ends_with_the_same_rows",
        ),
    ),
    (
        "late facts roll forward, or are called back by a named official; both boards are kept",
        "changes history silently",
        (
            "closing: test_a_fact_after_the_closing_counts_for_the_next_quarter",
            "reopening: test_late_facts_are_called_back_and_both_editions_stay",
            "reopening: test_the_second_run_is_among_the_runs",
        ),
    ),
)


@pytest.mark.parametrize("name", [name for _, _, tests in PROMISES for name in tests])
def test_every_promise_has_its_test(name):
    module, test = name.split(": ")
    places = [HERE / f"test_{module}.py", HERE.parent / f"test_{module}.py"]
    assert any(f"def {test}(" in place.read_text() for place in places if place.exists())


def test_a_period_without_facts_shows_zero(session: Session):
    """Last quarter's points do not linger on the page, the board or the explanation of this one."""
    metrics(session)
    version = rule(session, leaf(TARGET, threshold=1), points=40)
    anna = factories.employee(session)
    tell(session, fact(TARGET, anna.id, day=date(2026, 8, 10)))
    low, high = anna.unit_key, end_of(anna.unit_key, 1)
    assert profile_of(session, anna.id, IN_Q4).points == 0
    assert profile_of(session, anna.id, date(2026, 8, 20)).points == 40
    assert standing(session, anna.id, QUARTER).points == 0
    assert queries.top(session, low, high, QUARTER, 10) == []
    (part,) = explain(session, version, anna.id, IN_Q4).parts
    assert (part.value, part.n, part.is_met) == (0, 0, False)


def test_month_edges_belong_to_one_window_in_each_zone(session: Session):
    """23.30 in Java on the last of October is November in Bali and in Papua."""
    metrics(session)
    rule(session, leaf(TARGET, window="month"), window="month")
    moment = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    expected = {"Asia/Jakarta": 20261010, "Asia/Makassar": 20261111, "Asia/Jayapura": 20261111}
    for zone, window_key in expected.items():
        home = factories.unit(session, of=factories.agency(session, timezone=zone))
        person = factories.employee(session, unit_=home)
        tell(session, fact(TARGET, person.id, day=local_day(moment, zone)), at=moment)
        tell(session, fact(TARGET, person.id, day=local_day(moment, zone)), at=moment)
        keys = session.scalars(select(Award.window_key).where(Award.employee_id == person.id)).all()
        assert keys == [window_key]


def test_a_fact_told_after_a_move_counts_where_it_happened(session: Session):
    """October's work is reported in November, when the person sits elsewhere."""
    metrics(session)
    rule(session, leaf(TARGET, threshold=1), points=40)
    root = factories.unit(session)
    before, after = (factories.unit(session, parent=root) for _ in range(2))
    anna = factories.employee(session, unit_=before)
    old = session.scalars(select(Placement).where(Placement.employee_id == anna.id)).one()
    old.ends_on = date(2026, 11, 1)
    session.add(
        Placement(employee_id=anna.id, unit_id=after.id, unit_key=after.path_key, starts_on=old.ends_on)
    )
    anna.unit_id, anna.unit_key = after.id, after.path_key
    session.flush()
    tell(session, fact(TARGET, anna.id, day=date(2026, 10, 5)))
    sums = session.execute(
        select(UnitScore.unit_key, UnitScore.points).where(UnitScore.period_key == QUARTER)
    )
    assert dict(map(tuple, sums)) == {before.path_key: 40}


@pytest.fixture
def board(session: Session):
    """Ten people of one unit with equals among them, one of whom does not want to stand on boards."""
    root = factories.unit(session)
    people = [factories.employee(session, unit_=root) for _ in range(10)]
    for person, points in zip(people, (300, 200, 200, 150, 150, 150, 90, 40, 40, 10), strict=True):
        session.add(Score(period_key=QUARTER, employee_id=person.id, unit_key=root.path_key, points=points))
    people[3].is_on_boards = False
    session.flush()
    return root, people


def test_a_rank_is_the_same_wherever_it_is_shown(session, board):
    """On the board, among neighbours, on one's own page, at home, and frozen when the quarter closes."""
    root, people = board
    freeze(session, root.agency_id, QUARTER, 1, at=NOW)
    frozen = dict(map(tuple, session.execute(select(BoardSnapshot.employee_id, BoardSnapshot.rank))))
    span = (root.path_key, end_of(root.path_key, 1), QUARTER)
    listed = {place.employee_id: place.rank for place in queries.top(session, *span, 50)}
    assert sorted(listed.values()) == [1, 2, 2, 4, 4, 6, 7, 7, 9]
    assert frozen == listed
    months = last_periods(IN_Q4, Window.MONTH, 3)
    for person in people:
        me, rank = factories.viewer(session, person), listed.get(person.id)
        home = glance_of(session, me, IN_Q4, months, 3).board.own
        page = board_for(session, me, Reach.AGENCY, QUARTER, "", 3).own
        alone = queries.place_of(session, person.id, *span)
        own_page = standing(session, person.id, QUARTER).rank
        assert [one.rank if one else None for one in (home, page, alone)] == [rank] * 3
        assert own_page == rank


def step_and_die(url: str, run_id: int, chunk: int) -> None:
    """One chunk is committed; the next is done, and its process is gone before it could commit."""
    know_all_tables()
    engine = open_engine(url)
    with Session(engine) as session, session.begin():
        step(session, session.get_one(EvaluationRun, run_id), at=NOW, chunk=chunk)
    session = Session(engine)
    step(session, session.get_one(EvaluationRun, run_id), at=NOW, chunk=chunk)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_backfill_killed_in_the_middle_ends_with_the_same_rows(session, config):
    """A second rule with the same condition is worked through without a kill: the same people, points and days."""
    metrics(session)
    home = factories.unit(session)
    people = [factories.employee(session, unit_=home) for _ in range(9)]
    take_in(session, [source([fact(TARGET, one.id) for one in people[::2]])])
    killed, whole = (rule(session, leaf(TARGET), points=10, name=name) for name in ("Terputus", "Utuh"))
    run, other = (start(session, version, Q4, at=NOW) for version in (killed, whole))
    run_id, chunk = run.id, people[3].id
    session.commit()
    victim = get_context("spawn").Process(target=step_and_die, args=(config.database_url, run_id, chunk))
    victim.start()
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    session.expire_all()
    assert (run.state, run.next_employee_id) == (RunState.RUNNING, chunk + 1)
    for one in (run, other):
        while step(session, one, at=NOW + timedelta(minutes=1), chunk=2):
            session.commit()
    assert (run.state, run.granted, run.share_done) == (RunState.DONE, 5, 100)
    assert rows_of(session, killed.rule_id) == rows_of(session, whole.rule_id)
    assert verify(session) == []


def rows_of(session, rule_id):
    return session.execute(
        select(LedgerEntry.employee_id, LedgerEntry.points, LedgerEntry.revision, LedgerEntry.booked_on)
        .where(LedgerEntry.rule_id == rule_id)
        .order_by(LedgerEntry.employee_id)
    ).all()
