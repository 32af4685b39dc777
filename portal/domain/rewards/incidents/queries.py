"""Sums that disagreed, for the administrators of the installation."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.pages import Page, page_of
from portal.domain.rewards.incidents.models import Incident


def incidents(session: Session, number: int = 1) -> Page[Incident]:
    """Those that are still there first, then newest first."""
    query = select(Incident).order_by(
        Incident.mended_at.is_not(None), Incident.found_at.desc(), Incident.id.desc()
    )
    return page_of(session, query, number)


def unmended(session: Session) -> int:
    return session.scalar(select(func.count(Incident.id)).where(Incident.mended_at.is_(None))) or 0
