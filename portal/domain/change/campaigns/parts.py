"""What a campaign consists of: steps, materials and change agents, added and taken away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.change.campaigns.models import (
    Campaign,
    CampaignMaterial,
    CampaignState,
    CampaignStep,
    ChangeAgent,
    StepKind,
)
from portal.domain.change.policies import may_look_after
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.files import Prepared
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInput:
    kind: StepKind
    on_day: date
    hours: str
    place: str
    title: str
    words: str


def add_step(session: Session, campaign: Campaign, given: StepInput, *, by: Viewer) -> CampaignStep:
    _open(campaign, by)
    if not campaign.starts_on <= given.on_day <= campaign.ends_on:
        message = n_("Choose a day within the change: %(first)s to %(last)s.")
        raise RuleBroken(
            message,
            field="on_day",
            first=f"{campaign.starts_on:%d/%m/%Y}",
            last=f"{campaign.ends_on:%d/%m/%Y}",
        )
    step = CampaignStep(campaign_id=campaign.id, **asdict(given))
    session.add(step)
    session.flush()
    return step


def remove_step(session: Session, campaign: Campaign, step: CampaignStep, *, by: Viewer) -> None:
    _open(campaign, by)
    if step.outcome:
        raise RuleBroken(n_("What came of this step is told already. It stays."))
    session.delete(step)


def tell_outcome(
    session: Session, campaign: Campaign, step: CampaignStep, outcome: str, *, today: date, by: Viewer
) -> None:
    """What came of a step, for those who were not there."""
    _open(campaign, by)
    if step.on_day > today:
        raise RuleBroken(n_("This step is still to come."), field="outcome")
    step.outcome = outcome


def add_material(
    session: Session,
    campaign: Campaign,
    title: str,
    *,
    link: str = "",
    prepared: Prepared | None = None,
    by: Viewer,
    at: datetime,
) -> CampaignMaterial:
    """Either a file or a link; links lead to the web by https or to a place of ours."""
    _open(campaign, by)
    if (prepared is None) == (not link):
        raise RuleBroken(n_("Choose a file or write a link, one of them."), field="link")
    material = CampaignMaterial(campaign_id=campaign.id, title=title, link=_checked(link) if link else "")
    if prepared is not None:
        material.file_id = files.keep(session, prepared, by=by.account_id, at=at).id
    session.add(material)
    session.flush()
    return material


def _checked(link: str) -> str:
    parts = urlsplit(link)
    is_ours = link.startswith("/") and not link.startswith(("//", "/\\")) and "\\" not in link
    if is_ours or (parts.scheme == "https" and parts.netloc):
        return link
    raise RuleBroken(
        n_("Write a link that begins with https:// or with / for a page of this portal."), field="link"
    )


def remove_material(session: Session, campaign: Campaign, material: CampaignMaterial, *, by: Viewer) -> None:
    _open(campaign, by)
    session.delete(material)


def name_agent(
    session: Session, campaign: Campaign, employee: Employee, words: str, *, by: Viewer, at: datetime
) -> ChangeAgent:
    """They are told. Somebody of the units it is for, once."""
    _open(campaign, by)
    unit = campaign.unit
    if not unit.path_key <= employee.unit_key <= unit.path_end or employee.left_on is not None:
        raise RuleBroken(n_("Choose somebody from the units this campaign is for."), field="employee")
    twin = select(ChangeAgent.id).where(
        ChangeAgent.campaign_id == campaign.id, ChangeAgent.employee_id == employee.id
    )
    if session.scalar(twin):
        raise RuleBroken(n_("This person is a change agent already."), field="employee")
    agent = ChangeAgent(campaign_id=campaign.id, employee_id=employee.id, words=words)
    session.add(agent)
    session.flush()
    notify(
        session,
        employee.account_id,
        n_("You are a change agent of “%(title)s”: colleagues may ask you about it."),
        link=f"/change/campaigns/{campaign.id}",
        at=at,
        icon="heart-handshake",
        title=campaign.title,
    )
    return agent


def release_agent(session: Session, campaign: Campaign, agent: ChangeAgent, *, by: Viewer) -> None:
    _open(campaign, by)
    session.delete(agent)


def _open(campaign: Campaign, by: Viewer) -> None:
    if not may_look_after(by, campaign.unit, campaign.owner_id):
        raise NotAllowed
    if campaign.state is CampaignState.CLOSED:
        raise RuleBroken(n_("This campaign has ended and stays as it was."))
