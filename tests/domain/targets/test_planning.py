"""Serves G2–G5, P3 (one owner), P9–P10 (indicators are fixed once agreed), B8, M3 (templates by kind of work)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Role
from portal.domain.targets.achievement import Direction
from portal.domain.targets.library import templates
from portal.domain.targets.plans import actions, queries, turning, writing
from portal.domain.targets.plans.contents import ResultKind
from portal.domain.targets.plans.hints import hints_for_indicator, hints_for_result
from portal.domain.targets.plans.models import PlanState
from tests.factories import NOW, agency, employee, role, unit, viewer
from tests.factories_targets import (
    agreed,
    approved,
    checkin,
    deputy,
    indicator,
    measure,
    plan,
    plan_of,
    result,
)


def submit(session, draft, at=NOW):
    actions.submit(session, draft, by=viewer(session, draft.employee), at=at)


def test_a_plan_goes_from_draft_to_running_and_keeps_every_step(session):
    draft = plan(session)
    indicator(session, draft)
    submit(session, draft)
    evaluator = viewer(session, draft.evaluator)
    actions.request_revision(session, draft, "Tambahkan target waktu", by=evaluator, at=NOW)
    assert draft.state is PlanState.REVISION_REQUESTED
    submit(session, draft)
    actions.agree(session, draft, by=evaluator, at=NOW)

    assert draft.state is PlanState.ACTIVE
    assert queries.version_of(session, draft).agreed_by_id == draft.evaluator_id
    assert [step.state for step in queries.steps_of(session, draft)] == [
        PlanState.ACTIVE,
        PlanState.AGREED,
        PlanState.SUBMITTED,
        PlanState.REVISION_REQUESTED,
        PlanState.SUBMITTED,
        PlanState.DRAFT,
    ]
    assert queries.steps_of(session, draft)[3].reason == "Tambahkan target waktu"
    links = session.scalars(
        select(Notification.account_id).where(Notification.link == f"/targets/plans/{draft.id}")
    ).all()
    assert links.count(draft.evaluator.account_id) == 2
    assert links.count(draft.employee.account_id) == 2


def test_a_submitted_plan_is_taken_back_until_it_is_answered(session):
    draft = plan(session)
    indicator(session, draft)
    owner, evaluator = viewer(session, draft.employee), viewer(session, draft.evaluator)
    with pytest.raises(RuleBroken, match="already answered"):
        actions.withdraw(session, draft, by=owner, at=NOW)
    submit(session, draft)
    with pytest.raises(NotAllowed):
        actions.withdraw(session, draft, by=evaluator, at=NOW)
    actions.withdraw(session, draft, by=owner, at=NOW)
    assert draft.state is PlanState.DRAFT
    with pytest.raises(RuleBroken, match="already decided"):
        actions.agree(session, draft, by=evaluator, at=NOW)
    submit(session, draft)
    actions.agree(session, draft, by=evaluator, at=NOW)
    with pytest.raises(RuleBroken, match="already answered"):
        actions.withdraw(session, draft, by=owner, at=NOW)


def test_a_plan_without_a_primary_result_or_an_indicator_is_not_submitted(session):
    draft = plan(session)
    with pytest.raises(RuleBroken, match="primary"):
        submit(session, draft)
    result(session, draft, kind=ResultKind.ADDITIONAL)
    with pytest.raises(RuleBroken, match="primary"):
        submit(session, draft)
    indicator(session, draft)
    with pytest.raises(RuleBroken, match="Result 2 has no indicator"):
        submit(session, draft)


def test_nobody_without_an_evaluator_submits(session):
    draft = plan(session, employee(session))
    indicator(session, draft)
    with pytest.raises(RuleBroken, match="no evaluator"):
        submit(session, draft)


def test_an_agreed_plan_is_fixed(session):
    """P10"""
    fixed = agreed(session)
    home = plan_of(session, fixed)
    me = viewer(session, home.employee)
    for change in (
        lambda: writing.change_indicator(session, home, fixed, measure(target=Decimal(1)), by=me),
        lambda: writing.remove_indicator(session, home, fixed, by=me),
        lambda: writing.add_indicator(session, home, fixed.result, measure(), by=me),
        lambda: writing.remove_result(session, home, fixed.result, by=me),
        lambda: result(session, home),
        lambda: submit(session, home),
    ):
        with pytest.raises(RuleBroken):
            change()
    assert fixed.target_low == 100


def test_only_the_rated_person_writes_and_only_the_evaluator_agrees(session):
    draft = plan(session)
    indicator(session, draft)
    colleague = employee(session, evaluator=draft.evaluator)
    hr = employee(session, unit_=draft.unit)
    role(session, hr, Role.HR_ADMIN, over=draft.unit)
    for other in (draft.evaluator, colleague, hr):
        with pytest.raises(NotAllowed):
            writing.add_result(session, draft, result_input(), by=viewer(session, other))
        with pytest.raises(NotAllowed):
            actions.submit(session, draft, by=viewer(session, other), at=NOW)
    submit(session, draft)
    for other in (draft.employee, colleague, hr):
        with pytest.raises(NotAllowed):
            actions.agree(session, draft, by=viewer(session, other), at=NOW)


def result_input():
    from portal.domain.targets.plans.inputs import ResultInput

    return ResultInput(text="Hasil orang lain")


def test_a_deputy_agrees_only_on_their_days_in_the_evaluators_time_zone(session):
    """23:30 UTC on the 30th is already the 1st in Jayapura (WIT), and still the 30th in nobody's mind there."""
    home = unit(session, of=agency(session, timezone="Asia/Jayapura"))
    boss = employee(session, unit_=home)
    stand_in = employee(session, unit_=home)
    draft = plan(session, employee(session, evaluator=boss))
    indicator(session, draft)
    submit(session, draft)
    deputy(session, stand_in, boss, date(2026, 12, 1), date(2026, 12, 2))
    too_early = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
    first_minute = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    too_late = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    me = viewer(session, stand_in)
    for moment in (too_early, too_late):
        with pytest.raises(NotAllowed):
            actions.agree(session, draft, by=me, at=moment)
        with pytest.raises(NotFound):
            queries.plan_for(session, me, draft.id, moment)
    assert queries.plan_for(session, me, draft.id, first_minute) is draft
    actions.agree(session, draft, by=me, at=first_minute)
    step = queries.steps_of(session, draft)[1]
    assert (step.by_id, step.for_id) == (stand_in.id, boss.id)


