"""Write a plan down with bulk statements: positions, people, evaluators, history."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from portal.domain.events import announce
from portal.domain.organisation.events import PeoplePlaced
from portal.domain.organisation.imports.steps import Plan, Step
from portal.domain.organisation.models import Employee, Placement, Position
from portal.domain.organisation.people.placing import kind_of

CHUNK = 1000


def apply(session: Session, made: Plan, *, reason: str, at: datetime) -> None:
    """Everything the plan says. The rows were checked against this very state of the database."""
    fresh, changed = made.of_kind("create"), made.of_kind("change")
    positions = _positions(session, [*fresh, *changed])
    _create(session, fresh, positions)
    ids = _ids(
        session, {step.nip for step in (*fresh, *changed)} | {s.evaluator_nip for s in (*fresh, *changed)}
    )
    _change(session, changed, positions, ids)
    _set_evaluators(session, fresh, ids)
    begun = [step for step in changed if step.place_changes]
    _end_stretches(session, begun, ids)
    again = _corrected(session, begun, positions, ids)
    starting = [*fresh, *(step for step in begun if step.nip not in again)]
    _begin_stretches(session, starting, positions, ids, reason)
    session.expire_all()
    if begun:
        announce(session, PeoplePlaced(employee_ids=tuple(sorted(ids[step.nip] for step in begun)), at=at))


def _positions(session: Session, steps: list[Step]) -> dict[tuple[int, str], int]:
    wanted = {(step.unit.agency_id, step.position) for step in steps if step.position}
    agencies = {agency_id for agency_id, _name in wanted}
    query = select(Position.agency_id, Position.name, Position.id).where(Position.agency_id.in_(agencies))
    found = {(agency_id, name): position_id for agency_id, name, position_id in session.execute(query)}
    missing = sorted(wanted - found.keys())
    if missing:
        rows = [{"agency_id": agency_id, "name": name, "kind": kind_of(name)} for agency_id, name in missing]
        session.execute(insert(Position), rows)
        found |= {(agency_id, name): position_id for agency_id, name, position_id in session.execute(query)}
    return found


def _create(session: Session, steps: list[Step], positions: dict[tuple[int, str], int]) -> None:
    if steps:
        session.execute(insert(Employee), [{"nip": step.nip, **_person(step, positions)} for step in steps])
        _tell_planner(session)


def _tell_planner(session: Session) -> None:
    """PostgreSQL still believes the table to be as small as before and would check each reference by reading it all."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE employee"))


def _person(step: Step, positions: dict[tuple[int, str], int]) -> dict[str, Any]:
    return {
        "agency_id": step.unit.agency_id,
        "name": step.name,
        "email": step.email,
        "grade": step.grade,
        "employment": step.employment,
        "unit_id": step.unit.id,
        "unit_key": step.unit.key,
        "position_id": positions.get((step.unit.agency_id, step.position)),
    }


def _ids(session: Session, nips: Iterable[str]) -> dict[str, int]:
    wanted = sorted(number for number in nips if number)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(Employee.nip, Employee.id).where(Employee.nip.in_(wanted[start : start + CHUNK]))
        )
        found.update((number, employee_id) for number, employee_id in rows)
    return found


def _change(
    session: Session, steps: list[Step], positions: dict[tuple[int, str], int], ids: dict[str, int]
) -> None:
    rows = [
        {
            "id": ids[step.nip],
            "left_on": None,
            "evaluator_id": ids.get(step.evaluator_nip),
            **_person(step, positions),
        }
        for step in steps
    ]
    if rows:
        session.execute(update(Employee), rows)


def _set_evaluators(session: Session, steps: list[Step], ids: dict[str, int]) -> None:
    rows = [
        {"id": ids[step.nip], "evaluator_id": ids[step.evaluator_nip]} for step in steps if step.evaluator_nip
    ]
    if rows:
        session.execute(update(Employee), rows)


def _open_stretches(
    session: Session, steps: list[Step], ids: dict[str, int]
) -> Iterable[tuple[Step, int, date]]:
    """The newest stretch of each person that has no end: its step, its id and the day it began."""
    by_id = {ids[step.nip]: step for step in steps}
    wanted = sorted(by_id)
    for start in range(0, len(wanted), CHUNK):
        rows = session.execute(
            select(Placement.employee_id, Placement.id, Placement.starts_on).where(
                Placement.employee_id.in_(wanted[start : start + CHUNK]), Placement.ends_on.is_(None)
            )
        )
        for employee_id, placement_id, starts_on in rows.all():
            yield by_id[employee_id], placement_id, starts_on


def _end_stretches(session: Session, steps: list[Step], ids: dict[str, int]) -> None:
    rows = [
        {"id": placement_id, "ends_on": step.starts_on}
        for step, placement_id, starts_on in _open_stretches(session, steps, ids)
        if starts_on < step.starts_on
    ]
    if rows:
        session.execute(update(Placement), rows)


def _corrected(
    session: Session, steps: list[Step], positions: dict[tuple[int, str], int], ids: dict[str, int]
) -> set[str]:
    """Stretches that began on the very day the file names are corrected in place."""
    rows, done = [], set()
    for step, placement_id, starts_on in _open_stretches(session, steps, ids):
        if starts_on == step.starts_on:
            rows.append({"id": placement_id, **_stretch(step, positions, ids)})
            done.add(step.nip)
    if rows:
        session.execute(update(Placement), rows)
    return done


def _begin_stretches(
    session: Session,
    steps: list[Step],
    positions: dict[tuple[int, str], int],
    ids: dict[str, int],
    reason: str,
) -> None:
    rows = [
        {
            "employee_id": ids[step.nip],
            "starts_on": step.starts_on,
            "reason": reason[:300],
            **_stretch(step, positions, ids),
        }
        for step in steps
    ]
    if rows:
        session.execute(insert(Placement), rows)


def _stretch(step: Step, positions: dict[tuple[int, str], int], ids: dict[str, int]) -> dict[str, Any]:
    return {
        "unit_id": step.unit.id,
        "unit_key": step.unit.key,
        "position_id": positions.get((step.unit.agency_id, step.position)),
        "evaluator_id": ids.get(step.evaluator_nip),
    }
