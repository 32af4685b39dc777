"""What leaves ask of the monthly sums of a person: whether they hold, and the numbers behind.

Tables rather than mapped classes throughout: a statement is built and compiled in half the time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, false, func, null, select, type_coerce

from portal.domain.rewards.evaluation.question import Question
from portal.domain.rewards.evaluation.twin import COMPARE
from portal.domain.rewards.facts.models import Rollup
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.tree import Aggregate, Leaf, leaves
from portal.domain.rewards.sql import constant

LeafKey = tuple[str, RuleWindow]
EXTREMES = (Aggregate.MIN, Aggregate.MAX)


def sums_of_months() -> Any:
    """The sums under a name of their own, for one place of a statement."""
    return Rollup.__table__.alias().c


def stretch(question: Question, leaf: Leaf, sums: Any) -> list[ColumnElement[bool]]:
    return [
        sums.year == bindparam("year"),
        sums.metric_id == constant(question.of(leaf.metric).id),
        sums.month.between(bindparam(f"from_{leaf.window.value}"), bindparam("last")),
    ]


def holds(question: Question, leaf: Leaf, sums: Any) -> ColumnElement[bool]:
    n, total = _summed(sums.n), _summed(sums.total)
    compare = COMPARE[leaf.comparator]
    threshold = constant(leaf.threshold)
    enough = [n >= constant(leaf.at_least)] if leaf.at_least else []
    if leaf.aggregate is Aggregate.COUNT:
        return and_(compare(n, threshold), *enough)  # type: ignore[arg-type]
    if leaf.aggregate is Aggregate.SUM:
        return and_(compare(total, threshold), *enough)  # type: ignore[arg-type]
    if leaf.aggregate in EXTREMES:
        extreme = func.min(sums.least) if leaf.aggregate is Aggregate.MIN else func.max(sums.most)
        return and_(func.coalesce(compare(extreme, threshold), false()), *enough)  # type: ignore[arg-type]
    if leaf.aggregate is Aggregate.SHARE:
        scaled = constant(leaf.threshold * question.of(leaf.metric).scale)
        return and_(n > 0, compare(total * 100, n * scaled), *enough)  # type: ignore[arg-type]
    return and_(n > 0, compare(total, n * threshold), *enough)  # type: ignore[arg-type]


def _summed(column: Any) -> Any:
    """A whole number on both databases, 0 without rows."""
    return func.coalesce(type_coerce(func.sum(column), BigInteger), 0)


def numbers_of(question: Question, employee_id: Any, dialect: str, known: Any = ()) -> ColumnElement[Any]:
    """A JSON list with [n, sum, least, most] per leaf, from left to right: the evidence of an award.

    Numbers that stand among the `known` columns already are not looked up again.
    """
    array = func.json_array if dialect == "sqlite" else func.json_build_array
    return array(*(_four(question, leaf, employee_id, array, known) for leaf in leaves(question.node)))


def _four(question: Question, leaf: Leaf, employee_id: Any, array: Any, known: Any) -> ColumnElement[Any]:
    names = _names(question, leaf)
    if names[0] in known:
        four: ColumnElement[Any] = array(*(known[name] for name in names))
        return four
    sums = sums_of_months()
    found = (
        select(array(*_numbers(question, leaf, sums)))
        .where(*stretch(question, leaf, sums), sums.employee_id == employee_id)
        .scalar_subquery()
    )
    return func.json(found) if array is func.json_array else found


def labelled_numbers(question: Question, leaf: Leaf, sums: Any) -> list[ColumnElement[Any]]:
    """As columns, under names by which `numbers_of` knows them."""
    pairs = zip(_numbers(question, leaf, sums), _names(question, leaf), strict=True)
    return [number.label(name) for number, name in pairs]


def _names(question: Question, leaf: Leaf) -> list[str]:
    key = f"{question.of(leaf.metric).id}_{leaf.window.value}"
    return [f"{name}_{key}" for name in ("n", "total", "least", "most")]


def _numbers(question: Question, leaf: Leaf, sums: Any) -> list[ColumnElement[Any]]:
    """Least and most only where somebody looks at them: each costs as much as the sums."""
    own = [one for one in leaves(question.node) if (one.metric, one.window) == (leaf.metric, leaf.window)]
    if any(one.aggregate in EXTREMES for one in own):
        return [_summed(sums.n), _summed(sums.total), func.min(sums.least), func.max(sums.most)]
    return [_summed(sums.n), _summed(sums.total), null(), null()]
