"""The steps of changes as calendars want them: with a beginning and an end, or as whole days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.change.campaigns.models import Campaign, CampaignState, CampaignStep
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.paths import ancestors_of

CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[.:]([0-5]\d)(?!\d)")
WITHOUT_END = timedelta(hours=1)
MOST = 100


def times_of(step: CampaignStep, zone: str) -> tuple[datetime, datetime] | tuple[date, date]:
    """From the first to the second time that its hours name; without any the whole day, up to the next."""
    named = [time(int(hour), int(minute)) for hour, minute in CLOCK.findall(step.hours)]
    if not named:
        return step.on_day, step.on_day + timedelta(days=1)
    starts, *later = (datetime.combine(step.on_day, one, ZoneInfo(zone)) for one in named)
    ends = later[0] if later and later[0] > starts else starts + WITHOUT_END
    return starts, ends


def steps_near(session: Session, employee: Employee, since: date) -> Sequence[tuple[CampaignStep, Campaign]]:
    """What happens from that day on in changes that run for somebody's unit."""
    rows = session.execute(
        select(CampaignStep, Campaign)
        .join(Campaign, Campaign.id == CampaignStep.campaign_id)
        .join(OrgUnit, OrgUnit.id == Campaign.unit_id)
        .where(
            OrgUnit.path_key.in_(ancestors_of(employee.unit_key)),
            Campaign.state == CampaignState.LIVE,
            CampaignStep.on_day >= since,
        )
        .order_by(CampaignStep.on_day, CampaignStep.id)
        .limit(MOST)
    )
    return [(step, campaign) for step, campaign in rows]
