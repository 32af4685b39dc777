"""Who vouched for whom, for tests of the look at gaming: rows as a feature would offer them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import BigInteger, Date, column, select, values

from portal.domain.base import Moment
from portal.domain.integrity import VouchSource
from portal.domain.periods import Period
from portal.domain.rewards.flags.models import Flag, FlagKind, FlagState
from portal.domain.rewards.flags.vouching import Look
from tests.factories import NOW
from tests.factories_rewards import Q4

_numbers = count(1)
NAMES = ("source_id", "subject_id", "voucher_id", "day", "told_at", "vouched_at", "is_top")
TYPES = (BigInteger, BigInteger, BigInteger, Date, Moment, Moment, BigInteger)
MONDAY = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)


def vouch(
    subject, voucher, told_at: datetime, after: timedelta = timedelta(hours=20), *, is_top=True, **fields
):
    """`after`: how long until it was decided (before that it was handed out, when negative)."""
    return {
        "source_id": next(_numbers),
        "subject_id": subject.id,
        "voucher_id": voucher.id if voucher else None,
        "day": fields.pop("day", told_at.date()),
        "told_at": told_at,
        "vouched_at": told_at + after,
        "is_top": int(is_top),
    }


def source(rows, *, kind: str = "checkin", is_beforehand: bool = False) -> VouchSource:
    return VouchSource(kind=kind, is_beforehand=is_beforehand, vouches=lambda: _select(list(rows)))


def _select(rows):
    nothing = {**dict.fromkeys(NAMES, 0), "day": date(2026, 1, 1), "told_at": MONDAY, "vouched_at": MONDAY}
    columns = [column(name, kind) for name, kind in zip(NAMES, TYPES, strict=True)]
    table = (
        values(*columns, name="vouched")
        .data([tuple(row[name] for name in NAMES) for row in rows or [nothing]])
        .cte()
    )
    return select(table).where(table.c.subject_id != 0)


def look(*sources: VouchSource, period: Period = Q4, zone: str = "Asia/Jakarta") -> Look:
    return Look(zone, period, sources)


def weekly(
    subject, voucher, n: int, after: timedelta = timedelta(hours=20), start: datetime = MONDAY, **fields
):
    """One every few days, at different hours."""
    return [
        vouch(subject, voucher, start + timedelta(days=3 * step % 60, hours=step % 6), after, **fields)
        for step in range(n)
    ]


def flag(session, subject, partner=None, *, kind=FlagKind.QUICK, state=FlagState.DISMISSED) -> Flag:
    """With two pieces of evidence."""
    items = [
        {
            "kind": "checkin",
            "id": number,
            "subject_id": subject.id,
            "day": "2026-10-05",
            "told_at": MONDAY.isoformat(),
            "vouched_at": (MONDAY + timedelta(seconds=40)).isoformat(),
            "is_top": True,
        }
        for number in (1, 2)
    ]
    numbers = {
        "n": 12,
        "hits": 11,
        "others": 40,
        "other_hits": 2,
        "usual": 1,
        "times": 1,
        "hour": 1_760_000_400,
    }
    made = Flag(
        key=f"flag-{next(_numbers)}",
        kind=kind,
        period_key=20261012,
        subject_id=subject.id,
        partner_id=partner.id if partner else None,
        source_kind="checkin",
        evidence={"numbers": numbers | {"back": 3, "in_a_row": 4}, "items": items},
        state=state,
        found_at=NOW,
        seen_at=NOW,
    )
    session.add(made)
    session.flush()
    return made
