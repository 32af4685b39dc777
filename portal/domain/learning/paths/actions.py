"""Requiring a module, lifting that, and telling whom it concerns."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.modules.models import Module
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.paths.queries import concerns, has_finished, modules_to_require
from portal.domain.notifications.actions import notify_all
from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_

REMIND_BEFORE = timedelta(days=7)


def require(
    session: Session,
    module_id: int,
    unit: OrgUnit,
    day: date,
    why: str,
    *,
    is_for_evaluators: bool,
    by: Viewer,
    at: datetime,
) -> RequiredModule:
    """People are told by the worker, with the reason."""
    if not by.covers(unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    if module_id not in {id_ for id_, _title in modules_to_require(session, by)}:
        raise RuleBroken(n_("Choose a published module."), field="module")
    if day <= local_day(at, by.agency_timezone or by.timezone):
        raise RuleBroken(n_("Choose a day in the future."), field="due_on")
    required = RequiredModule(
        module_id=module_id,
        unit_id=unit.id,
        is_for_evaluators=is_for_evaluators,
        due_on=day,
        why=why,
        set_by=by.account_id,
        set_at=at,
    )
    session.add(required)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("This module is required there already."), field="module") from twin
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


def tell(session: Session, *, at: datetime) -> int:
    """Tell about one new requirement, or remind of one a week before its day. How many requirements that were."""
    new = _next(session, RequiredModule.told_at.is_(None))
    if new is not None:
        _tell_all(session, new, n_("Please finish “%(title)s” by %(day)s: %(why)s"), at=at)
        new.told_at = at
        return 1
    close = at.date() + REMIND_BEFORE
    due = _next(
        session,
        RequiredModule.reminded_at.is_(None)
        & (RequiredModule.due_on <= close)
        & (RequiredModule.due_on >= at.date()),
    )
    if due is None:
        return 0
    _tell_all(session, due, n_("“%(title)s” is to be finished by %(day)s. %(why)s"), at=at)
    due.reminded_at = at
    return 1


def _next(session: Session, criterion: ColumnElement[bool]) -> RequiredModule | None:
    return session.scalar(
        select(RequiredModule)
        .where(criterion)
        .order_by(RequiredModule.id)
        .limit(1)
        .options(joinedload(RequiredModule.module).joinedload(Module.live_version))
        .with_for_update(of=RequiredModule, skip_locked=True)
    )


def _tell_all(session: Session, required: RequiredModule, message: str, *, at: datetime) -> None:
    """Everybody concerned who has an account and has not finished."""
    accounts = session.scalars(
        select(Employee.account_id)
        .join(RequiredModule, RequiredModule.id == required.id)
        .join(OrgUnit, OrgUnit.id == RequiredModule.unit_id)
        .where(concerns(), ~has_finished(), Employee.account_id.is_not(None))
        .order_by(Employee.account_id)
    ).all()
    version = required.module.live_version
    values = {
        "title": version.title if version else required.module.code,
        "day": f"{required.due_on:%d/%m/%Y}",
        "why": required.why,
    }
    notify_all(
        session, accounts, message, link=f"/learning/modules/{required.module_id}", at=at, icon="school", **values
    )  # fmt: skip
