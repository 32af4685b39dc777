"""Into which parts answers may be counted, and which of the counts may be read.

The parts are fixed when a pulse opens and never overlap. At the closing, a part with too few answers is not shown,
and where the total minus all that is shown would speak of a few people, the smallest shown part is hidden with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.change.pulses.models import Pulse, PulseGroup
from portal.domain.organisation.models import Employee, OrgUnit

LEAST = 5
"""Fewer answers are never shown, anywhere."""
SMALLEST_GROUP = 8
"""Fewer people are counted with others: hardly ever would five of them answer."""


def may_be_shown(answers: Mapping[int, int], least: int = LEAST) -> frozenset[int]:
    """Which parts may be shown beside the total of all, so that no difference speaks of 1 to `least` - 1 people."""
    total = sum(answers.values())
    shown = {group for group, count in answers.items() if count >= least}
    while shown and 0 < total - sum(answers[group] for group in shown) < least:
        shown.remove(min(shown, key=lambda group: (answers[group], group)))
    return frozenset(shown)


def parts_of(sizes: Mapping[int, int], others: int, smallest: int = SMALLEST_GROUP) -> frozenset[int]:
    """Which units become parts of their own, by how many people they have; the others are counted together.

    `others` work in no such unit. As long as those counted together are too few, the smallest part joins them.
    """
    apart = {unit for unit, people in sizes.items() if people >= smallest}
    together = others + sum(people for unit, people in sizes.items() if unit not in apart)
    while apart and 0 < together < smallest:
        joining = min(apart, key=lambda unit: (sizes[unit], unit))
        apart.remove(joining)
        together += sizes[joining]
    return frozenset(apart)


def fix(session: Session, pulse: Pulse) -> Sequence[PulseGroup]:
    """Write down the parts of a pulse that opens."""
    root = pulse.campaign.unit
    sizes = _people_below(session, root)
    everybody = _count(session, root)
    apart = parts_of(sizes, everybody - sum(sizes.values()))
    rest = everybody - sum(sizes[unit] for unit in apart)
    groups = [PulseGroup(pulse_id=pulse.id, unit_id=unit, people=sizes[unit]) for unit in sorted(apart)]
    if rest:
        groups.append(PulseGroup(pulse_id=pulse.id, unit_id=root.id, is_rest=True, people=rest))
    session.add_all(groups)
    pulse.people = everybody
    session.flush()
    return groups


def _people_below(session: Session, root: OrgUnit) -> dict[int, int]:
    """People in service in each unit right below, and below that."""
    rows = session.execute(
        select(OrgUnit.id, func.count(Employee.id))
        .join(Employee, Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end))
        .where(OrgUnit.parent_id == root.id, Employee.left_on.is_(None))
        .group_by(OrgUnit.id)
    )
    return {unit_id: people for unit_id, people in rows}


def _count(session: Session, root: OrgUnit) -> int:
    query = select(func.count(Employee.id)).where(
        Employee.unit_key.between(root.path_key, root.path_end), Employee.left_on.is_(None)
    )
    return session.scalar(query) or 0


def group_of(groups: Collection[PulseGroup], unit_key: int) -> PulseGroup | None:
    """Where somebody of that unit is counted; nowhere when whole parts were founded after the opening."""
    for group in groups:
        if not group.is_rest and group.unit.path_key <= unit_key <= group.unit.path_end:
            return group
    return next((group for group in groups if group.is_rest), None)
