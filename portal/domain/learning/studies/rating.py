"""What waits for a trainer: work to be rated, and people who used up their attempts at a quiz."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.models import Lesson
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.studies.models import LessonDone, QuizAttempt, Study
from portal.domain.learning.studies.records import ExtraAttempt, HandIn
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.roles.queries import holders_over
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.words import n_

MOST_TOLD = 20
MOST_SHOWN = 50


def raters(session: Session, unit_key: int, *, but: int) -> Sequence[int]:
    """Accounts of trainers over a unit, but not one's own."""
    return holders_over(session, unit_key, Role.TRAINER, but=[but])[:MOST_TOLD]


def _works(viewer: Viewer) -> Select[HandIn]:
    return (
        select(HandIn)
        .join(HandIn.study)
        .join(Study.version)
        .join(Study.employee)
        .join(HandIn.lesson)
        .where(
            inside(Employee.unit_key, viewer, Role.TRAINER), Study.employee_id != (viewer.employee_id or 0)
        )
        .options(
            contains_eager(HandIn.study).contains_eager(Study.version),
            contains_eager(HandIn.study)
            .contains_eager(Study.employee)
            .options(joinedload(Employee.unit), joinedload(Employee.account)),
            contains_eager(HandIn.lesson),
            joinedload(HandIn.file),
        )
    )


def works_waiting(session: Session, viewer: Viewer, number: int = 1) -> Page[HandIn]:
    """Who has waited longest comes first."""
    waiting = _works(viewer).where(HandIn.rated_at.is_(None))
    return page_of(session, waiting.order_by(HandIn.handed_in_at, HandIn.id), number)


def works_rated(session: Session, viewer: Viewer, number: int = 1) -> Page[HandIn]:
    """Rated by this viewer, newest first."""
    rated = _works(viewer).where(HandIn.rater_id == viewer.account_id, HandIn.rated_at.is_not(None))
    return page_of(session, rated.order_by(HandIn.rated_at.desc(), HandIn.id.desc()), number)


def count_waiting(session: Session, viewer: Viewer) -> int:
    if not viewer.spans(Role.TRAINER):
        return 0
    waiting = _works(viewer).where(HandIn.rated_at.is_(None)).with_only_columns(func.count(HandIn.id))
    return session.scalar(waiting) or 0


def work_for(session: Session, viewer: Viewer, work_id: int) -> HandIn:
    """A trainer's look at somebody's work."""
    found = session.scalar(_works(viewer).where(HandIn.id == work_id))
    if found is None:
        raise NotFound
    return found


def own_work(session: Session, viewer: Viewer, work_id: int) -> HandIn:
    found = session.scalar(
        select(HandIn)
        .join(Study)
        .where(HandIn.id == work_id, Study.employee_id == (viewer.employee_id or 0))
        .options(joinedload(HandIn.file))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Stuck:
    """Somebody who has no attempt left and has not passed."""

    study: Study
    lesson: Lesson
    attempts: int
    best: int


def stuck_at_a_quiz(session: Session, viewer: Viewer) -> list[Stuck]:
    rows = session.execute(_unpassed(viewer)).all()
    return [
        Stuck(study, lesson, attempts, best)
        for study, lesson, attempts, best, extra in rows
        if 0 < _limit(lesson) <= attempts - (extra or 0)
    ][:MOST_SHOWN]


def _limit(lesson: Lesson) -> int:
    return int(getattr(draft_from(lesson.kind, lesson.content), "attempts", 0))


def _unpassed(viewer: Viewer) -> Select[Study, Lesson, int, int, int]:
    """Quizzes of unfinished studies with more than one failed attempt."""
    tried = (
        select(
            QuizAttempt.study_id,
            QuizAttempt.lesson_id,
            func.count(QuizAttempt.id).label("attempts"),
            func.max(QuizAttempt.score).label("best"),
        )
        .where(QuizAttempt.handed_in_at.is_not(None))
        .group_by(QuizAttempt.study_id, QuizAttempt.lesson_id)
        .subquery()
    )
    extra = (
        select(func.count(ExtraAttempt.id))
        .where(ExtraAttempt.study_id == tried.c.study_id, ExtraAttempt.lesson_id == tried.c.lesson_id)
        .scalar_subquery()
    )
    done = select(LessonDone.study_id).where(
        LessonDone.study_id == tried.c.study_id, LessonDone.lesson_id == tried.c.lesson_id
    )
    return (
        select(Study, Lesson, tried.c.attempts, tried.c.best, extra)
        .join(tried, tried.c.study_id == Study.id)
        .join(Lesson, Lesson.id == tried.c.lesson_id)
        .join(Study.employee)
        .join(Study.version)
        .where(
            inside(Employee.unit_key, viewer, Role.TRAINER),
            Study.employee_id != (viewer.employee_id or 0),
            Study.finished_at.is_(None),
            ~done.exists(),
        )
        .options(
            contains_eager(Study.employee).options(joinedload(Employee.unit), joinedload(Employee.account)),
            contains_eager(Study.version),
        )
        .order_by(Study.touched_at, Study.id)
        .limit(200)
    )


def give_attempt(session: Session, study_id: int, lesson_id: int, *, by: Viewer, at: datetime) -> None:
    """One more try for somebody who has none left. Noted in the audit log."""
    found = next(
        (
            one
            for one in stuck_at_a_quiz(session, by)
            if (one.study.id, one.lesson.id) == (study_id, lesson_id)
        ),
        None,
    )
    if found is None:
        raise RuleBroken(n_("This person has an attempt left, or is not among yours."))
    session.add(ExtraAttempt(study_id=study_id, lesson_id=lesson_id, given_by=by.account_id, given_at=at))
    record(
        session, "learning.attempt_given", by=by.account_id, at=at, subject_type="study", subject_id=study_id
    )
    notify(
        session, found.study.employee.account_id, n_("You have one more attempt at the quiz: %(title)s"),
        link=f"/learning/studies/{study_id}/lessons/{found.lesson.number}", at=at, icon="list-check",
        title=found.lesson.title,
    )  # fmt: skip
