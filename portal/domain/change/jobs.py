"""What the worker does for change every hour."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.change.campaigns import actions as campaigns
from portal.domain.change.concerns import actions as concerns
from portal.domain.change.planning import calendar as planning
from portal.domain.change.pulses import calendar as pulses


def work(session: Session, *, at: datetime) -> int:
    """One thing of each kind, so that transactions stay short. How many things that were: 0 when nothing is left."""
    return (
        campaigns.tell(session, at=at)
        + pulses.keep_calendar(session, at=at)
        + planning.keep_calendar(session, at=at)
        + concerns.tell(session, at=at)
    )
