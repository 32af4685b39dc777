"""What the ledger asks of others: everything that gives hours tells it in the same columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSource:
    """`finished()` selects the columns source_id, employee_id, at, kind, hours, title, provider, tags.

    `at` is the moment it was finished, `kind` a CourseKind, `hours` those of the programme, `tags` words with
    commas between them. One row for each activity and person; what was booked once is never booked again.
    """

    source_type: str
    finished: Callable[[], Select[Any]] = field(repr=False)
