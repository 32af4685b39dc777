"""What an HR administrator does with people: add, correct, move, let go, take back, name deputies."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.accounts import actions as accounts
from portal.domain.accounts.models import Account
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation import nip
from portal.domain.organisation.models import Deputy, DeputyKind, Employee
from portal.domain.organisation.people.inputs import Details, Place
from portal.domain.organisation.people.placing import check_day, newest_placement, place
from portal.domain.organisation.policies import may_manage
from portal.domain.organisation.roles.actions import check_not_last_administrator, take_all
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_

LONGEST_DEPUTY_DAYS = 366


def employ(session: Session, details: Details, new: Place, *, by: Viewer, at: datetime) -> Employee:
    """A new person in a unit."""
    _check_may(by, new.unit.path_key)
    checked = _checked(session, details)
    _check_evaluator(new)
    employee = Employee(
        **checked, agency_id=new.unit.agency_id, unit_id=new.unit.id, unit_key=new.unit.path_key
    )
    session.add(employee)
    session.flush()
    place(session, employee, new, at=at)
    _note(session, "employee.add", employee, by, at)
    return employee


def correct(session: Session, employee: Employee, details: Details, *, by: Viewer, at: datetime) -> None:
    """Mend what was written wrongly; a change of place is a move."""
    _check_may(by, employee.unit_key)
    _check_not_erased(employee)
    checked = _checked(session, details, employee)
    changed = sorted(name for name, value in checked.items() if getattr(employee, name) != value)
    for name, value in checked.items():
        setattr(employee, name, value)
    session.flush()
    _note(session, "employee.correct", employee, by, at, fields=changed)


def move(session: Session, employee: Employee, new: Place, *, by: Viewer, at: datetime) -> None:
    """Another unit, position or evaluator from a day on, with the reason. Needs both ends of the way."""
    _check_may(by, employee.unit_key)
    _check_may(by, new.unit.path_key)
    if employee.left_on is not None:
        raise RuleBroken(n_("This person has left. Take them back first."))
    if new.unit.agency_id != employee.agency_id:
        raise RuleBroken(
            n_("People move inside their agency. For another agency: leaving there, entering here."),
            field="unit",
        )
    if not new.reason.strip():
        raise RuleBroken(n_("Write the reason, for example the number of the letter."), field="reason")
    _check_evaluator(new)
    before = employee.unit_key
    place(session, employee, new, at=at)
    _note(session, "employee.move", employee, by, at, before=before, day=new.starts_on.isoformat())


def leave(session: Session, employee: Employee, *, on: date, reason: str, by: Viewer, at: datetime) -> None:
    """`on` is the first day out of service. Roles and access end; those they rated pass to the evaluator above."""
    _check_may(by, employee.unit_key)
    if employee.left_on is not None:
        raise RuleBroken(n_("This person has left already."))
    check_day(on, local_day(at, employee.agency.timezone))
    current = newest_placement(session, employee.id)
    if current is not None and current.starts_on >= on:
        raise RuleBroken(n_("The day lies before the present placement began."), field="on")
    if current is not None:
        current.ends_on = on
    employee.left_on = on
    _hand_over(session, employee, on, at)
    if employee.account_id is not None:
        account = session.get_one(Account, employee.account_id)
        check_not_last_administrator(session, account.id)
        take_all(session, account, by=by, at=at)
        accounts.disable(session, account, at=at)
    session.flush()
    _note(session, "employee.leave", employee, by, at, day=on.isoformat(), reason=reason.strip()[:300])


def _hand_over(session: Session, employee: Employee, on: date, at: datetime) -> None:
    heir = session.get(Employee, employee.evaluator_id) if employee.evaluator_id else None
    rated = session.scalars(
        select(Employee).where(Employee.evaluator_id == employee.id, Employee.left_on.is_(None))
    ).all()
    for person in rated:
        current = newest_placement(session, person.id)
        day = max(on, current.starts_on) if current else on
        new = Place(
            unit=person.unit,
            position=person.position.name if person.position else "",
            evaluator=heir,
            starts_on=day,
            reason=n_("The evaluator has left."),
        )
        place(session, person, new, at=at)


def take_back(session: Session, employee: Employee, new: Place, *, by: Viewer, at: datetime) -> None:
    """Somebody who left works here again: a new stretch, the old ones stay as they were."""
    _check_may(by, employee.unit_key)
    _check_may(by, new.unit.path_key)
    if employee.left_on is None:
        raise RuleBroken(n_("This person has not left."))
    _check_not_erased(employee)
    if new.starts_on < employee.left_on:
        raise RuleBroken(n_("The day lies before the person left."), field="starts_on")
    _check_evaluator(new)
    employee.left_on = None
    place(session, employee, new, at=at)
    if employee.account_id is not None:
        accounts.enable(session, session.get_one(Account, employee.account_id))
    _note(session, "employee.take_back", employee, by, at, day=new.starts_on.isoformat())


def name_deputy(
    session: Session,
    evaluator: Employee,
    deputy: Employee,
    kind: DeputyKind,
    *,
    starts_on: date,
    ends_on: date,
    by: Viewer,
    at: datetime,
) -> Deputy:
    """`ends_on` is the first day without the deputy. May lie in the future, for at most a year."""
    _check_may(by, evaluator.unit_key)
    if deputy.id == evaluator.id:
        raise RuleBroken(n_("Nobody stands in for themselves."), field="deputy")
    if deputy.agency_id != evaluator.agency_id or deputy.left_on is not None:
        raise RuleBroken(n_("The deputy must be in service in the same agency."), field="deputy")
    if not 0 < (ends_on - starts_on).days <= LONGEST_DEPUTY_DAYS:
        raise RuleBroken(n_("The end must lie after the beginning, by a year at most."), field="ends_on")
    named = Deputy(
        evaluator_id=evaluator.id, deputy_id=deputy.id, kind=kind, starts_on=starts_on, ends_on=ends_on
    )
    session.add(named)
    session.flush()
    _note(session, "deputy.name", evaluator, by, at, deputy=deputy.id, until=ends_on.isoformat())
    return named


def end_deputy(session: Session, deputy: Deputy, *, by: Viewer, at: datetime) -> None:
    """From today on; a deputy who has not begun yet is struck out."""
    _check_may(by, deputy.evaluator.unit_key)
    today = local_day(at, deputy.evaluator.agency.timezone)
    if deputy.starts_on >= today:
        session.delete(deputy)
    else:
        deputy.ends_on = min(deputy.ends_on, today)
    session.flush()
    _note(session, "deputy.end", deputy.evaluator, by, at, deputy=deputy.deputy_id)


def set_access(session: Session, employee: Employee, is_open: bool, *, by: Viewer, at: datetime) -> None:
    """Open or close somebody's account; closing ends their sessions at once."""
    _check_may(by, employee.unit_key)
    if employee.account_id is None:
        raise RuleBroken(n_("This person has no account yet. Send an invitation."))
    _check_not_erased(employee)
    if employee.account_id == by.account_id:
        raise RuleBroken(n_("You cannot close your own account here."))
    account = session.get_one(Account, employee.account_id)
    if is_open:
        accounts.enable(session, account)
    else:
        check_not_last_administrator(session, account.id)
        accounts.disable(session, account, at=at)
    session.flush()
    _note(session, "account.enable" if is_open else "account.disable", employee, by, at)


