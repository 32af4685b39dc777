"""Caps, budgets and cool-downs: they read the ledger, in the transaction that grants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import LedgerEntry, LedgerReason

NET = case((LedgerEntry.reason == LedgerReason.REVOKED, -1), else_=1)


def may_be_paid(task: Task, employee_id: Any) -> list[ColumnElement[bool]]:
    """Conditions on one person: not more often than the cap in a calendar year, not within the cool-down."""
    conditions: list[ColumnElement[bool]] = []
    if task.rule.cap_per_year is not None:
        start, end = _year_of(task)
        times = _times(task, employee_id, start, end)
        conditions.append(times < task.rule.cap_per_year)
    if task.rule.cool_down_days is not None:
        wait = timedelta(days=task.rule.cool_down_days)
        conditions.append(
            _times(task, employee_id, task.booked_on - wait + timedelta(days=1), task.booked_on + wait) <= 0
        )
    return conditions


def most_affordable(session: Session, task: Task) -> int | None:
    """How many more awards the year's budget of points can pay; None when there is no budget."""
    if task.rule.budget is None or task.rule.points == 0:
        return None
    start, end = _year_of(task)
    spent = session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.points), 0)).where(
            LedgerEntry.rule_id == task.rule.rule_id,
            LedgerEntry.booked_on >= start,
            LedgerEntry.booked_on < end,
        )
    )
    return max(0, (task.rule.budget - int(spent or 0)) // task.rule.points)


def _year_of(task: Task) -> tuple[date, date]:
    year = task.booked_on.year
    return date(year, 1, 1), date(year + 1, 1, 1)


def _times(task: Task, employee_id: Any, start: date, end: date) -> Any:
    """How often the person holds this rule's award booked from `start` until before `end`."""
    return (
        select(func.coalesce(func.sum(NET), 0))
        .where(
            LedgerEntry.rule_id == task.rule.rule_id,
            LedgerEntry.employee_id == employee_id,
            LedgerEntry.booked_on >= start,
            LedgerEntry.booked_on < end,
        )
        .scalar_subquery()
    )
