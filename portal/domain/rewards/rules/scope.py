"""Whom a rule is for: subtrees of units, kinds of position, kinds of employment. Empty means everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Employment, PositionKind
from portal.domain.organisation.units.former import present_spans
from portal.domain.words import n_

KEYS = {"units", "positions", "employment"}


@dataclass(frozen=True, slots=True)
class Scope:
    """`spans` are intervals of unit keys."""

    spans: tuple[tuple[int, int], ...] = ()
    positions: tuple[PositionKind, ...] = ()
    employment: tuple[Employment, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "units": [list(span) for span in self.spans],
            "positions": [kind.value for kind in self.positions],
            "employment": [kind.value for kind in self.employment],
        }


def scope_today(session: Session, data: Mapping[str, Any]) -> Scope:
    """The scope with the keys its units have now."""
    scope = scope_from(data)
    return replace(scope, spans=present_spans(session, scope.spans)) if scope.spans else scope


def scope_from(data: Mapping[str, Any]) -> Scope:
    if not set(data) <= KEYS:
        raise _unreadable()
    try:
        return Scope(
            tuple((int(low), int(high)) for low, high in data.get("units", ())),
            tuple(PositionKind(kind) for kind in data.get("positions", ())),
            tuple(Employment(kind) for kind in data.get("employment", ())),
        )
    except (TypeError, ValueError):
        raise _unreadable() from None


def _unreadable() -> RuleBroken:
    return RuleBroken(n_("Whom this rule is for cannot be read."), field="scope")
