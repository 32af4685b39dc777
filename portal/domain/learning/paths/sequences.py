"""Prerequisites and learning paths: what has to come before a module, and which modules follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.learning.modules.models import Module, ModuleState
from portal.domain.learning.paths.models import LearningPath, PathStep, Prerequisite, RequiredModule
from portal.domain.learning.paths.queries import due_for
from portal.domain.learning.studies.models import Study
from portal.domain.learning.studies.queries import own_studies
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer

MOST_PATHS = 50


@dataclass(frozen=True, slots=True)
class PathStage:
    """A module on the way of one person. `percent` is None before it is begun, `due_on` unless it is required."""

    module: Module
    percent: int | None
    is_done: bool
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PathWalk:
    path: LearningPath
    stages: tuple[PathStage, ...]

    @property
    def done(self) -> int:
        return sum(stage.is_done for stage in self.stages)

    @property
    def due_on(self) -> date | None:
        """By when the rest has to be finished, when all of it is required."""
        days = [stage.due_on for stage in self.stages if not stage.is_done]
        return max(day for day in days if day) if days and all(days) else None

    @property
    def current(self) -> PathStage | None:
        """Where to go on; nothing once everything is finished."""
        return next((stage for stage in self.stages if not stage.is_done), None)


def prerequisites_of(session: Session, module_id: int) -> Sequence[Module]:
    """In the order of their ids, with what newcomers begin."""
    return session.scalars(
        select(Module)
        .join(Prerequisite, Prerequisite.needs_id == Module.id)
        .where(Prerequisite.module_id == module_id)
        .options(joinedload(Module.live_version))
        .order_by(Module.id)
    ).all()


def missing_for(session: Session, viewer: Viewer, module_id: int) -> Sequence[Module]:
    """What this person has to finish before the module opens. A module that is no longer offered locks nobody out."""
    finished = select(Study.id).where(
        Study.employee_id == (viewer.employee_id or 0),
        Study.module_id == Module.id,
        Study.finished_at.is_not(None),
    )
    return session.scalars(
        select(Module)
        .join(Prerequisite, Prerequisite.needs_id == Module.id)
        .where(
            Prerequisite.module_id == module_id,
            Module.state == ModuleState.PUBLISHED,
            ~finished.exists(),
        )
        .options(joinedload(Module.live_version))
        .order_by(Module.id)
    ).all()


def leads_back(session: Session, needs_id: int, module_id: int) -> bool:
    """Whether the one already needs the other, over however many steps."""
    waiting, seen = {needs_id}, set[int]()
    while waiting:
        if module_id in waiting:
            return True
        seen |= waiting
        found = select(Prerequisite.needs_id).where(Prerequisite.module_id.in_(sorted(waiting)))
        waiting = set(session.scalars(found)) - seen
    return False


def _near(viewer: Viewer) -> ColumnElement[bool]:
    return or_(LearningPath.agency_id.is_(None), LearningPath.agency_id == (viewer.agency_id or 0))


def _whole() -> Select[LearningPath]:
    steps = joinedload(LearningPath.steps).joinedload(PathStep.module).joinedload(Module.live_version)
    return select(LearningPath).options(steps)


def paths_for(
    session: Session, viewer: Viewer, studies: Iterable[Study], required: Iterable[RequiredModule]
) -> list[PathWalk]:
    """Shown ones of the own agency and of all, by title, with one's own studies and what is due. No empty ones."""
    shown = _whole().where(_near(viewer), LearningPath.is_shown)
    ordered = shown.order_by(LearningPath.title, LearningPath.id).limit(MOST_PATHS)
    best, due = _best(studies), _due(required)
    walks = [PathWalk(path, tuple(_stages(path, best, due))) for path in session.scalars(ordered).unique()]
    return [walk for walk in walks if walk.stages]


def next_on_a_path(session: Session, viewer: Viewer, module_id: int) -> PathStage | None:
    """Where a path goes on of which this module is a part; of several the one with a day, the earliest."""
    walks = paths_for(session, viewer, own_studies(session, viewer), due_for(session, viewer))
    within = [walk for walk in walks if any(stage.module.id == module_id for stage in walk.stages)]
    within.sort(key=lambda walk: walk.due_on or date.max)
    return next((walk.current for walk in within if walk.current), None)


def path_for(session: Session, viewer: Viewer, path_id: int) -> PathWalk:
    found = path_to_require(session, viewer, path_id)
    best, due = _best(own_studies(session, viewer)), _due(due_for(session, viewer))
    return PathWalk(found, tuple(_stages(found, best, due)))


def path_to_require(session: Session, viewer: Viewer, path_id: int) -> LearningPath:
    """One that learners of the own agency see."""
    shown = _whole().where(LearningPath.id == path_id, _near(viewer), LearningPath.is_shown)
    found = session.scalars(shown).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def paths_to_require(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    shown = select(LearningPath.id, LearningPath.title).where(_near(viewer), LearningPath.is_shown)
    return [
        (id_, title) for id_, title in session.execute(shown.order_by(LearningPath.title, LearningPath.id))
    ]


def _best(studies: Iterable[Study]) -> dict[int, tuple[bool, int]]:
    """By module: whether it was ever finished, and how far one came."""
    best: dict[int, tuple[bool, int]] = {}
    for study in studies:
        here = (study.finished_at is not None, study.percent)
        best[study.module_id] = max(best.get(study.module_id, here), here)
    return best


def _due(required: Iterable[RequiredModule]) -> dict[int, date]:
    """By module the earliest day; `required` begins with it."""
    days: dict[int, date] = {}
    for one in required:
        days.setdefault(one.module_id, one.due_on)
    return days


def _stages(path: LearningPath, best: dict[int, tuple[bool, int]], due: dict[int, date]) -> list[PathStage]:
    """Modules that are no longer offered stand only where they were finished."""
    stages = []
    for step in path.steps:
        is_done, percent = best.get(step.module_id, (False, None))
        if step.module.live_version and (is_done or step.module.state is ModuleState.PUBLISHED):
            stages.append(PathStage(step.module, percent, is_done, due.get(step.module_id)))
    return stages


def may_lead(viewer: Viewer, path: LearningPath) -> bool:
    """Trainers of the path's agency; paths for every agency belong to administrators."""
    if viewer.has(Role.ADMIN):
        return True
    return viewer.has(Role.TRAINER) and path.agency_id is not None and path.agency_id == viewer.agency_id


def written_paths(session: Session, viewer: Viewer) -> list[LearningPath]:
    """Those this trainer may change."""
    near = _whole() if viewer.has(Role.ADMIN) else _whole().where(_near(viewer))
    ordered = near.order_by(LearningPath.title, LearningPath.id).limit(MOST_PATHS * 2)
    return [path for path in session.scalars(ordered).unique() if may_lead(viewer, path)]


def path_to_write(session: Session, viewer: Viewer, path_id: int) -> LearningPath:
    """Held until the end of the transaction."""
    held = select(LearningPath).where(LearningPath.id == path_id).with_for_update()
    found = session.scalar(held.options(selectinload(LearningPath.steps).joinedload(PathStep.module)))
    if found is None or not may_lead(viewer, found):
        raise NotFound
    return found
