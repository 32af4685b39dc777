"""From awards just changed to the ledger, the sums, the inbox and whoever listens."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from portal.domain.base import Moment
from portal.domain.events import announce
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.rewards.evaluation.people import among
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
from portal.domain.rewards.sql import AnySelect, dialect_of, insert_on, run
from portal.domain.words import n_

EARNED = n_("You earned “%(rule)s”: %(points)s points.")
TAKEN_BACK = n_("“%(rule)s” was taken back because its condition is no longer met.")

IS_GRANT = Award.state == AwardState.GRANTED
SIGNED = case((IS_GRANT, Award.points), else_=-Award.points)
EVENTS = {AwardState.GRANTED: AwardGranted, AwardState.REVOKED: AwardRevoked}


def book(session: Session, task: Task, places: dict[str, Any]) -> None:
    """Everything that follows from the awards that bear the mark, in the same transaction."""
    mode, dialect, keys = task.people.mode, dialect_of(session), board_keys(task.window_key)
    own = {name: places[name] for name in (*task.people.params, "window", "mark", "moment")}
    own |= {"rule": task.rule.rule_id, "booked": task.booked_on, "name": task.rule.name}
    run(session, _entries(mode, dialect), own)
    with counting_heads(session, keys, _affected(mode), own):
        run(session, _scores(mode, dialect, keys), own)
    run(session, _unit_scores(mode, dialect, keys), own)
    if not task.is_silent:
        run(session, _notices(mode, dialect), own)
    _forget(session)
    _tell(session, mode, own)


def _changed(mode: str) -> list[ColumnElement[bool]]:
    """Found through the unique index by rule, window and people; the mark tells which of them."""
    return [
        Award.rule_id == bindparam("rule"),
        Award.window_key == bindparam("window"),
        *among(mode, Award.employee_id),
        Award.batch == bindparam("mark"),
        Award.state != AwardState.ON_COURSE,
    ]


@lru_cache
def _affected(mode: str) -> AnySelect:
    return select(Award.employee_id).where(*_changed(mode))


@lru_cache
def _entries(mode: str, dialect: str) -> Any:
    """A reversal counts for the day of what it takes back, so that caps see both or neither."""
    before = (
        select(LedgerEntry.booked_on)
        .where(LedgerEntry.employee_id == Award.employee_id, LedgerEntry.award_id == Award.id)
        .where(LedgerEntry.revision == Award.revision - 1)
        .scalar_subquery()
    )
    today = bindparam("booked", type_=LedgerEntry.booked_on.type)
    granted, revoked = (
        literal(reason, LedgerEntry.reason.type) for reason in (LedgerReason.GRANTED, LedgerReason.REVOKED)
    )
    columns = {
        "employee_id": Award.employee_id,
        "award_id": Award.id,
        "revision": Award.revision,
        "rule_id": Award.rule_id,
        "window_key": Award.window_key,
        "unit_key": Award.unit_key,
        "points": SIGNED,
        "reason": case((IS_GRANT, granted), else_=revoked),
        "booked_on": case((IS_GRANT, today), else_=func.coalesce(before, today)),
        "booked_at": bindparam("moment", type_=Moment()),
    }
    rows = select(*columns.values()).where(*_changed(mode))
    return (
        insert_on(dialect, LedgerEntry.__table__)
        .from_select(list(columns), rows)
        .on_conflict_do_nothing(index_elements=["employee_id", "award_id", "revision"])
    )


def _boards(keys: tuple[int, ...]) -> Any:
    """The boards of the window as a small table."""
    rows = [select(literal(key).label("period_key")) for key in keys]
    return union_all(*rows).subquery("boards") if len(rows) > 1 else rows[0].subquery("boards")


@lru_cache(maxsize=256)
def _scores(mode: str, dialect: str, keys: tuple[int, ...]) -> Any:
    """A person is on the board of the unit they work in now."""
    boards = _boards(keys)
    rows = (
        select(boards.c.period_key, Award.employee_id, Employee.unit_key, SIGNED)
        .select_from(Award)
        .join(boards, literal(True))
        .join(Employee, Employee.id == Award.employee_id)
        .where(*_changed(mode))
        .order_by(boards.c.period_key, Award.employee_id)
    )
    names = ["period_key", "employee_id", "unit_key", "points"]
    added = insert_on(dialect, Score.__table__).from_select(names, rows)
    return added.on_conflict_do_update(
        index_elements=["period_key", "employee_id"],
        set_={"points": Score.points + added.excluded.points, "unit_key": added.excluded.unit_key},
    )


@lru_cache(maxsize=256)
def _unit_scores(mode: str, dialect: str, keys: tuple[int, ...]) -> Any:
    """Points stay with the unit they were earned in."""
    boards = _boards(keys)
    rows = (
        select(boards.c.period_key, Award.unit_key, func.sum(SIGNED))
        .select_from(Award)
        .join(boards, literal(True))
        .where(*_changed(mode))
        .group_by(boards.c.period_key, Award.unit_key)
        .order_by(boards.c.period_key, Award.unit_key)
    )
    added = insert_on(dialect, UnitScore.__table__).from_select(["period_key", "unit_key", "points"], rows)
    return added.on_conflict_do_update(
        index_elements=["period_key", "unit_key"],
        set_={"points": UnitScore.points + added.excluded.points},
    )


@lru_cache
def _notices(mode: str, dialect: str) -> Any:
    build = func.json_object if dialect == "sqlite" else func.json_build_object
    columns = {
        "account_id": Employee.account_id,
        "icon": case((IS_GRANT, "award"), else_="arrow-back-up"),
        "message": case((IS_GRANT, EARNED), else_=TAKEN_BACK),
        "values": build("rule", bindparam("name", type_=String), "points", Award.points),
        "link": literal("/rewards/awards/") + cast(Award.id, String),
        "created_at": bindparam("moment", type_=Moment()),
    }
    rows = (
        select(*columns.values())
        .join(Employee, Employee.id == Award.employee_id)
        .where(*_changed(mode), Employee.account_id.is_not(None))
        .where(
            or_(~IS_GRANT, ~Employee.is_quiet)
        )  # quiet mode: no fuss about honours, but never silent losses
    )
    return insert_on(dialect, Notification.__table__).from_select(list(columns), rows)


def _forget(session: Session) -> None:
    """What was loaded before the sets changed is read again when it is next asked for."""
    stale = (Award, Score, UnitScore, ScoreHistogram)
    for thing in list(session.identity_map.values()):
        if isinstance(thing, stale):
            session.expire(thing)


def _tell(session: Session, mode: str, own: dict[str, Any]) -> None:
    """One event per award, only when somebody listens."""
    listened = {kind for kind in EVENTS.values() if session.info.get("reactions", {}).get(kind)}
    if not listened:
        return
    awards = select(Award.id, Award.rule_id, Award.employee_id, Award.state).where(*_changed(mode))
    for award_id, rule_id, employee_id, state in run(session, awards, own).all():
        if EVENTS[state] in listened:
            announce(session, EVENTS[state](award_id=award_id, rule_id=rule_id, employee_id=employee_id))
