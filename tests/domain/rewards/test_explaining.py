"""Earned because, missing, and what the worker does beside the pages."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.database import beginner, open_engine
from portal.domain.rewards import jobs
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.evaluation.closing import GRACE, begin_closing
from portal.domain.rewards.evaluation.models import EvaluationRun, RunState
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.evidence import explain_award
from portal.domain.rewards.explain import explain, reachable
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import all_of, any_of, none_of
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import HOURS, IN_Q4, Q3, Q4, RATING, TARGET, fact, leaf, metrics, rule, source

TODAY = IN_Q4


def test_what_is_missing_is_told_in_numbers_and_a_day(session):
    metrics(session)
    anna = factories.employee(session)
    version = rule(
        session,
        all_of(
            leaf(RATING, "avg", threshold=350, at_least=5), leaf(HOURS, "sum", threshold=2000, window="year")
        ),
    )
    tell(
        session,
        *(fact(RATING, anna.id, 400) for _ in range(2)),
        fact(HOURS, anna.id, 1500, day=date(2026, 3, 1)),
    )
    told = explain(session, version, anna.id, TODAY)
    assert [(part.value, part.n, part.is_met, part.until) for part in told.parts] == [
        (400, 2, False, Q4.end),
        (1500, 1, False, Q4.end),
    ]
    assert told.is_met is False


def test_what_must_not_happen_is_met_while_it_does_not_and_one_of_several_ways_is_enough(session):
    metrics(session)
    anna = factories.employee(session)
    tree = all_of(
        any_of(leaf(TARGET, threshold=4), leaf(HOURS, "sum", threshold=1000)),
        none_of(leaf(RATING, threshold=1)),
    )
    version = rule(session, tree)
    tell(session, fact(TARGET, anna.id))
    before = explain(session, version, anna.id, TODAY)
    tell(session, fact(RATING, anna.id, 400))
    after = explain(session, version, anna.id, TODAY)
    assert [(part.is_wanted, part.is_met) for part in before.parts] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert (before.lacking, before.nearness) == (1, (0.25 + 1) / 2)
    assert [part.is_met for part in after.parts] == [False, False, False]
    assert (after.lacking, after.nearness) == (2, 0.25 / 2)


def test_an_award_shows_its_numbers_and_the_facts_of_that_moment(session):
    metrics(session)
    anna = factories.employee(session)
    rule(session, leaf(TARGET, threshold=2))
    first, second, later = (fact(TARGET, anna.id) for _ in range(3))
    tell(session, first)
    tell(session, second)
    tell(session, later)
    (part,) = explain_award(session, session.scalars(select(Award)).one())
    assert (part.value, part.n, part.is_met) == (2, 2, True)
    assert {one.source_id for one in part.facts} == {first.source_id, second.source_id}


def test_only_rules_for_the_person_are_offered(session):
    metrics(session)
    anna = factories.employee(session)
    own = rule(session, leaf(TARGET), name="Milik sendiri")
    rule(session, leaf(TARGET), name="Unit lain", scope=Scope(spans=((1, 2),)))
    rule(session, leaf(TARGET), name="Instansi lain", agency_id=factories.agency(session).id)
    rule(session, leaf(TARGET), name="Belum berlaku", valid_from=date(2027, 1, 1))
    assert [one.version.id for one in reachable(session, anna.id, TODAY)] == [own.id]
    tell(session, fact(TARGET, anna.id))
    assert [one.rule_id for one in session.scalars(select(Award))] == [own.rule_id]


def test_the_worker_goes_on_with_runs_closes_quarters_and_checks(session, config):
    metrics(session)
    anna = factories.employee(session)
    version = rule(session, leaf(RATING, "avg", threshold=350), policy=GrantPolicy.AT_CLOSE)
    take_in(session, [source([fact(RATING, anna.id, 400, day=date(2026, 8, 3))])])
    begin_closing(session, anna.agency_id, Q3, at=NOW - GRACE)
    runs = [run.id for run in start_backfill(session, version, at=NOW, day=TODAY)]
    late = fact(TARGET, anna.id)
    session.commit()

    engine = open_engine(config.database_url)
    begin = beginner(engine, config)
    assert jobs.work_on_runs(begin, NOW, nap=0) == len(runs)
    assert jobs.close_due(begin, NOW, nap=0) == 1
    assert jobs.check_nightly(begin, [], NOW) == []
    with begin() as other:
        record(other, [late], at=NOW)
    jobs.sweep_queue(begin, NOW + timedelta(seconds=1))
    engine.dispose()

    assert {run.state for run in session.scalars(select(EvaluationRun))} == {RunState.DONE}
    assert (
        session.scalars(select(RewardPeriod.state).where(RewardPeriod.start == Q3.start)).one()
        is PeriodState.CLOSED
    )
    assert session.scalars(select(Award.state)).one() is AwardState.GRANTED
