"""Writing a campaign, letting it out, saying that one has read it, and bringing it to an end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.change.campaigns.models import Campaign, CampaignRead, CampaignState, CampaignStep
from portal.domain.change.policies import may_begin, may_look_after
from portal.domain.change.scope import today_of
from portal.domain.change.telling import tell_everybody
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignInput:
    """`story`, `for_me` and `for_citizens` are Markdown; the last day counts."""

    title: str
    summary: str
    story: str
    for_me: str
    for_citizens: str
    starts_on: date
    ends_on: date


def draft(
    session: Session, unit_id: int, owner: Employee, given: CampaignInput, *, by: Viewer, at: datetime
) -> Campaign:
    """A campaign that nobody sees yet but those who look after it."""
    unit = session.get(OrgUnit, unit_id)
    if unit is None or not may_begin(by, unit):
        raise RuleBroken(n_("Choose one of your units."), field="unit")
    _check(given)
    campaign = Campaign(unit=unit, owner_id=_owner(unit, owner), made_at=at, **asdict(given))
    session.add(campaign)
    session.flush()
    return campaign


def change(
    session: Session, campaign: Campaign, owner: Employee, given: CampaignInput, *, by: Viewer
) -> None:
    _own(campaign, by)
    if campaign.state is CampaignState.CLOSED:
        raise RuleBroken(n_("This campaign has ended and stays as it was."))
    _check(given)
    campaign.owner_id = _owner(campaign.unit, owner)
    for name, value in asdict(given).items():
        setattr(campaign, name, value)


def _check(given: CampaignInput) -> None:
    if given.ends_on <= given.starts_on:
        raise RuleBroken(n_("The last day lies after the first."), field="ends_on")


def _owner(unit: OrgUnit, owner: Employee) -> int:
    if owner.agency_id != unit.agency_id:
        raise RuleBroken(n_("Choose somebody of this agency."), field="owner_nip")
    return owner.id


def _own(campaign: Campaign, by: Viewer) -> None:
    if not may_look_after(by, campaign.unit, campaign.owner_id):
        raise NotAllowed


def publish(session: Session, campaign: Campaign, *, by: Viewer, at: datetime) -> None:
    """People are told by the worker within the hour. Needs at least one step: a story without a plan is not enough."""
    _own(campaign, by)
    if campaign.state is not CampaignState.DRAFT:
        raise RuleBroken(n_("This campaign is out already."))
    steps = session.scalar(
        select(func.count()).select_from(CampaignStep).where(CampaignStep.campaign_id == campaign.id)
    )
    if not steps:
        raise RuleBroken(n_("Add at least one step first: people want to know what happens when."))
    campaign.state = CampaignState.LIVE
    campaign.published_at = at
    _note(session, "campaign.publish", campaign, by=by, at=at)


def close(session: Session, campaign: Campaign, result: str, *, by: Viewer, at: datetime) -> None:
    """Ends it with a word on what came of it."""
    _own(campaign, by)
    if campaign.state is not CampaignState.LIVE:
        raise RuleBroken(n_("Only a running campaign can be ended."))
    if not result:
        raise RuleBroken(n_("Say what came of it: people gave their time."), field="result")
    campaign.state = CampaignState.CLOSED
    campaign.closed_at = at
    campaign.result = result
    campaign.ends_on = max(min(campaign.ends_on, today_of(by, at)), campaign.starts_on + DAY)
    _note(session, "campaign.close", campaign, by=by, at=at)


def confirm_read(session: Session, campaign: Campaign, *, by: Viewer, at: datetime) -> None:
    """Once is enough; only somebody it is for can."""
    if by.employee_id is None or by.unit_key is None:
        raise NotFound
    if not campaign.unit.path_key <= by.unit_key <= campaign.unit.path_end:
        raise RuleBroken(n_("This campaign is for other units."))
    if not campaign.is_live:
        raise RuleBroken(n_("This campaign is not running."))
    if session.get(CampaignRead, (campaign.id, by.employee_id)) is None:
        session.add(
            CampaignRead(campaign_id=campaign.id, employee_id=by.employee_id, read_on=today_of(by, at))
        )
        session.flush()


def tell(session: Session, *, at: datetime) -> int:
    """Tell everybody about one campaign that is out. How many campaigns that were."""
    campaign = session.scalar(
        select(Campaign)
        .where(Campaign.state == CampaignState.LIVE, Campaign.told_at.is_(None))
        .order_by(Campaign.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if campaign is None:
        return 0
    tell_everybody(
        session,
        campaign.unit,
        n_("Something is going to change: “%(title)s”. Read why, and what it means for you."),
        link=f"/change/campaigns/{campaign.id}",
        icon="speakerphone",
        at=at,
        title=campaign.title,
    )
    campaign.told_at = at
    return 1


def _note(session: Session, verb: str, campaign: Campaign, *, by: Viewer, at: datetime) -> None:
    record(
        session, verb, by=by.account_id, subject_type="campaign", subject_id=campaign.id,
        unit_key=campaign.unit.path_key, at=at, label=campaign.title,
    )  # fmt: skip
