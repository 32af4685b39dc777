"""What the ledger asks of others: everything that gives hours tells it in the same columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSource:
    """`finished()` selects the columns source_id, employee_id, day, at, kind, hours, title, provider, tags.

    `day` is the day it was finished; where that is not known, it is read from the moment `at` in the agency's
    calendar. `kind` is a CourseKind, `hours` are those of the programme, `tags` words with commas between them.
    One row for each activity and person.
    """

    source_type: str
    finished: Callable[[], Select[*tuple[Any, ...]]] = field(repr=False)
