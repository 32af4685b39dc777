"""From awards just changed to the ledger, the sums, the inbox and whoever listens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.events import AwardGranted, AwardRevoked
from portal.domain.rewards.ledger.histogram import counting_heads
from portal.domain.rewards.ledger.models import (
    Award,
    AwardState,
    LedgerEntry,
    LedgerReason,
    Score,
    ScoreHistogram,
    UnitScore,
)
from portal.domain.rewards.periods import board_keys
from portal.domain.rewards.sql import dialect_of, insert_into, run
from portal.domain.words import n_

EARNED = n_("You earned “%(rule)s”: %(points)s points.")
TAKEN_BACK = n_("“%(rule)s” was taken back because its condition is no longer met.")

SIGNED = case((Award.state == AwardState.GRANTED, Award.points), else_=-Award.points)
EVENTS = {AwardState.GRANTED: AwardGranted, AwardState.REVOKED: AwardRevoked}


def book(session: Session, task: Task, batch: int, at: datetime) -> None:
    """Everything that follows from the awards of one batch, in the same transaction."""
    changed = _changed(task, batch)
    places = task.people.params
    run(session, _entries(session, changed, task, at), places)
    affected = select(Award.employee_id).where(*changed)
    with counting_heads(session, board_keys(task.window_key), affected, places):
        run(session, _scores(session, changed, task), places)
    run(session, _unit_scores(session, changed, task), places)
    if not task.is_silent:
        run(session, _notices(session, changed, task, at), places)
    _forget(session)
    _tell(session, changed, places)


def _changed(task: Task, batch: int) -> list[ColumnElement[bool]]:
    """Found through the unique index by rule, window and people; the mark tells which of them."""
    return [
        Award.rule_id == task.rule.rule_id,
        Award.window_key == task.window_key,
        *task.people.among(Award.employee_id),
        Award.batch == batch,
        Award.state.in_(list(EVENTS)),
    ]


def _entries(session: Session, changed: list[ColumnElement[bool]], task: Task, at: datetime) -> Any:
    """A reversal counts for the day of what it takes back, so that caps see both or neither."""
    before = (
        select(LedgerEntry.booked_on)
        .where(LedgerEntry.employee_id == Award.employee_id, LedgerEntry.award_id == Award.id)
        .where(LedgerEntry.revision == Award.revision - 1)
        .scalar_subquery()
    )
    is_grant = Award.state == AwardState.GRANTED
    today = literal(task.booked_on, LedgerEntry.booked_on.type)
    reasons = [
        literal(reason, LedgerEntry.reason.type) for reason in (LedgerReason.GRANTED, LedgerReason.REVOKED)
    ]
    columns = {
        "employee_id": Award.employee_id,
        "award_id": Award.id,
        "revision": Award.revision,
        "rule_id": Award.rule_id,
        "window_key": Award.window_key,
        "unit_key": Award.unit_key,
        "points": SIGNED,
        "reason": case((is_grant, reasons[0]), else_=reasons[1]),
        "booked_on": case((is_grant, today), else_=func.coalesce(before, today)),
        "booked_at": literal(at, LedgerEntry.booked_at.type),
    }
    rows: Select[Any] = select(*columns.values()).where(*changed)
    return (
        insert_into(session, LedgerEntry.__table__)
        .from_select(list(columns), rows)
        .on_conflict_do_nothing(index_elements=["employee_id", "award_id", "revision"])
    )


def _boards(task: Task) -> Any:
    """The boards of the window as a small table."""
    keys = [select(literal(key).label("period_key")) for key in board_keys(task.window_key)]
    return union_all(*keys).subquery("boards") if len(keys) > 1 else keys[0].subquery("boards")


def _scores(session: Session, changed: list[ColumnElement[bool]], task: Task) -> Any:
    """A person is on the board of the unit they work in now."""
    boards = _boards(task)
    rows: Select[Any] = (
        select(boards.c.period_key, Award.employee_id, Employee.unit_key, SIGNED)
        .select_from(Award)
        .join(boards, literal(True))
        .join(Employee, Employee.id == Award.employee_id)
        .where(*changed)
        .order_by(boards.c.period_key, Award.employee_id)
    )
    added = insert_into(session, Score.__table__).from_select(
        ["period_key", "employee_id", "unit_key", "points"], rows
    )
    return added.on_conflict_do_update(
        index_elements=["period_key", "employee_id"],
        set_={"points": Score.points + added.excluded.points, "unit_key": added.excluded.unit_key},
    )


def _unit_scores(session: Session, changed: list[ColumnElement[bool]], task: Task) -> Any:
    """Points stay with the unit they were earned in."""
    boards = _boards(task)
    rows: Select[Any] = (
        select(boards.c.period_key, Award.unit_key, func.sum(SIGNED))
        .select_from(Award)
        .join(boards, literal(True))
        .where(*changed)
        .group_by(boards.c.period_key, Award.unit_key)
        .order_by(boards.c.period_key, Award.unit_key)
    )
    added = insert_into(session, UnitScore.__table__).from_select(["period_key", "unit_key", "points"], rows)
    return added.on_conflict_do_update(
        index_elements=["period_key", "unit_key"],
        set_={"points": UnitScore.points + added.excluded.points},
    )


def _notices(session: Session, changed: list[ColumnElement[bool]], task: Task, at: datetime) -> Any:
    build = func.json_object if dialect_of(session) == "sqlite" else func.json_build_object
    is_grant = Award.state == AwardState.GRANTED
    columns = {
        "account_id": Employee.account_id,
        "icon": case((is_grant, "award"), else_="arrow-back-up"),
        "message": case((is_grant, EARNED), else_=TAKEN_BACK),
        "values": build("rule", literal(task.rule.name), "points", Award.points),
        "link": literal("/rewards/awards/") + func.cast(Award.id, Notification.link.type),
        "created_at": literal(at, Notification.created_at.type),
    }
    rows: Select[Any] = (
        select(*columns.values())
        .join(Employee, Employee.id == Award.employee_id)
        .where(*changed, Employee.account_id.is_not(None))
    )
    return insert_into(session, Notification.__table__).from_select(list(columns), rows)


def _forget(session: Session) -> None:
    """What was loaded before the sets changed is read again when it is next asked for."""
    stale = (Award, Score, UnitScore, ScoreHistogram)
    for thing in list(session.identity_map.values()):
        if isinstance(thing, stale):
            session.expire(thing)


def _tell(session: Session, changed: list[ColumnElement[bool]], places: dict[str, Any]) -> None:
    """One event per award, only when somebody listens."""
    listened = {kind for kind in EVENTS.values() if session.info.get("reactions", {}).get(kind)}
    if not listened:
        return
    rows = run(
        session, select(Award.id, Award.rule_id, Award.employee_id, Award.state).where(*changed), places
    )
    for award_id, rule_id, employee_id, state in rows.all():
        if EVENTS[state] in listened:
            announce(session, EVENTS[state](award_id=award_id, rule_id=rule_id, employee_id=employee_id))
