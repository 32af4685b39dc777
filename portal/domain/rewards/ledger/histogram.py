"""How many people of a large unit have so many points. Kept only where counting heads would take too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session

from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.ledger.models import Score, ScoreHistogram
from portal.domain.rewards.ready import change, rows
from portal.domain.rewards.sql import dialect_of, insert_into, insert_on, run

LARGE = select(UnitSize.unit_key).where(UnitSize.has_histogram).limit(1)
IN_UNIT = and_(Score.unit_key >= UnitSize.unit_key, Score.unit_key <= UnitSize.path_end)


@contextmanager
def counting_heads(
    session: Session, period_keys: Sequence[int], people: Select[Any], places: dict[str, Any]
) -> Iterator[None]:
    """Around a change of these people's scores: they leave their old bars and join their new ones."""
    if not rows(session, LARGE, {}):
        yield
        return
    shape = (dialect_of(session), tuple(period_keys), people)
    change(session, _moved(*shape, -1), places)
    yield
    change(session, _moved(*shape, 1), places)


@lru_cache(maxsize=256)
def _moved(dialect: str, period_keys: tuple[int, ...], people: Select[Any], sign: int) -> Any:
    """The people's scores first, by their number, and the few large units: a plain join walks everybody's scores."""
    scores = (
        select(Score.period_key, Score.unit_key, Score.points)
        .where(Score.period_key.in_(period_keys), Score.employee_id.in_(people))
        .cte("moved")
        .prefix_with("MATERIALIZED")
    )
    large = (
        select(UnitSize.unit_key, UnitSize.path_end)
        .where(UnitSize.has_histogram)
        .cte("large")
        .prefix_with("MATERIALIZED")
    )
    in_unit = scores.c.unit_key.between(large.c.unit_key, large.c.path_end)
    found = (
        select(scores.c.period_key, large.c.unit_key, scores.c.points, func.count() * sign)
        .join(large, in_unit)
        .group_by(scores.c.period_key, large.c.unit_key, scores.c.points)
    )
    added = insert_on(dialect, ScoreHistogram.__table__).from_select(
        ["period_key", "unit_key", "points", "people"], found
    )
    return added.on_conflict_do_update(
        index_elements=["period_key", "unit_key", "points"],
        set_={"people": ScoreHistogram.people + added.excluded.people},
    )


def rebuild_histogram(session: Session) -> None:
    """From the scores, for every unit that is large enough."""
    run(session, delete(ScoreHistogram))
    rows = (
        select(Score.period_key, UnitSize.unit_key, Score.points, func.count())
        .join(UnitSize, and_(UnitSize.has_histogram, IN_UNIT))
        .group_by(Score.period_key, UnitSize.unit_key, Score.points)
    )
    run(
        session,
        insert_into(session, ScoreHistogram.__table__).from_select(
            ["period_key", "unit_key", "points", "people"], rows
        ),
    )
