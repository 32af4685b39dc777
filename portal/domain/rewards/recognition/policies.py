"""Who may see, congratulate, announce and decide. The privacy switches of the account decide what is shown."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.recognition.models import WallPost
from portal.domain.rewards.rules.models import RuleVersion

ANNOUNCERS = (Role.HR_ADMIN, Role.LEADER)


def is_consenting() -> ColumnElement[bool]:
    """People who show their honours with their name, and are not in quiet mode."""
    return and_(Employee.is_recognisable, ~Employee.is_quiet, Employee.left_on.is_(None))


def is_worn() -> ColumnElement[bool]:
    return and_(Award.state == AwardState.GRANTED, RuleVersion.badge_id.is_not(None))


def has_wall(viewer: Viewer) -> bool:
    return viewer.employee_id is not None and viewer.has_rewards


def may_congratulate(viewer: Viewer, post: WallPost) -> bool:
    """Colleagues, never oneself."""
    return has_wall(viewer) and viewer.employee_id != post.employee_id and viewer.agency_id == post.agency_id


def may_announce_somewhere(viewer: Viewer) -> bool:
    return bool(viewer.spans(*ANNOUNCERS))


def may_announce_to(viewer: Viewer, unit: OrgUnit) -> bool:
    return unit.closed_on is None and viewer.covers(unit.path_key, *ANNOUNCERS)


def units_of_announcers(viewer: Viewer) -> ColumnElement[bool]:
    """The units a viewer may speak to, as a condition."""
    spans = viewer.spans(*ANNOUNCERS)
    if EVERYWHERE in spans:
        return OrgUnit.id.is_not(None)
    return or_(False, *(OrgUnit.path_key.between(low, high) for low, high in spans))
