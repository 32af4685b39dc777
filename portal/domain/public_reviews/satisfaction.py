"""The satisfaction index as the regulation computes it. Pure functions: exact fractions inside, Decimal at the edges.

PermenPANRB 14/2017 for nine elements; KEP/25/M.PAN/2/2004 for the fourteen of results before 2017.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from portal.domain.words import n_

FEWEST = 5
"""No figure is shown for fewer respondents than these."""


class WeightMode(StrEnum):
    """How the weight 1/n of an element is rounded before it is used. It moves the index, so it is printed with it."""

    ROUND3 = "round3"
    ROUND2 = "round2"
    EXACT = "exact"


WEIGHT_MODE_NAMES = {
    WeightMode.ROUND3: n_("weight rounded to three places (0.111)"),
    WeightMode.ROUND2: n_("weight rounded to two places (0.11)"),
    WeightMode.EXACT: n_("exact weight (1/9)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """The bands of one regulation: the lowest index of each grade, best first."""

    name: str
    valid_from: date
    elements: int
    bands: tuple[tuple[str, Decimal], ...]


REGULATIONS = (
    Regulation(
        name="PermenPANRB 14/2017",
        valid_from=date(2017, 5, 9),
        elements=9,
        bands=(("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")), ("D", Decimal(0))),
    ),
    Regulation(
        name="KEP/25/M.PAN/2/2004",
        valid_from=date(2004, 2, 24),
        elements=14,
        bands=(("A", Decimal("81.26")), ("B", Decimal("62.51")), ("C", Decimal("43.76")), ("D", Decimal(0))),
    ),
)
GRADE_NAMES = {
    "A": n_("Very good service"),
    "B": n_("Good service"),
    "C": n_("Less good service"),
    "D": n_("Poor service"),
}


def regulation_for(elements: int) -> Regulation:
    """The regulation that asks so many elements; the current one for any other number."""
    return next((one for one in REGULATIONS if one.elements == elements), REGULATIONS[0])


def weight_of(elements: int, mode: WeightMode) -> Fraction:
    """The weight of one of so many elements: 1/9 is 0.111, 0.11 or itself."""
    exact = Fraction(1, elements)
    if mode is WeightMode.EXACT:
        return exact
    return Fraction(half_up(exact, 3 if mode is WeightMode.ROUND3 else 2))


def half_up(number: Fraction, places: int) -> Decimal:
    """`number` rounded half up to so many places, without an inexact step on the way."""
    scaled = number * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places)


def mean_of(total: int, filled: int) -> Fraction | None:
    """NRR: the sum of the answers on an element by the number of FILLED answers on it; None without any."""
    return Fraction(total, filled) if filled else None


def index_of(means: Sequence[Fraction | Decimal], mode: WeightMode = WeightMode.ROUND3) -> Decimal:
    """25 × Σ (NRR × weight), rounded half up to two places. Rounded weights can give 24.98 at the lowest."""
    weight = weight_of(len(means), mode)
    return half_up(25 * weight * sum((Fraction(mean) for mean in means), Fraction(0)), 2)


def grade_of(index: Decimal, elements: int = 9) -> str:
    """A to D. The index is rounded to two places first, then graded: 76.604 is C, 76.61 is B."""
    rounded = index.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return next((grade for grade, lowest in regulation_for(elements).bands if rounded >= lowest), "D")


def sample_size(population: int) -> int:
    """Krejcie and Morgan: how many respondents speak for so many served people (χ²=3.841, P=0.5, d=0.05), rounded."""
    if population <= 0:
        return 0
    spread = Fraction("3.841") * Fraction(1, 4)
    size = spread * population / (Fraction("0.05") ** 2 * (population - 1) + spread)
    return int(half_up(size, 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementSum:
    """All that the index needs of one element: the sum of the answers and how many there are."""

    total: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementResult:
    """`exact` is the mean of the filled answers, None when it may not be shown; `rank` 1 is the best."""

    code: str
    exact: Fraction | None
    n: int
    rank: int | None

    @property
    def mean(self) -> Decimal | None:
        """With two places, for people to read."""
        return None if self.exact is None else half_up(self.exact, 2)

    @property
    def order(self) -> tuple[int, str]:
        """Best first, those without a mean at the end."""
        return (99 if self.rank is None else self.rank, self.code)


def index_from(sums: Mapping[str, ElementSum], mode: WeightMode) -> Decimal | None:
    """The index over the elements of `sums`; None when one of them has no answer at all."""
    means = [mean_of(one.total, one.filled) for one in sums.values()]
    known = [mean for mean in means if mean is not None]
    return index_of(known, mode) if known and len(known) == len(means) else None


def results_from(sums: Mapping[str, ElementSum], fewest: int = 1) -> tuple[ElementResult, ...]:
    """Mean and rank of each element; those with fewer than `fewest` answers have neither."""
    exact = {
        code: mean_of(one.total, one.filled) if one.filled >= fewest else None for code, one in sums.items()
    }
    known = sorted((mean for mean in exact.values() if mean is not None), reverse=True)
    return tuple(
        ElementResult(
            code=code,
            exact=mean,
            n=sums[code].filled,
            rank=None if mean is None else known.index(mean) + 1,
        )
        for code, mean in exact.items()
    )
