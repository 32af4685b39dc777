"""Fair access and needs: who has how much, who asked and why not, what is missing where (G18, P8, P16, M11)."""

from datetime import date
from decimal import Decimal

import pytest

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Employment, Position, PositionKind, Role
from portal.domain.training.access import distances
from portal.domain.training.access.models import Band
from portal.domain.training.access.reporting import report_on
from portal.domain.training.access.requests import Outcome, requests_in
from portal.domain.training.needs_analysis import actions, one_need, queries
from portal.domain.training.needs_analysis.actions import NewNeed
from portal.domain.training.needs_analysis.models import Level
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.wiring import FAIRNESS
from tests import factories, factories_seats, factories_training
from tests.factories import NOW, _added
from tests.factories_hours import entry

TODAY = date(2026, 11, 21)
MEN, WOMEN = "198002292015031{:03d}", "198002292015032{:03d}"


@pytest.fixture
def town(session):
    """Ten people in two units, four women among them; those in the far unit have no hours."""
    root = factories.unit(session)
    near, far = (factories.unit(session, parent=root, name=name) for name in ("Dekat", "Jauh"))
    hr = factories.employee(session, unit_=factories.unit(session, of=None))
    factories.role(session, hr, Role.HR_ADMIN, over=root)
    people = [
        factories.employee(
            session, unit_=near if place < 5 else far, nip=(WOMEN if place % 3 else MEN).format(place + 1),
            grade="III/a" if place < 6 else "II/c",
            employment=Employment.PPPK if place == 9 else Employment.PNS,
        )
        for place in range(10)
    ]  # fmt: skip
    for person in people[:5]:
        entry(session, person, 8, tags=("pengaduan",))
    return {"root": root, "near": near, "far": far, "people": people, "hr": factories.viewer(session, hr)}


def test_the_report_tells_every_group_beside_the_whole(session, town):
    people, hr = town["people"], town["hr"]
    distances.declare(session, town["root"], Band.HERE, by=hr, at=NOW)
    distances.declare(session, town["far"], Band.REMOTE, by=hr, at=NOW)
    held = factories_seats.held(session, town["root"], factories_training.a_course(session))
    states = (
        SeatState.COMPLETED,
        SeatState.SEATED,
        SeatState.REFUSED,
        SeatState.WAITING,
        SeatState.CANCELLED,
    )
    for person, state in zip(people[3:8], states, strict=True):
        reason = "Ujian pada hari yang sama" if state is SeatState.REFUSED else ""
        _added(session, Enrolment(session_id=held.id, employee_id=person.id, unit_key=person.unit_key, state=state,
                                  requested_at=NOW, changed_at=NOW, reason=reason))  # fmt: skip
    found = report_on(session, town["root"], 2026)
    whole = found.whole
    assert (whole.people, whole.hours, whole.mean, whole.percent_without) == (10, 40, Decimal("4.0"), 50)
    assert (whole.gini, whole.asked, whole.got, whole.refused) == (Decimal("0.50"), 4, 2, 2)
    assert whole.bins == [("0", 5), ("1–4", 0), ("5–9", 5), ("10–19", 0), ("20+", 0)]
    told = {group.name: (group.people, group.hours, group.asked, group.got) for group in found.by_unit}
    assert told == {"Dekat": (5, 40, 2, 2), "Jauh": (5, 0, 2, 0)}
    assert {group.name: group.people for group in found.by_sex} == {"Men": 4, "Women": 6}
    assert {group.name: group.people for group in found.by_employment} == {"PNS": 9, "PPPK": 1}
    assert [group.is_shown for group in found.by_employment] == [True, False]
    assert {group.name: group.hours for group in found.by_grade} == {"II/c": 0, "III/a": 40}
    assert {group.name: group.people for group in found.by_distance} == {
        "In the same place": 5, "Over 50 km, or only by boat": 5,
    }  # fmt: skip
    assert report_on(session, town["root"], 2025).whole.gini is None
    page = requests_in(session, town["root"], 2026, Outcome.UNHEARD)
    assert [one.enrolment.reason for one in page.items if one.enrolment.reason] == [
        "Ujian pada hari yang sama"
    ]
    assert page.total == 2
    assert requests_in(session, town["near"], 2026, Outcome.ALL).total == 2
    stranger = factories.viewer(session, people[0])
    with pytest.raises(NotAllowed):
        distances.declare(session, town["root"], Band.NEAR, by=stranger, at=NOW)
    with pytest.raises(NotFound):
        distances.forget(session, town["far"].id, by=stranger, at=NOW)
    distances.forget(session, town["far"].id, by=hr, at=NOW)
    assert [one.name for one in report_on(session, town["root"], 2026).by_distance] == ["In the same place"]


def test_what_is_missing_is_counted_where_it_is_missing_and_leads_to_a_course(session, town):
    hr, people = town["hr"], town["people"]
    course = factories_training.a_course(session, tags=("pengaduan",))
    head = _added(
        session, Position(agency_id=people[0].agency_id, name="Kepala", kind=PositionKind.SUPERVISOR)
    )
    people[0].position_id = people[9].position_id = head.id
    session.flush()

    def need(level, kind=None, unit=town["root"], tag="Pengaduan "):
        return actions.require(session, unit, NewNeed(tag, level, kind, "Sebab"), by=hr, at=NOW)

    able, expert = need(Level.ABLE), need(Level.EXPERT, PositionKind.SUPERVISOR)
    with pytest.raises(RuleBroken, match="already"):
        need(Level.BASIC)
    with pytest.raises(NotAllowed):
        actions.require(session, town["root"], NewNeed("x", Level.BASIC, None, ""), at=NOW,
                        by=factories.viewer(session, people[0]))  # fmt: skip
    found = queries.shortfalls_in(session, hr, town["root"], FAIRNESS.gaps, TODAY)
    assert [(one.need.id, one.people, one.present, one.missing, one.behind) for one in found] == [
        (able.id, 10, 5, 5, 0), (expert.id, 2, 0, 2, 0),
    ]  # fmt: skip
    assert found[0].courses == (course,)
    below = queries.shortfalls_in(session, hr, town["far"], FAIRNESS.gaps, TODAY)
    assert [(one.people, one.present) for one in below] == [(5, 0), (1, 0)]
    places = one_need.places_of(session, able)
    assert [(one.name, one.people, one.present) for one in places] == [("Dekat", 5, 5), ("Jauh", 5, 0)]
    lacking = one_need.lacking(session, able)
    assert {one.employee.id for one in lacking.items} == {one.id for one in people[5:]}
    assert [one.hours for one in one_need.lacking(session, expert).items] == [0, 8]
    with pytest.raises(NotFound):
        one_need.need_for(session, factories.viewer(session, people[1]), able.id)
    actions.lift(session, expert, by=hr, at=NOW)
    assert len(queries.shortfalls_in(session, hr, town["root"], FAIRNESS.gaps, TODAY)) == 1
