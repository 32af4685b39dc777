import pytest
from sqlalchemy.orm import Session

from portal.domain.audit.queries import first_broken
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import Employee, Exposure, OrgUnit, Placement
from portal.domain.organisation.paths import end_of
from portal.domain.organisation.people.choosing import unit_called
from portal.domain.organisation.people.history import unit_key_on
from portal.domain.organisation.units import actions, queries
from tests import factories
from tests.factories import NOW
from tests.factories_organisation import TODAY, administrator, hr_of


def add(session: Session, parent: OrgUnit, code: str, by) -> OrgUnit:
    return actions.add_unit(
        session, parent, code=code, name=f"Seksi {code}", exposure=Exposure.SERVICE, by=by, at=NOW
    )


def test_a_new_agency_takes_the_next_number_and_has_a_root_unit(session: Session) -> None:
    admin = administrator(session)
    first = actions.found_agency(
        session, code="7371", name="Kota Makassar", timezone="Asia/Makassar", by=admin, at=NOW
    )
    second = actions.found_agency(
        session, code="9171", name="Kota Jayapura", timezone="Asia/Jayapura", by=admin, at=NOW
    )
    assert second.number == first.number + 1
    [(agency, units, people)] = [row for row in queries.agencies_for(session, admin) if row[0] is second]
    assert (agency.name, units, people) == ("Kota Jayapura", 1, 0)
    assert first_broken(session) is None


def test_only_an_administrator_founds_agencies(session: Session) -> None:
    hr = hr_of(session, factories.unit(session))
    with pytest.raises(NotAllowed):
        actions.found_agency(session, code="1", name="Kota Baru", timezone="Asia/Jakarta", by=hr, at=NOW)


@pytest.mark.parametrize(("code", "timezone"), [("a b", "Asia/Jakarta"), ("ok", "Europe/Berlin"), ("", "x")])
def test_an_agency_needs_a_usable_code_and_one_of_our_time_zones(session: Session, code, timezone) -> None:
    with pytest.raises(RuleBroken):
        actions.found_agency(
            session, code=code, name="Kota", timezone=timezone, by=administrator(session), at=NOW
        )