def test_standing_in_for_ones_evaluator_gives_no_say_over_oneself(session):
    draft = plan(session)
    indicator(session, draft)
    submit(session, draft)
    deputy(session, draft.employee, draft.evaluator, date(2026, 11, 1), date(2027, 1, 1))
    with pytest.raises(NotAllowed):
        actions.agree(session, draft, by=viewer(session, draft.employee), at=NOW)
    me = acting_for(session, viewer(session, draft.employee), NOW)
    assert queries.plans_waiting(session, me) == []


def test_who_sees_a_plan(session):
    city = unit(session)
    office, elsewhere = unit(session, parent=city), unit(session, parent=city)
    draft = plan(session, employee(session, unit_=office, evaluator=employee(session, unit_=office)))
    leader, other_leader, auditor = (employee(session, unit_=elsewhere) for _ in range(3))
    role(session, leader, Role.LEADER, over=city)
    role(session, other_leader, Role.LEADER, over=elsewhere)
    role(session, auditor, Role.AUDITOR)
    for allowed in (draft.employee, draft.evaluator, leader):
        assert queries.plan_for(session, viewer(session, allowed), draft.id, NOW) is draft
    for stranger in (other_leader, auditor, employee(session, unit_=office)):
        with pytest.raises(NotFound):
            queries.plan_for(session, viewer(session, stranger), draft.id, NOW)
    with pytest.raises(NotFound):
        queries.plan_for(session, viewer(session, leader), 10**12, NOW)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"target": None}, "target_low"),
        ({"target": Decimal(0)}, "target_low"),
        ({"target": Decimal(-5)}, "target_low"),
        ({"target": Decimal(10) ** 30}, "target_low"),
        ({"target": Decimal("1.00001")}, "target_low"),
        ({"baseline": Decimal(100)}, "target_low"),
        ({"baseline": Decimal(120)}, "target_low"),
        ({"baseline": Decimal(80), "direction": Direction.LOWER}, "target_low"),
        ({"baseline": Decimal(-1)}, "baseline"),
        ({"unit": ""}, "unit"),
        ({"due_on": date(2027, 1, 1)}, "due_on"),
        ({"due_on": date(2025, 12, 31)}, "due_on"),
        ({"due_on": date(9999, 12, 31)}, "due_on"),
        ({"direction": Direction.WITHIN}, "target_high"),
        ({"direction": Direction.WITHIN, "target_high": Decimal(100)}, "target_high"),
    ],
)
def test_a_target_that_cannot_be_is_said_at_its_field(session, fields, field):
    draft = plan(session)
    with pytest.raises(RuleBroken) as broken:
        indicator(session, draft, **fields)
    assert broken.value.field == field


