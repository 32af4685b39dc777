"""Periods with their states and editions, for those who keep an agency's rewards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.boards.models import BoardSnapshot, PeriodState, RewardPeriod
from portal.domain.rewards.closings.models import PeriodReopening
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.rules.models import RuleVersion

KEEPERS = (Role.HR_ADMIN,)


@dataclass(frozen=True, slots=True)
class Edition:
    """One closing: the boards it froze, and who undid it. `changed`: places that differ from the edition before."""

    number: int
    closed_at: datetime | None
    people: int
    points: int
    changed: int
    reopening: PeriodReopening | None


def periods_seen(
    session: Session, viewer: Viewer, state: PeriodState | None = None, number: int = 1
) -> Page[Any]:
    """Rows of period and agency, newest first, of agencies that use rewards."""
    query = _seen_by(viewer)
    if state is not None:
        query = query.where(RewardPeriod.state == state)
    return page_of(session, query.order_by(RewardPeriod.start.desc(), Agency.name, RewardPeriod.id), number)


def period_seen(session: Session, viewer: Viewer, period_id: int) -> tuple[RewardPeriod, Agency]:
    found = session.execute(_seen_by(viewer).where(RewardPeriod.id == period_id)).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _seen_by(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    spans = viewer.spans(*KEEPERS)
    within = or_(false(), *(OrgUnit.path_key.between(low, high) for low, high in spans))
    return (
        select(RewardPeriod, Agency)
        .join(Agency, Agency.id == RewardPeriod.agency_id)
        .join(OrgUnit, and_(OrgUnit.agency_id == Agency.id, OrgUnit.level == 1))
        .where(Agency.has_rewards, within)
    )


def editions_of(session: Session, row: RewardPeriod) -> list[Edition]:
    """Every closing there was, newest first."""
    undone = {one.edition: one for one in _reopenings(session, row)}
    sums = _sums(session, row)
    found = []
    for number in range(row.edition, 0, -1):
        reopening = undone.get(number)
        people, points = sums.get(number, (0, 0))
        closed_at = reopening.closed_at if reopening else row.closed_at
        changed = _differing(session, row, number) if number > 1 else 0
        found.append(Edition(number, closed_at, people, points, changed, reopening))
    return found


def _reopenings(session: Session, row: RewardPeriod) -> Sequence[PeriodReopening]:
    query = select(PeriodReopening).where(PeriodReopening.period_id == row.id)
    return session.scalars(query.options(joinedload(PeriodReopening.by))).all()


def _sums(session: Session, row: RewardPeriod) -> dict[int, tuple[int, int]]:
    rows = session.execute(
        select(BoardSnapshot.edition, func.count(), func.sum(BoardSnapshot.points))
        .where(BoardSnapshot.agency_id == row.agency_id, BoardSnapshot.period_key == key_of(row.period))
        .group_by(BoardSnapshot.edition)
    )
    return {edition: (people, int(points)) for edition, people, points in rows}


def _differing(session: Session, row: RewardPeriod, number: int) -> int:
    """People who were not on the edition before, or with other points or another rank."""
    before = aliased(BoardSnapshot)
    same = and_(
        before.agency_id == BoardSnapshot.agency_id,
        before.period_key == BoardSnapshot.period_key,
        before.edition == number - 1,
        before.employee_id == BoardSnapshot.employee_id,
        before.points == BoardSnapshot.points,
        before.rank == BoardSnapshot.rank,
    )
    query = (
        select(func.count())
        .select_from(BoardSnapshot)
        .outerjoin(before, same)
        .where(
            BoardSnapshot.agency_id == row.agency_id,
            BoardSnapshot.period_key == key_of(row.period),
            BoardSnapshot.edition == number,
            before.employee_id.is_(None),
        )
    )
    return session.scalar(query) or 0


def closing_runs(session: Session, row: RewardPeriod) -> Sequence[EvaluationRun]:
    """What each closing did by which rule, newest edition first; rules that changed nothing are left out."""
    query = (
        select(EvaluationRun)
        .where(
            EvaluationRun.period_id == row.id,
            or_(EvaluationRun.granted > 0, EvaluationRun.revoked > 0, EvaluationRun.on_course > 0),
        )
        .options(joinedload(EvaluationRun.version).joinedload(RuleVersion.rule))
        .order_by(EvaluationRun.edition.desc(), EvaluationRun.id)
    )
    return session.scalars(query).all()
