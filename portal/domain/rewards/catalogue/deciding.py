"""What HR does with requests: approve, refuse with a reason, hand over against the code, withdraw with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.catalogue.balance import balance_of, one_at_a_time
from portal.domain.rewards.catalogue.models import Redemption, RedemptionState
from portal.domain.rewards.catalogue.redeeming import close_unused, locked
from portal.domain.words import n_

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6
State = RedemptionState

APPROVED = n_("“%(item)s” is ready for you. Show the code when you pick it up within 30 days.")
REFUSED = n_("Your request for “%(item)s” was not approved. Your points are free again.")
WITHDRAWN = n_("“%(item)s” cannot be handed over after all. Your points are free again.")
HANDED_OVER = n_("“%(item)s” was handed over to you. Enjoy it.")


def requests_for(session: Session, viewer: Viewer, state: State | None, number: int = 1) -> Page[Redemption]:
    """Of people where the viewer administers people; the oldest waiting first, otherwise the latest first."""
    order = Redemption.id if state is State.REQUESTED else Redemption.id.desc()
    query = (
        select(Redemption)
        .join(Employee, Employee.id == Redemption.employee_id)
        .where(_mine(viewer), Redemption.state == state if state else Redemption.id.is_not(None))
        .options(
            joinedload(Redemption.item),
            joinedload(Redemption.employee).joinedload(Employee.unit),
            joinedload(Redemption.employee).joinedload(Employee.account),
        )
        .order_by(order)
    )
    return page_of(session, query, number)


def request_for(session: Session, viewer: Viewer, redemption_id: int) -> Redemption:
    return _found(session, viewer, Redemption.id == redemption_id)


def request_with_code(session: Session, viewer: Viewer, code: str) -> Redemption:
    """The approved request with that code, typed with or without blanks, in small letters or capitals."""
    plain = "".join(code.upper().split()).replace("-", "")[:20]
    try:
        return _found(session, viewer, Redemption.code == plain if plain else false())
    except NotFound as unknown:
        raise RuleBroken(n_("No request of your people waits for this code."), field="code") from unknown


def may_decide(viewer: Viewer, redemption: Redemption) -> bool:
    """HR over the person's unit, never about oneself."""
    is_own = viewer.employee_id == redemption.employee_id
    return not is_own and viewer.covers(redemption.employee.unit_key, Role.HR_ADMIN)


def approve(session: Session, redemption: Redemption, *, by: Viewer, at: datetime) -> None:
    """From now on it can be picked up against the code only the person sees."""
    _begin(session, redemption, State.REQUESTED, by)
    one_at_a_time(session, redemption.employee_id)
    if balance_of(session, redemption.employee_id, redemption.year).left < 0:
        raise RuleBroken(n_("Points were taken back since: they no longer cover what was asked for."))
    redemption.state, redemption.code = State.APPROVED, _new_code(session)
    _decided(redemption, by, at)
    _finish(session, redemption, "redemption.approve", APPROVED, by, at)


def refuse(session: Session, redemption: Redemption, reason: str, *, by: Viewer, at: datetime) -> None:
    _begin(session, redemption, State.REQUESTED, by)
    redemption.reason = reason
    _decided(redemption, by, at)
    close_unused(session, redemption, State.REFUSED, by=by, at=at)
    _finish(session, redemption, "redemption.refuse", REFUSED, by, at)


def withdraw(session: Session, redemption: Redemption, reason: str, *, by: Viewer, at: datetime) -> None:
    """Approved, but it cannot be handed over."""
    _begin(session, redemption, State.APPROVED, by)
    redemption.reason = reason
    close_unused(session, redemption, State.CANCELLED, by=by, at=at)
    _finish(session, redemption, "redemption.withdraw", WITHDRAWN, by, at)


def hand_over(session: Session, redemption: Redemption, *, by: Viewer, at: datetime) -> None:
    """The person showed the code. It opens nothing any more."""
    _begin(session, redemption, State.APPROVED, by)
    redemption.state, redemption.code = State.PICKED_UP, None
    redemption.finished_at, redemption.finished_by = at, by.account_id
    _finish(session, redemption, "redemption.hand_over", HANDED_OVER, by, at)


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    return inside(Employee.unit_key, viewer)


def _found(session: Session, viewer: Viewer, condition: ColumnElement[bool]) -> Redemption:
    found = session.scalar(
        select(Redemption)
        .join(Employee, Employee.id == Redemption.employee_id)
        .where(condition, _mine(viewer))
        .options(joinedload(Redemption.item), joinedload(Redemption.employee).joinedload(Employee.unit))
    )
    if found is None:
        raise NotFound
    return found


def _begin(session: Session, redemption: Redemption, expected: State, by: Viewer) -> None:
    if not may_decide(by, redemption):
        raise NotAllowed
    locked(session, redemption)
    if redemption.state is not expected:
        raise RuleBroken(n_("Somebody has dealt with this request already."))


def _decided(redemption: Redemption, by: Viewer, at: datetime) -> None:
    redemption.decided_at, redemption.decided_by = at, by.account_id


def _finish(
    session: Session, redemption: Redemption, verb: str, message: str, by: Viewer, at: datetime
) -> None:
    session.flush()
    person = redemption.employee
    notify(
        session, person.account_id, message, link=f"/rewards/catalogue/requests/{redemption.id}", at=at,
        icon="gift", item=redemption.item.name,
    )  # fmt: skip
    record(
        session, verb, by=by.account_id, subject_type="redemption", subject_id=redemption.id,
        unit_key=person.unit_key, at=at, points=redemption.points,
    )  # fmt: skip


def _new_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if session.scalar(select(Redemption.id).where(Redemption.code == code)) is None:
            return code
