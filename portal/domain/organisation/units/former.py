"""Keys that units had before they were moved, so that what was written down under them is found again."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.organisation.models import FormerKey, OrgUnit

Span = tuple[int, int]


def present_spans(session: Session, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The intervals of the same branches today."""
    told = tuple(spans)
    rows = session.execute(
        select(FormerKey.path_key, OrgUnit.path_key, OrgUnit.path_end)
        .join(OrgUnit, OrgUnit.id == FormerKey.unit_id)
        .where(FormerKey.path_key.in_([low for low, _high in told]))
    )
    moved = {old: (low, high) for old, low, high in rows}
    return tuple(moved.get(low, (low, high)) for low, high in told)


def in_branches(key: InstrumentedAttribute[int], spans: Iterable[Span]) -> ColumnElement[bool]:
    """Whether `key` lies in one of the branches, wherever they hang today: for statements that are kept ready."""
    told = tuple(spans)
    moved = (
        select(FormerKey.path_key)
        .join(OrgUnit, OrgUnit.id == FormerKey.unit_id)
        .where(
            FormerKey.path_key.in_([low for low, _high in told]),
            and_(key >= OrgUnit.path_key, key <= OrgUnit.path_end),
        )
        .exists()
    )
    return or_(*(key.between(low, high) for low, high in told), moved)
