"""Ledger = awards = scores = histogram, and monthly sums = facts = their sources. Differences are incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.metrics import MetricSource
from portal.domain.organisation.models import Employee, FormerKey, OrgUnit
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.facts.models import Rollup, StoredFact, StoredMetric
from portal.domain.rewards.facts.rebuild import rebuild_rollup, summed_facts
from portal.domain.rewards.ledger.histogram import IN_UNIT, rebuild_histogram
from portal.domain.rewards.ledger.models import (
    Award,
    AwardState,
    LedgerEntry,
    LedgerReason,
    Score,
    ScoreHistogram,
    UnitScore,
)
from portal.domain.rewards.manual.models import DecisionState, ManualAward
from portal.domain.rewards.periods import board_keys
from portal.domain.rewards.rules.models import Rule, RuleKind
from portal.domain.rewards.sql import AnySelect, insert_into, one_evaluator, run

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` names the two that disagree; `key` says where; `by` how much the first has more."""

    what: str
    key: tuple[Any, ...]
    by: int


def verify(session: Session, sources: Iterable[MetricSource] = ()) -> list[Difference]:
    """Every disagreement, at most a hundred of each kind; empty when all is well."""
    found = [
        *_compare(session, "rollup and facts (entries)", _rollup_sums(Rollup.n), _fact_sums("n")),
        *_compare(session, "rollup and facts (sums)", _rollup_sums(Rollup.total), _fact_sums("total")),
        *_compare(session, "ledger and awards", _ledger_by_award(), _awards()),
        *_compare(session, "ledger and decisions of people", _ledger_of_people(), _decisions()),
        *_compare(session, "scores and ledger", _scores(), _booked(session, "employee_id")),
        *_compare(session, "unit scores and ledger", _unit_scores(), _booked(session, "unit_key")),
        *_compare(session, "histogram and scores", _bars(), _heads()),
    ]
    for source in sources:
        found += _compare(session, "facts and their source", _stored(source), _told(source))
    return found


def _compare(session: Session, what: str, one: AnySelect, other: AnySelect) -> list[Difference]:
    """Both select a key of any length and a number; what does not cancel out differs."""
    first, second = one.subquery(), other.subquery()
    *keys, number = first.c
    *other_keys, other_number = second.c
    both = union_all(
        select(*(key.label(f"k{i}") for i, key in enumerate(keys)), number.label("by")),
        select(*(key.label(f"k{i}") for i, key in enumerate(other_keys)), (-other_number).label("by")),
    ).subquery()
    *columns, by = both.c
    rows = session.execute(
        select(*columns, func.sum(by))
        .group_by(*columns)
        .having(func.sum(by) != 0)
        .order_by(*columns)
        .limit(MOST_SHOWN)
    )
    return [Difference(what, tuple(row[:-1]), int(row[-1])) for row in rows]


def _rollup_sums(number: Any) -> AnySelect:
    return select(Rollup.year, Rollup.metric_id, Rollup.employee_id, Rollup.month, number)


def _fact_sums(name: str) -> AnySelect:
    sums = summed_facts().subquery()
    return select(sums.c.year, sums.c.metric_id, sums.c.employee_id, sums.c.month, sums.c[name])


def _ledger_by_award() -> AnySelect:
    return select(LedgerEntry.award_id, func.sum(LedgerEntry.points)).group_by(LedgerEntry.award_id)


def _awards() -> AnySelect:
    held = case((Award.state == AwardState.GRANTED, Award.points), else_=0)
    return select(Award.id, held)


def _ledger_of_people() -> AnySelect:
    booked = select(LedgerEntry.award_id, func.sum(LedgerEntry.points))
    return booked.where(LedgerEntry.reason == LedgerReason.MANUAL).group_by(LedgerEntry.award_id)


