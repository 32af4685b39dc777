"""Who may study, and who rates what learners hand in."""

from portal.domain.learning.studies.records import HandIn
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer


def may_study(viewer: Viewer) -> bool:
    """Employees; administrators of the installation who work nowhere only look on."""
    return viewer.employee_id is not None


def may_rate(viewer: Viewer, work: HandIn, author_id: int) -> bool:
    """Trainers over the unit where it was handed in, but never one's own work."""
    return viewer.covers(work.unit_key, Role.TRAINER) and viewer.employee_id != author_id
