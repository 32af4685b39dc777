"""Serves G5, S8 (progress is tracked), B12, P10 (against agreed indicators), P4 and M4 (time targets)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.database import open_engine, session_info
from portal.domain import files
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.viewers import viewer_of
from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.checkins import actions, queries
from portal.domain.targets.checkins.models import (
    AchievementMark,
    Decision,
    EntryState,
    ProgressEntry,
    Verdict,
)
from portal.domain.targets.plans.models import Approach
from tests.factories import NOW, agency, employee, unit, viewer
from tests.factories_targets import agreed, approve, approved, checkin, deputy, indicator, plan, plan_of


def void(session, entry, reason="Angka keliru", at=NOW):
    actions.void(session, entry.plan, entry, reason, by=viewer(session, entry.plan.evaluator), at=at)


def return_(session, entry, reason="Bukti belum ada"):
    actions.return_(session, entry.plan, entry, reason, by=viewer(session, entry.plan.evaluator), at=NOW)


def marks_of(session, one):
    found = select(AchievementMark.sign).where(AchievementMark.indicator_id == one.id)
    return session.scalars(found.order_by(AchievementMark.number)).all()


def test_only_approved_check_ins_count(session):
    one = agreed(session)
    entry = checkin(session, one, 40)
    assert one.realization is None
    approve(session, entry)
    approved(session, one, "20.5", day=date(2026, 11, 21))
    assert (one.realization, one.percent, one.reported_on) == (
        Decimal("60.5"),
        Decimal("60.50"),
        date(2026, 11, 21),
    )


def test_a_returned_check_in_needs_a_reason_and_is_corrected_by_a_new_one(session):
    one = agreed(session)
    entry = checkin(session, one, 400)
    with pytest.raises(RuleBroken) as broken:
        return_(session, entry, "   ")
    assert broken.value.field == "reason"
    return_(session, entry)
    assert entry.state is EntryState.RETURNED
    assert entry.decisions[0].reason == "Bukti belum ada"
    approved(session, one, 40, corrects_id=entry.id)
    assert one.realization == 40
    assert entry.value == 400, "the first entry stays readable"
    assert queries.open_entries_of(session, plan_of(session, one)) == []


def test_corrections_form_a_chain_and_replace_each_other(session):
    one = agreed(session)
    first = approved(session, one, 90)
    second = checkin(session, one, 50, corrects_id=first.id)
    assert one.realization == 90, "until the correction is approved the first one counts"
    with pytest.raises(RuleBroken, match="already has a correction"):
        checkin(session, one, 51, corrects_id=first.id)
    return_(session, second)
    third = approved(session, one, 45, corrects_id=second.id)
    assert (first.state, third.state) == (EntryState.REPLACED, EntryState.APPROVED)
    assert one.realization == 45
    void(session, third)
    assert (first.state, third.state) == (EntryState.APPROVED, EntryState.SUBMITTED)
    assert one.realization == 90
    approve(session, third)
    assert (first.state, one.realization) == (EntryState.REPLACED, 45)


def test_correcting_what_still_waits_withdraws_it(session):
    one = agreed(session)
    first = checkin(session, one, 90)
    second = checkin(session, one, 9, corrects_id=first.id)
    assert first.state is EntryState.WITHDRAWN
    with pytest.raises(RuleBroken):
        approve(session, first)
    approve(session, second)
    assert one.realization == 9


def test_voiding_what_is_being_corrected_leaves_only_the_correction_waiting(session):
    one = agreed(session)
    first = approved(session, one, 90)
    second = checkin(session, one, 80, corrects_id=first.id)
    void(session, first)
    assert (first.state, second.state) == (EntryState.WITHDRAWN, EntryState.SUBMITTED)
    approve(session, second)
    assert one.realization == 80


def test_another_indicators_check_in_is_not_corrected(session):
    one, other = agreed(session), agreed(session)
    foreign = checkin(session, other, 5)
    with pytest.raises(RuleBroken, match="not found"):
        checkin(session, one, 5, corrects_id=foreign.id)


def test_only_the_evaluator_or_todays_deputy_decides(session):
    one = agreed(session)
    home = plan_of(session, one)
    entry = checkin(session, one)
    stand_in = employee(session, unit_=home.unit)
    deputy(session, stand_in, home.evaluator, date(2026, 11, 20), date(2026, 11, 22))
    for other in (home.employee, employee(session, evaluator=home.evaluator)):
        with pytest.raises(NotAllowed):
            actions.approve(session, home, entry, by=viewer(session, other), at=NOW)
    with pytest.raises(NotAllowed):
        actions.approve(session, home, entry, by=viewer(session, stand_in), at=NOW + timedelta(days=2))
    actions.approve(session, home, entry, by=viewer(session, stand_in), at=NOW)
    assert (entry.decisions[0].by_id, entry.decisions[0].for_id) == (stand_in.id, home.evaluator_id)
    with pytest.raises(NotAllowed):
        checkin_by(session, one, home.evaluator)


def checkin_by(session, one, who):
    from portal.domain.targets.checkins.inputs import NewCheckIn

    new = NewCheckIn(value=Decimal(1), as_of_on=date(2026, 11, 20))
    return actions.submit(session, plan_of(session, one), one, new, by=viewer(session, who), at=NOW)


def test_the_database_refuses_to_decide_on_oneself_or_to_rewrite_decisions(session):
    entry = approved(session, agreed(session))
    session.commit()
    for statement in (
        Decision.__table__.update().values(reason="lain"),
        Decision.__table__.delete(),
        AchievementMark.__table__.delete() if session.scalar(select(AchievementMark.id)) else None,
        Decision.__table__.insert().values(
            entry_id=entry.id, number=9, verdict=Verdict.APPROVED, effect=1, reason="",
            author_id=entry.author_id, by_id=entry.author_id, at=NOW,
        ),
    ):  # fmt: skip
        if statement is not None:
            with pytest.raises(DBAPIError):
                session.execute(statement)
            session.rollback()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"value": None}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "1" * 30}, "value"),
        ({"value": "0.00001"}, "value"),
        ({"day": date(2026, 11, 22)}, "as_of_on"),
        ({"day": date(2025, 12, 31)}, "as_of_on"),
        ({"day": date(9999, 1, 1)}, "as_of_on"),
        ({"link": "http://example.go.id/bukti"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://user@evil.example/"}, "link"),
        ({"link": "https://example.go.id/" + "a" * 600}, "link"),
    ],
)
def test_what_a_check_in_must_not_say(session, fields, field):
    one = agreed(session)
    with pytest.raises(RuleBroken) as broken:
        checkin(session, one, **{"value": 10, **fields})
    assert broken.value.field == field
    assert session.scalar(select(ProgressEntry.id)) is None


def test_no_check_in_before_both_sides_agree(session):
    one = indicator(session, plan(session))
    with pytest.raises(RuleBroken, match="agreed"):
        checkin(session, one)


@pytest.mark.parametrize(
    ("timezone", "midnight"),
    [
        ("Asia/Jakarta", datetime(2026, 12, 31, 17, 0, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2026, 12, 31, 15, 0, tzinfo=UTC)),
    ],
)
def test_the_year_ends_at_local_midnight_and_late_days_are_shown(session, timezone, midnight):
    home = unit(session, of=agency(session, timezone=timezone))
    one = agreed(session, employee(session, evaluator=employee(session, unit_=home)))
    last_day = date(2026, 12, 31)
    minute = timedelta(minutes=1)
    assert not checkin(session, one, at=midnight - minute, day=last_day).is_late
    assert checkin(session, one, at=midnight, day=last_day).is_late
    with pytest.raises(RuleBroken):
        checkin(session, one, at=midnight, day=date(2027, 1, 1))
    assert checkin(session, one, at=midnight + timedelta(days=14) - minute, day=last_day).is_late
    with pytest.raises(RuleBroken, match="14 days"):
        checkin(session, one, at=midnight + timedelta(days=14), day=last_day)


def test_the_month_of_a_check_in_begins_at_local_midnight(session):
    """23:30 on 30 November in Jakarta is already December in Jayapura, where the day may be reported."""
    moment = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    for timezone, is_there in (("Asia/Jakarta", False), ("Asia/Makassar", True), ("Asia/Jayapura", True)):
        home = unit(session, of=agency(session, timezone=timezone))
        one = agreed(session, employee(session, evaluator=employee(session, unit_=home)))
        if is_there:
            assert checkin(session, one, at=moment, day=date(2026, 12, 1)).as_of_on == date(2026, 12, 1)
        else:
            with pytest.raises(RuleBroken, match="not come yet"):
                checkin(session, one, at=moment, day=date(2026, 12, 1))


def test_expectations_in_words_are_reported_in_words(session):
    """M1: qualitative plans are full citizens."""
    one = agreed(session, plan_fields={"approach": Approach.QUALITATIVE}, target=None, unit="")
    with pytest.raises(RuleBroken) as broken:
        checkin(session, one, None)
    assert broken.value.field == "note"
    approved(session, one, None, note="Warga dilayani tanpa antre")
    assert (one.realization, one.percent, marks_of(session, one)) == (None, None, [])


def test_a_target_is_marked_once_and_unmarked_when_undone(session):
    one = agreed(session)
    approved(session, one, 95, day=date(2026, 10, 30))
    assert marks_of(session, one) == []
    tipping = approved(session, one, 6)
    approved(session, one, 7)
    assert (one.achieved_on, marks_of(session, one)) == (date(2026, 11, 20), [1])
    void(session, tipping)
    assert marks_of(session, one) == [1], "102 without it"
    approve(session, tipping)
    first = session.scalars(select(ProgressEntry).where(ProgressEntry.value == 95)).one()
    void(session, first)
    assert (one.achieved_on, marks_of(session, one)) == (None, [1, -1])
    approve(session, first)
    assert marks_of(session, one) == [1, -1, 1]


def test_a_mean_that_may_turn_is_achieved_only_in_its_last_month(session):
    """P4, M4"""
    one = agreed(session, target=Decimal(3), direction=Direction.LOWER, reading=Reading.AVERAGE,
                 due_on=date(2026, 11, 30))  # fmt: skip
    approved(session, one, 2, day=date(2026, 10, 31))
    assert marks_of(session, one) == []
    approved(session, one, 4, day=date(2026, 11, 20))
    assert (one.realization, marks_of(session, one)) == (3, [1])


def test_evidence_is_found_only_by_those_who_may_see_the_plan(session, tmp_path):
    one = agreed(session)
    home = plan_of(session, one)
    paper = files.prepare(tmp_path, "../../bukti.pdf", b"%PDF-1.4 bukti")
    entry = checkin(session, one, files=(paper,), link="https://example.go.id/bukti/1")
    session.refresh(entry, ["evidence"])
    upload, link = entry.evidence
    found = queries.evidence_for(session, viewer(session, home.evaluator), entry.id, upload.id, NOW)
    assert found.name == "bukti.pdf"
    with pytest.raises(NotFound):
        queries.evidence_for(session, viewer(session, home.evaluator), entry.id, link.id, NOW)
    with pytest.raises(NotFound):
        queries.evidence_for(session, viewer(session, employee(session)), entry.id, upload.id, NOW)
    other = checkin(session, agreed(session), 1)
    with pytest.raises(NotFound):
        queries.evidence_for(session, viewer(session, other.author), other.id, upload.id, NOW)


def test_of_two_approvals_at_once_one_counts(session, config):
    one = agreed(session)
    entry = checkin(session, one, 100)
    ids = (entry.id, entry.plan.evaluator.account_id)
    session.commit()
    barrier, outcomes = Barrier(2), []

    def decide():
        engine = open_engine(config.database_url)
        with Session(engine, info=session_info(config)) as own:
            from portal.domain.accounts.models import Account

            me = viewer_of(own, own.get_one(Account, ids[1]))
            own.rollback()
            barrier.wait(10)
            mine = own.get_one(ProgressEntry, ids[0])
            try:
                actions.approve(own, mine.plan, mine, by=me, at=NOW)
                own.commit()
                outcomes.append("approved")
            except RuleBroken:
                own.rollback()
                outcomes.append("refused")
        engine.dispose()

    threads = [Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["approved", "refused"]
    session.expire_all()
    assert [decision.verdict for decision in entry.decisions] == [Verdict.APPROVED]
    assert marks_of(session, one) == [1]
