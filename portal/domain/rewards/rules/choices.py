"""What an administrator can choose from in the editor: agencies and units within their rights, and their names."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.units.former import present_spans
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.scope import scope_from

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


def unit_names(session: Session, versions: Iterable[RuleVersion]) -> dict[int, str]:
    """By the first key of each branch the versions are for, as it was written down; the names of today."""
    spans = sorted({span for version in versions for span in scope_from(version.scope).spans})
    if not spans:
        return {}
    today = dict(zip((low for low, _high in spans), present_spans(session, spans), strict=True))
    wanted = [low for low, _high in today.values()]
    rows = session.execute(select(OrgUnit.path_key, OrgUnit.name).where(OrgUnit.path_key.in_(wanted)))
    names = {key: name for key, name in rows}
    return {low: names.get(span[0], "–") for low, span in today.items()}
