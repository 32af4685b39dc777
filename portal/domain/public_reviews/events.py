from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCounted(Event):
    """A review entered the index: stored at once, or released after it was held."""

    review_id: int
    service_id: int
    officer_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWithdrawn(Event):
    """A review that had counted no longer does; that is final."""

    review_id: int
    service_id: int
    officer_id: int | None