def _checked(session: Session, details: Details, employee: Employee | None = None) -> dict[str, object]:
    number = nip.parse(details.nip)
    if details.employment != number.employment:
        raise RuleBroken(n_("The NIP says another kind of employment."), field="employment")
    owner = session.scalar(select(Employee.id).where(Employee.nip == number.digits))
    if owner is not None and (employee is None or owner != employee.id):
        raise RuleBroken(n_("Somebody with this NIP is registered already."), field="nip")
    return {
        "nip": number.digits,
        "name": checked_name(details.name),
        "email": checked_email(details.email),
        "grade": details.grade.strip()[:20],
        "employment": details.employment,
    }


def checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 2 <= len(name) <= 120:
        raise RuleBroken(n_("A person's name has 2 to 120 characters."), field="name")
    return name


def checked_email(email: str | None) -> str | None:
    email = (email or "").strip().lower()
    if not email:
        return None
    local, _, host = email.partition("@")
    if not local or "." not in host or " " in email or len(email) > 254 or not email.isprintable():
        raise RuleBroken(n_("Write an e-mail address, such as nama@instansi.go.id."), field="email")
    return email


def _check_may(by: Viewer, unit_key: int) -> None:
    if not may_manage(by, unit_key):
        raise NotAllowed


def _check_not_erased(employee: Employee) -> None:
    if employee.is_erased:
        raise RuleBroken(
            n_("The data of this person were erased. Whoever works here again is entered as a new person.")
        )


def _check_evaluator(new: Place) -> None:
    evaluator = new.evaluator
    if evaluator is not None and (evaluator.agency_id != new.unit.agency_id or evaluator.left_on is not None):
        raise RuleBroken(n_("The evaluator must be in service in the same agency."), field="evaluator")


def _note(
    session: Session, verb: str, employee: Employee, by: Viewer, at: datetime, **details: object
) -> None:
    record(
        session,
        verb,
        by=by.account_id,
        subject_type="employee",
        subject_id=employee.id,
        unit_key=employee.unit_key,
        at=at,
        **details,
    )
