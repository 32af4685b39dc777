"""Bring people in: an account for a person we employ, and a letter with a link that lets them set a password."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts import actions as accounts
from portal.domain.accounts.models import Account, LinkPurpose, OneTimeLink
from portal.domain.accounts.queries import account_by_email
from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.policies import may_manage
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.words import n_


class InvitationState(StrEnum):
    NO_EMAIL = "no_email"
    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    JOINED = "joined"


INVITATION_STATE_NAMES = {
    InvitationState.NO_EMAIL: n_("No e-mail address"),
    InvitationState.NOT_INVITED: n_("Not invited yet"),
    InvitationState.INVITED: n_("Invited"),
    InvitationState.EXPIRED: n_("Invitation expired"),
    InvitationState.JOINED: n_("Has a password"),
}


@dataclass(frozen=True, slots=True)
class Invited:
    employee: Employee
    state: InvitationState
    until: datetime | None


def invite(session: Session, employee: Employee, *, by: Viewer, at: datetime) -> Account:
    """Invite, or invite again: a new letter makes the link before it worthless."""
    if not may_manage(by, employee.unit_key):
        raise NotAllowed
    if employee.left_on is not None:
        raise RuleBroken(n_("This person has left."))
    account = session.get(Account, employee.account_id) if employee.account_id else None
    account = account or _new_account(session, employee, at)
    if not account.is_active:
        raise RuleBroken(n_("This account is closed."))
    if account.password_hash is not None:
        raise RuleBroken(n_("This person has a password already."))
    accounts.invite(session, account, at=at)
    record(
        session,
        "account.invite",
        by=by.account_id,
        subject_type="employee",
        subject_id=employee.id,
        unit_key=employee.unit_key,
        at=at,
    )
    return account


def _new_account(session: Session, employee: Employee, at: datetime) -> Account:
    if not employee.email:
        raise RuleBroken(n_("Write down the person's e-mail address first."))
    if account_by_email(session, employee.email):
        raise RuleBroken(n_("The e-mail address belongs to another account. Correct it first."))
    account = accounts.create_account(session, email=employee.email, name=employee.name, at=at)
    account.timezone = employee.agency.timezone
    employee.account_id = account.id
    session.flush()
    return account


def invitations(
    session: Session, viewer: Viewer, state: InvitationState | None, number: int = 1, *, at: datetime
) -> Page[Invited]:
    """Everybody in service whom the viewer administers, with where their way in stands; by name."""
    latest = (
        select(OneTimeLink.account_id, func.max(OneTimeLink.expires_at).label("until"))
        .where(OneTimeLink.purpose == LinkPurpose.INVITATION)
        .group_by(OneTimeLink.account_id)
        .subquery()
    )
    stage = case(
        (Account.password_hash.is_not(None), InvitationState.JOINED.value),
        (latest.c.until > at, InvitationState.INVITED.value),
        (latest.c.until.is_not(None), InvitationState.EXPIRED.value),
        (func.coalesce(Employee.email, "") == "", InvitationState.NO_EMAIL.value),
        else_=InvitationState.NOT_INVITED.value,
    )
    query = (
        select(Employee, stage, latest.c.until)
        .outerjoin(Account, Account.id == Employee.account_id)
        .outerjoin(latest, latest.c.account_id == Account.id)
        .options(joinedload(Employee.unit))
        .where(inside(Employee.unit_key, viewer), Employee.left_on.is_(None))
        .order_by(Employee.name, Employee.id)
    )
    if state is not None:
        query = query.where(stage == state.value)
    page = page_of(session, query, number)
    items = [Invited(employee, InvitationState(found), until) for employee, found, until in page.items]
    return Page(items, page.number, page.total, page.size)
