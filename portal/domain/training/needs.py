"""What training asks of features it does not know: what a person is short of, so that a course can say why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy.orm import Session

from portal.domain.organisation.viewers import Viewer


class NeedKind(StrEnum):
    GAP = "gap"
    WEAK_ELEMENT = "weak_element"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing a person or the person's unit is short of.

    `words`: what it is about, in the words people wrote; `subject`: a code for which training keeps topics;
    `name`: what it is called on the screen (a msgid when `subject` is given); `percent`: how far it is.
    """

    kind: NeedKind
    name: str
    words: str = ""
    subject: str = ""
    place: str = ""
    percent: int | None = field(default=None)


NeedSource: TypeAlias = Callable[[Session, Viewer, datetime], Sequence[Need]]
