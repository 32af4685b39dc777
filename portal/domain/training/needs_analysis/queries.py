"""Required against present: how many people a need concerns, how many have what it asks, who does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit, Position, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.courses.models import Course
from portal.domain.training.courses.queries import courses_tagged
from portal.domain.training.hours.models import HoursTag
from portal.domain.training.needs_analysis.models import CompetenceNeed
from portal.domain.training.seats.needs import GapsAbout

SEES = (Role.HR_ADMIN, Role.LEADER, Role.TRAINER)
MOST_NEEDS = 60
MOST_COURSES = 60
MOST_FOR_GAPS = 3000  # people whose indicators are read for one page


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`behind`: people with an indicator on this subject that lags; None when not looked at."""

    need: CompetenceNeed
    people: int
    present: int
    courses: tuple[Course, ...]
    behind: int | None

    @property
    def missing(self) -> int:
        return self.people - self.present


@dataclass(frozen=True, slots=True)
class PlaceShortfall:
    name: str
    people: int
    present: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """Somebody who does not have it yet, with the hours that stand behind the tag so far."""

    employee: Employee
    hours: int


def may_see_needs(viewer: Viewer) -> bool:
    return bool(viewer.spans(*SEES))


def shortfalls_in(
    session: Session, viewer: Viewer, unit: OrgUnit, gaps: GapsAbout, day: date
) -> list[Shortfall]:
    """What is asked in the unit, above it or below it, the widest shortfall first."""
    needs = _needs_about(session, unit)
    if not needs:
        return []
    people, present = _concerned(session, unit, needs), _present(session, unit, needs)
    tags = sorted({one.tag for one in needs})
    courses = courses_tagged(session, viewer, tags, MOST_COURSES)
    behind = _behind(session, unit, gaps, tags, day)
    found = [
        Shortfall(
            one,
            people.get(one.id, 0),
            present.get(one.id, 0),
            tuple(course for course in courses if one.tag in {tag.tag for tag in course.tags}),
            None if behind is None else behind[one.tag],
        )
        for one in needs
    ]
    return sorted(found, key=lambda one: (-one.missing, one.need.tag, one.need.id))


def _needs_about(session: Session, unit: OrgUnit) -> Sequence[CompetenceNeed]:
    around = or_(
        OrgUnit.path_key.between(unit.path_key, unit.path_end),
        OrgUnit.path_key.in_(ancestors_of(unit.path_key)),
    )
    return (
        session.scalars(
            select(CompetenceNeed)
            .join(CompetenceNeed.unit)
            .where(around)
            .options(contains_eager(CompetenceNeed.unit))
            .order_by(CompetenceNeed.tag, CompetenceNeed.id)
            .limit(MOST_NEEDS)
        )
        .unique()
        .all()
    )


def _about(unit: OrgUnit) -> ColumnElement[bool]:
    """A person of the unit to whom the need beside it applies; wants Position joined outward."""
    return and_(
        Employee.left_on.is_(None),
        Employee.unit_key.between(unit.path_key, unit.path_end),
        Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end),
        or_(CompetenceNeed.position_kind.is_(None), CompetenceNeed.position_kind == Position.kind),
    )


def _concerned(session: Session, unit: OrgUnit, needs: Sequence[CompetenceNeed]) -> dict[int, int]:
    rows = session.execute(
        select(CompetenceNeed.id, func.count(Employee.id))
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .join(Employee, Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end))
        .outerjoin(Position, Position.id == Employee.position_id)
        .where(CompetenceNeed.id.in_([one.id for one in needs]), _about(unit))
        .group_by(CompetenceNeed.id)
    )
    return {key: value for key, value in rows}


