"""When people or units move, everything that repeats where they are follows: plans, services, boards, rules (M16)."""

from datetime import date

import pytest

from portal.domain.errors import NotFound
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Exposure, Role
from portal.domain.organisation.people import actions as people
from portal.domain.organisation.people.inputs import Place
from portal.domain.organisation.units import actions as units
from portal.domain.organisation.units.former import present_spans
from portal.domain.periods import parse_period
from portal.domain.public_reviews.reviews import moderation
from portal.domain.public_reviews.reviews.models import ReviewState
from portal.domain.public_reviews.services.queries import managed_service
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.explain import reachable
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.jobs import sweep
from portal.domain.rewards.ledger.models import Award, LedgerEntry, Score, ScoreHistogram, UnitScore
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.rules.scope import Scope
from portal.domain.targets.plans import actions as plans
from portal.domain.targets.plans.models import PlanState
from tests import factories, factories_public_reviews, factories_rewards, factories_targets
from tests.factories import NOW
from tests.factories_organisation import TODAY, hr_of

QUARTER = key_of(parse_period("2026-Q4"))


@pytest.fixture
def tree(session):
    """An agency with two departments; the clinic stands below the first."""
    root = factories.unit(session)
    hr = hr_of(session, root)

    def add(parent, code):
        return units.add_unit(
            session, parent, code=code, name=f"Seksi {code}", exposure=Exposure.SERVICE, by=hr, at=NOW
        )

    health, district = add(root, "H"), add(root, "D")
    return root, health, district, add(health, "H1"), hr


def award(session, person, *, points=100, scope=None):
    """A rule that one fact fulfils, fulfilled."""
    factories_rewards.metrics(session)
    version = factories_rewards.rule(
        session, factories_rewards.leaf(factories_rewards.TARGET), points=points, scope=scope
    )
    tell(session, person)
    return version


def tell(session, person, *, day=date(2026, 11, 20)):
    told = factories_rewards.fact(factories_rewards.TARGET, person.id, day=day)
    record(session, [told], at=NOW)
    while sweep(session, NOW):
        pass
    session.flush()
    return told


def place(unit, evaluator, day=TODAY):
    return Place(unit=unit, position="", evaluator=evaluator, starts_on=day, reason="SK 12/2026")


def test_open_plans_follow_the_new_evaluator_who_is_asked(session, tree):
    _root, _health, district, clinic, hr = tree
    old, new = (factories.employee(session, unit_=clinic) for _ in range(2))
    person = factories.employee(session, unit_=clinic, evaluator=old)
    waiting = factories_targets.plan(session, person)
    factories_targets.indicator(session, waiting)
    plans.submit(session, waiting, by=factories.viewer(session, person), at=NOW)
    closed = factories_targets.plan(session, person, starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1))
    closed.state = PlanState.CLOSED

    people.move(session, person, place(district, new), by=hr, at=NOW)

    assert waiting.evaluator_id == new.id
    assert waiting.evaluator is new
    assert closed.evaluator_id == old.id
    [letter] = session.query(Notification).filter_by(account_id=new.account_id).all()
    assert letter.link == f"/targets/plans/{waiting.id}"


def test_who_leaves_hands_the_plans_to_the_evaluator_above(session, tree):
    _root, _health, _district, clinic, hr = tree
    above = factories.employee(session, unit_=clinic)
    boss = factories.employee(session, unit_=clinic, evaluator=above)
    person = factories.employee(session, unit_=clinic, evaluator=boss)
    plan = factories_targets.plan(session, person)
    people.leave(session, boss, on=TODAY, reason="Pensiun", by=hr, at=NOW)
    assert plan.evaluator_id == above.id


def test_a_person_takes_their_points_to_the_new_board_and_leaves_what_the_unit_earned(session, tree):
    _root, _health, district, clinic, hr = tree
    person = factories.employee(session, unit_=clinic)
    award(session, person)
    refresh_unit_sizes(session)
    session.query(UnitSize).update({"has_histogram": True})
    from portal.domain.rewards.ledger.histogram import rebuild_histogram

    rebuild_histogram(session)

    people.move(session, person, place(district, None), by=hr, at=NOW)

    assert session.get_one(Score, (QUARTER, person.id)).unit_key == district.path_key
    assert session.get_one(UnitScore, (QUARTER, clinic.path_key)).points == 100
    bars = {bar.unit_key: bar.people for bar in session.query(ScoreHistogram).filter_by(period_key=QUARTER)}
    assert (bars.get(clinic.path_key, 0), bars[district.path_key]) == (0, 1)
    assert verify(session) == []


