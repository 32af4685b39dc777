"""Requiring a module or a whole path, and lifting that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.paths.queries import modules_to_require
from portal.domain.learning.paths.sequences import path_to_require
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By when, why, and whether only those who evaluate somebody are meant."""

    due_on: date
    why: str
    is_for_evaluators: bool = False


def require(
    session: Session, module_id: int, unit: OrgUnit, terms: Terms, *, by: Viewer, at: datetime
) -> RequiredModule:
    """People are told by the worker, with the reason."""
    _check(unit, terms, by=by, at=at)
    if module_id not in {id_ for id_, _title in modules_to_require(session, by)}:
        raise RuleBroken(n_("Choose a published module."), field="subject")
    try:
        return _add(session, module_id, unit, terms, by=by, at=at)
    except IntegrityError as twin:
        raise RuleBroken(n_("This module is required there already."), field="subject") from twin


def require_path(
    session: Session, path_id: int, unit: OrgUnit, terms: Terms, *, by: Viewer, at: datetime
) -> list[RequiredModule]:
    """Every module that stands in the path today; those required there already keep their day."""
    _check(unit, terms, by=by, at=at)
    offered = {id_ for id_, _title in modules_to_require(session, by)}
    kept = set(session.scalars(select(RequiredModule.module_id).where(RequiredModule.unit_id == unit.id)))
    steps = path_to_require(session, by, path_id).steps
    new = [step.module_id for step in steps if step.module_id in offered - kept]
    if not new:
        raise RuleBroken(n_("Every module of this path is required there already."), field="subject")
    try:
        return [_add(session, module_id, unit, terms, by=by, at=at) for module_id in new]
    except IntegrityError as twin:
        raise RuleBroken(n_("This module is required there already."), field="subject") from twin


def _check(unit: OrgUnit, terms: Terms, *, by: Viewer, at: datetime) -> None:
    if not by.covers(unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    if terms.due_on <= local_day(at, by.agency_timezone or by.timezone):
        raise RuleBroken(n_("Choose a day in the future."), field="due_on")


def _add(
    session: Session, module_id: int, unit: OrgUnit, terms: Terms, *, by: Viewer, at: datetime
) -> RequiredModule:
    required = RequiredModule(
        module_id=module_id, unit_id=unit.id, set_by=by.account_id, set_at=at, **asdict(terms)
    )
    session.add(required)
    session.flush()
    _note(session, "learning.required", required, unit, by=by, at=at)
    return required


def lift(session: Session, required: RequiredModule, *, by: Viewer, at: datetime) -> None:
    if not by.covers(required.unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    _note(session, "learning.requirement_lifted", required, required.unit, by=by, at=at)
    session.delete(required)


def _note(
    session: Session, verb: str, required: RequiredModule, unit: OrgUnit, *, by: Viewer, at: datetime
) -> None:
    record(
        session, verb, by=by.account_id, subject_type="module", subject_id=required.module_id,
        unit_key=unit.path_key, at=at, until=required.due_on.isoformat(),
    )  # fmt: skip
