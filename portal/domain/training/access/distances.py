"""Declaring how far units are, and reading it for every unit below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.access.models import Band, UnitDistance

MOST = 500


def bands_by_key(session: Session, unit: OrgUnit) -> dict[int, Band]:
    """What is declared in the unit, below it and above it, by the key of the unit declared for."""
    rows = session.execute(
        select(OrgUnit.path_key, UnitDistance.band)
        .join(UnitDistance, UnitDistance.unit_id == OrgUnit.id)
        .where(
            or_(
                OrgUnit.path_key.between(unit.path_key, unit.path_end),
                OrgUnit.path_key.in_(ancestors_of(unit.path_key)),
            )
        )
    )
    return {key: value for key, value in rows}


def declared(session: Session, viewer: Viewer) -> Sequence[UnitDistance]:
    """Where the viewer administers people, in the order of the tree."""
    return (
        session.scalars(
            select(UnitDistance)
            .join(UnitDistance.unit)
            .where(inside(OrgUnit.path_key, viewer, Role.HR_ADMIN))
            .options(contains_eager(UnitDistance.unit))
            .order_by(OrgUnit.path_key)
            .limit(MOST)
        )
        .unique()
        .all()
    )


def declare(session: Session, unit: OrgUnit, band: Band, *, by: Viewer, at: datetime) -> None:
    """A second declaration replaces the first."""
    if not by.covers(unit.path_key, Role.HR_ADMIN):
        raise NotAllowed
    found = session.get(UnitDistance, unit.id)
    if found is None:
        found = UnitDistance(unit_id=unit.id)
        session.add(found)
    found.band, found.declared_by, found.declared_at = band, by.account_id, at
    session.flush()
    record(
        session, "access.distance", by=by.account_id, subject_type="unit", subject_id=unit.id,
        unit_key=unit.path_key, at=at, label=unit.name, band=band.value,
    )  # fmt: skip


def forget(session: Session, unit_id: int, *, by: Viewer, at: datetime) -> None:
    found = session.get(UnitDistance, unit_id)
    if found is None or not by.covers(found.unit.path_key, Role.HR_ADMIN):
        raise NotFound
    record(
        session, "access.distance", by=by.account_id, subject_type="unit", subject_id=unit_id,
        unit_key=found.unit.path_key, at=at, label=found.unit.name, band="",
    )  # fmt: skip
    session.delete(found)
    session.flush()
