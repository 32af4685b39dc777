"""Who vouched for whom: a question that features answer, so that gaming can be looked for without knowing them.

An answer is never a judgement: a person looks at what is unusual.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True, kw_only=True)
class VouchSource:
    """One kind of work that counts only because somebody else stood up for it.

    `kind` is the `source_type` of the facts. `vouches()` selects the columns
    source_id, subject_id (the employee whose work it is), voucher_id (the employee who stood up for it, if known),
    day (it counts for), told_at, vouched_at, is_top (1 when it was accepted, or got the best mark; else 0).
    `is_beforehand`: vouched for before it was told, as by a slip that is handed out; else decided afterwards.
    """

    kind: str
    is_beforehand: bool
    vouches: Callable[[], Select[Any]] = field(repr=False)
