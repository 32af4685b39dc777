"""From new entries of the ledger to the sums, the inbox and whoever listens."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from portal.domain.base import Moment
from portal.domain.events import announce
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Agency, Employee
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
from portal.domain.rewards.ready import change, rows
from portal.domain.rewards.rules.models import Rule
from portal.domain.rewards.sql import constant, dialect_of, insert_on
from portal.domain.words import n_

EARNED = n_("You earned “%(rule)s”: %(points)s points.")
TAKEN_BACK = n_("“%(rule)s” was taken back because its condition is no longer met.")

AWARDS: Any = Award.__table__
LEDGER: Any = LedgerEntry.__table__
IS_GRANT = AWARDS.c.state == AwardState.GRANTED
WAS_GRANTED = LEDGER.c.reason == LedgerReason.GRANTED
NEW = LEDGER.c.id > bindparam("since")
LAST = select(func.coalesce(func.max(LEDGER.c.id), 0))
PEOPLE = select(LEDGER.c.employee_id).where(NEW)
TOLD = (
    select(AWARDS.c.id, AWARDS.c.rule_id, AWARDS.c.employee_id, AWARDS.c.state)
    .join(LEDGER, LEDGER.c.award_id == AWARDS.c.id)
    .where(NEW, AWARDS.c.points >= 0)
    .order_by(LEDGER.c.id)
)
REWARDING = select(Agency.id).where(Agency.has_rewards)
EVENTS = {AwardState.GRANTED: AwardGranted, AwardState.REVOKED: AwardRevoked}


def last_entry(session: Session) -> int:
    """The number after which new entries come. Whoever books is the only evaluator until the commit."""
    return int(rows(session, LAST, {})[0][0])


def sum_up(
    session: Session, since: int, windows: tuple[int, ...], *, at: datetime, is_silent: bool = False
) -> None:
    """Everything that follows from the entries after `since`, in the same transaction."""
    dialect, own = dialect_of(session), {"since": since, "moment": at}
    keys = tuple(sorted({key for window in windows for key in board_keys(window)}))
    with counting_heads(session, keys, PEOPLE, own):
        change(session, _scores(dialect, windows), own)
    change(session, _unit_scores(dialect, windows), own)
    if not is_silent:
        change(session, _notices(dialect), own)
    _forget(session)
    _tell(session, own)


def _boards(windows: tuple[int, ...]) -> Any:
    """Which boards each window counts for, as a small table."""
    pairs = [
        select(constant(window).label("window_key"), constant(key).label("period_key"))
        for window in windows
        for key in board_keys(window)
    ]
    return union_all(*pairs).subquery("boards") if len(pairs) > 1 else pairs[0].subquery("boards")


def _earned(windows: tuple[int, ...], column: Any) -> Any:
    """Points by board and person, or by board and unit: added up by window first, so that few go on the boards."""
    boards = _boards(windows)
    new = select(LEDGER.c.window_key, column, func.sum(LEDGER.c.points).label("points")).where(NEW)
    won = new.group_by(LEDGER.c.window_key, column).subquery("won")
    keys = (boards.c.period_key, won.c[column.name])
    on_boards = won.join(boards, boards.c.window_key == won.c.window_key)
    if len(windows) == 1:
        return select(*keys, won.c.points).select_from(on_boards)
    return select(*keys, func.sum(won.c.points).label("points")).select_from(on_boards).group_by(*keys)


@lru_cache(maxsize=256)
def _scores(dialect: str, windows: tuple[int, ...]) -> Any:
    """A person is on the board of the unit they work in now."""
    earned, home = _earned(windows, LEDGER.c.employee_id).subquery("earned"), Employee.__table__.c
    found = select(earned.c.period_key, earned.c.employee_id, home.unit_key, earned.c.points)
    found = found.where(home.id == earned.c.employee_id)
    names = ["period_key", "employee_id", "unit_key", "points"]
    added = insert_on(dialect, Score.__table__).from_select(names, found)
    return added.on_conflict_do_update(
        index_elements=["period_key", "employee_id"],
        set_={"points": Score.points + added.excluded.points, "unit_key": added.excluded.unit_key},
    )


@lru_cache(maxsize=256)
def _unit_scores(dialect: str, windows: tuple[int, ...]) -> Any:
    """Points stay with the unit they were earned in."""
    earned = _earned(windows, LEDGER.c.unit_key).order_by("period_key", "unit_key")
    added = insert_on(dialect, UnitScore.__table__).from_select(["period_key", "unit_key", "points"], earned)
    return added.on_conflict_do_update(
        index_elements=["period_key", "unit_key"],
        set_={"points": UnitScore.points + added.excluded.points},
    )


@lru_cache
def _notices(dialect: str) -> Any:
    """In quiet mode, and where rewards are switched off: no fuss about honours, but never silent losses."""
    build = func.json_object if dialect == "sqlite" else func.json_build_object
    points = case((WAS_GRANTED, LEDGER.c.points), else_=-LEDGER.c.points)
    columns = {
        "account_id": Employee.account_id,
        "icon": case((WAS_GRANTED, "award"), else_="arrow-back-up"),
        "message": case((WAS_GRANTED, EARNED), else_=TAKEN_BACK),
        "values": build("rule", Rule.name, "points", points),
        "link": literal("/rewards/awards/") + cast(LEDGER.c.award_id, String),
        "created_at": bindparam("moment", type_=Moment()),
    }
    found = (
        select(*columns.values())
        .select_from(LEDGER)
        .join(Employee, Employee.id == LEDGER.c.employee_id)
        .join(Rule, Rule.id == LEDGER.c.rule_id)
        .where(NEW, Employee.account_id.is_not(None))
        .where(or_(~WAS_GRANTED, and_(~Employee.is_quiet, Employee.agency_id.in_(REWARDING))))
    )
    return insert_on(dialect, Notification.__table__).from_select(list(columns), found)


def _forget(session: Session) -> None:
    """What was loaded before the sets changed is read again when it is next asked for."""
    stale = (Award, Score, UnitScore, ScoreHistogram)
    for thing in list(session.identity_map.values()):
        if isinstance(thing, stale):
            session.expire(thing)


def _tell(session: Session, own: dict[str, Any]) -> None:
    """One event per award, only when somebody listens. Of points that people took nobody is told but the person."""
    listened = {kind for kind in EVENTS.values() if session.info.get("reactions", {}).get(kind)}
    if not listened:
        return
    for award_id, rule_id, employee_id, state in rows(session, TOLD, own):
        if EVENTS[state] in listened:
            announce(session, EVENTS[state](award_id=award_id, rule_id=rule_id, employee_id=employee_id))
