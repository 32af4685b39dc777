"""Required against present: how many people a need concerns, how many have what it asks, who does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from portal.domain.organisation.models import Employee, OrgUnit, Position, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.viewers import Viewer
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
            _about_tag(one.tag, courses),
            None if behind is None else behind[one.tag],
        )
        for one in needs
    ]
    return sorted(found, key=lambda one: (-one.missing, one.need.tag, one.need.id))


def _about_tag(tag: str, courses: Sequence[Course]) -> tuple[Course, ...]:
    """Those named after the topic first."""
    tagged = [course for course in courses if tag in {one.tag for one in course.tags}]
    return tuple(sorted(tagged, key=lambda course: tag not in course.title.lower()))


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


def about(unit: OrgUnit) -> ColumnElement[bool]:
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
        .where(CompetenceNeed.id.in_([one.id for one in needs]), about(unit))
        .group_by(CompetenceNeed.id)
    )
    return {key: value for key, value in rows}


def _present(session: Session, unit: OrgUnit, needs: Sequence[CompetenceNeed]) -> dict[int, int]:
    """Only people behind whose name there are hours of the tag are looked at."""
    learned = learned_about({one.tag for one in needs})
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
        .where(enough, about(unit))
        .group_by(CompetenceNeed.id)
    )
    return {key: value for key, value in rows}


def learned_about(tags: Collection[str]) -> Subquery:
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
