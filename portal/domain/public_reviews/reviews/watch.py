"""What makes a review odd. Odd ones are held for a person's check, curious ones only flagged; none is refused."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.inputs import Circumstances, Limits, ReviewInput
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.public_reviews.services.queries import Place
from portal.domain.words import n_

HOLD_REASONS = {
    "trap": n_("A field that people cannot see was filled in."),
    "too_fast": n_("The form was filled in faster than it can be read."),
    "address": n_("Many reviews came from one connection within an hour."),
    "busy": n_("The service gets far more reviews today than usual."),
    "same_words": n_("Another review of this service has the same words."),
    "same_answers": n_("The same connection sent the same answers a moment ago."),
}
FLAGS = {
    "burst": n_("Many reviews today"),
    "empty_top": n_("Highest answer everywhere, no words"),
}
SAME_WORDS_FOR = timedelta(days=7)
SAME_ANSWERS_FOR = timedelta(minutes=10)
LONG_ENOUGH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What the database knows about the moment in which a review arrives."""

    today: int
    from_address: int
    has_same_words: bool
    has_same_answers: bool
    is_proof_used: bool


def wording_of(comment: str) -> str | None:
    """The same for comments that differ only in order, capitals, blanks and punctuation; None for short ones."""
    words = sorted(set(re.findall(r"\w+", comment.lower())))
    if sum(map(len, words)) < LONG_ENOUGH:
        return None
    return hashlib.blake2b(" ".join(words).encode(), digest_size=12).hexdigest()


# Built once: SQLAlchemy needs longer to build such a statement than the database to answer it.
_REVIEW = Review.__table__.c


def _count(query: Select[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(query.subquery()).scalar_subquery()


def _is_there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(_REVIEW.id).where(*conditions).exists()


_FROM_ADDRESS = _count(
    select(_REVIEW.id)
    .where(_REVIEW.address_hash == bindparam("address"), _REVIEW.submitted_at > bindparam("an_hour_ago"))
    .limit(bindparam("most_from_address", type_=Integer))
)
_SIGNS = select(
    _count(
        select(_REVIEW.id)
        .where(_REVIEW.service_id == bindparam("service"), _REVIEW.day == bindparam("day"))
        .limit(bindparam("busy_from", type_=Integer))
    ),
    _FROM_ADDRESS,
    _is_there(
        _REVIEW.service_id == bindparam("service"),
        _REVIEW.wording_hash == bindparam("wording"),
        _REVIEW.submitted_at > bindparam("words_since"),
    ),
    _is_there(
        _REVIEW.address_hash == bindparam("address"),
        _REVIEW.submitted_at > bindparam("answers_since"),
        *(_REVIEW[code].is_not_distinct_from(bindparam(code)) for code in CODES),
    ),
    _is_there(_REVIEW.proof == bindparam("proof")),
)
_ADDRESS_COUNT = select(_FROM_ADDRESS)


def signs_of(
    session: Session,
    place: Place,
    given: ReviewInput,
    about: Circumstances,
    wording: str | None,
    *,
    day: date,
    at: datetime,
    limits: Limits,
) -> Signs:
    """One statement whatever is asked; counts stop at the limit, so that a flood does not slow itself down.

    What is not known (no address, no words, no puzzle) is NULL there and equals nothing.
    """
    row = session.execute(
        _SIGNS,
        {
            "service": place.service_id,
            "day": day,
            "busy_from": limits.busy_day(place.usual_per_day),
            "wording": wording,
            "words_since": at - SAME_WORDS_FOR,
            "answers_since": at - SAME_ANSWERS_FOR,
            "proof": about.proof,
            **{code: given.answers.get(code) for code in CODES},
            **_address_values(about.address_hash, at, limits),
        },
    ).one()
    return Signs(
        today=row[0],
        from_address=row[1],
        has_same_words=bool(row[2]),
        has_same_answers=bool(row[3]),
        is_proof_used=bool(row[4]),
    )


def _address_values(address_hash: str | None, at: datetime, limits: Limits) -> dict[str, object]:
    return {
        "address": address_hash,
        "an_hour_ago": at - timedelta(hours=1),
        "most_from_address": limits.per_address_and_hour,
    }


def reasons_to_hold(signs: Signs, about: Circumstances, place: Place, limits: Limits) -> list[str]:
    """Codes of HOLD_REASONS. Many from one address are let through with a fresh solved puzzle."""
    has_proof = about.proof is not None and not signs.is_proof_used
    found = {
        "trap": about.is_trapped,
        "too_fast": about.seconds is None or about.seconds < limits.least_seconds,
        "address": signs.from_address >= limits.per_address_and_hour and not has_proof,
        "busy": signs.today >= limits.busy_day(place.usual_per_day),
        "same_words": signs.has_same_words,
        "same_answers": signs.has_same_answers,
    }
    return [code for code, is_so in found.items() if is_so]


def flags_of(
    signs: Signs, given: ReviewInput, place: Place, limits: Limits, *, is_verified: bool
) -> list[str]:
    """Codes of FLAGS: worth a look, but counted."""
    found = {
        "burst": signs.today >= limits.busy_day(place.usual_per_day) * 3 // limits.times_usual,
        "empty_top": not is_verified and not given.comment and all(given.answers.get(c) == 4 for c in CODES),
    }
    return [code for code, is_so in found.items() if is_so]


def asks_for_proof(session: Session, address_hash: str | None, *, at: datetime, limits: Limits) -> bool:
    """Whether the next review from this address should bring a solved puzzle."""
    count = session.scalar(_ADDRESS_COUNT, _address_values(address_hash, at, limits)) or 0
    return count >= limits.per_address_and_hour
