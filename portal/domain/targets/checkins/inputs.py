"""What a check-in is made of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.files import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheckIn:
    """`corrects_id`: the check-in that this one replaces."""

    as_of_on: date
    value: Decimal | None = None
    note: str = ""
    link: str = ""
    files: tuple[Prepared, ...] = ()
    corrects_id: int | None = None
