from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.codes import hash_of
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.services.models import Counter
from portal.domain.public_reviews.visits.models import VisitToken


def fresh_token(session: Session, text: str, counter_id: int, *, at: datetime) -> VisitToken | None:
    """The slip behind a token, if it is of this counter and has not run out. Whether it is used, the insert says."""
    return session.scalar(
        select(VisitToken).where(
            VisitToken.token_hash == hash_of(text[:80]),
            VisitToken.counter_id == counter_id,
            VisitToken.expires_at > at,
        )
    )


def is_used(session: Session, token_id: int) -> bool:
    return bool(session.scalar(select(select(Review.id).where(Review.visit_token_id == token_id).exists())))


def first_unused(session: Session, texts: Sequence[str], counter_id: int, *, at: datetime) -> str | None:
    """The first of these slips that can still be used at the counter."""
    by_hash = {hash_of(text): text for text in texts}
    free = session.scalars(
        select(VisitToken.token_hash)
        .outerjoin(Review, Review.visit_token_id == VisitToken.id)
        .where(
            VisitToken.token_hash.in_(by_hash),
            VisitToken.counter_id == counter_id,
            VisitToken.expires_at > at,
            Review.id.is_(None),
        )
        .order_by(VisitToken.id)
        .limit(1)
    ).first()
    return by_hash[free] if free else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCount:
    """How many slips of a counter were issued lately, used, and can still be used."""

    counter_id: int
    issued: int
    used: int
    waiting: int


def slip_counts(session: Session, service_id: int, *, at: datetime) -> dict[int, SlipCount]:
    """Over the last 30 days, for each counter of a service."""
    is_waiting = Review.id.is_(None) & (VisitToken.expires_at > at)
    rows = session.execute(
        select(
            VisitToken.counter_id,
            func.count(VisitToken.id).label("issued"),
            func.count(Review.id).label("used"),
            func.count(VisitToken.id).filter(is_waiting).label("waiting"),
        )
        .join(Counter, Counter.id == VisitToken.counter_id)
        .outerjoin(Review, Review.visit_token_id == VisitToken.id)
        .where(Counter.service_id == service_id, VisitToken.issued_at > at - timedelta(days=30))
        .group_by(VisitToken.counter_id)
    )
    return {row.counter_id: SlipCount(**row._mapping) for row in rows}


def officers_to_choose(
    session: Session, viewer: Viewer, unit_key: int, unit_end: int
) -> list[tuple[int, str]]:
    """People on duty in the service's unit and below it, whom the viewer may name on a slip; at most 500."""
    if not viewer.covers(unit_key, Role.SERVICE_MANAGER):
        return []
    rows = session.execute(
        select(Employee.id, Employee.name)
        .where(Employee.unit_key.between(unit_key, unit_end), Employee.left_on.is_(None))
        .order_by(Employee.name, Employee.id)
        .limit(500)
    )
    return [(row.id, row.name) for row in rows]


def officer_to_name(session: Session, employee_id: int, unit_key: int, unit_end: int) -> Employee:
    """An employee of the service's own subtree; nobody else can be named on its slips."""
    found = session.scalar(
        select(Employee).where(
            Employee.id == employee_id,
            Employee.unit_key.between(unit_key, unit_end),
            Employee.left_on.is_(None),
        )
    )
    if found is None:
        raise NotFound
    return found
