"""M5: what rewards may count. Facts told by events are the facts history tells, and undoing tells them away."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact
from portal.domain.targets import metrics
from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.checkins import actions
from portal.domain.targets.checkins.models import EntryState
from portal.domain.targets.events import CheckInApproved, CheckInVoided
from tests.factories import NOW, viewer
from tests.factories_targets import agreed, approve, approved, checkin, plan_of


@pytest.fixture
def told(session: Session) -> list[Fact]:
    """Every fact an event brought, in order."""
    facts: list[Fact] = []

    def listen(own: Session, event: CheckInApproved | CheckInVoided) -> None:
        facts.extend(metrics.SOURCE.facts_of[type(event)](own, event))

    session.info["reactions"] = {CheckInApproved: (listen,), CheckInVoided: (listen,)}
    return facts


def history(session: Session) -> list[Fact]:
    return [Fact(**row) for row in session.execute(metrics.SOURCE.history()).mappings()]


def total(facts: list[Fact], metric: str) -> tuple[int, int]:
    mine = [fact for fact in facts if fact.metric == metric]
    return sum(fact.n for fact in mine), sum(fact.value for fact in mine)


def void(session, entry):
    actions.void(session, entry.plan, entry, "Keliru", by=viewer(session, entry.plan.evaluator), at=NOW)


def test_an_approval_undone_and_redone_counts_once(session, told):
    one = agreed(session)
    entry = approved(session, one, 100, day=date(2026, 7, 31))
    assert total(told, "targets.achieved") == (1, 1)
    assert total(told, "targets.on_time") == (1, 1)
    void(session, entry)
    for metric in ("targets.achieved", "targets.on_time", "targets.progress_approved"):
        assert total(told, metric) == (0, 0)
    approve(session, entry)
    for metric in ("targets.achieved", "targets.on_time", "targets.progress_approved"):
        assert total(told, metric) == (1, 1)
    achieved = [fact for fact in told if fact.metric == "targets.achieved"]
    assert [(fact.source_rev, fact.n) for fact in achieved] == [(0, 1), (1, -1), (2, 1)]
    assert {(fact.source_type, fact.source_id, fact.day) for fact in achieved} == {
        ("indicator", one.id, date(2026, 7, 31))
    }


def test_a_target_reached_after_its_due_date_is_achieved_but_not_on_time(session, told):
    approved(session, agreed(session, due_on=date(2026, 6, 30)), 100)
    assert total(told, "targets.achieved") == (1, 1)
    assert total(told, "targets.on_time") == (1, 0)


def test_a_correction_counts_in_the_place_of_what_it_corrects(session, told):
    one = agreed(session)
    first = approved(session, one, 10)
    approved(session, one, 12, corrects_id=first.id)
    assert total(told, "targets.progress_approved") == (1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_facts_by_events_equal_history_whatever_happens(session, told, seed):
    random = Random(seed)
    direction = random.choice(list(Direction))
    one = agreed(session, target=Decimal(60), direction=direction, reading=random.choice(list(Reading)),
                 target_high=Decimal(80) if direction is Direction.WITHIN else None)  # fmt: skip
    entries = []
    for _ in range(25):
        waiting = [entry for entry in entries if entry.state is EntryState.SUBMITTED]
        counting = [entry for entry in entries if entry.state is EntryState.APPROVED]
        step = random.random()
        if waiting and step < 0.45:
            approve(session, random.choice(waiting))
        elif counting and step < 0.65:
            void(session, random.choice(counting))
        else:
            corrects = random.choice(counting).id if counting and step < 0.75 else None
            try:
                day = date(2026, random.randint(1, 11), random.randint(1, 20))
                entries.append(checkin(session, one, random.randint(0, 90), day=day, corrects_id=corrects))
            except actions.RuleBroken:
                continue
    assert Counter(told) == Counter(history(session))
    assert len({(fact.metric, fact.source_type, fact.source_id, fact.source_rev) for fact in told}) == len(
        told
    )
    assert total(told, "targets.achieved")[0] == (one.achieved_on is not None)
    counting = [entry for entry in entries if entry.state is EntryState.APPROVED]
    assert total(told, "targets.progress_approved")[0] == len(counting)
    assert plan_of(session, one).employee_id in {fact.employee_id for fact in told} or not told
