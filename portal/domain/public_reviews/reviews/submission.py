"""Storing a review: one transaction, few statements, exactly once."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.events import announce
from portal.domain.periods import local_day
from portal.domain.public_reviews.codes import receipt_number
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.events import ReviewCounted
from portal.domain.public_reviews.reviews.inputs import Circumstances, Limits, ReviewInput
from portal.domain.public_reviews.reviews.models import Review, ReviewContact, ReviewState
from portal.domain.public_reviews.reviews.watch import flags_of, reasons_to_hold, signs_of, wording_of
from portal.domain.public_reviews.services.queries import Place
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.public_reviews.visits.queries import fresh_token, is_used
from portal.domain.words import n_

_INSERT = insert(Review.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the writer and the listeners may be told of the review that was just stored."""

    id: int
    number: str
    day: date
    state: ReviewState
    hold_reasons: str
    flags: str
    is_verified: bool
    officer_id: int | None
    counted_at: datetime | None


_TOLD = tuple(field.name for field in fields(Stored) if field.name != "id")
USED = n_("This visit slip was already used or has run out. You can still send your review without it.")


def submit(
    session: Session,
    place: Place,
    given: ReviewInput,
    about: Circumstances,
    *,
    at: datetime,
    limits: Limits = Limits(),  # noqa: B008
) -> Stored:
    """Store a review; it counts at once, or waits for a check when something about it is odd.

    A visit slip makes it verified and may name the officer. A used or expired slip raises RuleBroken at `visit`.
    """
    token = _token_of(session, place, given, at)
    day = local_day(at, place.timezone)
    wording = wording_of(given.comment)
    signs = signs_of(session, place, given, about, wording, day=day, at=at, limits=limits)
    reasons = reasons_to_hold(signs, about, place, limits)
    stored = _store(
        session,
        given,
        {
            "number": receipt_number(),
            "service_id": place.service_id,
            "counter_id": place.counter_id,
            "visit_token_id": token.id if token else None,
            "officer_id": token.officer_id if token else None,
            "is_verified": token is not None,
            "submitted_at": at,
            "day": day,
            "comment": given.comment,
            "state": ReviewState.HELD if reasons else ReviewState.COUNTED,
            "hold_reasons": " ".join(reasons),
            "flags": " ".join(flags_of(signs, given, place, limits, is_verified=token is not None)),
            "decision": "",
            "counted_at": None if reasons else at,
            "address_hash": about.address_hash,
            "wording_hash": wording,
            "proof": None if signs.is_proof_used else about.proof,
            **{code: given.answers.get(code) for code in CODES},
        },
    )
    if stored.state is ReviewState.COUNTED:
        announce(
            session,
            ReviewCounted(
                review_id=stored.id, service_id=place.service_id, officer_id=stored.officer_id, at=at
            ),
        )
    return stored


def _token_of(session: Session, place: Place, given: ReviewInput, at: datetime) -> VisitToken | None:
    if not given.visit:
        return None
    token = fresh_token(session, given.visit, place.counter_id, at=at)
    if token is None or is_used(session, token.id):
        raise RuleBroken(USED, field="visit")
    return token


def _store(session: Session, given: ReviewInput, values: dict[str, Any]) -> Stored:
    """Without the ORM: this is the one act that must keep pace with a crowd."""
    try:
        done = session.connection().execute(_INSERT, values)
    except IntegrityError as twin:  # two at once with one slip or one solved puzzle: the other was faster
        if values["visit_token_id"] is not None:
            raise RuleBroken(USED, field="visit") from twin
        raise RuleBroken(n_("The review could not be stored. Send it once more.")) from twin
    (review_id,) = done.inserted_primary_key or (0,)
    if given.contact:
        session.add(
            ReviewContact(review_id=review_id, contact=given.contact, given_at=values["submitted_at"])
        )
    return Stored(id=review_id, **{name: values[name] for name in _TOLD})
