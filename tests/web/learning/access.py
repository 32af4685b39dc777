"""Who gets an answer from /learning. A study is its learner's alone; work is seen by trainers over the unit."""

from secrets import token_hex

from portal.domain.files import StoredFile
from portal.domain.learning.modules.models import Lesson, LessonKind, ModuleFile
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.studies.models import QuizAttempt
from portal.domain.learning.studies.records import Booster, HandIn
from tests.factories import NOW, employee, unit
from tests.factories_studying import module, study

TRAINERS = "trainer admin"
HR = "hr_admin admin"

ACCESS = {
    "learning.index": "*",
    "learning.show_module": "*",
    "learning.start_module": "*",
    "learning.show_study": "",
    "learning.lesson": "",
    "learning.answer_check": "",
    "learning.finish_reading": "",
    "learning.begin_attempt": "",
    "learning.hand_in_attempt": "",
    "learning.begin_run": "",
    "learning.choose": "",
    "learning.answer_case": "",
    "learning.reflect": "",
    "learning.attest": "",
    "learning.hand_in_work": "",
    "learning.own_work_file": "",
    "learning.study_file": "",
    "learning.booster": "",
    "learning.answer": "",
    "learning.assignments": TRAINERS,
    "learning.show_assignment": "admin",
    "learning.rate_assignment": "admin",
    "learning.work_file": "admin",
    "learning.give_attempt": TRAINERS,
    "learning.required": HR,
    "learning.require": HR,
    "learning.lift_requirement": "admin",
}


def a_module(session):
    return {"module_id": module(session).id}


def a_study(session):
    return {"study_id": study(session, employee(session)).id}


def a_lesson(session):
    return a_study(session) | {"number": 1}


def a_file(session):
    path = session.info["uploads"] / (name := token_hex(8))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4")
    file = StoredFile(
        path=name, name="bukti.pdf", media_type="application/pdf", size=8, sha256="0", uploaded_at=NOW
    )
    session.add(file)
    session.flush()
    return file


def a_study_file(session):
    one = study(session, employee(session))
    session.add(ModuleFile(version_id=one.version_id, name="panduan.pdf", file_id=a_file(session).id))
    session.flush()
    return {"study_id": one.id, "name": "panduan.pdf"}


def lesson_of(session, one):
    return session.query(Lesson).filter_by(version_id=one.version_id).first()


def some_work(session):
    """Handed in by somebody of another agency."""
    one = study(session, employee(session), LessonKind.ASSIGNMENT)
    work = HandIn(
        study_id=one.id, lesson_id=lesson_of(session, one).id, number=1,  text="Tugas",
        file_id=a_file(session).id, handed_in_at=NOW,
    )  # fmt: skip
    session.add(work)
    session.flush()
    return {"work_id": work.id}


def a_booster(session):
    one = study(session, employee(session))
    booster = Booster(
        study_id=one.id, lesson_id=lesson_of(session, one).id, question="cek", days=2, due_at=NOW
    )
    session.add(booster)
    session.flush()
    return {"booster_id": booster.id}


def somebody_stuck(session):
    """Three failed attempts in the unit of whoever asks last."""
    one = study(session, employee(session), LessonKind.QUIZ)
    lesson = lesson_of(session, one)
    for number in (1, 2, 3):
        session.add(
            QuizAttempt(
                study_id=one.id, lesson_id=lesson.id, number=number, asked=[], answers={}, score=0,
                started_at=NOW, handed_in_at=NOW, handed_in_on=NOW.date(),
            )
        )  # fmt: skip
    session.flush()
    return {"study_id": one.id, "lesson_id": lesson.id}


def a_requirement(session):
    where = unit(session)
    one = RequiredModule(
        module_id=module(session).id, unit_id=where.id, due_on=NOW.date(), why="Sebab", set_at=NOW
    )
    session.add(one)
    session.flush()
    return {"requirement_id": one.id}


SAMPLE = (
    dict.fromkeys(["learning.show_module", "learning.start_module"], a_module)
    | dict.fromkeys(
        ["learning.lesson", "learning.finish_reading", "learning.begin_attempt", "learning.begin_run",
         "learning.answer_case", "learning.reflect", "learning.attest", "learning.hand_in_work"], a_lesson)
    | dict.fromkeys(
        ["learning.show_assignment", "learning.rate_assignment", "learning.work_file", "learning.own_work_file"],
        some_work)
    | dict.fromkeys(["learning.booster", "learning.answer"], a_booster)
    | {
        "learning.show_study": a_study,
        "learning.answer_check": lambda session: a_lesson(session) | {"key": "cek"},
        "learning.hand_in_attempt": lambda session: a_lesson(session) | {"attempt": 1},
        "learning.choose": lambda session: a_lesson(session) | {"run": 1},
        "learning.study_file": a_study_file,
        "learning.give_attempt": somebody_stuck,
        "learning.lift_requirement": a_requirement,
    }
)  # fmt: skip
