"""Why somebody who meets a rule is not paid by it: its cap, its cool-down or its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.limits import NET
from portal.domain.rewards.ledger.models import LedgerEntry
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Withheld:
    """`message` is a msgid with places for `values`."""

    message: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the ledger of a year says: how often a person was paid by a rule, when last, and what all were paid."""

    times: int = 0
    last_on: date | None = None
    spent: int = 0


def booked_by(
    session: Session, versions: Sequence[RuleVersion], employee_id: int, day: date
) -> dict[int, Booked]:
    """For rules with limits, by rule; two statements, none without such rules."""
    limited = [version.rule_id for version in versions if version.has_limits]
    if not limited:
        return {}
    this_year = (
        LedgerEntry.booked_on >= date(day.year, 1, 1),
        LedgerEntry.booked_on < date(day.year + 1, 1, 1),
    )
    own = session.execute(
        select(LedgerEntry.rule_id, func.sum(NET), func.max(LedgerEntry.booked_on))
        .where(LedgerEntry.rule_id.in_(limited), LedgerEntry.employee_id == employee_id, *this_year)
        .group_by(LedgerEntry.rule_id)
    )
    mine = {rule_id: (int(times), last_on) for rule_id, times, last_on in own}
    all_spent = _spent(session, [one.rule_id for one in versions if one.budget], this_year)
    return {
        rule_id: Booked(*mine.get(rule_id, (0, None)), spent=all_spent.get(rule_id, 0)) for rule_id in limited
    }


def _spent(session: Session, rule_ids: list[int], this_year: tuple[Any, ...]) -> dict[int, int]:
    if not rule_ids:
        return {}
    rows = session.execute(
        select(LedgerEntry.rule_id, func.sum(LedgerEntry.points))
        .where(LedgerEntry.rule_id.in_(rule_ids), *this_year)
        .group_by(LedgerEntry.rule_id)
    )
    return {rule_id: int(points) for rule_id, points in rows}


def withheld(version: RuleVersion, booked: Booked, day: date) -> Withheld | None:
    """The limit that stands in the way today; None when there is none."""
    if version.cap_per_year is not None and booked.times >= version.cap_per_year:
        return Withheld(
            n_("It can be earned %(times)s times a year at most, and that is reached."),
            {"times": version.cap_per_year},
        )
    if version.cool_down_days is not None and booked.times > 0 and booked.last_on is not None:
        again = booked.last_on + timedelta(days=version.cool_down_days)
        if again > day:
            return Withheld(n_("It can be earned again from %(day)s on."), {"day": again})
    if version.budget is not None and booked.spent + version.points > version.budget:
        return Withheld(n_("The points set aside for this rule are used up for this year."))
    return None
