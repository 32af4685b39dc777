"""A condition in SQL and its Python twin agree on every input, on both databases."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.domain.periods import Period
from portal.domain.rewards.evaluation.compile import who_meets
from portal.domain.rewards.evaluation.numbers import numbers_by_leaf
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import live_rule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.evaluation.twin import is_met
from portal.domain.rewards.models import Rollup
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.tree import Aggregate, Comparator, Group, GroupKind, Leaf, from_json, to_json
from portal.domain.rewards.sql import run
from tests import factories, factories_rewards
from tests.factories_rewards import METRICS, Q4

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CODES = [metric.code for metric in METRICS[:4]]
SCALES = {metric.code: metric.scale for metric in METRICS}

LEAVES = st.builds(
    Leaf,
    metric=st.sampled_from(CODES),
    aggregate=st.sampled_from(Aggregate),
    window=st.sampled_from([RuleWindow.QUARTER, RuleWindow.SEMESTER, RuleWindow.YEAR]),
    comparator=st.sampled_from(Comparator),
    threshold=st.integers(-2, 6),
    at_least=st.integers(0, 3),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.builds(
        Group, st.sampled_from(GroupKind), st.lists(parts, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=6,
)
SUMS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from([1, 6, 7, 9, 10, 11, 12])),
    st.tuples(st.integers(-1, 4), st.integers(-3, 8), st.none() | st.integers(-3, 6)),
    max_size=14,
)


@given(tree=TREES)
def test_a_condition_survives_json(tree):
    assert from_json(to_json(tree)) == tree


def test_sql_and_python_agree(session: Session):
    factories_rewards.metrics(session)
    home = factories.unit(session)
    people = [factories.employee(session, unit_=home).id for _ in range(3)]
    version = factories_rewards.rule(session, factories_rewards.leaf("rating"), is_live=False)
    known = dict(live_metric_ids(session))

    @QUIET
    @given(tree=TREES, sums=SUMS)
    def agree(tree, sums):
        run(session, delete(Rollup.__table__))
        rows = [
            dict(year=2026, metric_id=known[CODES[m]], employee_id=people[p], month=month, n=n, total=total,
                 least=extreme, most=extreme)
            for (m, p, month), (n, total, extreme) in sums.items()
        ]  # fmt: skip
        if rows:
            run(session, Rollup.__table__.insert(), rows)
        rule = live_rule_of(session, version, tree)
        for who in (People(), People.these(people), People(low=people[0], high=people[-1])):
            task = Task(rule=rule, window=Q4, people=who, booked_on=date(2026, 11, 1))
            found = {row[0] for row in run(session, who_meets(task.question), task.places)}
            assert found == {one for one in people if twin_says(session, task, one)}

    agree()


def twin_says(session: Session, task: Task, employee_id: int) -> bool:
    numbers = numbers_by_leaf(session, task.rule, task.window, employee_id)
    return is_met(task.rule.node, numbers.__getitem__, SCALES)


def live_metric_ids(session: Session):
    from portal.domain.rewards.rules.queries import metrics

    return [(code, metric.id) for code, metric in metrics(session).items()]


def live_rule_of(session: Session, version, tree):
    from dataclasses import replace

    from portal.domain.rewards.evaluation.question import MetricFacts
    from portal.domain.rewards.rules.queries import metrics

    known = metrics(session)
    used = tuple((code, MetricFacts(one.id, one.scale, one.weight)) for code, one in sorted(known.items()))
    return replace(live_rule(session, version), node=tree, metrics=used)


def test_a_rule_for_a_year_looks_at_whole_months_only_up_to_its_window():
    assert Period(date(2026, 10, 1), date(2027, 1, 1)) == Q4
