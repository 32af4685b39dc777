from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInput:
    """What somebody said. The public form asks all nine; papers that are typed in later may have gaps (None)."""

    answers: Mapping[str, int | None]
    comment: str = ""
    visit: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How it was sent. `seconds` since the form was opened, None when its stamp is missing or forged;
    `proof` is a solved and verified puzzle."""

    address_hash: str | None = None
    seconds: float | None = None
    is_trapped: bool = False
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on a review waits for a person's check instead of counting at once."""

    least_seconds: float = 3.0
    per_address_and_hour: int = 12
    times_usual: int = 5
    least_busy_day: int = 60

    def busy_day(self, usual_per_day: int) -> int:
        return max(self.least_busy_day, self.times_usual * usual_per_day)