def _present(session: Session, unit: OrgUnit, needs: Sequence[CompetenceNeed]) -> dict[int, int]:
    """Only people behind whose name there are hours of the tag are looked at."""
    learned = _learned({one.tag for one in needs})
    hours = {one.id: one.hours for one in needs}
    enough = or_(
        *(and_(CompetenceNeed.id == need_id, learned.c.hours >= number) for need_id, number in hours.items())
    )
    rows = session.execute(
        select(CompetenceNeed.id, func.count(Employee.id))
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .join(learned, learned.c.tag == CompetenceNeed.tag)
        .join(Employee, Employee.id == learned.c.employee_id)
        .outerjoin(Position, Position.id == Employee.position_id)
        .where(enough, _about(unit))
        .group_by(CompetenceNeed.id)
    )
    return {key: value for key, value in rows}


def _learned(tags: Collection[str]) -> Subquery:
    return (
        select(HoursTag.tag, HoursTag.employee_id, func.sum(HoursTag.hours).label("hours"))
        .where(HoursTag.tag.in_(tags))
        .group_by(HoursTag.tag, HoursTag.employee_id)
        .subquery("learned")
    )


def _behind(
    session: Session, unit: OrgUnit, gaps: GapsAbout, tags: Sequence[str], day: date
) -> Counter[str] | None:
    """By tag, people whose widest gap on these subjects speaks of it. None for units too large to read at once."""
    works_here = and_(Employee.left_on.is_(None), Employee.unit_key.between(unit.path_key, unit.path_end))
    if (session.scalar(select(func.count(Employee.id)).where(works_here)) or 0) > MOST_FOR_GAPS:
        return None
    found = gaps(session, select(Employee.id).where(works_here), tags, day)
    starts = {tag: re.compile(rf"(?<!\w){re.escape(tag)}", re.IGNORECASE) for tag in tags}
    return Counter(tag for gap in found.values() for tag, start in starts.items() if start.search(gap.text))


def need_for(session: Session, viewer: Viewer, need_id: int) -> CompetenceNeed:
    """In a unit about whose learning the viewer reads."""
    found = session.scalar(
        select(CompetenceNeed)
        .join(CompetenceNeed.unit)
        .where(CompetenceNeed.id == need_id, inside(OrgUnit.path_key, viewer, *SEES))
        .options(contains_eager(CompetenceNeed.unit))
    )
    if found is None:
        raise NotFound
    return found


def places_of(session: Session, need: CompetenceNeed) -> list[PlaceShortfall]:
    """The same by unit below: where the shortfall is. Up to 200 units."""
    below, learned = aliased(OrgUnit), _learned([need.tag])
    has_it = learned.c.hours >= need.hours
    rows = session.execute(
        select(below.name, func.count(Employee.id), func.count(Employee.id).filter(has_it))
        .select_from(CompetenceNeed)
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .join(below, or_(below.parent_id == OrgUnit.id, below.id == OrgUnit.id))
        .join(
            Employee,
            or_(
                and_(below.id == OrgUnit.id, Employee.unit_id == OrgUnit.id),
                and_(below.id != OrgUnit.id, Employee.unit_key.between(below.path_key, below.path_end)),
            ),
        )
        .outerjoin(Position, Position.id == Employee.position_id)
        .outerjoin(learned, learned.c.employee_id == Employee.id)
        .where(CompetenceNeed.id == need.id, _about(need.unit))
        .group_by(below.id, below.name, below.path_key)
        .order_by(below.path_key)
        .limit(200)
    )
    return [PlaceShortfall(*row) for row in rows]


def lacking(session: Session, need: CompetenceNeed, number: int = 1) -> Page[Lacking]:
    """Those with the fewest hours behind the tag first."""
    learned = _learned([need.tag])
    hours = func.coalesce(learned.c.hours, 0)
    query = (
        select(Employee, hours)
        .select_from(Employee)
        .join(CompetenceNeed, CompetenceNeed.id == need.id)
        .join(OrgUnit, OrgUnit.id == CompetenceNeed.unit_id)
        .outerjoin(Position, Position.id == Employee.position_id)
        .outerjoin(learned, learned.c.employee_id == Employee.id)
        .where(_about(need.unit), hours < need.hours)
        .options(joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.account))
        .order_by(hours, Employee.name, Employee.id)
    )
    found = page_of(session, query, number)  # type: ignore[arg-type]
    return Page([Lacking(*row) for row in found.items], found.number, found.total, found.size)
