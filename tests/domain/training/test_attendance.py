"""S5, B11: who was there is noted by the people themselves, once, in time, each on a device of their own."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.training.attendance import actions, codes, queries, sheets
from portal.domain.training.attendance.models import Attendance, AttendanceDevice, Way
from portal.domain.training.attendance.rules import is_enough, percent_present
from portal.domain.training.attendance.settling import finish
from portal.domain.training.proof.jobs import close_forgotten
from portal.domain.training.seats.models import Enrolment, SeatChange, SeatState
from portal.domain.training.sessions.models import SessionState
from tests.factories import NOW, employee, viewer
from tests.factories_proof import a_class, a_seat, was_there

KEY = b"k" * 32
MINUTE = timedelta(minutes=1)


def test_a_code_lives_for_half_a_minute_and_a_little():
    start = NOW.replace(second=0)
    code = codes.code_at(KEY, 7, start)
    assert len(code) * 5 >= 128
    fresh = [codes.is_fresh(KEY, 7, code, start + timedelta(seconds=s)) for s in (0, 29, 30, 44, 45, 3600)]
    assert fresh == [True, True, True, True, False, False]
    assert codes.is_fresh(KEY, 7, code.lower(), start)
    assert not codes.is_fresh(KEY, 8, code, start), "the code of another sitting"
    assert not codes.is_fresh(b"x" * 32, 7, code, start)
    assert not codes.is_fresh(KEY, 7, "kodé", start)
    assert codes.seconds_left(start + timedelta(seconds=29)) == 1


def test_people_note_themselves_once_each_on_a_device_of_their_own(session):
    held, teaching, (one, two) = a_class(session)
    day, stranger = held.days[0], employee(session, unit_=held.unit)
    code = actions.shown_code(session, held, day, by=viewer(session, teaching), at=NOW)
    actions.accept_scan(session, day, code, at=NOW + timedelta(seconds=20))
    with pytest.raises(RuleBroken, match="changes every 30 seconds"):
        actions.accept_scan(session, day, code, at=NOW + 3 * MINUTE)
    with pytest.raises(NotAllowed):
        actions.shown_code(session, held, day, by=viewer(session, one), at=NOW)

    def here(who, device, at=NOW):
        return actions.check_in(session, held, day.id, device, by=viewer(session, who), at=at)

    first = here(one, "phone-1", NOW + MINUTE)
    assert here(one, "phone-1", NOW + 9 * MINUTE).at == first.at == NOW + MINUTE, "asked twice, noted once"
    with pytest.raises(RuleBroken, match="already noted somebody else"):
        here(two, "phone-1")
    assert here(two, "phone-2").way is Way.QR
    with pytest.raises(RuleBroken, match="no seat"):
        here(stranger, "phone-3")
    with pytest.raises(RuleBroken, match="cannot be noted at this time"):
        here(two, "phone-2", held.ends_at + timedelta(hours=1))
    assert session.scalar(select(func.count()).select_from(AttendanceDevice)) == 2
    assert queries.count_present(session, day.id) == 2


def test_a_trainer_notes_by_hand_with_a_reason_that_stands_in_the_audit_log(session):
    held, teaching, (one, two) = a_class(session)
    by, day = viewer(session, teaching), held.days[0]
    seats = {seat.employee_id: seat for seat in session.scalars(select(Enrolment))}

    def note(who, present, reason="tanda tangan di daftar", at=NOW, me=by):
        actions.mark(session, held, seats[who.id].id, day.id, present, reason, by=me, at=at)

    with pytest.raises(RuleBroken, match="Say why"):
        note(one, True, "ya")
    with pytest.raises(RuleBroken, match="has not begun"):
        note(one, True, at=NOW - timedelta(hours=2))
    with pytest.raises(NotAllowed):
        note(one, True, me=viewer(session, two))
    note(one, True)
    note(two, False)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "training.attendance")).first()
    assert (entry.actor_id, entry.details["present"]) == (teaching.account_id, True)
    with pytest.raises(RuleBroken, match="noted that you were not there"):
        actions.check_in(session, held, day.id, "phone-9", by=viewer(session, two), at=NOW)
    seats[teaching.id] = a_seat(session, held, teaching)
    with pytest.raises(RuleBroken, match="Nobody notes their own"):
        note(teaching, True)


def test_a_session_is_closed_by_minutes_and_corrections_settle_again(session):
    held, teaching, (one, two, three) = a_class(session, people=3, days=2, least_attendance=75)
    by = viewer(session, teaching)
    was_there(session, held, one, days=2)
    seat = was_there(session, held, two, days=1)
    assert percent_present(held.days, {held.days[0].id}) == 50
    assert [is_enough(75, 75), is_enough(74, 75), is_enough(0, 0)] == [True, False, False]
    with pytest.raises(RuleBroken, match="when its last sitting has ended"):
        finish(session, held, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        finish(session, held, by=viewer(session, one), at=held.ends_at)
    finish(session, held, by=by, at=held.ends_at)
    with pytest.raises(RuleBroken, match="closed already"):
        finish(session, held, by=by, at=held.ends_at)
    states = dict(session.execute(select(Enrolment.employee_id, Enrolment.state)).all())
    assert states == {one.id: SeatState.ATTENDED, two.id: SeatState.ABSENT, three.id: SeatState.ABSENT}
    assert held.state is SessionState.FINISHED
    told = session.scalars(
        select(Notification.message).where(Notification.account_id == two.account_id)
    ).one()
    assert "a certificate needs" in told
    actions.mark(session, held, seat.id, held.days[1].id, True, "daftar kertas", by=by, at=held.ends_at)
    assert seat.state is SeatState.ATTENDED
    assert seat.seat, "the seat stays the person's"
    assert session.scalar(select(func.count()).where(SeatChange.enrolment_id == seat.id)) == 2


def test_what_nobody_closed_closes_itself_a_week_later(session):
    held, _teaching, (one, _two) = a_class(session)
    empty, _other, _people = a_class(session)
    was_there(session, held, one)
    session.commit()

    class Begin:
        def __enter__(self):
            return session

        def __exit__(self, *problem):
            session.flush()

    assert close_forgotten(Begin, held.ends_at + timedelta(days=6)) == 0
    assert close_forgotten(Begin, held.ends_at + timedelta(days=8)) == 1
    assert (held.state, empty.state) == (SessionState.FINISHED, SessionState.PLANNED)


def test_the_roster_goes_out_as_a_sheet_and_comes_back(session):
    held, teaching, (one, two) = a_class(session, days=2)
    by = viewer(session, teaching)
    was_there(session, held, one)
    head, rows = sheets.table_of(session, held)
    assert head[3].startswith("1 (")
    assert sorted(row[3] for row in rows) == ["", "H"]
    after = held.ends_at
    content = "\n".join([";".join(head), *(f"{row[0]};{row[1]};{row[2]};H;-" for row in rows)]).encode()
    reading = sheets.read(session, held, "daftar.csv", content)
    assert (len(reading.wishes), reading.faults) == (3, ())
    assert sheets.apply(session, held, reading.wishes, "daftar.csv", by=by, at=after) == 3
    again = sheets.read(session, held, "daftar.csv", content)
    assert again.wishes == (), "nothing differs any more"
    marks = session.scalars(select(Attendance.way).order_by(Attendance.way)).all()
    assert marks == [Way.QR, Way.SHEET, Way.SHEET, Way.SHEET]
    bad = sheets.read(
        session, held, "x.csv", f"No.;Nama;Unit;1\n999999;A;B;H\n{rows[0][0]};A;B;mungkin".encode()
    )
    assert [(fault.row, fault.column) for fault in bad.faults] == [(2, "No."), (3, "D")]
    with pytest.raises(RuleBroken, match="not a roster"):
        sheets.read(session, held, "x.csv", b"NIP;Nama\n1;2")
