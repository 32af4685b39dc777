"""Questions of those who look after campaigns: which they are, how far each has reached, whom to ask for help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.campaigns.models import Campaign, CampaignRead, CampaignState
from portal.domain.change.scope import kept_by, works_in
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.viewers import Viewer

MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """A campaign as those who look after it meet it."""

    campaign: Campaign
    people: int
    read: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A part of those it is for: how many work there, how many could be told, how many have read."""

    name: str
    people: int
    reachable: int
    read: int


def people_to_ask(session: Session, campaign: Campaign) -> Sequence[Employee]:
    """Who might be a change agent; the first ones of a large unit."""
    return session.scalars(
        select(Employee)
        .where(works_in(campaign.unit))
        .options(joinedload(Employee.unit))
        .order_by(Employee.name, Employee.id)
        .limit(MOST_PEOPLE)
    ).all()


def campaigns_kept(session: Session, viewer: Viewer) -> list[Kept]:
    """Those the viewer looks after, the latest first, with how many it is for and how many have read it."""
    people = (
        select(func.count(Employee.id))
        .where(Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end), Employee.left_on.is_(None))
        .scalar_subquery()
    )
    read = (
        select(func.count())
        .select_from(CampaignRead)
        .where(CampaignRead.campaign_id == Campaign.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Campaign, people, read)
        .join(Campaign.unit)
        .where(kept_by(viewer, Campaign.owner_id))
        .options(contains_eager(Campaign.unit), joinedload(Campaign.owner))
        .order_by((Campaign.state == CampaignState.CLOSED), Campaign.starts_on.desc(), Campaign.id)
        .limit(50)
    )
    return [Kept(*row) for row in rows]


def reach_of(session: Session, campaign: Campaign) -> list[Reach]:
    """One line for each unit right below, and one for those who work in the unit itself."""
    unit = campaign.unit
    own = session.execute(_counted(campaign).where(Employee.unit_id == unit.id)).one()
    below = session.execute(
        _counted(campaign)
        .add_columns(OrgUnit.name)
        .join(OrgUnit, Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end))
        .where(OrgUnit.parent_id == unit.id)
        .group_by(OrgUnit.id, OrgUnit.name, OrgUnit.path_key)
        .order_by(OrgUnit.path_key)
    ).all()
    parts = [Reach(name, people, reachable, read) for people, reachable, read, name in below]
    return [Reach(unit.name, *own), *parts] if own[0] else parts


def _counted(campaign: Campaign) -> Select[*tuple[Any, ...]]:
    return (
        select(func.count(Employee.id), func.count(Employee.account_id), func.count(CampaignRead.employee_id))
        .select_from(Employee)
        .outerjoin(
            CampaignRead,
            and_(CampaignRead.employee_id == Employee.id, CampaignRead.campaign_id == campaign.id),
        )
        .where(Employee.left_on.is_(None))
    )
