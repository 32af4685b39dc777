"""Who may propose, approve and answer: HR administrators and leaders of the person's unit, never about themselves."""

from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.manual.models import DecisionState, ManualAward

DECIDERS = (Role.HR_ADMIN, Role.LEADER)


def is_about(viewer: Viewer, person: Employee) -> bool:
    """Whether the viewer is that person."""
    has_account = person.account_id is not None and person.account_id == viewer.account_id
    return has_account or person.id == viewer.employee_id


def may_propose(viewer: Viewer, person: Employee) -> bool:
    return viewer.covers(person.unit_key, *DECIDERS) and not is_about(viewer, person)


def may_decide(viewer: Viewer, one: ManualAward) -> bool:
    """The second pair of eyes."""
    is_other = viewer.account_id != one.author_id
    return one.state is DecisionState.PROPOSED and is_other and may_propose(viewer, one.employee)


def may_withdraw(viewer: Viewer, one: ManualAward) -> bool:
    return one.state is DecisionState.PROPOSED and viewer.account_id == one.author_id


def may_answer(viewer: Viewer, one: ManualAward) -> bool:
    """A third pair of eyes: neither who proposed nor who approved."""
    is_open = one.objection is not None and one.objection.is_upheld is None
    is_third = viewer.account_id not in (one.author_id, one.decided_by)
    return is_open and is_third and may_propose(viewer, one.employee)
