"""What an administrator can choose from in the editor: agencies and units within their rights."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import Viewer

AGENCY_LEVEL = 1
DEEPEST_CHOICE = 3


def units_within(session: Session, viewer: Viewer, deepest: int = DEEPEST_CHOICE) -> list[OrgUnit]:
    """Agencies and the units of their upper levels that the viewer administers, in the order of the tree."""
    spans = viewer.spans(Role.ADMIN, Role.HR_ADMIN)
    if not spans:
        return []
    return list(
        session.scalars(
            select(OrgUnit)
            .where(
                or_(*(OrgUnit.path_key.between(low, high) for low, high in spans)),
                OrgUnit.level <= deepest,
                OrgUnit.closed_on.is_(None),
            )
            .order_by(OrgUnit.path_key)
        )
    )


def agencies_within(session: Session, viewer: Viewer) -> list[Agency]:
    """Agencies of which the viewer administers the whole."""
    roots = [unit.agency_id for unit in units_within(session, viewer, AGENCY_LEVEL)]
    return list(session.scalars(select(Agency).where(Agency.id.in_(roots)).order_by(Agency.name, Agency.id)))
