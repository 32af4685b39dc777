"""Setting what a unit's people should be able to do, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import OrgUnit, PositionKind, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.needs_analysis.models import CompetenceNeed, Level
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class NewNeed:
    tag: str
    level: Level
    position_kind: PositionKind | None
    why: str


def require(session: Session, unit: OrgUnit, new: NewNeed, *, by: Viewer, at: datetime) -> CompetenceNeed:
    if not by.covers(unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    tag = " ".join(new.tag.lower().split())
    twin = select(CompetenceNeed.id).where(
        CompetenceNeed.unit_id == unit.id,
        CompetenceNeed.tag == tag,
        CompetenceNeed.position_kind.is_(None)
        if new.position_kind is None
        else CompetenceNeed.position_kind == new.position_kind,
    )
    if session.scalar(twin) is not None:
        raise RuleBroken(n_("This is asked of these people already."), field="tag")
    need = CompetenceNeed(
        unit_id=unit.id,
        position_kind=new.position_kind,
        tag=tag,
        level=int(new.level),
        why=new.why,
        set_by=by.account_id,
        set_at=at,
    )
    session.add(need)
    session.flush()
    _note(session, "needs.required", need, unit, by=by, at=at)
    return need


def lift(session: Session, need: CompetenceNeed, *, by: Viewer, at: datetime) -> None:
    if not by.covers(need.unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    _note(session, "needs.lifted", need, need.unit, by=by, at=at)
    session.delete(need)
    session.flush()


def _note(
    session: Session, verb: str, need: CompetenceNeed, unit: OrgUnit, *, by: Viewer, at: datetime
) -> None:
    record(
        session, verb, by=by.account_id, subject_type="competence_need", subject_id=need.id,
        unit_key=unit.path_key, at=at, label=need.tag, level=need.level,
    )  # fmt: skip
