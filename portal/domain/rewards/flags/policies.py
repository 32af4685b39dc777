"""Who may see a sign of gaming, and who may decide on it."""

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.flags.models import Flag, FlagState

DECIDERS = (Role.HR_ADMIN,)
READERS = (Role.HR_ADMIN, Role.AUDITOR)


def is_concerned(viewer: Viewer, flag: Flag) -> bool:
    return viewer.employee_id is not None and viewer.employee_id in flag.people_ids


def may_decide(viewer: Viewer, flag: Flag) -> bool:
    """Nobody decides about themselves."""
    return viewer.covers(flag.subject.unit_key, *DECIDERS) and not is_concerned(viewer, flag)


def may_answer(viewer: Viewer, flag: Flag) -> bool:
    """Once, and only when there is a decision to answer."""
    has_answered = any(answer.employee_id == viewer.employee_id for answer in flag.answers)
    return is_concerned(viewer, flag) and flag.state is not FlagState.OPEN and not has_answered
