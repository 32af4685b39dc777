"""Planning a pulse, opening it, answering it without a name, and closing it for good."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.change.campaigns.models import Campaign, CampaignState
from portal.domain.change.policies import may_look_after
from portal.domain.change.pulses.groups import LEAST, fix, group_of, may_be_shown
from portal.domain.change.pulses.models import (
    HIGHEST,
    Pulse,
    PulseAnswer,
    PulseGroup,
    PulseMoment,
    PulseParticipation,
    PulseState,
    Readiness,
)
from portal.domain.change.scope import today_of
from portal.domain.change.telling import tell_everybody
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

LONGEST = timedelta(days=60)


def plan(
    session: Session,
    campaign: Campaign,
    moment: PulseMoment,
    opens_on: date,
    closes_on: date,
    *,
    by: Viewer,
    at: datetime,
) -> Pulse:
    """One at a time in a campaign; a pulse of today opens at once."""
    if not may_look_after(by, campaign.unit, campaign.owner_id):
        raise NotAllowed
    _check_days(opens_on, closes_on, today_of(by, at))
    if campaign.state is not CampaignState.LIVE:
        raise RuleBroken(n_("Let the campaign out first: people should know what they are asked about."))
    _no_other(session, campaign, opens_on, closes_on)
    pulse = Pulse(campaign=campaign, moment=moment, opens_on=opens_on, closes_on=closes_on)
    session.add(pulse)
    session.flush()
    record(
        session, "pulse.plan", by=by.account_id, subject_type="pulse", subject_id=pulse.id,
        unit_key=campaign.unit.path_key, at=at, label=campaign.title, opens=opens_on.isoformat(),
    )  # fmt: skip
    if opens_on <= today_of(by, at):
        open_(session, pulse, at=at)
    return pulse


def _check_days(opens_on: date, closes_on: date, today: date) -> None:
    if opens_on < today:
        raise RuleBroken(n_("Choose today or a day in the future."), field="opens_on")
    if closes_on <= opens_on:
        raise RuleBroken(n_("Give people at least a day to answer."), field="closes_on")
    if closes_on - opens_on > LONGEST:
        raise RuleBroken(n_("A pulse is open for 60 days at most."), field="closes_on")


def _no_other(session: Session, campaign: Campaign, opens_on: date, closes_on: date) -> None:
    twin = select(Pulse.id).where(
        Pulse.campaign_id == campaign.id, Pulse.opens_on <= closes_on, Pulse.closes_on >= opens_on
    )
    if session.scalar(twin) is not None:
        raise RuleBroken(n_("Another pulse of this campaign lies in these days."), field="opens_on")


def open_(session: Session, pulse: Pulse, *, at: datetime) -> None:
    """Fix the parts in which answers are counted, and ask everybody. Too few people are not asked at all."""
    if not fix(session, pulse) or pulse.people < LEAST:
        raise RuleBroken(n_("Fewer than five people work there: nobody could answer without being known."))
    pulse.state = PulseState.OPEN
    tell_everybody(
        session,
        pulse.campaign.unit,
        n_("Five questions about “%(title)s”, without your name. They take a minute."),
        link=link_of(pulse),
        icon="heart-handshake",
        at=at,
        title=pulse.campaign.title,
    )


def link_of(pulse: Pulse) -> str:
    return f"/change/pulses/{pulse.id}"


def answer(
    session: Session, pulse: Pulse, scores: Mapping[Readiness, int], *, by: Viewer, at: datetime
) -> None:
    """Note that the viewer took part, and apart from it, without a name or a time, what was answered."""
    key = by.unit_key or 0
    if by.employee_id is None or not pulse.campaign.unit.path_key <= key <= pulse.campaign.unit.path_end:
        raise NotAllowed
    if pulse.state is not PulseState.OPEN or today_of(by, at) > pulse.closes_on:
        raise RuleBroken(n_("This pulse is closed."))
    if set(scores) != set(Readiness) or not all(1 <= score <= HIGHEST for score in scores.values()):
        raise RuleBroken(n_("Answer all five questions."))
    session.add(PulseParticipation(pulse_id=pulse.id, employee_id=by.employee_id))
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("You have answered already. Thank you.")) from twin
    group = group_of(groups_of(session, pulse), key)
    session.add(
        PulseAnswer(
            id=secrets.randbelow(2**53 - 1) + 1,
            pulse_id=pulse.id,
            group_id=group.id if group else None,
            **{one.value: scores[one] for one in Readiness},
        )
    )
    session.flush()


def groups_of(session: Session, pulse: Pulse) -> Sequence[PulseGroup]:
    return session.scalars(
        select(PulseGroup)
        .where(PulseGroup.pulse_id == pulse.id)
        .options(joinedload(PulseGroup.unit))
        .order_by(PulseGroup.is_rest, PulseGroup.id)
    ).all()


def close(session: Session, pulse: Pulse) -> None:
    """For good: who took part or was asked is erased, and answers lose their part where it may not be shown."""
    pulse.state = PulseState.CLOSED
    counts = {group.id: 0 for group in groups_of(session, pulse)}
    counted = (
        select(PulseAnswer.group_id, func.count())
        .where(PulseAnswer.pulse_id == pulse.id)
        .group_by(PulseAnswer.group_id)
    )
    for group_id, count in session.execute(counted):
        counts[group_id or 0] = count
    pulse.answers = sum(counts.values())
    shown = may_be_shown(counts) - {0}
    own = PulseAnswer.pulse_id == pulse.id
    if pulse.answers < LEAST:
        session.execute(delete(PulseAnswer).where(own))
    session.execute(
        update(PulseAnswer).where(own, or_(PulseAnswer.group_id.not_in(shown))).values(group_id=None)
    )
    session.execute(delete(PulseParticipation).where(PulseParticipation.pulse_id == pulse.id))
    session.execute(
        delete(Notification).where(Notification.link == link_of(pulse))
    )  # who was reminded had not answered
    session.flush()
