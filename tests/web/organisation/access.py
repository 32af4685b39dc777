"""Who gets an answer from the pages of the administration."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Deputy, DeputyKind, OrgUnit, Role
from portal.domain.outbox import post
from tests import factories
from tests.factories import NOW
from tests.factories_organisation import TODAY, import_run

UNITS = ("unit", "add_unit", "change_unit", "move_unit", "close_unit", "reopen_unit", "employ")
PEOPLE = (
    "person", "correct", "invite", "close_account", "open_account", "move", "take_back", "leave", "name_deputy",
    "erase",
)  # fmt: skip
OTHERS = (
    "units", "people", "end_deputy", "roles", "give_role", "take_role", "invitations", "imports", "check_import",
    "erasures",
    "import_template",
)  # fmt: skip
ALONE = (
    "import_run", "confirm_import", "agencies", "found_agency", "change_agency", "outbox", "retry_message",
    "change_logo", "remove_logo",
)  # fmt: skip
ACCESS = {
    "admin.index": "hr_admin auditor admin",
    "admin.audit": "auditor admin",
    "admin.check_audit": "auditor admin",
    **{f"admin.{name}": "hr_admin admin" for name in (*UNITS, *PEOPLE, *OTHERS)},
    **{f"admin.{name}": "admin" for name in ALONE},
}


def _root(session: Session) -> OrgUnit:
    """The tree everybody in the table belongs to: the first one there is."""
    roots = session.query(OrgUnit).filter_by(parent_id=None).order_by(OrgUnit.id)
    return roots.first() or factories.unit(session)


def _unit(session: Session) -> dict[str, Any]:
    return {"unit_id": factories.unit(session, parent=_root(session)).id}


def _person(session: Session) -> dict[str, Any]:
    person = factories.employee(session, unit_=_root(session), email="sampel@example.go.id")
    return {"employee_id": person.id}


def _role(session: Session) -> dict[str, Any]:
    root = _root(session)
    person = factories.employee(session, unit_=root)
    return {"assignment_id": factories.role(session, person, Role.TRAINER, over=root).id}


def _deputy(session: Session) -> dict[str, Any]:
    root = _root(session)
    away, stand_in = (factories.employee(session, unit_=root) for _ in range(2))
    row = Deputy(
        evaluator_id=away.id, deputy_id=stand_in.id, kind=DeputyKind.PLH,
        starts_on=TODAY, ends_on=TODAY.replace(day=30),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return {"deputy_id": row.id}


def _agency(session: Session) -> dict[str, Any]:
    return {"agency_id": factories.unit(session).agency_id}


def _message(session: Session) -> dict[str, Any]:
    message = post(session, "mail", {}, at=NOW)
    message.dead_at = NOW
    session.flush()
    return {"message_id": message.id}


def _run(session: Session) -> dict[str, Any]:
    return {"run_id": import_run(session).id}


SAMPLE: dict[str, Callable[[Session], dict[str, Any]]] = {
    **{f"admin.{name}": _unit for name in UNITS},
    **{f"admin.{name}": _person for name in PEOPLE},
    "admin.end_deputy": _deputy,
    "admin.take_role": _role,
    "admin.import_run": _run,
    "admin.confirm_import": _run,
    "admin.change_agency": _agency,
    "admin.change_logo": _agency,
    "admin.remove_logo": _agency,
    "admin.retry_message": _message,
}
