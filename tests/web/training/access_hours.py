"""Who gets an answer about learning hours, fair access and needs."""

from portal.domain.organisation.models import Employment
from portal.domain.training.access.models import Band, UnitDistance
from portal.domain.training.needs_analysis.models import CompetenceNeed
from tests import factories
from tests.factories import NOW, _added
from tests.factories_hours import assignment, entry

EMPLOYEES = "employee trainer service_manager evaluator hr_admin admin committee leader auditor"
LOOKS_AFTER = "evaluator hr_admin leader admin"
SEES_ACCESS = "hr_admin leader auditor admin"
SEES_NEEDS = "hr_admin leader trainer admin"
HR = "hr_admin admin"

ACCESS = {
    "training.hours": EMPLOYEES,
    "training.hours_file": EMPLOYEES,
    "training.hours_people": LOOKS_AFTER,
    "training.hours_people_file": LOOKS_AFTER,
    "training.hours_person": "admin",
    "training.hours_person_file": "admin",
    "training.assign_hours": "admin",
    "training.assignment_file": "",
    "training.correct_hours": "admin",
    "training.hours_rules": "*",
    "training.write_rate": "admin",
    "training.write_duty": "admin",
    "training.withdraw_line": "",
    "training.access": SEES_ACCESS,
    "training.access_file": SEES_ACCESS,
    "training.access_requests": "hr_admin leader admin",
    "training.access_distances": HR,
    "training.forget_distance": "admin",
    "training.needs": SEES_NEEDS,
    "training.show_need": "admin",
    "training.lift_need": "admin",
}


def somebody(session):
    """Of another agency."""
    return factories.employee(session, employment=Employment.PPPK)


def a_need(session):
    need = CompetenceNeed(unit_id=factories.unit(session).id, tag="pengaduan", level=1, set_at=NOW)
    return {"need_id": _added(session, need).id}


def a_distance(session):
    one = UnitDistance(unit_id=factories.unit(session).id, band=Band.FAR, declared_at=NOW)
    return {"unit_id": _added(session, one).unit_id}


def of_somebody(session):
    return {"employee_id": somebody(session).id}


SAMPLE = {
    "training.hours_file": lambda _session: {"year": 2026, "kind": "xlsx"},
    "training.hours_person": of_somebody,
    "training.hours_person_file": lambda session: of_somebody(session) | {"year": 2026, "kind": "pdf"},
    "training.assign_hours": of_somebody,
    "training.assignment_file": lambda session: {"assignment_id": assignment(session, somebody(session)).id},
    "training.correct_hours": lambda session: {"entry_id": entry(session, somebody(session)).id},
    "training.withdraw_line": lambda _session: {"table": "rates", "line_id": 1},
    "training.show_need": a_need,
    "training.lift_need": a_need,
    "training.forget_distance": a_distance,
}
