"""What the year of studying left behind: rated work, declarations, questions that came back, required modules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.world import World
from portal.domain.learning.modules.models import Lesson, LessonKind, Module, ModuleVersion
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.studies.boosters import AFTER_DAYS
from portal.domain.learning.studies.models import LessonDone, Study
from portal.domain.learning.studies.records import Attestation, Booster, HandIn

TRAINER, HR = "pelatih@demo.test", "kepegawaian@demo.test"
Works = dict[str, list[str]]
TEXTS = Path(__file__).parent / "texts" / "works.txt"
RECENT = timedelta(days=45)
ANSWERED, RIGHT = 0.7, 0.8
COMMENTS = (
    "Jelas dan terukur. Tambahkan siapa yang memeriksa angkanya.",
    "Bagus, contohnya nyata. Coba ulangi bulan depan dan bandingkan.",
    "Sudah baik. Kalimat terakhir dapat lebih singkat.",
)
REQUIRED = (
    ("etika-integritas", False, 24, "Setelah dua kasus titipan tahun ini, kita semua perlu sepakat tentang batasnya."),
    ("umpan-balik", True, 45, "Pegawai meminta umpan balik yang dapat dipakai."),
)  # fmt: skip


def load(session: Session, world: World) -> None:
    works = _works()
    bulk.add(session, HandIn, [*_rated(session, world, works), *_waiting(session, world, works)])
    declared = list(_declared(session))
    if declared:
        session.execute(insert(Attestation), declared)
    bulk.add(session, Booster, list(_boosters(session, world)))
    bulk.add(session, RequiredModule, list(_required(session, world)))


def _works() -> Works:
    found: Works = {}
    for line in TEXTS.read_text().splitlines()[1:]:
        code, text = line.split(" | ", 1)
        found.setdefault(code, []).append(text)
    return found


def _done(session: Session, kind: LessonKind) -> Sequence[Any]:
    return session.execute(
        select(LessonDone.study_id, LessonDone.lesson_id, LessonDone.done_at, Module.code)
        .join(Lesson, Lesson.id == LessonDone.lesson_id)
        .join(ModuleVersion, ModuleVersion.id == Lesson.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Lesson.kind == kind)
        .order_by(LessonDone.study_id, LessonDone.lesson_id)
    ).all()


def _work(world: World, works: Works, code: str, study_id: int, lesson_id: int) -> dict[str, Any]:
    return {
        "study_id": study_id,
        "lesson_id": lesson_id,
        "number": 1,
        "text": world.random.choice(works.get(code, works["target-jelas"])),
        "file_id": None,
    }


def _rated(session: Session, world: World, works: Works) -> Iterator[dict[str, Any]]:
    for study_id, lesson_id, done_at, code in _done(session, LessonKind.ASSIGNMENT):
        score = world.random.choice((75, 75, 88, 100))
        yield _work(world, works, code, study_id, lesson_id) | {
            "handed_in_at": done_at - timedelta(days=1),
            "rater_id": world.accounts.get(TRAINER),
            "scores": [score],
            "score": score,
            "is_accepted": True,
            "comment": world.random.choice(COMMENTS),
            "rated_at": done_at,
        }


def _waiting(session: Session, world: World, works: Works) -> Iterator[dict[str, Any]]:
    """Who has come as far as the assignment has handed it in; nobody has rated it yet."""
    reached = session.execute(
        select(Study.id, Lesson.id, Study.touched_at, Module.code)
        .join(Module, Module.id == Study.module_id)
        .join(Lesson, Lesson.id == Study.last_lesson_id)
        .where(Lesson.kind == LessonKind.ASSIGNMENT, Study.finished_at.is_(None))
        .where(
            ~select(LessonDone.study_id)
            .where(LessonDone.study_id == Study.id, LessonDone.lesson_id == Study.last_lesson_id)
            .exists()
        )
        .order_by(Study.touched_at.desc(), Study.id)
        .limit(40)
    )
    for study_id, lesson_id, touched_at, code in reached:
        yield _work(world, works, code, study_id, lesson_id) | {
            "handed_in_at": min(
                max(touched_at, world.now - timedelta(days=world.random.randint(1, 9))), world.now
            ),
            "rater_id": None,
            "scores": None,
            "score": None,
            "is_accepted": None,
            "comment": "",
            "rated_at": None,
        }


def _declared(session: Session) -> Iterator[dict[str, Any]]:
    statements: dict[int, str] = {}
    for study_id, lesson_id, done_at, _code in _done(session, LessonKind.ATTESTATION):
        if lesson_id not in statements:
            statements[lesson_id] = session.get_one(Lesson, lesson_id).content["statement"]
        yield {
            "study_id": study_id,
            "lesson_id": lesson_id,
            "statement": statements[lesson_id],
            "declared_at": done_at,
        }


def _boosters(session: Session, world: World) -> Iterator[dict[str, Any]]:
    """Of modules finished lately; those of the last days still wait for an answer."""
    quizzes = {
        lesson.version_id: lesson
        for lesson in session.scalars(
            select(Lesson).where(Lesson.kind == LessonKind.QUIZ).order_by(Lesson.id)
        )
    }
    finished = session.execute(
        select(Study.id, Study.version_id, Study.finished_at)
        .where(Study.finished_at > world.now - RECENT)
        .order_by(Study.id)
    )
    for study_id, version_id, finished_at in finished:
        if (quiz := quizzes.get(version_id)) is not None and finished_at is not None:
            questions = world.random.sample(quiz.content["questions"], len(AFTER_DAYS))
            for days, question in zip(AFTER_DAYS, questions, strict=True):
                due_at = finished_at + timedelta(days=days)
                common = {"study_id": study_id, "lesson_id": quiz.id, "days": days, "due_at": due_at}
                yield common | _answered(world, question, due_at)


def _answered(world: World, question: dict[str, Any], due_at: Any) -> dict[str, Any]:
    is_answered = due_at < world.now - timedelta(days=3) and world.random.random() < ANSWERED
    is_right = world.random.random() < RIGHT
    keys = [one["key"] for one in question["options"] if one.get("is_right", False) == is_right]
    return {
        "question": question["key"],
        "notified_at": due_at if due_at <= world.now else None,
        "chosen": (keys if is_right else keys[:1]) if is_answered else None,
        "is_right": is_right if is_answered else None,
        "answered_at": due_at + timedelta(hours=5) if is_answered else None,
    }


def _required(session: Session, world: World) -> Iterator[dict[str, Any]]:
    modules = {code: id_ for code, id_ in session.execute(select(Module.code, Module.id))}
    for code, is_for_evaluators, days, why in REQUIRED:
        if code in modules:
            yield {
                "module_id": modules[code],
                "unit_id": world.units["surabaya"].id,
                "is_for_evaluators": is_for_evaluators,
                "due_on": world.today + timedelta(days=days),
                "why": why,
                "set_by": world.accounts.get(HR),
                "set_at": world.now - timedelta(days=12),
                "told_at": world.now - timedelta(days=12),
                "reminded_at": None,
            }
