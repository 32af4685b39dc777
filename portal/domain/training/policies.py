"""Who may write, review and run what. HR administrators of the whole agency look after its training."""

from __future__ import annotations

from portal.domain.organisation.models import Agency, Role
from portal.domain.organisation.paths import child_key
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.training.courses.models import Course, CourseState, Trainer
from portal.domain.training.sessions.models import TrainingSession

KEEPERS = (Role.TRAINER, Role.HR_ADMIN)


def manages(viewer: Viewer, agency: Agency | None) -> bool:
    """Looks after all training of an agency; what is offered to every agency is the installation's."""
    if agency is None:
        return EVERYWHERE in viewer.spans(Role.ADMIN)
    return viewer.covers(child_key(0, 1, agency.number), Role.HR_ADMIN)


def may_teach(viewer: Viewer) -> bool:
    """Write courses and hold sessions, as the trainers' workshop offers."""
    return bool(viewer.spans(*KEEPERS))


def may_edit(viewer: Viewer, course: Course) -> bool:
    is_author = course.author_id == viewer.account_id and viewer.has(Role.TRAINER)
    return is_author or manages(viewer, course.agency)


def may_review(viewer: Viewer, course: Course) -> bool:
    """Somebody else than the author, so that two pairs of eyes have seen it."""
    return (
        course.state is CourseState.IN_REVIEW
        and course.author_id != viewer.account_id
        and manages(viewer, course.agency)
    )


def may_hold(viewer: Viewer, course: Course) -> bool:
    """Plan sessions of a published course in one's own agency."""
    return course.state is CourseState.PUBLISHED and viewer.agency_id is not None and may_teach(viewer)


def is_trainer_of(viewer: Viewer, trainers: list[Trainer]) -> bool:
    return viewer.employee_id is not None and any(one.employee_id == viewer.employee_id for one in trainers)


def may_run(viewer: Viewer, held: TrainingSession) -> bool:
    """Change the session, see who comes, keep the attendance."""
    is_creator = held.created_by == viewer.account_id and viewer.has(Role.TRAINER)
    return is_creator or is_trainer_of(viewer, held.trainers) or manages(viewer, held.agency)
