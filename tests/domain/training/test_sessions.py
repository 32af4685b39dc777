"""Sessions: days, clashes, series, what becomes of them, and who hears of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.outbox import OutboxMessage
from portal.domain.training.courses.models import CourseState
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions import actions, feeds, listing, materials, queries, rooms
from portal.domain.training.sessions.inputs import DayInput, Every, Money, SessionInput
from portal.domain.training.sessions.models import Mode, Selection, SessionState
from tests.factories import NOW, employee, role, unit, viewer
from tests.factories_training import a_course, a_room, a_session, a_trainer

FIRST = DayInput(day=date(2026, 12, 1), begins=time(8), ends=time(12))


def given(*days: DayInput, **fields) -> SessionInput:
    return SessionInput(
        **{
            "mode": Mode.CLASSROOM, "capacity": 10, "selection": Selection.FAIR, "days": days or (FIRST,),
            "requests_until": date(2026, 11, 28),
        } | fields
    )  # fmt: skip


def trainer_of(session, *, root=None):
    root = root or unit(session)
    who = employee(session, unit_=root)
    role(session, who, Role.TRAINER, over=root)
    return root, viewer(session, who)


def test_days_are_kept_in_the_time_of_the_agency_and_never_clash(session):
    """G19: rooms and trainers are scarce; none is given twice, and every refusal says where and why."""
    root, me = trainer_of(session)
    room, small = a_room(session, root.agency), a_room(session, root.agency, capacity=5, name="Kecil")
    teacher, course = a_trainer(session, name="Bu Ratna"), a_course(session)
    in_room = replace(FIRST, room_id=room.id)
    held = actions.create(session, course, given(in_room, trainers=(teacher.id,)), by=me, at=NOW)[0]
    assert held.starts_at == datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert held.requests_until == datetime(2026, 11, 28, 16, 59, tzinfo=UTC)
    assert (held.unit_low, held.unit_high) == (root.path_key, root.path_end)

    def refused(*days, at=NOW, **fields):
        with pytest.raises(RuleBroken) as broken:
            actions.create(session, course, given(*days, **fields), by=me, at=at)
        return broken.value.field

    late, evening = (
        replace(in_room, begins=time(11), ends=time(13)),
        replace(FIRST, begins=time(12), ends=time(13)),
    )
    assert refused(late) == "days-0-room"
    assert refused(evening, late) == "days-1-day"
    assert refused(replace(FIRST, begins=time(11), ends=time(13)), trainers=(teacher.id,)) == "trainers"
    assert refused(replace(FIRST, ends=time(8))) == "days-0-ends"
    assert refused(replace(FIRST, room_id=small.id)) == "capacity"
    assert refused(replace(FIRST, day=date(2026, 11, 1))) == "days-0-day"
    assert refused(requests_until=date(2026, 12, 2)) == "requests_until"
    assert refused(requests_until=date(2026, 12, 1)) == "requests_until", "no time left to give the seats"
    assert refused(unit_code="nowhere") == "unit_code"
    assert refused(mode=Mode.ONLINE, online_url="javascript:alert(1)") == "online_url"
    assert refused(in_room, mode=Mode.ONLINE) == "mode"
    others = a_room(session, unit(session).agency)
    assert refused(replace(FIRST, room_id=others.id)) == "days-0-room"
    own = a_course(session, agency=root.agency)
    with pytest.raises(RuleBroken) as broken:
        actions.create(session, own, given(for_all=True), by=me, at=NOW)
    assert broken.value.field == "for_all"
    after = replace(in_room, begins=time(12), ends=time(13))
    assert actions.create(session, course, given(after, trainers=(teacher.id,)), by=me, at=NOW)
    assert len(rooms.taken(session, room, at=NOW)) == 2
    with pytest.raises(NotAllowed):
        actions.create(session, a_course(session, state=CourseState.DRAFT), given(), by=me, at=NOW)


def test_without_a_last_day_fair_seats_are_given_in_time_all_the_same(session):
    """P6: by the fair rule seats are given after the last request, so it never falls on the beginning."""
    _root, me = trainer_of(session)

    def until(days, **fields):
        day = DayInput(day=(NOW + timedelta(days=days)).date(), begins=time(15), ends=time(17))
        one = given(day, requests_until=None, **fields)
        held = actions.create(session, a_course(session), one, by=me, at=NOW)[0]
        return held.starts_at - held.requests_until

    assert [until(days) for days in (30, 3)] == [timedelta(days=7), timedelta(days=1)]
    assert timedelta(0) < until(1) < timedelta(days=1)
    assert until(30, selection=Selection.FIRST_COME) == timedelta(0)


def test_a_series_is_planned_announced_and_called_off_together(session):
    """M10: regular training. One clash refuses the whole series; the later dates follow the first."""
    root, me = trainer_of(session)
    room, course = a_room(session, root.agency), a_course(session)
    days = (replace(FIRST, room_id=room.id), replace(FIRST, day=date(2026, 12, 2), room_id=room.id))
    a_session(session, for_=root, room=room, starts_at=datetime(2026, 12, 15, 2, tzinfo=UTC))
    with pytest.raises(RuleBroken), session.begin_nested():
        actions.create(session, course, given(*days), by=me, at=NOW, every=Every.TWO_WEEKS, times=3)
    made = actions.create(session, course, given(*days), by=me, at=NOW, every=Every.FOUR_WEEKS, times=3)
    assert [one.starts_at.date().isoformat() for one in made] == ["2026-12-01", "2026-12-29", "2027-01-26"]
    assert [len(one.days) for one in made] == [2, 2, 2]
    assert {one.requests_until.date().isoformat() for one in made[1:]} == {"2026-12-26", "2027-01-23"}
    assert actions.announce_series(session, made[0], by=me, at=NOW) == 3
    assert actions.call_off(session, made[1], "Banjir", with_series=True, by=me, at=NOW) == 2
    assert [one.state for one in made] == [
        SessionState.PLANNED,
        SessionState.CANCELLED,
        SessionState.CANCELLED,
    ]
    with pytest.raises(RuleBroken):
        actions.call_off(session, made[1], "Lagi", by=me, at=NOW)
    single = actions.create(session, course, given(replace(FIRST, day=date(2027, 3, 1))), by=me, at=NOW)[0]
    actions.drop_draft(session, single, by=me)
    with pytest.raises(NotFound):
        queries.session_for(session, me, single.id)


def seat(session, held, who, state=SeatState.SEATED):
    session.add(
        Enrolment(
            session_id=held.id,
            employee_id=who.id,
            unit_key=who.unit_key,
            state=state,
            requested_at=NOW,
            changed_at=NOW,
        )
    )
    session.flush()


def lines_of(session, who):
    return [one.message for one in session.query(Notification).filter_by(account_id=who.account_id)]


def test_those_concerned_hear_of_changes_and_of_calling_off(session):
    root, me = trainer_of(session)
    teacher, seated, gone = (employee(session, unit_=root) for _ in range(3))
    held = actions.create(
        session, a_course(session), given(trainers=(a_trainer(session, who=teacher).id,)), by=me, at=NOW
    )[0]
    actions.announce_session(session, held, by=me, at=NOW)
    seat(session, held, seated)
    seat(session, held, gone, SeatState.WITHDRAWN)

    actions.change(session, held, given(words="Bawa laptop", trainers=(held.trainers[0].id,)), by=me, at=NOW)
    assert (held.revision, lines_of(session, seated)) == (0, [])
    moved = given(replace(FIRST, begins=time(9)), trainers=(held.trainers[0].id,))
    first_day = held.days[0].id
    actions.change(session, held, moved, by=me, at=NOW)
    assert (held.revision, held.days[0].id) == (1, first_day)
    assert len(lines_of(session, seated)) == len(lines_of(session, teacher)) == 1
    with pytest.raises(RuleBroken) as broken:
        actions.change(session, held, replace(moved, capacity=5), by=me, at=NOW)
    assert broken.value.field == "capacity"
    with pytest.raises(RuleBroken) as broken:
        actions.change(session, held, replace(moved, selection=Selection.FIRST_COME), by=me, at=NOW)
    assert broken.value.field == "selection"
    actions.call_off(session, held, "Narasumber sakit", by=me, at=NOW)
    assert "called off" in lines_of(session, seated)[-1]
    letters = [one.payload for one in session.query(OutboxMessage).filter_by(kind="mail")]
    assert {"title", "day", "reason"} <= letters[-1]["values"].keys()
    assert [one["account_id"] for one in letters].count(seated.account_id) == 2
    assert lines_of(session, gone) == []
    actions.set_money(held, Money(budget=Decimal(1_500_000)), by=me)
    with pytest.raises(RuleBroken):
        actions.set_money(held, Money(spent=Decimal(-1)), by=me)


def test_who_sees_a_session_and_who_runs_it(session):
    root, me = trainer_of(session)
    section, other = unit(session, parent=root), unit(session, parent=root)
    inside, outside, moved = (
        employee(session, unit_=section),
        employee(session, unit_=other),
        employee(session),
    )
    teacher = employee(session)
    held = a_session(session, for_=section, trainers=(a_trainer(session, who=teacher),))
    seat(session, held, moved, SeatState.WITHDRAWN)
    hr = employee(session, unit_=root)
    role(session, hr, Role.HR_ADMIN, over=root)
    for who in (inside, moved, teacher, hr):
        assert queries.session_for(session, viewer(session, who), held.id) is held
    for who in (teacher, hr):
        assert queries.session_to_run(session, viewer(session, who), held.id) is held
        assert listing.sessions_run(session, viewer(session, who), at=NOW).items == [held]
    with pytest.raises(NotFound):
        queries.session_for(session, viewer(session, outside), held.id)
    for who in (viewer(session, inside), me):
        with pytest.raises(NotFound):
            queries.session_to_run(session, who, held.id)
    held.state = SessionState.DRAFT
    with pytest.raises(NotFound):
        queries.session_for(session, viewer(session, inside), held.id)


def test_materials_and_the_calendar_are_for_those_who_take_part(session):
    root, me = trainer_of(session)
    held = a_session(session, for_=root, by=None, trainers=(a_trainer(session, who=employee(session)),))
    guest = employee(session, unit_=root)
    hr = employee(session, unit_=root)
    role(session, hr, Role.HR_ADMIN, over=root)
    office = viewer(session, hr)
    made = materials.add_material(
        session, held, "Panduan", file=None, url="https://lapor.go.id", by=office, at=NOW
    )
    assert queries.materials_of(session, held.id) == [made]
    for url in ("", "http://lapor.go.id", "https://"):
        with pytest.raises(RuleBroken):
            materials.add_material(session, held, "x", file=None, url=url, by=office, at=NOW)
    with pytest.raises(NotAllowed):
        materials.drop_material(session, held, made.id, by=viewer(session, guest))
    feed = feeds.renew(session, by=viewer(session, guest), at=NOW)
    assert feeds.calendar_of(session, feed, at=NOW) == []
    seat(session, held, guest)
    assert feeds.calendar_of(session, feed, at=NOW) == [held]
    assert feeds.calendar_of(session, feed, at=NOW + timedelta(days=120)) == []
    assert feeds.renew(session, by=viewer(session, guest), at=NOW).version == 2
    assert queries.seats_of(session, [held.id])[held.id].held == 1