def test_units_number_on_and_sit_inside_their_parent(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    first, second = add(session, root, "A", hr), add(session, root, "B", hr)
    below = add(session, second, "B1", hr)
    assert root.path_key < first.path_key < second.path_key < below.path_key <= second.path_end
    assert second.path_end == end_of(second.path_key, 2)
    assert [unit.id for unit in queries.above(session, below)] == [root.id, second.id]


def test_six_levels_and_no_more(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    for level in range(2, 7):
        unit = add(session, unit, f"L{level}", hr)
    with pytest.raises(RuleBroken, match="six levels"):
        add(session, unit, "L7", hr)


def test_a_code_is_unique_inside_its_agency_only(session: Session) -> None:
    root, other = factories.unit(session), factories.unit(session)
    add(session, root, "X", hr_of(session, root))
    add(session, other, "X", hr_of(session, other))
    with pytest.raises(RuleBroken) as broken:
        add(session, root, "X", hr_of(session, root))
    assert broken.value.field == "code"


def test_nobody_touches_or_sees_a_foreign_unit(session: Session) -> None:
    mine, foreign = factories.unit(session), factories.unit(session)
    hr = hr_of(session, mine)
    with pytest.raises(NotFound):
        queries.unit_for(session, hr, foreign.id)
    with pytest.raises(NotAllowed):
        add(session, foreign, "A", hr)
    with pytest.raises(NotAllowed):
        actions.close_unit(session, foreign, by=hr, at=NOW)
    below = add(session, mine, "A", hr)
    with pytest.raises(NotAllowed):
        actions.move_unit(session, below, foreign, by=administrator_of(session, below), at=NOW)


def administrator_of(session: Session, unit: OrgUnit):
    return hr_of(session, unit)


def test_moving_a_branch_rekeys_it_and_leaves_the_past_where_it_was(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    health, district = add(session, root, "H", hr), add(session, root, "D", hr)
    clinic = add(session, health, "H1", hr)
    room = add(session, clinic, "H11", hr)
    nurse = factories.employee(session, unit_=room)
    before = room.path_key

    actions.move_unit(session, clinic, district, by=hr, at=NOW)
    session.expire_all()

    assert (clinic.parent_id, clinic.level, room.level) == (district.id, 3, 4)
    assert district.path_key < clinic.path_key < room.path_key <= clinic.path_end <= district.path_end
    assert session.get_one(Employee, nurse.id).unit_key == room.path_key
    yesterday = TODAY.replace(day=TODAY.day - 1)
    assert unit_key_on(session, [nurse.id], yesterday) == {nurse.id: before}
    assert unit_key_on(session, [nurse.id], TODAY) == {nurse.id: room.path_key}
    assert session.query(Placement).filter_by(employee_id=nurse.id).count() == 2


def test_moving_twice_on_one_day_adds_one_stretch(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    a, b, c = (add(session, root, code, hr) for code in "ABC")
    person = factories.employee(session, unit_=c)
    actions.move_unit(session, c, a, by=hr, at=NOW)
    actions.move_unit(session, c, b, by=hr, at=NOW)
    assert session.query(Placement).filter_by(employee_id=person.id).count() == 2
    assert unit_key_on(session, [person.id], TODAY) == {person.id: c.path_key}


def test_a_number_that_people_had_is_not_given_again(session: Session) -> None:
    """Otherwise points of the past would suddenly belong to a newcomer's unit."""
    root = factories.unit(session)
    hr = hr_of(session, root)
    a, b = add(session, root, "A", hr), add(session, root, "B", hr)
    last = add(session, a, "A1", hr)
    factories.employee(session, unit_=last)
    old = last.path_key
    actions.move_unit(session, last, b, by=hr, at=NOW)
    assert add(session, a, "A2", hr).path_key != old


@pytest.mark.parametrize("target", ["itself", "child", "same", "foreign", "closed"])
def test_moves_that_make_no_sense_are_refused(session: Session, target: str) -> None:
    admin = administrator(session)
    root, other = factories.unit(session), factories.unit(session)
    a, b = add(session, root, "A", admin), add(session, root, "B", admin)
    child = add(session, a, "A1", admin)
    actions.close_unit(session, b, by=admin, at=NOW)
    wanted = {"itself": a, "child": child, "same": root, "foreign": other, "closed": b}[target]
    with pytest.raises(RuleBroken) as broken:
        actions.move_unit(session, a, wanted, by=admin, at=NOW)
    assert broken.value.field == "parent"


def test_a_branch_that_would_grow_too_deep_stays_where_it_is(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    deep = root
    for level in range(2, 6):
        deep = add(session, deep, f"D{level}", hr)
    top = add(session, root, "T", hr)
    add(session, top, "T1", hr)
    with pytest.raises(RuleBroken, match="six levels"):
        actions.move_unit(session, top, deep, by=hr, at=NOW)


def test_a_unit_closes_when_nobody_is_left(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    unit = add(session, root, "A", hr)
    below = add(session, unit, "A1", hr)
    person = factories.employee(session, unit_=below)
    with pytest.raises(RuleBroken, match="People still work"):
        actions.close_unit(session, unit, by=hr, at=NOW)
    person.left_on = TODAY
    session.flush()
    with pytest.raises(RuleBroken, match="open sub-units"):
        actions.close_unit(session, unit, by=hr, at=NOW)
    actions.close_unit(session, below, by=hr, at=NOW)
    actions.close_unit(session, unit, by=hr, at=NOW)
    assert unit.closed_on == TODAY
    with pytest.raises(RuleBroken, match="above is closed"):
        actions.reopen_unit(session, below, by=hr, at=NOW)
    actions.reopen_unit(session, unit, by=hr, at=NOW)
    assert unit.closed_on is None


def test_the_closing_day_is_the_agencys_own(session: Session) -> None:
    """NOW is 3:00 UTC; at 20:00 UTC it is already tomorrow in Jayapura."""
    agency = factories.agency(session, timezone="Asia/Jayapura")
    root = factories.unit(session, of=agency)
    hr = hr_of(session, root)
    unit = add(session, root, "A", hr)
    actions.close_unit(session, unit, by=hr, at=NOW.replace(hour=20))
    assert unit.closed_on is not None
    assert unit.closed_on.day == TODAY.day + 1


def test_browsing_counts_people_below(session: Session) -> None:
    root = factories.unit(session)
    hr = hr_of(session, root)
    a = add(session, root, "A", hr)
    factories.employee(session, unit_=add(session, a, "A1", hr))
    factories.employee(session, unit_=a)
    [top] = queries.top_units(session, hr)
    assert (top.unit.id, top.children, top.people) == (root.id, 1, 2)
    [child] = queries.children_of(session, hr, root).items
    assert (child.unit.id, child.children, child.people) == (a.id, 1, 2)
    [found] = queries.units_like(session, hr, "seksi a1").items
    assert found is unit_called(session, hr, "A1")
