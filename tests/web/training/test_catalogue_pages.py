"""The catalogue, the trainers' workshop and the calendar as people use them."""

import re

from portal.domain.change.campaigns.models import CampaignStep, StepKind
from portal.domain.organisation.models import Role
from portal.domain.training.courses.models import Course, CourseState
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import Mode, SessionState, TrainingSession
from portal.web.clock import now
from tests.factories import NOW, employee, role, unit
from tests.factories_change import campaign
from tests.factories_targets import agreed
from tests.factories_training import a_course, a_room, a_session, a_trainer, teaches

COURSE = {
    "title": "Manajemen waktu", "kind": "workshop", "group": "managerial", "learning_hours": "8",
    "least_attendance": "80", "summary": "Satu hari", "outcomes": "Menepati janji\nMemimpin rapat",
    "audience": "Semua", "tags": "waktu, kinerja",
}  # fmt: skip


def people(session):
    root = unit(session)
    writer, hr = employee(session, unit_=root), employee(session, unit_=root)
    role(session, writer, Role.TRAINER, over=root)
    role(session, hr, Role.HR_ADMIN, over=root)
    return root, writer, hr


def test_a_trainer_publishes_a_course_and_plans_a_session(browser):
    """B9, P6: the whole way, also with what is typed wrong on it."""
    with browser.database() as session:
        root, writer, hr = people(session)
        room = a_room(session, root.agency, name="Aula").id
        writer, hr = writer.account_id, hr.account_id
    browser.sign_in(writer)
    refused = browser.post("/training/teach/courses/new", **COURSE | {"title": "", "learning_hours": "x"})
    assert refused.status_code == 422
    assert "Memimpin rapat" in refused.text
    made = browser.post("/training/teach/courses/new", **COURSE)
    page = made.headers["Location"]
    assert "Hanya Anda" in browser.get(page).text
    assert browser.post(f"{page}/hand-in").status_code == 303
    assert browser.post(f"{page}/publish").status_code == 403

    browser.sign_in(hr)
    assert "Manajemen waktu" in browser.get("/training/teach").text
    assert browser.post(f"{page}/send-back", note="").status_code == 422
    assert browser.post(f"{page}/publish").status_code == 303

    browser.sign_in(writer)
    assert browser.get(f"{page}/sessions/new").status_code == 200
    form = {
        "mode": "classroom", "capacity": "10", "selection": "fair", "offer_hours": "48", "every": "7", "times": "2",
        "days-0-day": "2031-03-03", "days-0-begins": "08:00", "days-0-ends": "12:00", "days-0-room": str(room),
    }  # fmt: skip
    more = browser.post(f"{page}/sessions/new", **form, more="1")
    assert 'name="days-1-day"' in more.text
    for wrong, said in (
        ({"days-0-ends": ""}, "Tulis dari pukul"),
        ({"days-0-ends": "07.00"}, "mendahului"),
        ({"days-0-day": "3 Maret"}, "21/11/2026"),
        ({"capacity": "900"}, "memuat 40 orang"),
    ):
        answer = browser.post(f"{page}/sessions/new", **form | wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.text
    planned = browser.post(f"{page}/sessions/new", **form).headers["Location"]
    assert "Aula" in browser.get(planned).text
    assert browser.post(f"{planned}/announce").status_code == 303
    edited = browser.get(f"{planned}/edit").text
    assert 'value="2031-03-03"' in edited
    assert 'value="08:00"' in edited
    again = {key: value for key, value in form.items() if key not in ("every", "times")} | {
        "days-0-begins": "09:00"
    }
    assert browser.post(f"{planned}/edit", **again).status_code == 303
    assert browser.post(f"{planned}/money", budget="1.500.000", spent="").status_code == 303
    material = {"csrf_token": browser.token(), "title": "Panduan", "url": "https://lapor.go.id"}
    assert browser.client.post(f"{planned}/materials", data=material).status_code == 303
    assert "lapor.go.id" in browser.get(planned).text
    assert browser.post(f"{planned}/call-off", reason="").status_code == 422
    assert browser.post(f"{planned}/call-off", reason="Banjir", with_series="y").status_code == 303
    assert "Banjir" in browser.get(planned).text
    with browser.database() as session:
        held = session.query(TrainingSession).order_by(TrainingSession.id).all()
        assert [one.state for one in held] == [SessionState.CANCELLED] * 2
        assert held[0].revision == 2
        assert session.query(Course).one().state is CourseState.PUBLISHED


def test_the_calendar_file_and_the_private_feed(browser):
    """M10: a file for everybody who sees the session; the link to join only for those inside."""
    with browser.database() as session:
        root, _writer, _hr = people(session)
        guest = employee(session, unit_=root)
        held = a_session(
            session, course=a_course(session, title="Komunikasi; jelas, tenang"), for_=root, days=2, mode=Mode.ONLINE,
            starts_at=now(), online_url="https://meet.example.go.id/rahasia",
        )  # fmt: skip
        account_id, guest_id, key, held_id = guest.account_id, guest.id, guest.unit_key, held.id
        change, today = campaign(session, root, guest), now().date()
        meeting = CampaignStep(campaign_id=change.id, kind=StepKind.MEETING, on_day=today, title="Duduk")
        session.add(meeting)
    browser.sign_in(account_id)
    text = browser.get(f"/training/sessions/{held_id}/calendar.ics").text
    assert text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Komunikasi\\; jelas\\, tenang (1/2)" in text
    assert "rahasia" not in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    browser.post("/training/feed")
    address = re.search(
        r'value="http://localhost(/training/feed/[^"]+\.ics)"', browser.get("/training/feed").text
    )[1]
    with browser.database() as session:
        session.add(
            Enrolment(
                session_id=held_id, employee_id=guest_id, unit_key=key, state=SeatState.SEATED, requested_at=NOW,
                changed_at=NOW,
            )
        )  # fmt: skip
    browser.client.delete_cookie("prestasi")
    feed = browser.get(address)
    assert feed.headers["Content-Type"].startswith("text/calendar")
    assert "rahasia" in feed.text.replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{today:%Y%m%d}" in feed.text, "the step of a change in one's unit"
    assert browser.get(address.replace(".ics", "0.ics")).status_code == 404
    browser.sign_in(account_id)
    browser.post("/training/feed")
    assert browser.get(address).status_code == 404
    assert "rahasia" in browser.get(f"/training/sessions/{held_id}").text


def test_lists_ask_the_database_no_more_often_the_longer_they_are(browser, statements):
    """The catalogue in at most twelve statements, however many courses and sessions there are."""
    with browser.database() as session:
        root, writer, _hr = people(session)
        teacher = a_trainer(session, who=writer)
        for number in range(14):
            course = a_course(session, tags=("waktu", f"t{number}"), author_id=writer.account_id)
            teaches(session, course, teacher)
            a_session(
                session,
                course=course,
                for_=root,
                days=2,
                trainers=(teacher,),
                room=a_room(session, root.agency),
            )
        account_id = writer.account_id
    browser.sign_in(account_id)
    for url, most in (("/training", 12), ("/training/calendar?month=2026-11", 8), ("/training/teach", 14)):
        statements.clear()
        assert browser.get(url).status_code == 200
        asked = [one for one in statements if one != "BEGIN"]
        assert len(asked) <= most, asked


def test_an_indicator_leads_to_training_for_it(browser):
    """B9: after the indicators, training to reach them."""
    with browser.database() as session:
        who = employee(session, evaluator=employee(session))
        a_course(session, title="Menepati waktu", tags=("waktu",))
        a_course(session, title="Arsip", tags=("kearsipan",))
        indicator_id = agreed(session, who, text="Rata-rata waktu terbit").id
        account_id = who.account_id
    page = browser.sign_in(account_id).get(f"/targets/indicators/{indicator_id}")
    assert "Menepati waktu" in page.text
    assert "Arsip" not in page.text
