"""Live, backfill and preview are one evaluator: whatever happens in whatever order, they end with the same awards."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.evaluation.models import RunState
from portal.domain.rewards.evaluation.runs import (
    cancel_run,
    pause_run,
    resume_run,
    start,
    start_backfill,
    step,
)
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, Score
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.previews.making import preview
from portal.domain.rewards.rules.models import GrantPolicy
from portal.domain.rewards.rules.tree import all_of, any_of, none_of
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import (
    COMPLAINT,
    HOURS,
    IN_Q4,
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

TODAY = IN_Q4
RULES = (
    (leaf(HOURS, "sum", threshold=1000), GrantPolicy.AT_CLOSE),
    (all_of(leaf(RATING, "avg", threshold=300, at_least=2), leaf(TARGET, threshold=1)), GrantPolicy.AT_ONCE_REVOCABLE),
    (all_of(leaf(HOURS, "sum", threshold=1500, window="year"), leaf(RATING, "min", threshold=200)),
     GrantPolicy.AT_ONCE_REVOCABLE),
    (any_of(leaf(TARGET, threshold=3), all_of(leaf(RATING), none_of(leaf(COMPLAINT)))), GrantPolicy.AT_CLOSE),
    (leaf(TARGET, "share", threshold=50, at_least=2), GrantPolicy.AT_ONCE_REVOCABLE),
)  # fmt: skip
DEEDS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([RATING, HOURS, TARGET, COMPLAINT]),
        st.sampled_from([100, 300, 400, 700]),
        st.sampled_from([0, 20, 60, 130, 300]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


@contextmanager
def undone(session: Session):
    """Each example begins with the same people and rules and leaves nothing."""
    with session.begin_nested() as point:
        yield
        point.rollback()
    session.expire_all()


def outcome(session: Session) -> set[tuple[int, int, int, str, int]]:
    """What anybody can see: state and points; not how often it changed on the way."""
    rows = session.execute(
        select(Award.rule_id, Award.window_key, Award.employee_id, Award.state, Award.points).where(
            Award.state != AwardState.REVOKED
        )
    )
    return {(rule_id, window, who, state.value, points) for rule_id, window, who, state, points in rows}


def stream(deeds, people):
    told = []
    for who, metric, value, days, is_doubled, is_voided in deeds:
        amount = value if metric in (RATING, HOURS) else value // 400 if metric is TARGET else 1
        one = fact(metric, people[who], amount, day=TODAY - timedelta(days=days))
        told += [one] * (2 if is_doubled else 1) + ([void(one)] if is_voided else [])
    return told


@pytest.mark.slow
def test_live_backfill_and_preview_agree(session: Session):
    metrics(session)
    home = factories.unit(session)
    people = [factories.employee(session, unit_=home).id for _ in range(3)]
    versions = [
        rule(session, tree, policy=policy, points=10 * (place + 1), name=f"Aturan {place}")
        for place, (tree, policy) in enumerate(RULES)
    ]

    @settings(
        max_examples=12,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        deeds=DEEDS,
        shuffle=st.randoms(use_true_random=False),
        chunk=st.integers(1, 3),
        batch=st.integers(1, 5),
    )
    def agree(deeds, shuffle, chunk, batch):
        told = stream(deeds, people)
        shuffled = list(told)
        shuffle.shuffle(shuffled)
        with undone(session):
            for place in range(0, len(shuffled), batch):
                record(session, shuffled[place : place + batch], at=NOW)
                while sweep(session, NOW):
                    pass
            backfill(session, versions, chunk)  # people without any facts were never looked at
            live = outcome(session)
            assert verify(session, [source(set(told))]) == []
        with undone(session):
            take_in(session, [source(set(told))])
            gains = {version.rule_id: preview(session, version, TODAY).gain for version in versions}
            backfill(session, versions, chunk)
            assert outcome(session) == live
            assert verify(session) == []
            for version in versions:
                held = [one for one in live if one[0] == version.rule_id and one[1] == 20261012]
                assert gains[version.rule_id] == len(held)
                assert preview(session, version, TODAY).gain == 0

    agree()


def backfill(session, versions, chunk):
    for version in versions:
        for run in start_backfill(session, version, at=NOW, day=TODAY):
            while step(session, run, at=NOW, chunk=chunk):
                pass


def test_a_run_killed_in_the_middle_goes_on_and_ends_with_the_same_rows(session):
    metrics(session)
    home = factories.unit(session)
    people = [factories.employee(session, unit_=home).id for _ in range(6)]
    take_in(session, [source([fact(TARGET, one) for one in people])])
    version = rule(session, leaf(TARGET))
    (run,) = [
        one for one in start_backfill(session, version, at=NOW, day=TODAY) if one.window_key == 20261012
    ]
    session.commit()
    assert step(session, run, at=NOW, chunk=people[0] + 1)
    session.commit()
    step(session, run, at=NOW, chunk=1)
    session.rollback()  # killed before its commit
    session.refresh(run)
    while step(session, run, at=NOW, chunk=2):
        session.commit()
    assert (run.state, run.granted, run.share_done) == (RunState.DONE, 6, 100)
    again = start(session, version, Q4, at=NOW)
    while step(session, again, at=NOW):
        pass
    assert (again.granted, again.revoked) == (0, 0)
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 6
    assert verify(session) == []


def test_a_run_can_be_paused_resumed_and_cancelled(session):
    metrics(session)
    factories.employee(session)
    run = start(session, rule(session, leaf(TARGET)), Q4, at=NOW)
    pause_run(run)
    assert step(session, run, at=NOW) is False
    resume_run(run)
    cancel_run(run, at=NOW)
    assert run.state is RunState.CANCELLED
    assert step(session, run, at=NOW) is False


def test_the_first_award_after_an_import_counts_once(session):
    """History was taken in before the rule; the next event must not pay it a second time."""
    metrics(session)
    anna = factories.employee(session)
    told = [fact(TARGET, anna.id) for _ in range(3)]
    take_in(session, [source(told)])
    version = rule(session, leaf(TARGET, threshold=2))
    backfill(session, [version], 100)
    tell(session, *told, fact(TARGET, anna.id))
    assert session.scalar(select(func.sum(LedgerEntry.points))) == 100
    assert session.scalar(select(Score.points).where(Score.period_key == 20260112)) == 100


def test_a_new_version_takes_back_only_its_own_rule(session):
    from portal.domain.rewards.rules.actions import go_live
    from portal.domain.rewards.rules.models import RuleVersion
    from portal.domain.rewards.rules.tree import fingerprint, to_json

    metrics(session)
    anna = factories.employee(session)
    first = rule(session, leaf(TARGET, threshold=1), points=10)
    rule(session, leaf(TARGET, threshold=1), points=5)
    tell(session, fact(TARGET, anna.id))
    stricter = leaf(TARGET, threshold=2)
    values = {name: getattr(first, name) for name in ("rule_id", "window", "scope", "policy", "points")}
    second = RuleVersion(
        **values, number=2, tree=to_json(stricter), fingerprint=fingerprint(stricter), created_at=NOW
    )
    session.add(second)
    session.flush()
    seen = preview(session, second, date(2026, 11, 20))
    assert (seen.gain, seen.keep, seen.lose) == (0, 0, 1)
    go_live(session, second, at=NOW)
    backfill(session, [second], 100)
    assert session.scalar(select(Score.points).where(Score.period_key == 20260112)) == 5
