"""What counts as unusual: every threshold with its reason. Nothing here touches the database.

All of them compare people with their own past, or with their own agency, never with a fixed idea of diligence:
where everybody reports on the last day, or decides in a weekly meeting, nobody stands out. Small numbers are
chance and are left alone. All arithmetic is in whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

# A check-in has a number, a note and evidence; nobody who opens the evidence decides within two minutes.
# Once or twice that happens (one talked about it before), so most of a pair's decisions have to be that fast.
QUICK = timedelta(minutes=2)
LEAST_DECISIONS = 8
QUICK_SHARE = 80

# How ordinary it may be for others without making the pair unusual, and how many others make a comparison.
USUAL_SHARE = 30
LEAST_OTHERS = 20

# Whoever decides fast on everybody has a habit (a meeting, a room), and favours nobody.
HABIT_SHARE = 50

# One helping out for the other happens once or twice a quarter; three times each, in the same weeks, does not.
LEAST_MUTUAL = 3

# "Best on all nine questions" is one visitor in three on good days; nineteen of twenty are not visitors.
LEAST_SLIPS = 15
TOP_SHARE = 95
# Slips of other colleagues for the same officer show what visitors really say.
USUAL_TOP_SHARE = 60
LEAST_OTHER_SLIPS = 5
# Visitors are served one after the other; reviews less than three minutes apart are typed in a row.
IN_A_ROW = timedelta(minutes=3)
ROW_SHARE = 50

# More in one hour, or on one day, than a busy person does, and five times one's own usual. The usual is the median
# of the other hours or days on which there was anything: market days and month ends are part of it. Fewer than five
# of those are no past to compare with (newcomers, a new service).
LEAST_IN_AN_HOUR = 10
LEAST_IN_A_DAY = 12
TIMES_USUAL = 5
LEAST_PAST = 5
PAST = timedelta(days=180)

# The last two days before the quarter ends, and before its grace is over: a quarter has some 62 working days, so
# seven of ten in two of them is a rush. Five or six indicators reported at the month's end stay below the least.
LAST_MINUTE = timedelta(days=2)
LEAST_TOLD = 10
LAST_MINUTE_SHARE = 70
USUAL_LAST_SHARE = 35


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`."""

    n: int = 0
    hits: int = 0

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.n - other.n, self.hits - other.hits)

    def is_at_least(self, percent: int) -> bool:
        return self.n > 0 and self.hits * 100 >= percent * self.n

    def is_at_most(self, percent: int) -> bool:
        return self.hits * 100 <= percent * self.n


def stands_out(own: Share, others: Share, *, least: int, share: int, usual: int, least_others: int) -> bool:
    """Often enough, nearly always, and where others do it rarely."""
    is_enough = own.n >= least and others.n >= least_others
    return is_enough and own.is_at_least(share) and others.is_at_most(usual)


def is_quick(pair: Share, same_voucher: Share, others: Share) -> bool:
    """`same_voucher`: that person's decisions on everybody else; `others`: all other pairs of the agency."""
    if same_voucher.n >= LEAST_DECISIONS and same_voucher.is_at_least(HABIT_SHARE):
        return False
    return stands_out(
        pair,
        others,
        least=LEAST_DECISIONS,
        share=QUICK_SHARE,
        usual=USUAL_SHARE,
        least_others=LEAST_OTHERS,
    )


def is_generous(pair: Share, other_slips: Share, in_a_row: int) -> bool:
    """Only best marks by one issuer's slips, while others' slips for the same officer say something else,
    or most of them came in a row.
    """
    if pair.n < LEAST_SLIPS or not pair.is_at_least(TOP_SHARE):
        return False
    is_contradicted = other_slips.n >= LEAST_OTHER_SLIPS and other_slips.is_at_most(USUAL_TOP_SHARE)
    return is_contradicted or Share(pair.n, in_a_row).is_at_least(ROW_SHARE)


def is_last_minute(own: Share, others: Share) -> bool:
    return stands_out(
        own,
        others,
        least=LEAST_TOLD,
        share=LAST_MINUTE_SHARE,
        usual=USUAL_LAST_SHARE,
        least_others=LEAST_OTHERS,
    )


@dataclass(frozen=True, slots=True)
class Peak:
    """`n` in one hour or on one day, where `usual` is the median of the others."""

    at: int
    n: int
    usual: int


def peaks(counts: Mapping[int, int], least: int) -> Sequence[Peak]:
    """The hours or days far above the person's own usual, largest first; `counts` by number of the hour or day."""
    found = []
    for at, n in counts.items():
        if n < least or len(counts) - 1 < LEAST_PAST:
            continue
        usual = max(1, median_low(other for moment, other in counts.items() if moment != at))
        if n >= TIMES_USUAL * usual:
            found.append(Peak(at, n, usual))
    return sorted(found, key=lambda peak: (-peak.n, peak.at))
