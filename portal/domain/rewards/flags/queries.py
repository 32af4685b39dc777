"""Signs of gaming as people may see them. Whoever is concerned sees nothing before there is a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.flags.models import Flag, FlagDecision, FlagKind, FlagState
from portal.domain.rewards.flags.policies import READERS

SUBJECT = aliased(Employee)


def flags_seen(
    session: Session,
    viewer: Viewer,
    state: FlagState | None = FlagState.OPEN,
    kind: FlagKind | None = None,
    number: int = 1,
) -> Page[Flag]:
    """Of the viewer's units, newest first."""
    query = _seen_by(viewer).options(
        joinedload(Flag.subject).joinedload(Employee.unit), joinedload(Flag.partner)
    )
    if state is not None:
        query = query.where(Flag.state == state)
    if kind is not None:
        query = query.where(Flag.kind == kind)
    return page_of(session, query.order_by(Flag.found_at.desc(), Flag.id.desc()), number)


def counts_by_state(session: Session, viewer: Viewer) -> dict[FlagState, int]:
    seen = _seen_by(viewer).with_only_columns(Flag.state, func.count()).group_by(Flag.state)
    return {state: n for state, n in session.execute(seen)}


def flag_seen(session: Session, viewer: Viewer, flag_id: int) -> Flag:
    """With everything about it."""
    flag = session.scalar(_whole(_seen_by(viewer)).where(Flag.id == flag_id))
    if flag is None:
        raise NotFound
    return flag


def flag_about(session: Session, viewer: Viewer, flag_id: int) -> Flag:
    """A decided one, for one of the people it is about."""
    flag = session.scalar(_whole(select(Flag)).where(Flag.id == flag_id, _is_about(viewer.employee_id)))
    if flag is None:
        raise NotFound
    return flag


def flags_about(session: Session, employee_id: int | None) -> Sequence[Flag]:
    """All decided ones about a person, oldest first."""
    return session.scalars(_whole(select(Flag)).where(_is_about(employee_id)).order_by(Flag.id)).all()


def _is_about(employee_id: int | None) -> ColumnElement[bool]:
    if employee_id is None:
        return false()
    is_one = or_(Flag.subject_id == employee_id, Flag.partner_id == employee_id)
    return is_one & (Flag.state != FlagState.OPEN)


def _whole(query: Select[Any]) -> Select[Any]:
    return query.options(
        joinedload(Flag.subject).joinedload(Employee.unit),
        joinedload(Flag.partner).joinedload(Employee.unit),
        selectinload(Flag.decisions).joinedload(FlagDecision.by),
        selectinload(Flag.answers),
    )


def _seen_by(viewer: Viewer) -> Select[Any]:
    """Not one's own open ones, and none of agencies that no longer use rewards."""
    spans = viewer.spans(*READERS)
    query = (
        select(Flag)
        .join(SUBJECT, SUBJECT.id == Flag.subject_id)
        .join(Agency, Agency.id == SUBJECT.agency_id)
        .where(Agency.has_rewards, or_(false(), *(SUBJECT.unit_key.between(*span) for span in spans)))
    )
    if viewer.employee_id is None:
        return query
    mine = or_(Flag.subject_id == viewer.employee_id, func.coalesce(Flag.partner_id, 0) == viewer.employee_id)
    return query.where(or_(Flag.state != FlagState.OPEN, ~mine))
