"""Questions about required modules: what I have to finish, how far the others are, who is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.learning.modules.models import Module, ModuleState, ModuleVersion
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.studies.models import Study
from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """A requirement with how many it concerns and how many of them have finished."""

    required: RequiredModule
    people: int
    finished: int


def due_for(session: Session, viewer: Viewer) -> Sequence[RequiredModule]:
    """What this person has not finished yet, the earliest first."""
    finished = select(Study.id).where(
        Study.employee_id == (viewer.employee_id or 0),
        Study.module_id == RequiredModule.module_id,
        Study.finished_at.is_not(None),
    )
    return session.scalars(_for(viewer).where(~finished.exists())).unique().all()


def due_on(session: Session, viewer: Viewer, module_id: int) -> date | None:
    found = session.scalars(_for(viewer).where(RequiredModule.module_id == module_id)).unique().first()
    return found.due_on if found else None


def _for(viewer: Viewer) -> Select[RequiredModule]:
    key = viewer.unit_key or 0
    kinds = (False, True) if viewer.is_evaluator else (False,)
    return (
        select(RequiredModule)
        .join(RequiredModule.unit)
        .join(RequiredModule.module)
        .where(
            OrgUnit.path_key <= key,
            OrgUnit.path_end >= key,
            RequiredModule.is_for_evaluators.in_(kinds),
            Module.state == ModuleState.PUBLISHED,
        )
        .options(contains_eager(RequiredModule.module).joinedload(Module.live_version))
        .order_by(RequiredModule.due_on, RequiredModule.id)
    )


def standings(session: Session, viewer: Viewer) -> list[Standing]:
    """Of the units whose people this viewer looks after."""
    concerned = select(func.count(Employee.id)).where(concerns()).scalar_subquery()
    finished = select(func.count(Employee.id)).where(concerns(), has_finished()).scalar_subquery()
    rows = session.execute(
        select(RequiredModule, concerned, finished)
        .join(RequiredModule.unit)
        .where(inside(OrgUnit.path_key, viewer, Role.HR_ADMIN))
        .options(
            contains_eager(RequiredModule.unit),
            joinedload(RequiredModule.module).joinedload(Module.live_version),
        )
        .order_by(RequiredModule.due_on, RequiredModule.id)
        .limit(100)
    ).unique()
    return [Standing(*row) for row in rows]


def concerns() -> ColumnElement[bool]:
    """Whether a requirement (with its unit beside it) is about an employee."""
    subordinate = aliased(Employee)
    evaluates = select(subordinate.id).where(subordinate.evaluator_id == Employee.id).exists()
    return and_(
        Employee.left_on.is_(None),
        Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end),
        or_(RequiredModule.is_for_evaluators.is_(False), evaluates),
    )


def has_finished() -> ColumnElement[bool]:
    study = select(Study.id).where(
        Study.employee_id == Employee.id,
        Study.module_id == RequiredModule.module_id,
        Study.finished_at.is_not(None),
    )
    return study.correlate(Employee, RequiredModule).exists()


def requirement_for(session: Session, viewer: Viewer, requirement_id: int) -> RequiredModule:
    found = session.scalar(
        select(RequiredModule)
        .join(RequiredModule.unit)
        .where(RequiredModule.id == requirement_id, inside(OrgUnit.path_key, viewer, Role.HR_ADMIN))
    )
    if found is None:
        raise NotFound
    return found


def modules_to_require(session: Session, viewer: Viewer) -> Sequence[tuple[int, str]]:
    """Published modules of the own agency and of all, by title."""
    rows = session.execute(
        select(Module.id, ModuleVersion.title)
        .join(ModuleVersion, ModuleVersion.id == Module.live_version_id)
        .where(
            Module.state == ModuleState.PUBLISHED,
            or_(Module.agency_id.is_(None), Module.agency_id == (viewer.agency_id or 0)),
        )
        .order_by(ModuleVersion.title, Module.id)
    )
    return [(id_, title) for id_, title in rows]
