"""The nightly look at the quarter that runs, and at the last one while its late facts still count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.integrity import VouchSource
from portal.domain.organisation.models import Agency
from portal.domain.periods import Window, local_day, period_of
from portal.domain.rewards.evaluation.closing import GRACE
from portal.domain.rewards.flags.actions import keep
from portal.domain.rewards.flags.models import Flag
from portal.domain.rewards.flags.pairs import generous_slips, mutual_approvals, quick_decisions
from portal.domain.rewards.flags.people import bursts, last_minute
from portal.domain.rewards.flags.vouching import Finding, Look
from portal.domain.rewards.jobs import Begin

DETECTORS = (quick_decisions, mutual_approvals, generous_slips, bursts, last_minute)
ONE_NIGHT_MORE = timedelta(days=1)


def look_nightly(read: Begin, begin: Begin, sources: Sequence[VouchSource], at: datetime) -> list[Flag]:
    """Everything new in all agencies. Nobody waits while it looks: only what it found is written."""
    with read() as session:
        found = [(look, findings(session, look)) for look in looks(session, sources, at)]
    with begin() as session:
        return write_down(session, found, at=at)


def write_down(session: Session, found: Iterable[tuple[Look, list[Finding]]], *, at: datetime) -> list[Flag]:
    """May be repeated at any time: what is known is not found again."""
    return [flag for look, some in found for flag in keep(session, look, some, at=at)]


def looks(session: Session, sources: Sequence[VouchSource], at: datetime) -> Iterator[Look]:
    """By time zone: the quarter of the day, and the one before until the night after its grace."""
    zones = select(Agency.timezone).where(Agency.has_rewards).distinct().order_by(Agency.timezone)
    for zone in session.scalars(zones).all():
        now = period_of(local_day(at, zone), Window.QUARTER)
        if local_day(at - GRACE - ONE_NIGHT_MORE, zone) < now.start:
            yield Look(zone, now.previous, sources)
        yield Look(zone, now, sources)


def findings(session: Session, look: Look) -> list[Finding]:
    return [finding for detector in DETECTORS for finding in detector(session, look)]
