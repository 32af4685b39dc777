"""Who may study, and who rates what learners hand in."""

from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer


def may_study(viewer: Viewer) -> bool:
    """Employees; administrators of the installation who work nowhere only look on."""
    return viewer.employee_id is not None


def may_rate(viewer: Viewer, author: Employee) -> bool:
    """Trainers over the unit where its author works, but never one's own work."""
    return viewer.covers(author.unit_key, Role.TRAINER) and viewer.employee_id != author.id
