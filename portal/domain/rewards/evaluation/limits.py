"""Caps, budgets and cool-downs: they read the ledger, in the transaction that grants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, case, func, select
from sqlalchemy.orm import Session

from portal.domain.rewards.evaluation.rule import LiveRule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.models import LedgerEntry, LedgerReason
from portal.domain.rewards.sql import constant

NET = case((LedgerEntry.reason == LedgerReason.REVOKED, -1), else_=1)


def may_be_paid(rule: LiveRule, employee_id: Any) -> list[ColumnElement[bool]]:
    """Conditions on one person: not more often than the cap in a calendar year, not within the cool-down.

    Places: year_from, year_to, cool_from, cool_to.
    """
    conditions: list[ColumnElement[bool]] = []
    if rule.cap_per_year is not None:
        conditions.append(_times(rule, employee_id, "year") < rule.cap_per_year)
    if rule.cool_down_days is not None:
        conditions.append(_times(rule, employee_id, "cool") <= 0)
    return conditions


def most_affordable(session: Session, task: Task) -> int:
    """How many more awards the year's budget of points can pay."""
    rule, days = task.rule, task.limit_days
    if rule.budget is None or rule.points == 0:
        raise ValueError("Only rules with a budget can run out of it.")
    spent = session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.points), 0)).where(
            LedgerEntry.rule_id == rule.rule_id,
            LedgerEntry.booked_on >= days["year_from"],
            LedgerEntry.booked_on < days["year_to"],
        )
    )
    return max(0, (rule.budget - int(spent or 0)) // rule.points)


def _times(rule: LiveRule, employee_id: Any, stretch: str) -> Any:
    """How often the person holds this rule's award, booked in the stretch of days."""
    return (
        select(func.coalesce(func.sum(NET), 0))
        .where(
            LedgerEntry.rule_id == constant(rule.rule_id),
            LedgerEntry.employee_id == employee_id,
            LedgerEntry.booked_on >= bindparam(f"{stretch}_from", type_=Date),
            LedgerEntry.booked_on < bindparam(f"{stretch}_to", type_=Date),
        )
        .scalar_subquery()
    )
