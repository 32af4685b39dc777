"""The part of the tree a viewer may see for a purpose, as conditions that use the indexes on unit keys."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer


def inside(key: InstrumentedAttribute[Any], viewer: Viewer, *roles: Role) -> ColumnElement[bool]:
    """Rows whose unit key lies where the viewer holds one of the roles (HR administrator when none is named)."""
    spans = viewer.spans(*(roles or (Role.HR_ADMIN,)))
    if EVERYWHERE in spans:
        spans = (EVERYWHERE,)
    return or_(*(key.between(low, high) for low, high in spans)) if spans else false()
