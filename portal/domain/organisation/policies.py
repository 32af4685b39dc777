"""Who may. HR administrators act inside their subtree, administrators everywhere."""

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer

HR_GIVES = frozenset(
    {Role.TRAINER, Role.SERVICE_MANAGER, Role.COMMITTEE, Role.LEADER, Role.HR_ADMIN},
)
WHOLE_INSTALLATION = frozenset({Role.ADMIN})


def may_manage(viewer: Viewer, unit_key: int) -> bool:
    """Units and people there: add, correct, move, invite."""
    return viewer.covers(unit_key, Role.HR_ADMIN)


def may_run_installation(viewer: Viewer) -> bool:
    """Agencies, administrators, failed jobs."""
    return EVERYWHERE in viewer.spans(Role.ADMIN)


def may_give(viewer: Viewer, role: Role, unit_key: int | None) -> bool:
    """Roles inside what one covers; auditors, administrators and unbounded roles only by an administrator."""
    if may_run_installation(viewer):
        return True
    return unit_key is not None and role in HR_GIVES and may_manage(viewer, unit_key)


def roles_givable_by(viewer: Viewer) -> list[Role]:
    if may_run_installation(viewer):
        return list(Role)
    return [role for role in Role if role in HR_GIVES and viewer.spans(Role.HR_ADMIN)]
