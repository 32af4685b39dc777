"""Two people: decided too fast, approved each other, slips with only best marks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, select, true
from sqlalchemy.orm import Session

from portal.domain.rewards.flags.models import FlagKind
from portal.domain.rewards.flags.signs import (
    IN_A_ROW,
    LEAST_DECISIONS,
    LEAST_MUTUAL,
    LEAST_SLIPS,
    QUICK,
    QUICK_SHARE,
    TOP_SHARE,
    Share,
    is_generous,
    is_quick,
)
from portal.domain.rewards.flags.vouching import Finding, Look, epoch, in_period, some_of, told


def quick_decisions(session: Session, look: Look) -> list[Finding]:
    """Approved within minutes, nearly always, by somebody who takes time for everybody else."""
    table = told(look, is_beforehand=False)
    if table is None:
        return []
    fast = and_(epoch(table.c.vouched_at) - epoch(table.c.told_at) <= int(QUICK.total_seconds()))
    is_hit = and_(fast, table.c.is_top == 1)
    columns = ("kind", "agency_id", "voucher_id", "subject_id")
    pairs = _shares(session, look, table, is_hit, columns, LEAST_DECISIONS, QUICK_SHARE)
    if not pairs:
        return []
    by_voucher = _shares(session, look, table, is_hit, ("kind", "voucher_id"))
    by_agency = _shares(session, look, table, is_hit, ("kind", "agency_id"))
    found = []
    for (kind, agency_id, voucher_id, subject_id), pair in sorted(pairs.items()):
        others = by_agency[kind, agency_id] - pair
        if not is_quick(pair, by_voucher[kind, voucher_id] - pair, others):
            continue
        own = [table.c.kind == kind, table.c.voucher_id == voucher_id, table.c.subject_id == subject_id]
        found.append(
            Finding(
                kind=FlagKind.QUICK,
                subject_id=subject_id,
                partner_id=voucher_id,
                source_kind=kind,
                numbers={"n": pair.n, "hits": pair.hits, "others": others.n, "other_hits": others.hits},
                items=some_of(session, table, [*own, is_hit, in_period(table, look)]),
            )
        )
    return found


def mutual_approvals(session: Session, look: Look) -> list[Finding]:
    """Each stood up for the other several times in the same weeks; a handover from one to the other is not that."""
    table = told(look)
    if table is None:
        return []
    one, other = _approvals(table, look, "one"), _approvals(table, look, "other")
    rows = session.execute(
        select(one.c.kind, one.c.subject_id, other.c.subject_id, one.c.n, other.c.n)
        .join(
            other,
            and_(
                one.c.kind == other.c.kind,
                one.c.voucher_id == other.c.subject_id,
                one.c.subject_id == other.c.voucher_id,
                one.c.subject_id < other.c.subject_id,
                one.c.first_at <= other.c.last_at,
                other.c.first_at <= one.c.last_at,
            ),
        )
        .order_by(one.c.subject_id, other.c.subject_id, one.c.kind)
    ).all()
    return [
        Finding(
            kind=FlagKind.MUTUAL,
            subject_id=first,
            partner_id=second,
            source_kind=kind,
            numbers={"n": n, "back": back},
            items=some_of(
                session,
                table,
                [
                    table.c.kind == kind,
                    table.c.subject_id.in_((first, second)),
                    table.c.voucher_id.in_((first, second)),
                    in_period(table, look),
                ],
            ),
        )
        for kind, first, second, n, back in rows
    ]


def _approvals(table: Any, look: Look, name: str) -> Any:
    return (
        select(
            table.c.kind,
            table.c.voucher_id,
            table.c.subject_id,
            func.count().label("n"),
            func.min(table.c.vouched_at).label("first_at"),
            func.max(table.c.vouched_at).label("last_at"),
        )
        .where(in_period(table, look), table.c.is_top == 1, table.c.voucher_id.is_not(None))
        .group_by(table.c.kind, table.c.voucher_id, table.c.subject_id)
        .having(func.count() >= LEAST_MUTUAL)
        .subquery(name)
    )


def generous_slips(session: Session, look: Look) -> list[Finding]:
    """One hands out slips for one officer, and hardly any mark is not the best."""
    table = told(look, is_beforehand=True)
    if table is None:
        return []
    is_hit = table.c.is_top == 1
    columns = ("kind", "voucher_id", "subject_id")
    pairs = _shares(session, look, table, is_hit, columns, LEAST_SLIPS, TOP_SHARE)
    if not pairs:
        return []
    of_officers = _shares(session, look, table, is_hit, ("kind", "subject_id"))
    rows = _in_a_row(session, look, table)
    found = []
    for (kind, voucher_id, subject_id), pair in sorted(pairs.items()):
        others = of_officers[kind, subject_id] - pair
        in_a_row = rows.get((kind, voucher_id, subject_id), 0)
        if not is_generous(pair, others, in_a_row):
            continue
        own = [table.c.kind == kind, table.c.voucher_id == voucher_id, table.c.subject_id == subject_id]
        found.append(
            Finding(
                kind=FlagKind.GENEROUS,
                subject_id=subject_id,
                partner_id=voucher_id if voucher_id != subject_id else None,
                source_kind=kind,
                numbers={
                    "n": pair.n,
                    "hits": pair.hits,
                    "in_a_row": in_a_row,
                    "others": others.n,
                    "other_hits": others.hits,
                },
                items=some_of(session, table, [*own, in_period(table, look)]),
            )
        )
    return found


def _in_a_row(session: Session, look: Look, table: Any) -> dict[tuple[Any, ...], int]:
    """How many came so soon after the one before by the same issuer for the same officer."""
    key = (table.c.kind, table.c.voucher_id, table.c.subject_id)
    before = func.lag(epoch(table.c.told_at)).over(
        partition_by=key, order_by=(table.c.told_at, table.c.source_id)
    )
    gaps = (
        select(*key, (epoch(table.c.told_at) - before).label("gap"))
        .where(in_period(table, look), table.c.voucher_id.is_not(None))
        .subquery()
    )
    columns = (gaps.c.kind, gaps.c.voucher_id, gaps.c.subject_id)
    rows = session.execute(
        select(*columns, func.count())
        .where(gaps.c.gap <= int(IN_A_ROW.total_seconds()))
        .group_by(*columns)
        .having(func.count() * 2 >= LEAST_SLIPS)
    )
    return {tuple(row[:-1]): row[-1] for row in rows}


def _shares(
    session: Session,
    look: Look,
    table: Any,
    is_hit: Any,
    columns: tuple[str, ...],
    least: int = 1,
    percent: int = 0,
) -> dict[tuple[Any, ...], Share]:
    """How many there are of each, and how many of those are hits."""
    hits = func.sum(case((is_hit, 1), else_=0))
    by = [table.c[name] for name in columns]
    rows = session.execute(
        select(*by, func.count(), hits)
        .where(in_period(table, look), table.c.voucher_id.is_not(None) if "voucher_id" in columns else true())
        .group_by(*by)
        .having(func.count() >= least, hits * 100 >= percent * func.count())
    )
    return {tuple(row[:-2]): Share(int(row[-2]), int(row[-1])) for row in rows}
