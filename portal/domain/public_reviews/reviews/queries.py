from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.public_reviews.codes import as_receipt
from portal.domain.public_reviews.reviews.models import (
    Contest,
    ContestState,
    Reply,
    Review,
    ReviewContact,
    ReviewState,
)
from portal.domain.public_reviews.services.models import Service
from portal.domain.public_reviews.services.queries import within
from portal.domain.words import n_

RECENT = timedelta(days=90)


class Box(StrEnum):
    """What the service manager's inbox can show."""

    ALL = "all"
    HELD = "held"
    FLAGGED = "flagged"
    COMMENTED = "commented"
    CONTESTED = "contested"


BOX_NAMES = {
    Box.ALL: n_("All"),
    Box.HELD: n_("To check"),
    Box.FLAGGED: n_("Flagged"),
    Box.COMMENTED: n_("With words"),
    Box.CONTESTED: n_("Contested"),
}
CONDITIONS: dict[Box, ColumnElement[bool]] = {
    Box.HELD: Review.state == ReviewState.HELD,
    Box.FLAGGED: Review.flags != "",
    Box.COMMENTED: Review.comment != "",
    Box.CONTESTED: select(Contest.id)
    .where(Contest.review_id == Review.id, Contest.state == ContestState.OPEN)
    .exists(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    review: Review
    service: Service
    reply: Reply | None


def receipt(session: Session, number: str) -> Receipt:
    """What the writer may learn of their review, by a number that nobody can guess."""
    row = session.execute(
        select(Review, Service, Reply)
        .join(Service, Service.id == Review.service_id)
        .options(contains_eager(Review.service), joinedload(Service.unit), joinedload(Service.agency))
        .outerjoin(Reply, Reply.review_id == Review.id)
        .where(Review.number == as_receipt(number))
    ).first()
    if row is None:
        raise NotFound
    return Receipt(review=row[0], service=row[1], reply=row[2])


def _managed(viewer: Viewer) -> Select[Review]:
    return (
        select(Review)
        .join(Review.service)
        .options(
            contains_eager(Review.service),
            joinedload(Review.counter),
            joinedload(Review.officer, innerjoin=False),
        )
        .where(within(Service.unit_key, viewer))
    )


def inbox(
    session: Session,
    viewer: Viewer,
    *,
    box: Box = Box.ALL,
    service_code: str = "",
    today: date,
    number: int = 1,
) -> Page[Review]:
    """Reviews of the viewer's services, newest day first; of one service all, of several those of the last 90 days.

    What waits for a check or a decision is shown however old it is.
    """
    query = _managed(viewer).order_by(Review.day.desc(), Review.id.desc())
    if box in CONDITIONS:
        query = query.where(CONDITIONS[box])
    if service_code:
        query = query.where(Service.code == service_code[:60])
    elif box not in (Box.HELD, Box.CONTESTED):
        query = query.where(Review.day > today - RECENT)
    return page_of(session, query, number)


def managed_review(session: Session, viewer: Viewer, review_id: int, *, to_change: bool = False) -> Review:
    query = _managed(viewer).where(Review.id == review_id)
    if to_change:
        query = query.with_for_update(of=Review)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def contact_of(session: Session, review_id: int) -> str | None:
    return session.scalar(select(ReviewContact.contact).where(ReviewContact.review_id == review_id))


def reply_to(session: Session, review_id: int) -> Reply | None:
    return session.scalar(select(Reply).where(Reply.review_id == review_id))


def contest_of(session: Session, review_id: int) -> Contest | None:
    return session.scalar(select(Contest).where(Contest.review_id == review_id))


def managed_contest(session: Session, viewer: Viewer, review_id: int) -> Contest:
    """The open or settled contest of a review in the viewer's services."""
    managed_review(session, viewer, review_id, to_change=True)
    found = contest_of(session, review_id)
    if found is None:
        raise NotFound
    return found


def waiting_counts(session: Session, viewer: Viewer) -> dict[Box, int]:
    """How much waits for a decision, over all of the viewer's services."""
    return {
        box: session.scalar(
            select(func.count(Review.id))
            .join(Service, Service.id == Review.service_id)
            .where(within(Service.unit_key, viewer), CONDITIONS[box])
        )
        or 0
        for box in (Box.HELD, Box.CONTESTED)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReviews:
    """For the home page: how many came in the last seven days, how many wait, and the latest with words."""

    count: int
    held: int
    latest: Sequence[Review]


def new_reviews(session: Session, viewer: Viewer, *, today: date, most: int = 5) -> NewReviews:
    scope = within(Service.unit_key, viewer)
    week = Review.day > today - timedelta(days=7)
    joined = select(func.count(Review.id)).join(Service, Service.id == Review.service_id).where(scope)
    row = session.execute(
        select(
            joined.where(week).scalar_subquery(),
            joined.where(Review.state == ReviewState.HELD).scalar_subquery(),
        )
    ).one()
    latest = session.scalars(
        _managed(viewer)
        .where(week, Review.comment != "")
        .order_by(Review.day.desc(), Review.id.desc())
        .limit(most)
    ).all()
    return NewReviews(count=row[0], held=row[1], latest=latest)


def replies_of(session: Session, service_id: int, most: int = 5) -> Sequence[Reply]:
    """The unit's public answers, newest first."""
    return session.scalars(
        select(Reply)
        .where(Reply.service_id == service_id)
        .order_by(Reply.replied_at.desc(), Reply.id.desc())
        .limit(most)
    ).all()


def named_reviews(session: Session, viewer: Viewer, number: int = 1) -> Page[tuple[Review, Contest | None]]:
    """Verified reviews that name the viewer, with their contests, newest first."""
    query = (
        select(Review, Contest)
        .join(Review.service)
        .options(contains_eager(Review.service))
        .outerjoin(Contest, Contest.review_id == Review.id)
        .where(
            Review.officer_id == (viewer.employee_id or 0),
            Review.state.in_((ReviewState.COUNTED, ReviewState.WITHDRAWN)),
        )
        .order_by(Review.day.desc(), Review.id.desc())
    )
    return page_of(session, cast(Select[Any], query), number)


def named_review(session: Session, viewer: Viewer, review_id: int) -> Review:
    found = session.get(Review, review_id, with_for_update={"of": Review})
    if found is None or found.officer_id is None or found.officer_id != viewer.employee_id:
        raise NotFound
    return found


def unit_comments(
    session: Session, viewer: Viewer, service_ids: Sequence[int], number: int = 1
) -> Page[Review]:
    """What people wrote about these services, for the staff who serve there; without who, where and when exactly."""
    query = (
        select(Review)
        .join(Review.service)
        .options(contains_eager(Review.service))
        .where(Review.service_id.in_(service_ids), Review.state == ReviewState.COUNTED, Review.comment != "")
        .order_by(Review.day.desc(), Review.id.desc())
    )
    return page_of(session, query, number)


def home_services(session: Session, viewer: Viewer) -> Sequence[Service]:
    """The services of the viewer's own unit; with none there, those of the unit above it."""
    if viewer.unit_id is None:
        return []
    own = select(Employee.unit_id).where(Employee.id == viewer.employee_id)
    return session.scalars(
        select(Service).where(Service.unit_id.in_(own)).order_by(Service.name, Service.id)
    ).all()
