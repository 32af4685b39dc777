"""What there is to evaluate: one rule version, one window, some people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from portal.domain.periods import Period
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.question import Question
from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.periods import key_of, window_at
from portal.domain.rewards.rules.tree import Node, leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`is_final`: the window is being closed, so that what is met is granted whatever the policy.

    `booked_on` is the day caps and cool-downs count by.
    """

    rule: LiveRule
    window: Period
    people: People
    booked_on: date
    is_final: bool = False
    is_silent: bool = False

    @property
    def grants(self) -> bool:
        return self.is_final or self.rule.pays_at_once

    @property
    def window_key(self) -> int:
        return key_of(self.window)

    @property
    def agency_id(self) -> int | None:
        return self.people.agency_id or self.rule.agency_id

    @property
    def question(self) -> Question:
        return question_of(self.rule, self.people.mode, self.people.agency_id)

    @property
    def places(self) -> dict[str, Any]:
        """The parameters of the question for this window."""
        return {
            **window_places(self.rule, self.window),
            **(self.limit_days if self.rule.has_limits else {}),
            **self.people.params,
        }

    @property
    def limit_days(self) -> dict[str, date]:
        """From when until before when caps, budgets and cool-downs look at the ledger."""
        day, wait = self.booked_on, timedelta(days=self.rule.cool_down_days or 0)
        return {
            "year_from": date(day.year, 1, 1),
            "year_to": date(day.year + 1, 1, 1),
            "cool_from": day - wait + timedelta(days=1),
            "cool_to": day + wait,
        }

    def silenced(self) -> Task:
        """Without notices: for history nobody waits for any more."""
        return replace(self, is_silent=True)

    def for_people(self, people: People) -> Task:
        return replace(self, people=people)


@lru_cache(maxsize=2048)
def question_of(rule: LiveRule, mode: str, agency_id: int | None) -> Question:
    return Question(
        node=rule.node,
        metrics=rule.metrics,
        mode=mode,
        scope=rule.scope,
        agency_id=agency_id or rule.agency_id,
    )


def window_places(rule: LiveRule, window: Period) -> dict[str, Any]:
    return {
        **stretches(rule.node, window),
        "starts": window.start,
        "ends": window.end,
        "year_starts": window.start.replace(month=1),
        "window": key_of(window),
    }


def stretches(node: Node, window: Period) -> dict[str, int]:
    """From the first month of each kind of stretch to the last month of the window, in the window's year."""
    last = key_of(window) % 100
    places = {"year": window.start.year, "last": last}
    for kind in {leaf.window for leaf in leaves(node)}:
        whole = window_at(window.start, kind, window) or window
        start = min(whole.start, window.start) if whole.end >= window.end else window.start
        places[f"from_{kind.value}"] = start.month
    return places
