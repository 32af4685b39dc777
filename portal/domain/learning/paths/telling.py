"""Telling people what they have to finish, and reminding them. Run by the worker; each requirement tells once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.learning.modules.models import Module
from portal.domain.learning.paths.models import RequiredModule
from portal.domain.learning.paths.queries import concerns, has_finished
from portal.domain.notifications.actions import notify_all
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.words import n_

REMIND_BEFORE = timedelta(days=7)


def tell(session: Session, *, at: datetime) -> int:
    """Tell about what was required last, or remind of it a week before its day. How many modules that were."""
    new = _together(session, RequiredModule.told_at, RequiredModule.told_at.is_(None))
    if new:
        one = n_("Please finish “%(title)s” by %(day)s: %(why)s")
        several = n_("Please finish these modules by %(day)s: %(titles)s. %(why)s")
        _tell_all(session, new, one, several, at=at)
        for required in new:
            required.told_at = at
        return len(new)
    is_close = RequiredModule.due_on.between(at.date(), at.date() + REMIND_BEFORE)
    due = _together(session, RequiredModule.reminded_at, RequiredModule.reminded_at.is_(None) & is_close)
    if due:
        one = n_("“%(title)s” is to be finished by %(day)s. %(why)s")
        several = n_("These modules are to be finished by %(day)s: %(titles)s. %(why)s")
        _tell_all(session, due, one, several, at=at)
        for required in due:
            required.reminded_at = at
    return len(due)


def _together(
    session: Session, noted: InstrumentedAttribute[datetime | None], criterion: ColumnElement[bool]
) -> Sequence[RequiredModule]:
    """One that is due, with what was required in the same moment: the modules of a path are told of at once."""
    waiting = (
        select(RequiredModule)
        .options(joinedload(RequiredModule.module).joinedload(Module.live_version))
        .order_by(RequiredModule.id)
        .with_for_update(of=RequiredModule, skip_locked=True)
    )
    first = session.scalar(waiting.where(criterion).limit(1))
    if first is None:
        return ()
    of_one_path = (
        (RequiredModule.unit_id == first.unit_id)
        & (RequiredModule.set_at == first.set_at)
        & (RequiredModule.due_on == first.due_on)
        & (RequiredModule.is_for_evaluators == first.is_for_evaluators)
        & (RequiredModule.why == first.why)
    )
    return session.scalars(waiting.where(noted.is_(None), of_one_path)).all()


def _tell_all(
    session: Session, required: Sequence[RequiredModule], one: str, several: str, *, at: datetime
) -> None:
    """Everybody concerned who has an account, of what they have not finished of it."""
    terms = {"day": f"{required[0].due_on:%d/%m/%Y}", "why": required[0].why}
    for modules, accounts in _left_to_finish(session, required):
        titles = [module.live_version.title if module.live_version else module.code for module in modules]
        if len(modules) == 1:
            link, values = f"/learning/modules/{modules[0].id}", {"title": titles[0]}
        else:
            link, values = "/learning", {"titles": ", ".join(f"“{title}”" for title in titles)}
        message = one if len(modules) == 1 else several
        notify_all(session, accounts, message, link=link, at=at, icon="school", **values, **terms)


def _left_to_finish(
    session: Session, required: Sequence[RequiredModule]
) -> Iterator[tuple[list[Module], list[int]]]:
    """Accounts by the modules that they have still to finish."""
    rows = session.execute(
        select(Account.id, RequiredModule.id)
        .join(Employee, Employee.account_id == Account.id)
        .join(RequiredModule, RequiredModule.id.in_([each.id for each in required]))
        .join(OrgUnit, OrgUnit.id == RequiredModule.unit_id)
        .where(concerns(), ~has_finished())
        .order_by(Account.id, RequiredModule.id)
    )
    left: dict[int, tuple[int, ...]] = {}
    for account_id, required_id in rows:
        left[account_id] = (*left.get(account_id, ()), required_id)
    alike: dict[tuple[int, ...], list[int]] = {}
    for account_id, ids in left.items():
        alike.setdefault(ids, []).append(account_id)
    for ids, accounts in alike.items():
        yield [each.module for each in required if each.id in ids], accounts
