"""Questions about studying: one's own walk through a module, and what is on one's learning page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.files import StoredFile
from portal.domain.learning.modules.contents import Content
from portal.domain.learning.modules.models import (
    Lesson,
    LessonKind,
    ModuleFile,
    ModuleVersion,
)
from portal.domain.learning.modules.reading import draft_from
from portal.domain.learning.studies.models import LessonDone, Study
from portal.domain.learning.studies.records import Booster
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson as a part of the way: open once everything before it is done."""

    id: int
    number: int
    kind: LessonKind
    title: str
    minutes: int
    is_done: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's way through a version of a module. `timezone` is the agency's."""

    study: Study
    steps: tuple[Step, ...]
    timezone: str

    @property
    def version(self) -> ModuleVersion:
        return self.study.version

    @property
    def current(self) -> Step:
        """Where to go on; the last lesson when everything is done."""
        return next((step for step in self.steps if not step.is_done), self.steps[-1])

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    def step(self, number: int) -> Step:
        found = next((step for step in self.steps if step.number == number), None)
        if found is None:
            raise NotFound
        return found

    def after(self, step: Step) -> Step | None:
        return next((one for one in self.steps if one.number > step.number), None)

    def before(self, step: Step) -> Step | None:
        return next((one for one in reversed(self.steps) if one.number < step.number), None)


def walk_for(session: Session, viewer: Viewer, study_id: int, *, to_change: bool = False) -> Walk:
    """Only one's own. `to_change` lets one browser at a time act on it."""
    own = _with_agency(Study.id == study_id).where(Study.employee_id == (viewer.employee_id or 0))
    return _walk(session, own, to_change=to_change)


def walk_of(session: Session, study_id: int) -> Walk:
    """Somebody's, for what a trainer decides about it."""
    return _walk(session, _with_agency(Study.id == study_id), to_change=True)


def _with_agency(criterion: ColumnElement[bool]) -> Select[Study, str]:
    return (
        select(Study, Agency.timezone)
        .join(Employee, Employee.id == Study.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .join(ModuleVersion, ModuleVersion.id == Study.version_id)
        .options(contains_eager(Study.version))
        .where(criterion)
    )


def _walk(session: Session, query: Select[Study, str], *, to_change: bool) -> Walk:
    if to_change:
        query = query.with_for_update(of=Study).execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    study, timezone = found
    return Walk(study, _steps(session, study), timezone)


def _steps(session: Session, study: Study) -> tuple[Step, ...]:
    rows = session.execute(
        select(Lesson.id, Lesson.number, Lesson.kind, Lesson.title, Lesson.minutes, LessonDone.done_at)
        .outerjoin(LessonDone, (LessonDone.lesson_id == Lesson.id) & (LessonDone.study_id == study.id))
        .where(Lesson.version_id == study.version_id)
        .order_by(Lesson.number, Lesson.id)
    ).all()
    steps, is_open = [], True
    for id_, number, kind, title, minutes, done_at in rows:
        is_done = done_at is not None
        steps.append(Step(id_, number, kind, title, minutes, is_done, is_open or is_done))
        is_open = is_open and is_done
    return tuple(steps)


def content_of(lesson: Lesson) -> Content:
    return draft_from(lesson.kind, lesson.content)


def file_for(session: Session, viewer: Viewer, study_id: int, name: str) -> StoredFile:
    """A picture, document or video that the studied version shows."""
    found = session.scalar(
        select(ModuleFile)
        .join(Study, Study.version_id == ModuleFile.version_id)
        .where(Study.id == study_id, Study.employee_id == (viewer.employee_id or 0), ModuleFile.name == name)
        .options(joinedload(ModuleFile.file))
    )
    if found is None:
        raise NotFound
    return found.file


def own_studies(session: Session, viewer: Viewer) -> Sequence[Study]:
    """Those in progress first, the last touched before the others; then the finished, newest first."""
    return session.scalars(
        select(Study)
        .where(Study.employee_id == (viewer.employee_id or 0))
        .options(joinedload(Study.version))
        .order_by(Study.finished_at.is_not(None), Study.finished_at.desc(), Study.touched_at.desc(), Study.id)
        .limit(200)
    ).all()


def own_boosters(session: Session, viewer: Viewer, *, at: datetime) -> Sequence[Booster]:
    """Questions that wait for an answer today, oldest first; of each module the last that came back."""
    later = aliased(Booster)
    is_overtaken = exists().where(
        later.study_id == Booster.study_id, later.due_at > Booster.due_at, later.due_at <= at
    )
    return session.scalars(
        select(Booster)
        .join(Study)
        .where(
            Study.employee_id == (viewer.employee_id or 0),
            Booster.due_at <= at,
            Booster.answered_at.is_(None),
            ~is_overtaken,
        )
        .options(contains_eager(Booster.study).joinedload(Study.version))
        .order_by(Booster.due_at, Booster.id)
        .limit(20)
    ).all()
