"""Of many people at once: who is furthest behind in something, for whoever shares out help fairly."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from portal.domain.targets.achievement import capped, percent
from portal.domain.targets.overview.gaps import TOLERATED
from portal.domain.targets.overview.home import AT_WORK
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import IN_FORCE, PerformancePlan, PlanVersion


@dataclass(frozen=True, slots=True)
class WidestGap:
    """`points` of 100 between the share of the period that has passed and what is reached; `text`: the indicator."""

    points: int
    text: str


def widest_gaps(
    session: Session, people: Select[Any], words: Collection[str], day: date
) -> dict[int, WidestGap]:
    """By employee, in one statement: the widest gap among own indicators that speak of one of the words.

    Up to 10 points behind is no gap; expectations in words have none. A word counts where it begins a word.
    """
    if not words:
        return {}
    starts = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in words), re.IGNORECASE)
    found: dict[int, WidestGap] = {}
    for row in session.execute(_behind(people, words, day)):
        points = _points(row, day) if starts.search(f"{row.text} {row.result}") else 0
        if points > max(TOLERATED, found[row.employee_id].points if row.employee_id in found else 0):
            found[row.employee_id] = WidestGap(points, row.text)
    return found


def _behind(people: Select[Any], words: Collection[str], day: date) -> Select[*tuple[Any, ...]]:
    speaks = [
        column.icontains(word, autoescape=True)
        for word in words
        for column in (Indicator.text, WorkResult.text)
    ]
    return (
        select(
            PerformancePlan.employee_id,
            PerformancePlan.starts_on,
            PerformancePlan.ends_on,
            WorkResult.text.label("result"),
            Indicator.text,
            Indicator.realization,
            Indicator.target_low,
            Indicator.target_high,
            Indicator.direction,
        )
        .join(PlanVersion, AT_WORK)
        .join(WorkResult, WorkResult.version_id == PlanVersion.id)
        .join(Indicator, Indicator.result_id == WorkResult.id)
        .where(
            PerformancePlan.employee_id.in_(people),
            PerformancePlan.state.in_(IN_FORCE),
            PerformancePlan.starts_on <= day,
            PerformancePlan.ends_on > day,
            Indicator.achieved_on.is_(None),
            Indicator.target_low.is_not(None),
            or_(*speaks),
        )
        .order_by(Indicator.id)
    )


def _points(row: Row[Any], day: date) -> int:
    passed = (day - row.starts_on).days * 100 // (row.ends_on - row.starts_on).days
    reached = 0
    if row.realization is not None:
        reached = int(capped(percent(row.realization, row.target_low, row.target_high, row.direction)))
    return passed - reached
