"""Asking to be erased, taking it back, carrying it out, and carrying it out again after a restore."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.accounts import actions as accounts
from portal.domain.accounts.models import Account
from portal.domain.audit.actions import record
from portal.domain.erasing import Declaration
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.erasure.models import Erasure, ErasureRequest
from portal.domain.organisation.erasure.queries import erasure_of, open_request_of, person_behind
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.naming import plain_name
from portal.domain.organisation.policies import may_manage
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.outbox import post
from portal.domain.words import n_

AGAIN = n_("Carried out again after a backup was put back.")


def ask(session: Session, *, by: Viewer, at: datetime) -> ErasureRequest:
    """One open request a person; it is carried out after the end of service. HR of the unit is told."""
    if by.employee_id is None or by.unit_key is None:
        raise NotFound
    if open_request_of(session, by.employee_id) is not None:
        raise RuleBroken(n_("You have asked already. HR will see to it when you have left."))
    request = ErasureRequest(employee_id=by.employee_id, asked_at=at)
    session.add(request)
    session.flush()
    _note(session, "erasure.ask", session.get_one(Employee, by.employee_id), by.account_id, at)
    for account_id in deciders_over(session, by.unit_key, Role.HR_ADMIN, but=[by.account_id]):
        notify(
            session,
            account_id,
            n_("%(name)s asks that their data be erased when they have left."),
            link="/admin/people/erasures",
            at=at,
            icon="user-x",
            name=by.name,
        )
    return request


def withdraw(session: Session, *, by: Viewer, at: datetime) -> None:
    if by.employee_id is None:
        raise NotFound
    request = open_request_of(session, by.employee_id)
    if request is None:
        raise RuleBroken(n_("There is no open request of yours any more."))
    request.withdrawn_at = at
    session.flush()
    _note(session, "erasure.withdraw", session.get_one(Employee, request.employee_id), by.account_id, at)


def check_may_erase(employee: Employee, *, by: Viewer) -> None:
    """Whoever still serves needs their data for the duty, and so does everybody who decides about it."""
    if not may_manage(by, employee.unit_key):
        raise NotAllowed
    if employee.is_erased:
        raise RuleBroken(n_("The data of this person were erased already."))
    if employee.left_on is None:
        raise RuleBroken(
            n_("This person is in service: the data are needed for the duty. Note the end of service first.")
        )


def erase(
    session: Session,
    employee: Employee,
    declared: Iterable[Declaration],
    *,
    typed_name: str,
    reason: str,
    by: Viewer,
    at: datetime,
) -> Erasure:
    """Carry it out. It cannot be taken back: the name is typed once more, the reason stands in the audit log."""
    check_may_erase(employee, by=by)
    check_words(employee.name, typed_name, reason)
    erasure = _carry_out(session, employee, declared, reason=reason.strip()[:300], by=by.account_id, at=at)
    _note(session, "employee.erase", employee, by.account_id, at, reason=erasure.reason)
    return erasure


def check_words(name: str, typed_name: str, reason: str) -> None:
    """Before somebody is erased for good: the right person, and a reason that may stay."""
    if _letters(typed_name) != _letters(name):
        raise RuleBroken(n_("Type the name as it stands above, so that nobody else is erased."), field="name")
    if len(reason.strip()) < 10:
        raise RuleBroken(n_("Write the reason in a sentence, without the person's name."), field="reason")
    if _letters(plain_name(name)) in _letters(reason):
        raise RuleBroken(n_("Leave the name out: the reason stays when the name is gone."), field="reason")


def erase_again(
    session: Session,
    employee_id: int,
    nip_mark: str,
    declared: Iterable[Declaration],
    *,
    by: int,
    at: datetime,
    now: datetime,
) -> bool | None:
    """What was carried out `at` before a backup was put back. True when it was done now, False when it stands,
    None when the number belongs to somebody else here."""
    employee = session.get(Employee, employee_id)
    if employee is None or employee.is_erased:
        return False
    if not hmac.compare_digest(mark_of(session, employee.nip), nip_mark):
        return None
    employee.left_on = employee.left_on or at.date()
    _carry_out(session, employee, declared, reason=AGAIN, by=by, at=at)
    _note(session, "employee.erase", employee, None, now, reason=AGAIN)
    return True


def mark_of(session: Session, nip: str) -> str:
    """A keyed hash: the same NIP has the same mark here and tells nobody else anything."""
    key: bytes = session.info["erasure_key"]
    return hmac.new(key, nip.encode(), hashlib.sha256).hexdigest()


def _carry_out(
    session: Session,
    employee: Employee,
    declared: Iterable[Declaration],
    *,
    reason: str,
    by: int,
    at: datetime,
) -> Erasure:
    person, nip_mark = person_behind(session, employee), mark_of(session, employee.nip)
    if employee.account_id is not None:
        accounts.disable(session, session.get_one(Account, employee.account_id), at=at)
    session.flush()
    addresses = [mark_of(session, word.lower()) for word in person.words if "@" in word]
    for one in declared:
        for eraser in one.erasers:
            eraser.erase(session, person, at=at)
    request = open_request_of(session, employee.id)
    if request is not None:
        request.settled_at = at
    erasure = erasure_of(session, employee.id) or Erasure(employee_id=employee.id)
    erasure.account_id, erasure.nip_mark, erasure.reason = employee.account_id, nip_mark, reason
    erasure.erased_by, erasure.erased_at = by, at
    session.add(erasure)
    post(session, "erasure.finish", {"addresses": addresses}, at=at)
    session.flush()
    session.expire_all()
    return erasure


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _note(
    session: Session, verb: str, employee: Employee, by: int | None, at: datetime, **details: object
) -> None:
    record(
        session, verb, by=by, subject_type="employee", subject_id=employee.id,
        unit_key=employee.unit_key, at=at, **details,
    )  # fmt: skip
