"""Who may. HR administrators and leaders begin changes in their units; an owner looks after what is theirs."""

from portal.domain.change.scope import RUNNERS
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import Viewer


def may_begin(viewer: Viewer, unit: OrgUnit) -> bool:
    return viewer.covers(unit.path_key, *RUNNERS)


def may_look_after(viewer: Viewer, unit: OrgUnit, owner_id: int) -> bool:
    return may_begin(viewer, unit) or viewer.employee_id == owner_id


def may_answer_concerns(viewer: Viewer, unit: OrgUnit, owner_id: int | None) -> bool:
    """HR, and the owner of the campaign it is about; not leaders, who may be what it is about."""
    if viewer.covers(unit.path_key, Role.HR_ADMIN):
        return True
    return owner_id is not None and viewer.employee_id == owner_id