def test_a_baseline_of_zero_is_fine(session):
    assert indicator(session, plan(session), baseline=Decimal(0)).baseline == 0


def test_one_plan_for_one_stretch_of_time(session):
    first = plan(session)
    with pytest.raises(RuleBroken, match="already have"):
        plan(session, first.employee)
    with pytest.raises(RuleBroken, match="already have"):
        plan(session, first.employee, starts_on=date(2026, 7, 1))
    plan(session, first.employee, starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "ends_on"),
        (date(2026, 1, 1), date(2027, 2, 1), "ends_on"),
        (date(2016, 1, 1), date(2016, 7, 1), "starts_on"),
        (date(2036, 1, 1), date(2036, 7, 1), "starts_on"),
    ],
)
def test_periods_that_make_no_sense(session, starts_on, ends_on, field):
    with pytest.raises(RuleBroken) as broken:
        plan(session, starts_on=starts_on, ends_on=ends_on)
    assert broken.value.field == field


def test_last_periods_plan_is_copied_with_what_was_reached_as_starting_value(session):
    old = agreed(session, plan_fields={"starts_on": date(2025, 1, 1), "ends_on": date(2026, 1, 1)},
                 due_on=date(2025, 12, 31), at=datetime(2025, 12, 1, tzinfo=UTC))  # fmt: skip
    approved(session, old, 80, day=date(2025, 11, 30), at=datetime(2025, 12, 2, tzinfo=UTC))
    owner = plan_of(session, old).employee
    new = plan(session, owner, start_from="last")
    (copied,) = queries.contents_of(session, new)
    (one,) = copied.indicators
    assert (one.text, one.target_low, one.baseline) == (old.text, 100, 80)
    assert one.due_on == date(2026, 12, 31)
    assert one.realization is None
    with pytest.raises(RuleBroken):
        plan(session, start_from="last")


@pytest.mark.parametrize("code", list(templates()))
def test_every_template_makes_a_plan_that_can_be_submitted(session, code):
    """P11, M3, B8: the sector library."""
    draft = plan(session, start_from=code)
    results = queries.contents_of(session, draft)
    for home in results:
        for one in home.indicators:
            assert hints_for_indicator(one.text, one.unit, one.baseline is not None) == []
            writing.change_indicator(
                session,
                draft,
                one,
                measure(
                    text=one.text,
                    unit=one.unit,
                    target=one.target_low,
                    target_high=one.target_high,
                    baseline=one.baseline,
                    direction=one.direction,
                    due_on=one.due_on,
                ),
                by=viewer(session, draft.employee),
            )
    submit(session, draft)
    assert draft.state is PlanState.SUBMITTED


def test_hints_speak_up_against_activities_and_never_block(session):
    """P1"""
    assert hints_for_result("Melaksanakan rapat koordinasi bulanan")
    assert hints_for_result("Warga menerima KTP dalam satu hari kerja") == []
    assert hints_for_indicator("Pelayanan yang semakin baik", "kegiatan", False)
    assert result(session, plan(session), text="Melaksanakan rapat").id


def test_plans_start_and_close_by_the_calendar_of_their_agency(session):
    home = unit(session, of=agency(session, timezone="Asia/Jayapura"))
    owner = employee(session, evaluator=employee(session, unit_=home))
    early = datetime(2025, 12, 20, tzinfo=UTC)
    fixed = agreed(session, owner, at=early)
    running = plan_of(session, fixed)
    assert running.state is PlanState.AGREED
    assert turning.roll_over(session, at=datetime(2025, 12, 31, 14, 59, tzinfo=UTC)) == 0
    assert turning.roll_over(session, at=datetime(2025, 12, 31, 15, 0, tzinfo=UTC)) == 1
    assert running.state is PlanState.ACTIVE
    assert turning.roll_over(session, at=datetime(2027, 1, 14, 14, 59, tzinfo=UTC)) == 0
    assert turning.roll_over(session, at=datetime(2027, 1, 14, 15, 0, tzinfo=UTC)) == 1
    assert running.state is PlanState.CLOSED


def test_a_new_evaluator_takes_over_what_waits(session):
    fixed = agreed(session)
    entry = checkin(session, fixed)
    home = plan_of(session, fixed)
    new_boss = employee(session, unit_=home.unit)
    home.employee.evaluator_id = new_boss.id
    turning.hand_over(session, [home.employee_id], at=NOW)
    session.flush()
    from portal.domain.targets.checkins import actions as checkins

    checkins.approve(session, home, entry, by=viewer(session, new_boss), at=NOW)
    assert fixed.realization == 10