def _decisions() -> AnySelect:
    """Every booking by people rests on a decision that two of them made; one taken back adds up to nothing."""
    signed = case((Rule.kind == RuleKind.DEDUCTION, -ManualAward.points), else_=ManualAward.points)
    held = case((ManualAward.state == DecisionState.APPROVED, signed), else_=0)
    decided = select(ManualAward.award_id, held).join(Rule, Rule.id == ManualAward.rule_id)
    return decided.where(ManualAward.award_id.is_not(None))


def _scores() -> AnySelect:
    return select(Score.period_key, Score.employee_id, Score.points)


def _unit_scores() -> AnySelect:
    return select(UnitScore.period_key, UnitScore.unit_key, UnitScore.points)


def _booked(session: Session, column: str) -> AnySelect:
    """What the ledger says each person, or unit, has on each board."""
    booked, by = boards_of_ledger(session), getattr(LedgerEntry, column)
    if column == "unit_key":  # the ledger keeps the keys that units had
        by = func.coalesce(OrgUnit.path_key, LedgerEntry.unit_key)
    return (
        select(booked.c.period_key, by.label(column), func.sum(LedgerEntry.points))
        .select_from(LedgerEntry)
        .join(booked, booked.c.window_key == LedgerEntry.window_key)
        .outerjoin(FormerKey, FormerKey.path_key == LedgerEntry.unit_key)
        .outerjoin(OrgUnit, OrgUnit.id == FormerKey.unit_id)
        .group_by(booked.c.period_key, by)
    )


def boards_of_ledger(session: Session) -> Any:
    """A small table: each window that was ever booked, and the boards it counts for."""
    windows = session.scalars(select(LedgerEntry.window_key).distinct()).all() or [20000101]
    pairs = [
        select(literal(window_key).label("window_key"), literal(key).label("period_key"))
        for window_key in sorted(windows)
        for key in board_keys(window_key)
    ]
    return union_all(*pairs).subquery("boards")


def _bars() -> AnySelect:
    return select(
        ScoreHistogram.period_key, ScoreHistogram.unit_key, ScoreHistogram.points, ScoreHistogram.people
    )


def _heads() -> AnySelect:
    return (
        select(Score.period_key, UnitSize.unit_key, Score.points, func.count())
        .join(UnitSize, IN_UNIT)
        .where(UnitSize.has_histogram)
        .group_by(Score.period_key, UnitSize.unit_key, Score.points)
    )


def _stored(source: MetricSource) -> AnySelect:
    codes = [metric.code for metric in source.metrics]
    own = select(
        StoredMetric.code,
        StoredFact.employee_id,
        StoredFact.day,
        StoredFact.source_type,
        StoredFact.source_id,
        StoredFact.source_rev,
        StoredFact.value,
    )
    return own.join(StoredMetric, StoredMetric.id == StoredFact.metric_id).where(StoredMetric.code.in_(codes))


def _told(source: MetricSource) -> AnySelect:
    told = source.history().subquery()
    names = ("metric", "employee_id", "day", "source_type", "source_id", "source_rev", "value")
    return select(*(told.c[name] for name in names))


def repair(session: Session) -> None:
    """Build every sum anew: monthly sums from facts, scores from the ledger, histograms from scores."""
    one_evaluator(session)
    rebuild_rollup(session)
    rebuild_scores(session)
    refresh_unit_sizes(session)
    session.expire_all()


def rebuild_scores(session: Session) -> None:
    """From the ledger; a person stands in the unit they work in now."""
    run(session, delete(Score))
    run(session, delete(UnitScore))
    people, units = _booked(session, "employee_id").subquery(), _booked(session, "unit_key").subquery()
    of_people = select(people.c[0], people.c[1], Employee.unit_key, people.c[2]).join(
        Employee, Employee.id == people.c[1]
    )
    names = ["period_key", "employee_id", "unit_key", "points"]
    run(session, insert_into(session, Score.__table__).from_select(names, of_people))
    names = ["period_key", "unit_key", "points"]
    run(session, insert_into(session, UnitScore.__table__).from_select(names, select(units)))
    rebuild_histogram(session)
