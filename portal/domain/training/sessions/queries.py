"""Questions about one session: who may see it, who runs it, how its seats stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.models import Course, Trainer
from portal.domain.training.courses.queries import managed_agencies, open_to
from portal.domain.training.policies import may_run
from portal.domain.training.seats.models import HOLDS_A_SEAT, Enrolment, SeatState
from portal.domain.training.sessions.models import (
    ANNOUNCED,
    SessionDay,
    SessionMaterial,
    SessionTrainer,
    TrainingSession,
)

STILL_ASKING = (SeatState.REQUESTED, SeatState.APPROVED, SeatState.WAITING)


@dataclass(frozen=True, slots=True)
class Seats:
    """How many hold a seat of a session, and how many still ask for one or wait."""

    held: int = 0
    asking: int = 0


def seats_of(session: Session, session_ids: Iterable[int]) -> dict[int, Seats]:
    """Of every session asked about, also those nobody has asked for."""
    ids = tuple(session_ids)
    rows = session.execute(
        select(
            Enrolment.session_id,
            func.sum(case((Enrolment.state.in_(HOLDS_A_SEAT), 1), else_=0)),
            func.sum(case((Enrolment.state.in_(STILL_ASKING), 1), else_=0)),
        )
        .where(Enrolment.session_id.in_(ids))
        .group_by(Enrolment.session_id)
    )
    found = {session_id: Seats(int(held), int(asking)) for session_id, held, asking in rows}
    return {session_id: found.get(session_id, Seats()) for session_id in ids}


def run_by(viewer: Viewer) -> ColumnElement[bool]:
    """The sessions this viewer may change; the same answer as `policies.may_run`."""
    parts: list[ColumnElement[bool]] = [TrainingSession.agency_id.in_(managed_agencies(viewer))]
    if viewer.has(Role.TRAINER):
        parts.append(TrainingSession.created_by == viewer.account_id)
    if viewer.employee_id is not None:
        parts.append(TrainingSession.id.in_(_taught(viewer.employee_id)))
    return or_(*parts)


def _taught(employee_id: int) -> Select[int]:
    return (
        select(SessionTrainer.session_id)
        .join(Trainer, Trainer.id == SessionTrainer.trainer_id)
        .where(Trainer.employee_id == employee_id)
    )


def session_for(
    session: Session, viewer: Viewer, session_id: int, *, to_change: bool = False
) -> TrainingSession:
    """Announced to the viewer's unit, run by the viewer, or one the viewer has asked for. With `to_change` one
    transaction at a time holds it.
    """
    asked = select(Enrolment.session_id).where(Enrolment.employee_id == (viewer.employee_id or 0))
    announced = TrainingSession.state.in_(ANNOUNCED) & (open_to(viewer) | TrainingSession.id.in_(asked))
    query = _whole().where(TrainingSession.id == session_id, or_(announced, run_by(viewer)))
    if to_change:
        query = query.with_for_update(of=TrainingSession).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .join(TrainingSession.course)
        .join(TrainingSession.agency)
        .options(
            contains_eager(TrainingSession.course).joinedload(Course.agency),
            contains_eager(TrainingSession.agency),
            selectinload(TrainingSession.days).joinedload(SessionDay.room),
            selectinload(TrainingSession.trainers),
        )
    )


def session_to_run(
    session: Session, viewer: Viewer, session_id: int, *, to_change: bool = False
) -> TrainingSession:
    """For those who hold it or look after the agency's training."""
    found = session_for(session, viewer, session_id, to_change=to_change)
    if not may_run(viewer, found):
        raise NotFound
    return found


def materials_of(session: Session, session_id: int) -> Sequence[SessionMaterial]:
    return session.scalars(
        select(SessionMaterial)
        .where(SessionMaterial.session_id == session_id)
        .options(joinedload(SessionMaterial.file))
        .order_by(SessionMaterial.id)
    ).all()


def has_a_seat(session: Session, viewer: Viewer, session_id: int) -> bool:
    held = select(Enrolment.id).where(
        Enrolment.session_id == session_id,
        Enrolment.employee_id == (viewer.employee_id or 0),
        Enrolment.state.in_(HOLDS_A_SEAT),
    )
    return bool(session.scalar(select(held.exists())))


def units_to_choose(session: Session, agency_id: int) -> list[tuple[str, str]]:
    """Codes and names of an agency's open units; the first ones of a large tree."""
    rows = session.execute(
        select(OrgUnit.code, OrgUnit.name)
        .where(OrgUnit.agency_id == agency_id, OrgUnit.closed_on.is_(None))
        .order_by(OrgUnit.path_key)
        .limit(300)
    )
    return [(code, name) for code, name in rows]
