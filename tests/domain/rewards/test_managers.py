"""Managers read about their people what these read about themselves, and nobody else does."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Deputy, DeputyKind, Role
from portal.domain.rewards.explain import explain, reachable
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.people import people_standing, person_seen
from portal.domain.rewards.uncounted import Uncounted, Why, uncounted
from tests import factories
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import IN_Q4, TARGET, fact, leaf, metrics, rule, void

DAY = date(2026, 11, 20)


@pytest.fixture
def office(session):
    """An evaluator with one person, who has earned an award; a colleague of the same unit."""
    metrics(session)
    home = factories.unit(session)
    head = factories.employee(session, unit_=home)
    anna = factories.employee(session, unit_=home, evaluator=head)
    rule(session, leaf(TARGET), points=25)
    tell(session, fact(TARGET, anna.id))
    return home, head, anna


def names(session, viewer):
    return [row.person.id for row in people_standing(session, viewer, NOW, day=DAY).items]


def test_evaluators_deputies_and_hr_see_their_people_only(session, office):
    home, head, anna = office
    deputy, hr, colleague, foreign = (factories.employee(session, unit_=home) for _ in range(4))
    session.add(
        Deputy(
            evaluator=head,
            deputy_id=deputy.id,
            kind=DeputyKind.PLH,
            starts_on=NOW.date() - timedelta(days=1),
            ends_on=NOW.date() + timedelta(days=3),
        )
    )
    factories.role(session, hr, Role.HR_ADMIN, over=home)
    factories.role(session, foreign, Role.HR_ADMIN, over=factories.unit(session))
    session.flush()
    for who in (head, deputy):
        viewer = factories.viewer(session, who)
        (row,) = people_standing(session, viewer, NOW, day=DAY).items
        assert (row.person.id, row.points, row.held, row.on_course) == (anna.id, 25, 1, 0)
        assert person_seen(session, viewer, NOW, anna.id) is anna
    assert anna.id in names(session, factories.viewer(session, hr))
    for who in (colleague, foreign, anna):
        viewer = factories.viewer(session, who)
        assert anna.id not in names(session, viewer)
        with pytest.raises(NotFound):
            person_seen(session, viewer, NOW, anna.id)


def test_points_that_were_taken_do_not_count_as_earned(session, office):
    _home, head, anna = office
    earned = session.scalars(select(Award)).one()
    taken = rule(session, leaf(TARGET, threshold=9), name="Potongan poin")
    session.add(
        Award(
            rule_id=taken.rule_id,
            window_key=earned.window_key,
            employee_id=anna.id,
            rule_version_id=taken.id,
            state=AwardState.GRANTED,
            revision=1,
            unit_key=anna.unit_key,
            points=-10,
            changed_at=NOW,
        )
    )
    session.flush()
    (row,) = people_standing(session, factories.viewer(session, head), NOW, day=DAY).items
    assert row.held == 1


def test_where_rewards_are_off_nobody_is_looked_at(session, office):
    _home, head, anna = office
    anna.agency.has_rewards = False
    session.flush()
    assert names(session, factories.viewer(session, head)) == []


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"cap_per_year": 1}, "2"),
        ({"cool_down_days": 200}, "earned again"),
        ({"budget": 10}, "used up"),
    ],
)
def test_met_but_not_paid_because_of_a_limit(session, limits, said):
    metrics(session)
    anna = factories.employee(session)
    version = rule(session, leaf(TARGET), points=10, **limits)
    tell(session, fact(TARGET, anna.id, day=date(2026, 8, 3)))
    tell(session, fact(TARGET, anna.id, day=IN_Q4))
    told = explain(session, version, anna.id, DAY)
    assert told.is_met
    assert told.withheld is not None
    message = told.withheld.message % {**{"times": "", "day": ""}, **told.withheld.values}
    assert ("at most" if said == "2" else said) in message
    assert [one.withheld for one in reachable(session, anna.id, DAY)] == [told.withheld]


def test_what_did_not_count_says_why(session):
    metrics(session)
    anna = factories.employee(session)
    told = fact(TARGET, anna.id)
    tell(session, told, fact(TARGET, anna.id))
    tell(session, void(told))
    metric = session.scalars(select(StoredMetric).where(StoredMetric.code == TARGET.code)).one()
    assert uncounted(session, anna.id, [metric.id], 2026) == [
        Uncounted(metric.label, told.day, told.day, Why.VOIDED)
    ]
    assert uncounted(session, anna.id, [metric.id], 2025) == []
