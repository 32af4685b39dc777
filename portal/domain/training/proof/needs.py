"""What the proof of a training asks of features it does not know: figures by month, to look at before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that a course may want to move: `key` is read again by the same source."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Where:
    """For whom the training was: the units with these keys."""

    low: int
    high: int


class Yardstick(Protocol):
    """A source of figures. `unit`: a msgid for what is counted."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...

    def choices(self, session: Session, viewer: Viewer) -> Sequence[Choice]:
        """What the viewer may choose from, by label."""

    def months(
        self, session: Session, key: str, where: Where, period: Period
    ) -> Sequence[tuple[date, Decimal | None]]:
        """A value for each month of the period; None where there is none that may be shown."""
