"""Decisions about points, for those who make them and for those they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.ledger.models import Score
from portal.domain.rewards.manual.models import DecisionState, ManualAward, Objection
from portal.domain.rewards.manual.policies import DECIDERS
from portal.domain.rewards.periods import period_from, year_key
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleState, RuleVersion

WHOLE = (
    joinedload(ManualAward.rule),
    joinedload(ManualAward.version).joinedload(RuleVersion.badge),
    joinedload(ManualAward.employee).joinedload(Employee.unit),
    joinedload(ManualAward.objection),
)


class Shelf(StrEnum):
    """Which decisions a list shows."""

    WAITING = "waiting"
    OBJECTED = "objected"
    ALL = "all"


def _on(shelf: Shelf) -> list[ColumnElement[bool]]:
    if shelf is Shelf.WAITING:
        return [ManualAward.state == DecisionState.PROPOSED]
    if shelf is Shelf.OBJECTED:
        return [exists().where(Objection.manual_award_id == ManualAward.id, Objection.is_upheld.is_(None))]
    return []


def _seen_by(viewer: Viewer) -> Select[Any]:
    """About the people of one's units; what is decided about oneself is seen on one's own pages."""
    return (
        select(ManualAward)
        .join(Employee, Employee.id == ManualAward.employee_id)
        .where(
            inside(Employee.unit_key, viewer, *DECIDERS),
            Employee.id != (viewer.employee_id or 0),
            or_(Employee.account_id.is_(None), Employee.account_id != viewer.account_id),
        )
    )


def decisions_seen(session: Session, viewer: Viewer, shelf: Shelf, number: int = 1) -> Page[ManualAward]:
    """What waits oldest first, everything else newest first."""
    order = ManualAward.id if shelf is not Shelf.ALL else ManualAward.id.desc()
    query = _seen_by(viewer).where(*_on(shelf)).options(*WHOLE).order_by(order)
    return page_of(session, query, number)


def counts(session: Session, viewer: Viewer) -> dict[Shelf, int]:
    """How many wait for a second person, and how many objections for an answer."""
    return {
        shelf: session.scalar(
            select(func.count()).select_from(_seen_by(viewer).where(*_on(shelf)).subquery())
        )
        or 0
        for shelf in (Shelf.WAITING, Shelf.OBJECTED)
    }


def decision_seen(session: Session, viewer: Viewer, decision_id: int) -> ManualAward:
    found = session.scalar(_seen_by(viewer).where(ManualAward.id == decision_id).options(*WHOLE))
    if found is None:
        raise NotFound
    return found


def own_decision(session: Session, viewer: Viewer, decision_id: int) -> ManualAward:
    """What was decided about the viewer. Proposals that nobody approved are not told."""
    found = session.scalar(
        select(ManualAward)
        .where(
            ManualAward.id == decision_id,
            ManualAward.employee_id == (viewer.employee_id or 0),
            ManualAward.award_id.is_not(None),
        )
        .options(*WHOLE)
    )
    if found is None:
        raise NotFound
    return found


def decision_behind(session: Session, award_id: int) -> ManualAward | None:
    """The decision an award rests on, when people gave it."""
    return session.scalar(select(ManualAward).where(ManualAward.award_id == award_id).options(*WHOLE))


def manual_rules(session: Session, person: Employee) -> Sequence[RuleVersion]:
    """Live rules by which people may decide about this person, gifts first, by name."""
    return session.scalars(
        select(RuleVersion)
        .join(Rule, Rule.live_version_id == RuleVersion.id)
        .where(
            Rule.state == RuleState.LIVE,
            Rule.kind != RuleKind.AUTOMATIC,
            or_(Rule.agency_id.is_(None), Rule.agency_id == person.agency_id),
        )
        .options(joinedload(RuleVersion.rule), joinedload(RuleVersion.badge))
        .order_by(Rule.kind.desc(), Rule.name, Rule.id)
    ).all()


def person_to_decide_about(session: Session, viewer: Viewer, employee_id: int) -> Employee:
    """Somebody in service in the viewer's units, in an agency that uses rewards; never the viewer."""
    found = session.scalar(_people(viewer).where(Employee.id == employee_id))
    if found is None:
        raise NotFound
    return found


def people_to_choose(session: Session, viewer: Viewer, words: str, number: int = 1) -> Page[Employee]:
    """By name, or the one with that NIP."""
    wanted = words.strip()[:100]
    query = _people(viewer).order_by(Employee.name, Employee.id)
    if wanted:
        called = func.lower(Employee.name).contains(wanted.lower(), autoescape=True)
        query = query.where(or_(called, Employee.nip == "".join(wanted.split())))
    return page_of(session, query, number)


def _people(viewer: Viewer) -> Select[Any]:
    return (
        select(Employee)
        .join(Agency, Agency.id == Employee.agency_id)
        .where(
            inside(Employee.unit_key, viewer, *DECIDERS),
            Employee.left_on.is_(None),
            Employee.id != (viewer.employee_id or 0),
            or_(Employee.account_id.is_(None), Employee.account_id != viewer.account_id),
            Agency.has_rewards,
        )
        .options(joinedload(Employee.unit), joinedload(Employee.position))
    )


def deciders_of(session: Session, person: Employee, but: Sequence[int | None]) -> list[int]:
    """Accounts that may decide about the person, nearest roles only; administrators when there is nobody else."""
    return deciders_over(session, person.unit_key, *DECIDERS, but=(*but, person.account_id))


def points_held(session: Session, employee_id: int, window_key: int) -> int:
    """What the person has in the year the window lies in."""
    year = year_key(period_from(window_key).start)
    return (
        session.scalar(select(Score.points).where(Score.employee_id == employee_id, Score.period_key == year))
        or 0
    )


def names_of(session: Session, accounts: Sequence[int | None]) -> dict[int, str]:
    wanted = [account_id for account_id in accounts if account_id is not None]
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {account_id: name for account_id, name in rows}


def spent(session: Session, rule_id: int, day: date) -> int:
    """Points of this year's decisions under a rule, those still waiting included."""
    first = year_key(day) // 10_000 * 10_000
    return (
        session.scalar(
            select(func.coalesce(func.sum(ManualAward.points), 0)).where(
                ManualAward.rule_id == rule_id,
                ManualAward.state.in_((DecisionState.PROPOSED, DecisionState.APPROVED)),
                ManualAward.window_key.between(first, first + 9_999),
            )
        )
        or 0
    )
