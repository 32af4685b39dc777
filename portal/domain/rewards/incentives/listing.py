"""Who met a rule in a period, for whoever pays incentives elsewhere. The portal itself pays nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.organisation.models import Agency, Employee
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import page_of
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.rule import known_metrics
from portal.domain.rewards.evaluation.twin import NOTHING, Numbers, leaf_is_met
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.options.choosing import uses_incentives
from portal.domain.rewards.options.models import RewardOptions
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.rules.asked import asked
from portal.domain.rewards.rules.models import Rule
from portal.domain.rewards.rules.tree import GROWING, Comparator, Leaf, read
from portal.domain.words import n_


class Reached(StrEnum):
    MET = "met"
    EXCEEDED = "exceeded"


REACHED_NAMES = {Reached.MET: n_("Met"), Reached.EXCEEDED: n_("Exceeded")}
Known = dict[str, StoredMetric]


@dataclass(frozen=True, slots=True)
class Line:
    """One award that counts: the person, for which window, and whether every threshold was passed by more."""

    person: Employee
    window: Period
    reached: Reached
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    items: list[Line]
    number: int
    pages: int
    total: int


def met_by(session: Session, viewer: Viewer, rule: Rule, period: Period, number: int = 1) -> Listing:
    """A page of those who met the rule in windows inside the period, where the viewer administers people."""
    page = page_of(session, _awards(viewer, rule, period), number)
    return Listing(list(_lines(session, page.items)), page.number, page.pages, page.total)


def busiest_rule(session: Session, viewer: Viewer, period: Period) -> int | None:
    """The rule most people met in the period."""
    awards = (
        _granted(select(Award.rule_id), viewer, period)
        .group_by(Award.rule_id)
        .order_by(func.count().desc(), Award.rule_id)
        .limit(1)
    )
    return session.scalar(awards)


def export(
    session: Session, rule: Rule, period: Period, kind: str, *, by: Viewer, at: datetime
) -> list[Line]:
    """All of them, with what the page masks; who took the list out is written into the audit log."""
    lines = list(_lines(session, session.execute(_awards(by, rule, period)).scalars().all()))
    record(
        session, "incentives.export", by=by.account_id, subject_type="rule", subject_id=rule.id, at=at,
        period=period.code, rows=len(lines), kind=kind,
    )  # fmt: skip
    return lines


def _awards(viewer: Viewer, rule: Rule, period: Period) -> Select[Any]:
    return (
        _granted(select(Award), viewer, period)
        .where(Award.rule_id == rule.id)
        .options(joinedload(Award.version))
        .order_by(Employee.unit_key, Employee.name, Employee.id, Award.window_key)
    )


def _granted(columns: Select[Any], viewer: Viewer, period: Period) -> Select[Any]:
    """In windows inside the period, to people the viewer administers, where such lists are in use."""
    return (
        columns.join(Employee, Employee.id == Award.employee_id)
        .join(Agency, Agency.id == Employee.agency_id)
        .outerjoin(RewardOptions, RewardOptions.agency_id == Agency.id)
        .where(
            Award.window_key.in_(_keys_within(period)),
            Award.state == AwardState.GRANTED,
            inside(Employee.unit_key, viewer),
            uses_incentives(),
        )
    )


def _keys_within(period: Period) -> list[int]:
    """Every stretch of whole months inside the period, as awards write it."""
    first, last = period.start.month, period.start.month + period.months - 1
    return [
        period.start.year * 10_000 + start * 100 + end
        for start in range(first, last + 1)
        for end in range(start, last + 1)
    ]


def _lines(session: Session, awards: Any) -> Iterator[Line]:
    """People are loaded in one go; the numbers stand in each award's own evidence."""
    if not awards:
        return
    known = known_metrics(session)
    ids = {award.employee_id for award in awards}
    people = dict(_people(session, sorted(ids)))
    for award in awards:
        yield Line(
            people[award.employee_id], period_from(award.window_key), _reached(award, known), award.changed_at
        )


def _people(session: Session, ids: list[int]) -> Iterator[tuple[int, Employee]]:
    for start in range(0, len(ids), 500):
        query = (
            select(Employee)
            .where(Employee.id.in_(ids[start : start + 500]))
            .options(joinedload(Employee.unit), joinedload(Employee.agency), joinedload(Employee.position))
        )
        for person in session.scalars(query):
            yield person.id, person


def _reached(award: Award, known: Known) -> Reached:
    """Exceeded: every condition that grows lies above its threshold, and there is one."""
    kept = (award.evidence or {}).get("numbers", [])
    if not kept:  # decided by a person: there is nothing to pass
        return Reached.MET
    growing = [
        _is_passed(leaf, four, known)
        for (leaf, is_wanted), four in zip(asked(read(award.version.tree)), kept, strict=False)
        if is_wanted and leaf.comparator in GROWING
    ]
    return Reached.EXCEEDED if growing and all(growing) else Reached.MET


def _is_passed(leaf: Leaf, four: Any, known: Known) -> bool:
    has = Numbers(four[0] or 0, four[1] or 0, four[2], four[3]) if four else NOTHING
    metric = known.get(leaf.metric)
    return metric is not None and leaf_is_met(replace(leaf, comparator=Comparator.MORE), has, metric.scale)
