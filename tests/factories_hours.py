"""Hours in the ledger, and what is asked of people. Name only what the test is about."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from portal.domain.organisation.models import Employee
from portal.domain.training.courses.models import CourseKind
from portal.domain.training.hours.models import Assignment, HoursEntry, HoursTag
from tests.factories import NOW, _added

_numbers = count(1)
DAY = date(2026, 5, 20)


def entry(
    session: Session, who: Employee, hours: int = 4, *, day: date = DAY, tags: tuple[str, ...] = (), **fields
) -> HoursEntry:
    given = {
        "unit_key": who.unit_key, "year": day.year, "day": day, "kind": CourseKind.WORKSHOP, "title": "Lokakarya",
        "held": abs(hours), "source_type": "test", "source_id": next(_numbers), "booked_at": NOW,
    }  # fmt: skip
    one = _added(session, HoursEntry(employee_id=who.id, hours=hours, **given | fields))
    session.add_all(HoursTag(tag=tag, employee_id=who.id, entry_id=one.id, hours=hours) for tag in tags)
    session.flush()
    return one


def assignment(
    session: Session, who: Employee, *, starts_on: date = date(2026, 3, 1), **fields
) -> Assignment:
    given = {
        "number": f"800.1.4/{next(_numbers)}/2026", "purpose": "Pelayanan", "given_at": NOW,
        "ends_on": starts_on.replace(year=starts_on.year + 1),
    }  # fmt: skip
    return _added(session, Assignment(employee_id=who.id, starts_on=starts_on, **given | fields))
