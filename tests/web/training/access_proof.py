"""Who gets an answer about attendance, proof and certificates.

Samples belong to another agency: whoever runs a session, keeps a course or holds a certificate is somebody else.
"""

from itertools import count

from portal.domain.files import StoredFile
from portal.domain.training.certificates.models import ExternalCertificate
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.proof.models import BehaviourCheck, CourseMeasure, CourseQuestion, Side
from portal.domain.training.seats.models import Enrolment
from tests import factories
from tests.factories import NOW, _added
from tests.factories_proof import a_certificate as issued
from tests.factories_proof import a_class

HR = "hr_admin admin"
RUNS = "admin"
_numbers = count(1)

ACCESS = {
    "training.scan": "anonymous",
    "training.attend": "*",
    "training.attendance": RUNS,
    "training.attendance_screen": RUNS,
    "training.mark_attendance": RUNS,
    "training.attendance_sheet": RUNS,
    "training.import_attendance": RUNS,
    "training.finish_session": RUNS,
    "training.my_steps": "",
    "training.give_feedback": "",
    "training.take_test": "",
    "training.behaviour_checks": "*",
    "training.answer_behaviour": "",
    "training.session_results": RUNS,
    "training.course_results": "*",
    "training.proof_setup": RUNS,
    "training.add_question": RUNS,
    "training.retire_question": RUNS,
    "training.link_figure": RUNS,
    "training.unlink_figure": RUNS,
    "training.certificates": "*",
    "training.show_certificate": RUNS,
    "training.certificate_file": RUNS,
    "training.revoke_certificate": RUNS,
    "training.reissue_certificate": RUNS,
    "training.issued_certificates": HR,
    "training.hand_in_external": "*",
    "training.show_external": RUNS,
    "training.external_file": RUNS,
    "training.withdraw_external": "",
    "training.review_externals": HR,
    "training.decide_external": RUNS,
}


def of_session(session):
    return {"session_id": a_class(session)[0].id}


def of_day(session):
    held = a_class(session)[0]
    return {"session_id": held.id, "day_id": held.days[0].id}


def of_line(session):
    held, _teaching, people = a_class(session)
    return {"session_id": held.id, "enrolment_id": seat_of(session, held, people[0]).id}


def seat_of(session, held, who):
    return session.query(Enrolment).filter_by(session_id=held.id, employee_id=who.id).one()


def of_course(session):
    return {"course_id": a_class(session)[0].course_id}


def of_question(session):
    course_id = a_class(session)[0].course_id
    asked = _added(session, CourseQuestion(course_id=course_id, text="Berapa?", options=["1", "2"], right=0))
    return {"course_id": course_id, "question_id": asked.id}


def of_figure(session):
    course_id = a_class(session)[0].course_id
    figure = CourseMeasure(course_id=course_id, source="targets", key="", label="Target", added_at=NOW)
    return {"course_id": course_id, "measure_id": _added(session, figure).id}


def of_check(session):
    held, _teaching, people = a_class(session)
    check = BehaviourCheck(
        enrolment_id=seat_of(session, held, people[0]).id, side=Side.SELF, rater_id=people[0].id,
        statements=["Menyapa"], asked_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    return {"check_id": _added(session, check).id}


def of_certificate(session):
    return {"certificate_id": issued(session, factories.employee(session), source_id=next(_numbers)).id}


def of_external(session):
    who = factories.employee(session)
    name = f"luar-{next(_numbers)}"
    path = session.info["uploads"] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    file = _added(
        session,
        StoredFile(
            path=name, name="s.pdf", media_type="application/pdf", size=8, sha256="0", uploaded_at=NOW
        ),
    )
    one = ExternalCertificate(
        employee_id=who.id, unit_key=who.unit_key, title="Arsip", provider="LAN", kind=CourseKind.COURSE, hours=8,
        began_on=NOW.date(), ended_on=NOW.date(), file_id=file.id, handed_in_at=NOW,
    )  # fmt: skip
    return {"external_id": _added(session, one).id}


SAMPLE = (
    dict.fromkeys(
        ["training.attendance", "training.import_attendance", "training.finish_session", "training.my_steps",
         "training.give_feedback", "training.session_results"], of_session)
    | dict.fromkeys(
        ["training.course_results", "training.proof_setup", "training.add_question", "training.link_figure"],
        of_course)
    | dict.fromkeys(
        ["training.show_certificate", "training.certificate_file", "training.revoke_certificate",
         "training.reissue_certificate"], of_certificate)
    | dict.fromkeys(
        ["training.show_external", "training.external_file", "training.withdraw_external",
         "training.decide_external"], of_external)
    | {
        "training.scan": lambda session: {"day_id": of_day(session)["day_id"], "code": "0" * 32},
        "training.attendance_screen": of_day,
        "training.mark_attendance": of_line,
        "training.attendance_sheet": lambda session: of_session(session) | {"kind": "csv"},
        "training.take_test": lambda session: of_session(session) | {"turn": "before"},
        "training.answer_behaviour": of_check,
        "training.retire_question": of_question,
        "training.unlink_figure": of_figure,
    }
)  # fmt: skip
