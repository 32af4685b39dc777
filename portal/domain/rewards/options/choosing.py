"""Reading and changing what an agency uses. Where rewards are off, all of it is off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.options.models import RewardOptions


@dataclass(frozen=True, slots=True)
class Options:
    has_incentives: bool
    has_catalogue: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An agency, its root's key, and what it uses."""

    agency: Agency
    unit_key: int
    options: Options


def options_of(session: Session, agency_id: int | None) -> Options:
    """What the agency uses; nothing for people of no agency or where rewards are switched off."""
    found = session.execute(
        select(Agency.has_rewards, RewardOptions)
        .outerjoin(RewardOptions, RewardOptions.agency_id == Agency.id)
        .where(Agency.id == agency_id)
    ).first()
    if found is None or not found.has_rewards:
        return Options(has_incentives=False, has_catalogue=False)
    return _chosen(found.RewardOptions)


def _chosen(row: RewardOptions | None) -> Options:
    return Options(row.has_incentives, row.has_catalogue) if row else Options(True, True)


def uses_incentives() -> ColumnElement[bool]:
    """For statements that join Agency and, outer, RewardOptions."""
    return and_(
        Agency.has_rewards, or_(RewardOptions.agency_id.is_(None), RewardOptions.has_incentives.is_(True))
    )


def choices_for(session: Session, viewer: Viewer) -> list[Choice]:
    """The agencies of which the viewer administers the whole, by name."""
    rows = session.execute(
        select(Agency, OrgUnit.path_key, RewardOptions)
        .join(OrgUnit, and_(OrgUnit.agency_id == Agency.id, OrgUnit.parent_id.is_(None)))
        .outerjoin(RewardOptions, RewardOptions.agency_id == Agency.id)
        .order_by(Agency.name, Agency.id)
    )
    return [
        Choice(agency, key, _chosen(row)) for agency, key, row in rows if viewer.covers(key, Role.HR_ADMIN)
    ]


def choice_for(session: Session, viewer: Viewer, agency_id: int) -> Choice:
    found = next((one for one in choices_for(session, viewer) if one.agency.id == agency_id), None)
    if found is None:
        raise NotFound
    return found


def choose(session: Session, choice: Choice, options: Options, *, by: Viewer, at: datetime) -> None:
    """Requests that are open stay open: what is approved can still be picked up."""
    if not by.covers(choice.unit_key, Role.HR_ADMIN):
        raise NotAllowed
    row = session.get(RewardOptions, choice.agency.id)
    if row is None:
        row = RewardOptions(agency_id=choice.agency.id)
        session.add(row)
    row.has_incentives, row.has_catalogue = options.has_incentives, options.has_catalogue
    row.changed_at = at
    session.flush()
    record(
        session, "rewards.options", by=by.account_id, subject_type="agency", subject_id=choice.agency.id,
        unit_key=choice.unit_key, at=at, incentives=options.has_incentives, catalogue=options.has_catalogue,
    )  # fmt: skip
