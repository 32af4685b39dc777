"""The days of pulses, kept by the worker: they open, remind, and close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.change.campaigns.models import Campaign, CampaignState
from portal.domain.change.pulses.actions import close, link_of, open_
from portal.domain.change.pulses.models import Pulse, PulseParticipation, PulseState
from portal.domain.change.telling import tell_everybody
from portal.domain.errors import RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.periods import local_day
from portal.domain.words import n_

REMIND_BEFORE = timedelta(days=3)


def keep_calendar(session: Session, *, at: datetime) -> int:
    """Open, remind about or close one pulse whose day has come, in its agency's time zone. How many that were."""
    for pulse in _due(session, at):
        today = local_day(at, pulse.campaign.unit.agency.timezone)
        if pulse.state is PulseState.OPEN and pulse.closes_on < today:
            close(session, pulse)
            _tell_result(session, pulse, at=at)
            return 1
        if pulse.state is PulseState.PLANNED and pulse.opens_on <= today:
            _open_or_drop(session, pulse, at=at)
            return 1
        if pulse.state is PulseState.OPEN and _is_time_to_remind(pulse, today):
            _remind(session, pulse, at=at)
            return 1
    return 0


def _due(session: Session, at: datetime) -> Sequence[Pulse]:
    soon = at.date() + timedelta(days=1) + REMIND_BEFORE
    planned = (Pulse.state == PulseState.PLANNED) & (Pulse.opens_on <= soon)
    running = (Pulse.state == PulseState.OPEN) & (Pulse.closes_on <= soon)
    return session.scalars(
        select(Pulse)
        .where(or_(planned, running))
        .options(
            joinedload(Pulse.campaign).joinedload(Campaign.unit).joinedload(OrgUnit.agency),
            joinedload(Pulse.campaign).joinedload(Campaign.owner),
        )
        .order_by(Pulse.id)
        .with_for_update(of=Pulse, skip_locked=True)
    ).all()


def _open_or_drop(session: Session, pulse: Pulse, *, at: datetime) -> None:
    """A campaign that ended meanwhile, or a unit that shrank, asks nobody."""
    if pulse.campaign.state is CampaignState.LIVE and pulse.closes_on >= at.date():
        try:
            with session.begin_nested():
                open_(session, pulse, at=at)
                return
        except RuleBroken:
            session.refresh(pulse)
    pulse.state = PulseState.CLOSED


def _is_time_to_remind(pulse: Pulse, today: date) -> bool:
    return pulse.reminded_at is None and pulse.opens_on < today and pulse.closes_on - today <= REMIND_BEFORE


def _remind(session: Session, pulse: Pulse, *, at: datetime) -> None:
    took_part = (
        select(PulseParticipation.employee_id)
        .where(PulseParticipation.pulse_id == pulse.id, PulseParticipation.employee_id == Employee.id)
        .exists()
    )
    tell_everybody(
        session,
        pulse.campaign.unit,
        n_(
            "Five questions about “%(title)s” are still open for a few days. Every voice counts, without a name."
        ),
        link=link_of(pulse),
        icon="heart-handshake",
        at=at,
        but=took_part,
        title=pulse.campaign.title,
    )
    pulse.reminded_at = at


def _tell_result(session: Session, pulse: Pulse, *, at: datetime) -> None:
    notify(
        session,
        pulse.campaign.owner.account_id,
        n_("The answers about “%(title)s” are in: see how ready people are."),
        link=f"/change/manage/campaigns/{pulse.campaign_id}/readiness",
        at=at,
        icon="chart-line",
        title=pulse.campaign.title,
    )
