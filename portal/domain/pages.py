"""Long lists, a page or a handful at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
SIZE = 25
HANDFUL = 500


def batched(items: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """In handfuls: databases limit how many values one statement may carry."""
    for start in range(0, len(items), HANDFUL):
        yield items[start : start + HANDFUL]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    items: Sequence[Row]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(session: Session, query: Select[Any], number: int = 1, size: int = SIZE) -> Page[Any]:
    """One page of a query that ends in a total order. A number past the end shows the last page."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = max(1, min(number, max(1, -(-total // size))))
    found = session.execute(query.limit(size).offset((number - 1) * size))
    rows = found.unique().all()
    return Page([row[0] if len(row) == 1 else row for row in rows], number, total, size)
