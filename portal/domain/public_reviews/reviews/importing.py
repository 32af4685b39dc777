"""Storing reviews from paper. The same file again changes nothing; a longer one adds what is new."""

import hashlib
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.codes import receipt_number
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.inputs import ReviewInput
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.services.actions import may_manage
from portal.domain.public_reviews.services.models import Service

CHUNK = 500
Row = tuple[date, ReviewInput]


def import_reviews(
    session: Session, service: Service, rows: Iterable[Row], *, by: Viewer | None, at: datetime
) -> int:
    """How many were new. They count at once, without a visit slip. `by` is None for the operator."""
    if by is not None and not may_manage(by, service.unit_key):
        raise NotAllowed
    new = 0
    keyed = iter(list(_keyed(service, rows)))
    while chunk := dict(islice(keyed, CHUNK)):
        known = set(session.scalars(select(Review.import_key).where(Review.import_key.in_(chunk))))
        fresh = [_values(service, key, row, at) for key, row in chunk.items() if key not in known]
        if fresh:
            session.execute(insert(Review), fresh)
        new += len(fresh)
    record(
        session,
        "reviews.import",
        by=by.account_id if by else None,
        subject_type="service",
        subject_id=service.id,
        unit_key=service.unit_key,
        at=at,
        label=service.name,
        count=new,
    )
    return new


def _keyed(service: Service, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """The same answers on the same day may come from several people: the first, second, third … of their kind."""
    seen: Tally[str] = Tally()
    for day, given in rows:
        content = repr(
            (service.id, day.isoformat(), [given.answers.get(code) for code in CODES], given.comment)
        )
        seen[content] += 1
        yield hashlib.sha256(f"{content}#{seen[content]}".encode()).hexdigest(), (day, given)


def _values(service: Service, key: str, row: Row, at: datetime) -> dict[str, Any]:
    day, given = row
    noon = datetime.combine(day, time(12), ZoneInfo(service.agency.timezone)).astimezone(UTC)
    return {
        "number": receipt_number(),
        "service_id": service.id,
        "is_verified": False,
        "submitted_at": noon,
        "day": day,
        "comment": given.comment,
        "state": ReviewState.COUNTED,
        "counted_at": at,
        "import_key": key,
        **{code: given.answers.get(code) for code in CODES},
    }
