"""Questions about erasure: who asked, what would go, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.erasing import Declaration, Kept, Person, Scrubbed
from portal.domain.organisation.erasure.models import Erasure, ErasureRequest
from portal.domain.organisation.models import Employee
from portal.domain.organisation.naming import plain_name
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that goes, and how many rows or files of it there are."""

    what: str
    count: int


def person_behind(session: Session, employee: Employee) -> Person:
    """Both names somebody went by here, with and without titles, the NIP and both addresses."""
    account = session.get(Account, employee.account_id) if employee.account_id else None
    names = [employee.name, *([account.name] if account else [])]
    others = [employee.nip, employee.email, *([account.email] if account else [])]
    words = (*names, *(plain_name(name) for name in names), *(one for one in others if one))
    return Person(
        employee_id=employee.id, account_id=employee.account_id or 0, words=tuple(dict.fromkeys(words))
    )


def parts_of(session: Session, employee: Employee, declared: Iterable[Declaration]) -> list[Part]:
    return parts_about(session, person_behind(session, employee), declared)


def parts_about(session: Session, person: Person, declared: Iterable[Declaration]) -> list[Part]:
    """What would go now; what several features hold of one kind is counted together."""
    found: dict[str, int] = {}
    for one in declared:
        for eraser in one.erasers:
            found[eraser.what] = found.get(eraser.what, 0) + eraser.count(session, person)
    return [Part(what, count) for what, count in found.items()]


def kinds_of(declared: Iterable[Declaration]) -> list[str]:
    """What of one's own would go, whoever it is; the name in words of others is one matter."""
    own = (eraser for one in declared for eraser in one.erasers if not isinstance(eraser, Scrubbed))
    return list(dict.fromkeys(eraser.what for eraser in own))


def kept_of(declared: Iterable[Declaration]) -> Iterator[Kept]:
    """What stays of a person, with the reason; what matters to most first."""
    return (kept for one in reversed(list(declared)) for kept in one.kept if kept.what)


def open_request_of(session: Session, employee_id: int) -> ErasureRequest | None:
    return session.scalar(_open().where(ErasureRequest.employee_id == employee_id))


def requests_for(session: Session, viewer: Viewer, number: int = 1) -> Page[ErasureRequest]:
    """Open requests where the viewer administers people: those who have left first, then by the day of asking."""
    query = (
        _open()
        .join(ErasureRequest.employee)
        .options(joinedload(ErasureRequest.employee).joinedload(Employee.unit))
        .where(inside(Employee.unit_key, viewer))
        .order_by(Employee.left_on.is_(None), ErasureRequest.asked_at, ErasureRequest.id)
    )
    return page_of(session, query, number)


def erasure_of(session: Session, employee_id: int) -> Erasure | None:
    return session.scalar(select(Erasure).where(Erasure.employee_id == employee_id))


def erasures(session: Session) -> list[Erasure]:
    """All that were carried out, oldest first."""
    return list(session.scalars(select(Erasure).order_by(Erasure.erased_at, Erasure.id)))


def own_requests(session: Session, me: Viewer) -> list[dict[str, Any]]:
    """When one asked to be erased, and took it back, for one's "my data"."""
    rows = session.scalars(
        select(ErasureRequest)
        .where(ErasureRequest.employee_id == (me.employee_id or 0))
        .order_by(ErasureRequest.id)
    )
    return [{"asked_at": row.asked_at, "withdrawn_at": row.withdrawn_at} for row in rows]


def _open() -> Select[ErasureRequest]:
    return select(ErasureRequest).where(
        ErasureRequest.withdrawn_at.is_(None), ErasureRequest.settled_at.is_(None)
    )
