"""Which people an evaluation looks at: a few by number, or a stretch of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam

EVERYBODY = 2**62


@dataclass(frozen=True, slots=True)
class People:
    """`ids` when given, else everybody from `low` to `high`; `agency_id` narrows both."""

    low: int = 0
    high: int = EVERYBODY
    ids: tuple[int, ...] | None = None
    agency_id: int | None = None

    @classmethod
    def these(cls, ids: Iterable[int]) -> People:
        return cls(ids=tuple(sorted(set(ids))))

    @property
    def mode(self) -> str:
        """Shapes the statement: one person needs a simpler one than some, a stretch or all."""
        if self.ids is not None:
            return "one" if len(self.ids) == 1 else "ids"
        return "all" if self.high == EVERYBODY else "range"

    def among(self, column: Any) -> list[ColumnElement[bool]]:
        """Conditions with places for `params`."""
        return among(self.mode, column)

    @property
    def params(self) -> dict[str, Any]:
        if self.ids is not None:
            return {"who": self.ids[0]} if len(self.ids) == 1 else {"ids": list(self.ids)}
        return {} if self.mode == "all" else {"low": self.low, "high": self.high}


def among(mode: str, column: Any) -> list[ColumnElement[bool]]:
    if mode == "one":
        return [column == bindparam("who")]
    if mode == "ids":
        return [column.in_(bindparam("ids", expanding=True))]
    return [] if mode == "all" else [column.between(bindparam("low"), bindparam("high"))]
