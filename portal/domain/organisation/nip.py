"""The personal number of a civil servant: 18 digits that tell birth, start of service, sex and a serial number.

PNS: YYYYMMDD YYYYMM S NNN. PPPK carry 21 where PNS have the month of their start. There is no check digit.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employment
from portal.domain.words import n_

PPPK_CODE = "21"
LONGEST_TYPED = 40
ADULT = 18
ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nip:
    """A number whose every part makes sense. `start_month` is None for PPPK; `sex` is L or P."""

    digits: str
    employment: Employment
    born: date
    start_year: int
    start_month: int | None
    sex: str
    serial: str

    @property
    def is_early(self) -> bool:
        """Whether service would have begun before the 18th birthday: worth a look, not an error."""
        month = self.start_month or 12
        return (self.start_year, month) < (self.born.year + ADULT, self.born.month)

    def __str__(self) -> str:
        return self.digits


def parse(text: str, field: str = "nip") -> Nip:
    """Read what a person typed; blanks and dots are dropped. Raises RuleBroken saying which part is wrong."""
    digits = _digits(text, field)
    born = _birth(digits, field)
    start_year, start_month = _start(digits, field)
    if (start_year, start_month or 12) < (born.year, born.month):
        raise RuleBroken(n_("Digits 9–14: service cannot begin before birth."), field=field)
    if digits[14] not in "12":
        raise RuleBroken(
            n_("Digit 15 says the sex: 1 for men, 2 for women, not %(found)s."), field=field, found=digits[14]
        )
    if digits[15:] == "000":
        raise RuleBroken(n_("Digits 16–18: the serial number starts at 001."), field=field)
    return Nip(
        digits=digits,
        employment=Employment.PNS if start_month else Employment.PPPK,
        born=born,
        start_year=start_year,
        start_month=start_month,
        sex="L" if digits[14] == "1" else "P",
        serial=digits[15:],
    )


def _digits(text: str, field: str) -> str:
    typed = text[:LONGEST_TYPED].strip()
    if ROUNDED.fullmatch(typed):
        raise RuleBroken(
            n_("The spreadsheet rounded the NIP (%(found)s). Format the column as text and type it again."),
            field=field,
            found=typed,
        )
    digits = "".join(typed.split()).replace(".", "")
    if not digits:
        raise RuleBroken(n_("Fill in the NIP."), field=field)
    if not (digits.isascii() and digits.isdigit()):
        raise RuleBroken(n_("A NIP has digits only."), field=field)
    if len(digits) != 18 or len(text.strip()) > LONGEST_TYPED:
        raise RuleBroken(n_("A NIP has 18 digits, not %(count)s."), field=field, count=len(digits))
    return digits


def _birth(digits: str, field: str) -> date:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not 1900 <= year <= 2100:
        raise RuleBroken(n_("Digits 1–4: %(found)s is not a year of birth."), field=field, found=digits[:4])
    if not 1 <= month <= 12:
        raise RuleBroken(n_("Digits 5–6: %(found)s is not a month of birth."), field=field, found=digits[4:6])
    if not 1 <= day <= monthrange(year, month)[1]:
        raise RuleBroken(
            n_("Digits 7–8: %(found)s is not a day of that month of birth."), field=field, found=digits[6:8]
        )
    return date(year, month, day)


def _start(digits: str, field: str) -> tuple[int, int | None]:
    year, month = digits[8:12], digits[12:14]
    if not 1900 <= int(year) <= 2100:
        raise RuleBroken(n_("Digits 9–12: %(found)s is not a year of service."), field=field, found=year)
    if month == PPPK_CODE:
        return int(year), None
    if not 1 <= int(month) <= 12:
        raise RuleBroken(
            n_("Digits 13–14: %(found)s is neither a month (PNS) nor 21 (PPPK)."), field=field, found=month
        )
    return int(year), int(month)


def masked(nip: str) -> str:
    """For lists: fifteen dots and the last three digits, because the rest tells birth date and sex."""
    if not nip.isdigit():
        return "–"
    return "•" * 15 + nip[-3:]
