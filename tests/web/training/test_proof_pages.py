"""G18, S6, M17: the phone in the room, the way to the certificate, and the stranger who checks it."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.training.attendance import actions, codes
from portal.domain.training.attendance.models import Attendance
from portal.domain.training.certificates.models import Certificate, ExternalCertificate
from portal.domain.training.proof.models import BehaviourCheck, CourseQuestion, Side
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.web.clock import now
from tests.browser import Browser
from tests.factories import Role, employee, role
from tests.factories_proof import a_class, closed, was_there

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PDF = b"%PDF-1.4\n%%EOF\n"
GOOD = {"relevance": "4", "clarity": "4", "usefulness": "3", "organisation": "4"}


def text(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def on(browser):
    """A session that began an hour ago, by name: ids and accounts."""
    with browser.database() as session:
        held, teaching, (one, two) = a_class(session, starts_at=now() - timedelta(hours=1))
        hr = employee(session, unit_=held.unit, name="Bu Kepegawaian")
        role(session, hr, Role.HR_ADMIN, over=held.unit)
        held.course.author_id = teaching.account_id
        people = {"trainer": teaching, "one": one, "two": two, "hr": hr}
        found = {
            "held": held.id,
            "day": held.days[0].id,
            "course": held.course_id,
            "nip": one.nip,
            "who": one.name,
        }
        found |= {name: who.account_id for name, who in people.items()}
        found["seat"] = session.scalars(select(Enrolment.id).where(Enrolment.employee_id == one.id)).one()
    return found


def code_of(browser, on, at):
    with browser.database() as session:
        return codes.code_at(actions.code_key(session), on["day"], at)


def close(browser, on):
    """One was there; the session ended a minute ago and is closed."""
    with browser.database() as session:
        held = session.get_one(TrainingSession, on["held"])
        was_there(session, held, session.get_one(Enrolment, on["seat"]).employee)
        shift = held.ends_at - now() + timedelta(minutes=1)
        for day in held.days:
            day.starts_at, day.ends_at = day.starts_at - shift, day.ends_at - shift
        held.starts_at, held.ends_at = held.starts_at - shift, held.ends_at - shift
        held.requests_until = held.starts_at
        closed(session, held)


def test_a_phone_notes_its_person_an_old_code_and_a_second_person_are_refused(browser, on):
    screen = browser.sign_in(on["trainer"]).get(f"/training/sessions/{on['held']}/screen/{on['day']}")
    assert "<svg" in text(screen)
    assert "0</strong> dari 2 orang" in text(screen)
    fragment = browser.get(f"/training/sessions/{on['held']}/screen/{on['day']}", htmx=True)
    assert text(fragment).lstrip().startswith("<section") or 'id="screen-code"' in text(fragment)[:600]

    phone = Browser(browser.app)
    old = phone.get(f"/training/attend/{on['day']}/{code_of(browser, on, now() - timedelta(minutes=3))}")
    assert (old.status_code, "berganti setiap 30 detik" in text(old)) == (422, True)
    scanned = phone.get(f"/training/attend/{on['day']}/{code_of(browser, on, now())}")
    ticket = scanned.headers["Location"]
    assert "device=" in scanned.headers["Set-Cookie"]
    assert "HttpOnly" in scanned.headers["Set-Cookie"]
    sent = phone.get(ticket)
    assert (sent.status_code, "/login?next=" in sent.headers["Location"]) == (302, True)
    phone.sign_in(on["one"])
    assert "Saya hadir" in text(phone.get(ticket))
    assert phone.post(ticket).status_code == 303

    phone.sign_in(on["two"])
    same = phone.post(ticket)
    assert (same.status_code, "sudah mencatat orang lain" in text(same)) == (422, True)
    borrowed = Browser(browser.app).sign_in(on["two"]).post(ticket)
    assert (borrowed.status_code, "tidak berlaku lagi" in text(borrowed)) == (422, True), "a ticket sent on"
    with browser.database() as session:
        assert session.scalars(select(Attendance.enrolment_id)).all() == [on["seat"]]
    assert "1</strong> dari 2 orang" in text(
        browser.get(f"/training/sessions/{on['held']}/screen/{on['day']}")
    )


def test_a_trainer_keeps_the_list_by_hand_by_sheet_and_closes(browser, on):
    browser.sign_in(on["trainer"])
    address = f"/training/sessions/{on['held']}"
    empty = browser.post(
        f"{address}/attendance/{on['seat']}", day=str(on["day"]), is_present="yes", reason=""
    )
    assert (empty.status_code, "Tulis alasannya dengan singkat" in text(empty)) == (422, True)
    noted = browser.post(
        f"{address}/attendance/{on['seat']}", day=str(on["day"]), is_present="yes", reason="Daftar kertas"
    )
    assert noted.status_code == 303
    sheet = text(browser.get(f"{address}/attendance.csv")).lstrip("\ufeff")
    assert sheet.count(",H") == 1
    early = browser.post(f"{address}/finish")
    assert (early.status_code, "pertemuan terakhir selesai" in text(early)) == (422, True)

    def hand_in(content):
        return browser.post(f"{address}/attendance/sheet", file=(io.BytesIO(content), "daftar.csv"))

    wrong = hand_in(re.sub(r",H", ",mungkin", sheet).encode())
    assert (wrong.status_code, "kolom D" in text(wrong)) == (422, True)
    assert hand_in(re.sub(r",\r?\n", ",H\n", sheet).encode()).status_code == 303
    with browser.database() as session:
        assert session.scalar(select(func.count()).select_from(Attendance)) == 2
        held = session.get_one(TrainingSession, on["held"])
        held.days[0].ends_at = held.ends_at = now() - timedelta(minutes=1)
    assert "Tutup sesi" in text(browser.get(f"{address}/attendance"))
    assert browser.post(f"{address}/finish").status_code == 303
    with browser.database() as session:
        assert session.get_one(TrainingSession, on["held"]).state is SessionState.FINISHED
    assert browser.get(f"{address}/results").status_code == 200
    assert "Kehadiran dan hasil" in text(browser.get(address))


def test_from_feedback_to_a_certificate_that_a_stranger_checks(browser, on):
    address = f"/training/sessions/{on['held']}"
    close(browser, on)
    absent = Browser(browser.app).sign_in(on["two"])
    refused = absent.post(f"{address}/feedback", **GOOD | {f"trainer_{trainer_id(browser, on)}": "4"})
    assert (refused.status_code, "hanya untuk yang hadir" in text(refused)) == (422, True)
    browser.sign_in(on["one"])
    half = browser.post(f"{address}/feedback", relevance="4", words="Bagus sekali")
    assert (half.status_code, "Bagus sekali" in text(half)) == (422, True)
    given = browser.post(f"{address}/feedback", **GOOD | {f"trainer_{trainer_id(browser, on)}": "4"})
    assert given.status_code == 303
    with browser.database() as session:
        made = session.scalars(select(Certificate)).one()
        certificate, code, number = made.id, made.code, made.number
        assert session.get_one(Enrolment, on["seat"]).state is SeatState.COMPLETED
    assert number in text(browser.get(f"/training/certificates/{certificate}"))
    paper = browser.get(f"/training/certificates/{certificate}/certificate.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")

    stranger = Browser(browser.app)
    seen = text(stranger.get(f"/verify/{code.lower()}"))
    assert "Asli dan berlaku" in seen
    assert on["who"] in seen
    assert on["nip"] not in seen
    assert stranger.get("/verify/" + "0" * 28).status_code == 404
    assert stranger.get(f"/training/certificates/{certificate}").status_code == 302
    assert browser.post(f"/training/certificates/{certificate}/revoke", reason="x" * 20).status_code == 404

    hr = Browser(browser.app).sign_in(on["hr"])
    assert hr.post(f"/training/certificates/{certificate}/revoke", reason="").status_code == 422
    assert (
        hr.post(f"/training/certificates/{certificate}/revoke", reason="Kehadiran dititipkan.").status_code
        == 303
    )
    assert "dicabut" in text(browser.get(f"/training/certificates/{certificate}"))
    assert browser.get(f"/training/certificates/{certificate}/certificate.pdf").status_code == 404
    taken_back = text(stranger.get(f"/verify/{code}"))
    assert "tidak berlaku lagi" in taken_back
    assert "dititipkan" not in taken_back, "the reason is for the holder"
    again = hr.post(
        f"/training/certificates/{certificate}/reissue", title="Judul benar", reason="Sudah diklarifikasi."
    )
    assert again.status_code == 303
    assert number in text(hr.get("/training/certificates/issued?q=judul"))
    assert "Judul benar" in text(stranger.get(f"/verify/{code}"))


def trainer_id(browser, on):
    with browser.database() as session:
        return session.get_one(TrainingSession, on["held"]).trainers[0].id


def test_test_questions_figures_and_the_look_three_months_later(browser, on):
    course = f"/training/courses/{on['course']}"
    browser.sign_in(on["trainer"])
    one_answer = browser.post(f"{course}/questions", text="Berapa?", options="satu", right="1")
    assert (one_answer.status_code, "Berapa?" in text(one_answer)) == (422, True)
    assert (
        browser.post(f"{course}/questions", text="Berapa?", options="satu\ndua", right="2").status_code == 303
    )
    assert browser.post(f"{course}/figures", figure="targets:").status_code == 303
    assert browser.post(f"{course}/figures", figure="targets:").status_code == 422
    assert "Target yang tercapai" in text(browser.get(f"{course}/proof"))
    learner = Browser(browser.app).sign_in(on["one"])
    before = f"/training/sessions/{on['held']}/test-before"
    assert "Berapa?" in text(learner.get(before))
    assert learner.post(before, q_0="1").status_code == 303
    assert "100 dari 100" in text(learner.get(before))
    assert "Tes sebelum" in text(learner.get(f"/training/sessions/{on['held']}/steps"))
    assert learner.get(f"/training/sessions/{on['held']}/test-after").status_code == 200
    with browser.database() as session:
        assert session.scalars(select(CourseQuestion.right)).all() == [1]
        seat = session.get_one(Enrolment, on["seat"])
        check = BehaviourCheck(
            enrolment_id=seat.id, side=Side.SELF, rater_id=seat.employee_id, statements=["Menyapa warga"],
            asked_at=now(), due_on=now().date() + timedelta(days=9),
        )  # fmt: skip
        session.add(check)
        session.flush()
        check_id = check.id
    assert "Tentang diri Anda" in text(learner.get("/training/behaviour"))
    missing = learner.post(f"/training/behaviour/{check_id}", s_0="3")
    assert (missing.status_code, "Pilih satu jawaban" in text(missing)) == (422, True)
    assert learner.post(f"/training/behaviour/{check_id}", s_0="3", obstacle="time").status_code == 303
    assert "Anda sudah menjawab" in text(learner.get(f"/training/behaviour/{check_id}"))


def test_a_certificate_from_elsewhere_goes_to_hr_and_back(browser, on):
    browser.sign_in(on["one"])
    day = (now() - timedelta(days=9)).date().isoformat()
    claim = {"title": "Arsip", "provider": "ANRI", "number": "7", "kind": "course", "hours": "12",
             "began_on": day, "ended_on": day}  # fmt: skip
    new = "/training/certificates/external/new"
    wrong = browser.post(new, **claim, file=(io.BytesIO(b"MZ"), "virus.pdf"))
    assert (wrong.status_code, "has-error" in text(wrong), "ANRI" in text(wrong)) == (422, True, True)
    assert browser.post(new, **claim, file=(io.BytesIO(PDF), "arsip.pdf")).status_code == 303
    with browser.database() as session:
        external = session.scalars(select(ExternalCertificate.id)).one()
    address = f"/training/certificates/external/{external}"
    assert browser.get(f"{address}/file").data == PDF
    assert Browser(browser.app).sign_in(on["two"]).get(address).status_code == 404
    hr = Browser(browser.app).sign_in(on["hr"])
    assert "Arsip" in text(hr.get("/training/certificates/review"))
    more = hr.post(f"{address}/decide", decision="verify", hours="13")
    assert (more.status_code, "antara 1 dan 12" in text(more)) == (422, True)
    assert hr.post(f"{address}/decide", decision="refuse", hours="12", reason="").status_code == 422
    assert hr.post(f"{address}/decide", decision="verify", hours="10").status_code == 303
    assert "Terverifikasi" in text(browser.get("/training/certificates"))
    assert "10 JP" in text(browser.get(address))


def test_lists_take_few_statements_however_long_they_are(browser, on, statements):
    browser.sign_in(on["one"])
    for address in ("/training/certificates", f"/training/courses/{on['course']}/results"):
        browser.get(address)
        statements.clear()
        browser.get(address)
        assert len(statements) <= 12, address
