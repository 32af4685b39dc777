"""Who may write modules, and who may let them go out to learners."""

from portal.domain.learning.modules.models import Module, ModuleVersion
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer


def may_author(viewer: Viewer) -> bool:
    return bool(viewer.spans(Role.TRAINER))


def is_near(viewer: Viewer, module: Module) -> bool:
    """Modules of the own agency and those for all of them; administrators of the installation see every one."""
    return module.agency_id in (None, viewer.agency_id) or viewer.has(Role.ADMIN)


def may_write(viewer: Viewer, module: Module) -> bool:
    """The author; the author's colleagues once that account is gone; administrators."""
    if not may_author(viewer):
        return False
    is_left_behind = module.author_id is None and is_near(viewer, module)
    return module.author_id == viewer.account_id or is_left_behind or viewer.has(Role.ADMIN)


def may_review(viewer: Viewer, version: ModuleVersion) -> bool:
    """Never one's own. What is for every agency is decided by HR administrators or administrators."""
    module = version.module
    if viewer.account_id in (version.author_id, module.author_id):
        return False
    if viewer.has(Role.ADMIN):
        return True
    if module.agency_id is None:
        return viewer.has(Role.HR_ADMIN)
    return module.agency_id == viewer.agency_id and viewer.has(Role.TRAINER, Role.HR_ADMIN)
