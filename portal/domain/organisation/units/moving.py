"""New keys for a whole branch: units, the people in them, and a new stretch in everybody's history."""

from datetime import date

from sqlalchemy import insert, literal, null, select, update
from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee, FormerKey, OrgUnit, Placement
from portal.domain.organisation.paths import child_key, end_of, number_of
from portal.domain.organisation.units.queries import next_number
from portal.domain.words import n_

REASON = n_("The unit was moved.")


def rekey(session: Session, unit: OrgUnit, parent: OrgUnit, *, day: date) -> int:
    """Move `unit` under `parent`. Gives the number of units that changed; refuses when a level runs out of numbers."""
    branch = session.scalars(
        select(OrgUnit)
        .where(OrgUnit.path_key.between(unit.path_key, unit.path_end))
        .order_by(OrgUnit.level, OrgUnit.path_key)
    ).all()
    fresh: dict[int, tuple[int, int]] = {}
    for node in branch:
        above, level = fresh.get(node.parent_id or 0, (parent.path_key, parent.level))
        number = next_number(session, parent) if node is unit else number_of(node.path_key, node.level)
        fresh[node.id] = (child_key(above, level + 1, number), level + 1)
    unit.parent_id = parent.id
    for node in branch:
        key, level = fresh[node.id]
        session.add(FormerKey(path_key=node.path_key, unit_id=node.id))
        node.path_key, node.path_end, node.level = key, end_of(key, level), level
        _move_people(session, node.id, key, day)
    session.flush()
    return len(branch)


def _move_people(session: Session, unit_id: int, key: int, day: date) -> None:
    """From `day` on they work under the new key; the days before keep the old one."""
    session.execute(update(Employee).where(Employee.unit_id == unit_id).values(unit_key=key))
    here = (Placement.unit_id == unit_id, Placement.ends_on.is_(None))
    session.execute(update(Placement).where(*here, Placement.starts_on >= day).values(unit_key=key))
    session.execute(
        insert(Placement).from_select(
            [
                "employee_id",
                "unit_id",
                "unit_key",
                "position_id",
                "evaluator_id",
                "starts_on",
                "ends_on",
                "reason",
            ],
            select(
                Placement.employee_id,
                Placement.unit_id,
                literal(key),
                Placement.position_id,
                Placement.evaluator_id,
                literal(day, Placement.starts_on.type),
                null(),
                literal(REASON),
            ).where(*here, Placement.starts_on < day),
        )
    )
    session.execute(
        update(Placement).where(*here, Placement.starts_on < day).values(ends_on=day),
    )
