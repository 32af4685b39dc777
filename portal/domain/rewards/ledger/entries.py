"""From awards just changed to rows of the ledger."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from portal.domain.base import Moment
from portal.domain.rewards.evaluation.people import among
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, LedgerReason
from portal.domain.rewards.ready import change
from portal.domain.rewards.sql import dialect_of, insert_on

AWARDS: Any = Award.__table__
LEDGER: Any = LedgerEntry.__table__
IS_GRANT = AWARDS.c.state == AwardState.GRANTED


def enter(session: Session, task: Task, places: dict[str, Any], *, takes_back: bool) -> None:
    """Into the ledger goes what became of the awards that bear the mark; `takes_back`: some of them were revoked."""
    own = {name: places[name] for name in (*task.people.params, "window", "mark", "moment")}
    own |= {"rule": task.rule.rule_id, "booked": task.booked_on}
    change(session, _entries(task.people.mode, dialect_of(session), task.is_decided, takes_back), own)


@lru_cache
def _entries(mode: str, dialect: str, is_decided: bool, takes_back: bool) -> Any:
    """The awards are found through the unique index by rule, window and people; the mark tells which of them."""
    today = bindparam("booked", type_=LEDGER.c.booked_on.type)
    by_rule = (LedgerReason.GRANTED, LedgerReason.REVOKED)
    reasons = (LedgerReason.MANUAL, LedgerReason.MANUAL) if is_decided else by_rule
    granted, revoked = (literal(reason, LEDGER.c.reason.type) for reason in reasons)
    signed = {"points": AWARDS.c.points, "reason": granted, "booked_on": today}
    if takes_back:
        signed = {
            "points": case((IS_GRANT, AWARDS.c.points), else_=-AWARDS.c.points),
            "reason": case((IS_GRANT, granted), else_=revoked),
            "booked_on": case((IS_GRANT, today), else_=func.coalesce(_day_of_the_grant(), today)),
        }
    columns = {
        "employee_id": AWARDS.c.employee_id,
        "award_id": AWARDS.c.id,
        "revision": AWARDS.c.revision,
        "rule_id": AWARDS.c.rule_id,
        "window_key": AWARDS.c.window_key,
        "unit_key": AWARDS.c.unit_key,
        **signed,
        "booked_at": bindparam("moment", type_=Moment()),
    }
    changed = (
        AWARDS.c.rule_id == bindparam("rule"),
        AWARDS.c.window_key == bindparam("window"),
        *among(mode, AWARDS.c.employee_id),
        AWARDS.c.batch == bindparam("mark"),
        AWARDS.c.state != AwardState.ON_COURSE,
    )
    return (
        insert_on(dialect, LEDGER)
        .from_select(list(columns), select(*columns.values()).where(*changed))
        .on_conflict_do_nothing(index_elements=["employee_id", "award_id", "revision"])
    )


def _day_of_the_grant() -> Any:
    """A reversal counts for the day of what it takes back, so that caps see both or neither.

    Asked only where something is taken back: whoever reads the ledger while writing it has the rows put aside first.
    """
    return (
        select(LEDGER.c.booked_on)
        .where(LEDGER.c.employee_id == AWARDS.c.employee_id, LEDGER.c.award_id == AWARDS.c.id)
        .where(LEDGER.c.revision == AWARDS.c.revision - 1)
        .scalar_subquery()
    )