def test_a_moved_branch_keeps_its_services_and_those_who_manage_them(session, tree):
    _root, health, district, clinic, hr = tree
    service = factories_public_reviews.service(session, of=clinic)
    held = factories_public_reviews.review(session, service, state=ReviewState.HELD)
    old, new = (factories.employee(session, unit_=unit) for unit in (health, district))
    for manager, unit in ((old, health), (new, district)):
        factories.role(session, manager, Role.SERVICE_MANAGER, over=unit)

    units.move_unit(session, clinic, district, by=hr, at=NOW)

    before, after = (factories.viewer(session, manager) for manager in (old, new))
    assert service.unit_key == clinic.path_key
    assert managed_service(session, after, service.code) is not None
    with pytest.raises(NotFound):
        managed_service(session, before, service.code)
    moderation.release(session, held, by=after, at=NOW)
    assert held.state is ReviewState.COUNTED


def test_a_moved_branch_keeps_what_it_earned(session, tree):
    _root, _health, district, clinic, hr = tree
    person = factories.employee(session, unit_=clinic)
    award(session, person)
    refresh_unit_sizes(session)
    old = clinic.path_key

    units.move_unit(session, clinic, district, by=hr, at=NOW)

    assert clinic.path_key != old
    assert session.get_one(Score, (QUARTER, person.id)).unit_key == clinic.path_key
    assert session.get_one(UnitScore, (QUARTER, clinic.path_key)).points == 100
    assert session.get(UnitScore, (QUARTER, old)) is None
    assert session.query(LedgerEntry).one().unit_key == old, "the ledger is never changed"
    assert session.get_one(UnitSize, clinic.path_key).people == 1
    assert session.get_one(UnitSize, district.path_key).people == 1
    assert verify(session) == []


def test_what_is_taken_back_after_a_move_is_taken_from_the_same_unit(session, tree):
    _root, _health, district, clinic, hr = tree
    person = factories.employee(session, unit_=clinic)
    factories_rewards.metrics(session)
    factories_rewards.rule(session, factories_rewards.leaf(factories_rewards.TARGET))
    told = tell(session, person)
    units.move_unit(session, clinic, district, by=hr, at=NOW)
    record(session, [factories_rewards.void(told)], at=NOW)
    while sweep(session, NOW):
        pass
    session.expire_all()
    assert session.query(Award).one().unit_key == clinic.path_key
    assert session.get_one(UnitScore, (QUARTER, clinic.path_key)).points == 0
    assert verify(session) == []


def test_late_facts_of_days_before_the_move_count_for_the_unit_that_moved(session, tree):
    _root, _health, district, clinic, hr = tree
    person = factories.employee(session, unit_=clinic)
    factories_rewards.metrics(session)
    factories_rewards.rule(session, factories_rewards.leaf(factories_rewards.TARGET))
    units.move_unit(session, clinic, district, by=hr, at=NOW)
    tell(session, person, day=date(2026, 11, 3))
    assert session.get_one(UnitScore, (QUARTER, clinic.path_key)).points == 100
    assert verify(session) == []


def test_a_rule_for_a_branch_goes_with_the_branch(session, tree):
    _root, _health, district, clinic, hr = tree
    person, stranger = (factories.employee(session, unit_=unit) for unit in (clinic, district))
    factories_rewards.metrics(session)
    span = (clinic.path_key, clinic.path_end)
    factories_rewards.rule(
        session, factories_rewards.leaf(factories_rewards.TARGET), scope=Scope(spans=(span,))
    )
    units.move_unit(session, clinic, district, by=hr, at=NOW)
    for one in (person, stranger):
        tell(session, one)
    assert [award.employee_id for award in session.query(Award)] == [person.id]
    assert present_spans(session, [span]) == ((clinic.path_key, clinic.path_end),)
    assert len(reachable(session, person.id, TODAY)) == 1
    assert reachable(session, stranger.id, TODAY) == []


def test_a_key_that_a_unit_without_people_had_is_not_given_again(session, tree):
    _root, health, district, clinic, hr = tree
    old = clinic.path_key
    units.move_unit(session, clinic, district, by=hr, at=NOW)
    fresh = units.add_unit(
        session, health, code="H2", name="Seksi H2", exposure=Exposure.SERVICE, by=hr, at=NOW
    )
    assert fresh.path_key != old
    units.move_unit(session, clinic, health, by=hr, at=NOW)
    assert clinic.path_key not in (old, fresh.path_key)
