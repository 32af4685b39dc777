from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.improvements.models import ImprovementAction, ImprovementState
from portal.domain.public_reviews.services.actions import may_manage
from portal.domain.public_reviews.services.models import Service
from portal.domain.words import n_

SETTLED = (ImprovementState.DONE, ImprovementState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementInput:
    element: str
    text: str
    owner: str
    due_on: date


def promise(
    session: Session, service: Service, given: ImprovementInput, *, by: Viewer, today: date, at: datetime
) -> ImprovementAction:
    if not may_manage(by, service.unit_key):
        raise NotAllowed
    if given.element not in CODES:
        raise RuleBroken(n_("Choose one of the nine elements."), field="element")
    if given.due_on < today:
        raise RuleBroken(n_("The day lies in the past."), field="due_on")
    made = ImprovementAction(
        service_id=service.id,
        element=given.element,
        text=given.text,
        owner=given.owner,
        due_on=given.due_on,
        created_at=at,
    )
    session.add(made)
    session.flush()
    return made


def move_on(
    session: Session,
    improvement: ImprovementAction,
    state: ImprovementState,
    result: str,
    *,
    by: Viewer,
    at: datetime,
) -> None:
    """A promise that is done or dropped says what came of it."""
    if not may_manage(by, improvement.service.unit_key):
        raise NotAllowed
    if state in SETTLED and not result.strip():
        raise RuleBroken(n_("Say what came of it; people will read this."), field="result")
    improvement.state, improvement.result = state, result.strip()
    improvement.settled_at = at if state in SETTLED else None
