"""The open services of an agency, to choose one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.public_reviews.services.models import Service


def services_of_agency(session: Session, agency_id: int) -> Sequence[Service]:
    """By name."""
    return session.scalars(
        select(Service)
        .where(Service.agency_id == agency_id, Service.is_open)
        .order_by(Service.name, Service.id)
        .limit(200)
    ).all()
