"""Steps of changes as entries of a calendar: in the file of one change, and in somebody's own feed."""

from portal.domain.change.campaigns.calendar import times_of
from portal.domain.change.campaigns.models import Campaign, CampaignStep
from portal.web.calendars import Entry, uid_of
from portal.web.transactions import settings


def entry_of_step(step: CampaignStep, campaign: Campaign, zone: str) -> Entry:
    starts_at, ends_at = times_of(step, zone)
    base_url = settings().base_url
    return Entry(
        uid=uid_of(f"change-step-{step.id}", base_url),
        sequence=0,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=step.title,
        location=step.place,
        description="\n\n".join(part for part in (campaign.title, step.words) if part),
        url=f"{base_url}/change/campaigns/{campaign.id}",
    )
