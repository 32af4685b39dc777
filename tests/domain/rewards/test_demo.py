"""The demo's rewards: a year of awards, closed quarters, and one person just short of a badge."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select

from portal.demo import rewards
from portal.demo.world import build
from portal.domain.metrics import Fact, MetricSource
from portal.domain.public_reviews.metrics import METRIC_SOURCE as REVIEWS
from portal.domain.rewards.boards.models import BoardSnapshot, PeriodState, RewardPeriod
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.explain import reachable
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.ledger.queries import badges_of
from portal.domain.rewards.ledger.verify import verify
from portal.domain.targets.metrics import SOURCE as TARGETS
from tests.factories_rewards import history

TODAY = date(2026, 11, 20)


def lively(source, facts) -> MetricSource:
    return MetricSource(metrics=source.metrics, facts_of={}, history=lambda: history(facts))


def test_the_demo_has_awards_everywhere_and_one_person_almost_there(session, monkeypatch):
    world = build(session, TODAY, seed=7)
    almost = world.people[17]
    monkeypatch.setattr(rewards, "ALMOST_THERE", almost.email)
    random, told = Random(3), []
    for number in range(200):
        person, day = random.choice(world.people[:15]), TODAY - timedelta(days=random.randrange(365))
        common = {"employee_id": person.id, "day": day, "source_type": "review", "source_id": number}
        told.append(Fact(metric="reviews.verified", value=1, **common))
        told.append(Fact(metric="reviews.rating", value=random.choice((300, 400)), **common))
    done = [
        Fact(metric="targets.achieved", employee_id=person.id, day=TODAY - timedelta(days=days), value=1,
             source_type="indicator", source_id=place * 1000 + days)
        for place, person in enumerate(world.people[:80]) for days in ((3,) if person is almost else (3, 5, 100, 105))
    ]  # fmt: skip
    sources = [lively(REVIEWS, told), lively(TARGETS, done)]
    rewards.load(session, world, sources)
    session.flush()

    assert verify(session, sources) == []
    states = dict(map(tuple, session.execute(select(Award.state, func.count()).group_by(Award.state))))
    assert states[AwardState.GRANTED] > 100
    closed = select(func.count()).where(RewardPeriod.state == PeriodState.CLOSED)
    assert session.scalar(closed) == 4 * len(world.agencies)
    assert session.scalar(select(func.count()).select_from(BoardSnapshot)) > 50

    before = {won.badge.code for won in badges_of(session, almost.id)}
    chance = next(
        one for one in reachable(session, almost.id, TODAY) if one.version.badge.code == "pencapai-target"
    )
    (part,) = chance.parts
    assert (part.is_met, part.leaf.threshold - part.value) == (False, 1)
    tipping = Fact(
        metric="targets.achieved",
        employee_id=almost.id,
        day=TODAY,
        value=1,
        source_type="indicator",
        source_id=999_999,
    )
    record(session, [tipping], at=world.now)
    sweep(session, world.now)
    assert {won.badge.code for won in badges_of(session, almost.id)} - before == {"pencapai-target"}
