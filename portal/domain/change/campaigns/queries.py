"""Questions about campaigns: what concerns me, and one of them with its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.campaigns.models import (
    Campaign,
    CampaignMaterial,
    CampaignRead,
    CampaignState,
    CampaignStep,
    ChangeAgent,
)
from portal.domain.change.scope import concerns, kept_by
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer

SHOWN_AFTER_THE_END = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Told:
    """A campaign as somebody meets it: whether they have read it, and what comes next."""

    campaign: Campaign
    is_read: bool
    next_step: CampaignStep | None


def campaigns_for(session: Session, viewer: Viewer, day: date) -> list[Told]:
    """Running ones first, then what has ended within a year."""
    read = _read_by(viewer)
    rows = session.execute(
        select(Campaign, read.label("is_read"))
        .join(Campaign.unit)
        .where(
            concerns(viewer),
            Campaign.state != CampaignState.DRAFT,
            Campaign.ends_on > day - SHOWN_AFTER_THE_END,
        )
        .options(contains_eager(Campaign.unit), joinedload(Campaign.owner))
        .order_by((Campaign.state == CampaignState.LIVE).desc(), Campaign.starts_on.desc(), Campaign.id)
        .limit(20)
    ).all()
    coming = _next_steps(session, [row.Campaign.id for row in rows], day)
    return [Told(row.Campaign, row.is_read, coming.get(row.Campaign.id)) for row in rows]


def _read_by(viewer: Viewer) -> ColumnElement[bool]:
    return (
        select(CampaignRead.campaign_id)
        .where(CampaignRead.campaign_id == Campaign.id, CampaignRead.employee_id == (viewer.employee_id or 0))
        .exists()
    )


def _next_steps(session: Session, campaign_ids: Sequence[int], day: date) -> dict[int, CampaignStep]:
    found: dict[int, CampaignStep] = {}
    for step in session.scalars(
        select(CampaignStep)
        .where(CampaignStep.campaign_id.in_(campaign_ids), CampaignStep.on_day >= day)
        .order_by(CampaignStep.on_day, CampaignStep.id)
    ):
        found.setdefault(step.campaign_id, step)
    return found


def campaign_for(session: Session, viewer: Viewer, campaign_id: int) -> Campaign:
    """One that concerns the viewer and is out, or that the viewer looks after."""
    is_out = and_(concerns(viewer), Campaign.state != CampaignState.DRAFT)
    return _one(session, campaign_id, or_(is_out, kept_by(viewer, Campaign.owner_id)))


def campaign_to_run(session: Session, viewer: Viewer, campaign_id: int) -> Campaign:
    return _one(session, campaign_id, kept_by(viewer, Campaign.owner_id))


def _one(session: Session, campaign_id: int, condition: ColumnElement[bool]) -> Campaign:
    found = session.scalar(
        select(Campaign)
        .join(Campaign.unit)
        .where(Campaign.id == campaign_id, condition)
        .options(
            contains_eager(Campaign.unit),
            joinedload(Campaign.owner).joinedload(Employee.account),
            joinedload(Campaign.owner).joinedload(Employee.position),
        )
    )
    if found is None:
        raise NotFound
    return found


def has_read(session: Session, viewer: Viewer, campaign: Campaign) -> bool:
    return session.get(CampaignRead, (campaign.id, viewer.employee_id or 0)) is not None


def steps_of(session: Session, campaign: Campaign) -> Sequence[CampaignStep]:
    """In the order of their days."""
    return session.scalars(
        select(CampaignStep)
        .where(CampaignStep.campaign_id == campaign.id)
        .order_by(CampaignStep.on_day, CampaignStep.id)
    ).all()


def step_for(session: Session, campaign: Campaign, step_id: int) -> CampaignStep:
    found = session.get(CampaignStep, step_id)
    if found is None or found.campaign_id != campaign.id:
        raise NotFound
    return found


def materials_of(session: Session, campaign: Campaign) -> Sequence[CampaignMaterial]:
    return session.scalars(
        select(CampaignMaterial)
        .where(CampaignMaterial.campaign_id == campaign.id)
        .options(joinedload(CampaignMaterial.file))
        .order_by(CampaignMaterial.id)
    ).all()


def material_for(session: Session, campaign: Campaign, material_id: int) -> CampaignMaterial:
    found = session.get(CampaignMaterial, material_id)
    if found is None or found.campaign_id != campaign.id:
        raise NotFound
    return found


def agents_of(session: Session, campaign: Campaign) -> Sequence[ChangeAgent]:
    """By name; who has left is no agent any more."""
    return session.scalars(
        select(ChangeAgent)
        .join(ChangeAgent.employee)
        .where(ChangeAgent.campaign_id == campaign.id, Employee.left_on.is_(None))
        .options(
            contains_eager(ChangeAgent.employee).options(
                joinedload(Employee.account), joinedload(Employee.unit)
            )
        )
        .order_by(Employee.name, ChangeAgent.id)
    ).all()


def agent_for(session: Session, campaign: Campaign, agent_id: int) -> ChangeAgent:
    found = session.get(ChangeAgent, agent_id)
    if found is None or found.campaign_id != campaign.id:
        raise NotFound
    return found
