from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account
from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.models import DeputyKind, Employee, Employment, Role
from portal.domain.organisation.people import actions, queries
from portal.domain.organisation.people.history import unit_key_on
from portal.domain.organisation.people.placing import kind_of
from portal.domain.organisation.people.queries import Filters
from portal.domain.organisation.roles.queries import roles_of
from tests import factories
from tests.factories import NOW
from tests.factories_organisation import NIP, PPPK_NIP, TODAY, details, hr_of, place

YESTERDAY = TODAY - timedelta(days=1)


def employ(session: Session, hr, unit, **changes) -> Employee:
    starts_on = changes.pop("starts_on", date(2026, 1, 5))
    evaluator = changes.pop("evaluator", None)
    return actions.employ(
        session, details(**changes), place(unit, evaluator, starts_on=starts_on), by=hr, at=NOW
    )


def test_employing_somebody_writes_the_person_the_place_and_the_audit(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    boss = factories.employee(session, unit_=unit)
    person = employ(session, hr, unit, evaluator=boss, nip=" 19860926 201505 1 001", email="A@B.go.id ")
    [stretch] = queries.placements_of(session, person)
    assert (person.nip, person.email, person.evaluator_id) == (NIP, "a@b.go.id", boss.id)
    assert (stretch.unit_id, stretch.starts_on, stretch.ends_on) == (unit.id, date(2026, 1, 5), None)
    assert stretch.position is not None
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.verb, entry.actor_id, entry.unit_key) == ("employee.add", hr.account_id, unit.path_key)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nip": "198613262015051001"}, "nip"),
        ({"nip": PPPK_NIP}, "employment"),
        ({"employment": Employment.PPPK}, "employment"),
        ({"name": "x"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "keliru"}, "email"),
        ({"email": "a@b.go.id\nBcc: x"}, "email"),
        ({"starts_on": TODAY + timedelta(days=1)}, "starts_on"),
        ({"starts_on": date(1900, 1, 1)}, "starts_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field(session: Session, change, field: str) -> None:
    unit = factories.unit(session)
    with pytest.raises(RuleBroken) as broken:
        employ(session, hr_of(session, unit), unit, **change)
    assert broken.value.field == field


def test_a_nip_exists_once(session: Session) -> None:
    unit, other = factories.unit(session), factories.unit(session)
    employ(session, hr_of(session, unit), unit)
    with pytest.raises(RuleBroken, match="registered already"):
        employ(session, hr_of(session, other), other)


def test_points_stay_with_the_unit_of_that_day(session: Session) -> None:
    root = factories.unit(session)
    old, new = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr = hr_of(session, root)
    person = employ(session, hr, old)
    actions.move(session, person, place(new, starts_on=TODAY), by=hr, at=NOW)
    assert unit_key_on(session, [person.id], YESTERDAY) == {person.id: old.path_key}
    assert unit_key_on(session, [person.id], TODAY) == {person.id: new.path_key}
    assert unit_key_on(session, [person.id], date(2025, 1, 1)) == {}
    assert (person.unit_id, person.unit_key) == (new.id, new.path_key)


def test_a_second_change_on_one_day_corrects_the_first(session: Session) -> None:
    root = factories.unit(session)
    a, b = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr = hr_of(session, root)
    person = employ(session, hr, root)
    actions.move(session, person, place(a), by=hr, at=NOW)
    actions.move(session, person, place(b), by=hr, at=NOW)
    assert [stretch.unit_id for stretch in queries.placements_of(session, person)] == [b.id, root.id]


def test_a_move_needs_a_reason_a_possible_day_and_the_same_agency(session: Session) -> None:
    root, foreign = factories.unit(session), factories.unit(session)
    hr = hr_of(session, root)
    factories.role(session, session.get_one(Account, hr.account_id), Role.HR_ADMIN, over=foreign)
    hr = factories.viewer(session, session.get_one(Account, hr.account_id))
    person = employ(session, hr, root)
    for changed, field in (
        (place(root, reason=" "), "reason"),
        (place(root, starts_on=date(2025, 12, 31)), "starts_on"),
        (place(foreign), "unit"),
    ):
        with pytest.raises(RuleBroken) as broken:
            actions.move(session, person, changed, by=hr, at=NOW)
        assert broken.value.field == field


def test_both_ends_of_a_move_must_be_mine(session: Session) -> None:
    root = factories.unit(session)
    mine, other = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr = hr_of(session, mine)
    person = employ(session, hr, mine)
    with pytest.raises(NotAllowed):
        actions.move(session, person, place(other), by=hr, at=NOW)
    with pytest.raises(NotAllowed):
        actions.move(session, person, place(mine), by=hr_of(session, other), at=NOW)
    with pytest.raises(NotFound):
        queries.person_for(session, hr_of(session, other), person.id)


def test_nobody_stands_above_themselves(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    top = factories.employee(session, unit_=unit)
    middle = factories.employee(session, evaluator=top)
    bottom = factories.employee(session, evaluator=middle)
    for evaluator in (top, middle, bottom):
        with pytest.raises(RuleBroken, match="works for the person") as broken:
            actions.move(session, top, place(unit, evaluator), by=hr, at=NOW)
        assert broken.value.field == "evaluator"
    actions.move(session, bottom, place(unit, top), by=hr, at=NOW)
    actions.move(session, middle, place(unit, bottom), by=hr, at=NOW)


def test_evaluators_come_from_the_agency_and_are_in_service(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    for evaluator in (factories.employee(session), factories.employee(session, unit_=unit, left_on=TODAY)):
        with pytest.raises(RuleBroken) as broken:
            employ(session, hr, unit, evaluator=evaluator)
        assert broken.value.field == "evaluator"


def test_who_leaves_hands_over_their_people_and_loses_roles_and_access(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    top = factories.employee(session, unit_=unit)
    head = factories.employee(session, evaluator=top)
    staff = factories.employee(session, evaluator=head)
    factories.role(session, head, Role.LEADER, over=unit)
    actions.leave(session, head, on=TODAY, reason="Pensiun", by=hr, at=NOW)
    assert head.left_on == TODAY
    assert staff.evaluator_id == top.id
    assert roles_of(session, head.account_id) == []
    assert head.account is not None
    assert not head.account.is_active
    assert unit_key_on(session, [head.id], TODAY) == {}
    assert queries.people(session, hr, Filters(has_left=True)).items == [head]
    with pytest.raises(RuleBroken, match="left already"):
        actions.leave(session, head, on=TODAY, reason="", by=hr, at=NOW)


def test_who_comes_back_keeps_the_old_history(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = factories.employee(session, unit_=unit)
    actions.leave(session, person, on=YESTERDAY, reason="", by=hr, at=NOW)
    with pytest.raises(RuleBroken, match="before the person left"):
        actions.take_back(session, person, place(unit, starts_on=date(2026, 1, 1)), by=hr, at=NOW)
    actions.take_back(session, person, place(unit), by=hr, at=NOW)
    assert person.left_on is None
    assert person.account is not None
    assert person.account.is_active
    newest, oldest = queries.placements_of(session, person)
    assert (oldest.ends_on, newest.starts_on, newest.ends_on) == (YESTERDAY, TODAY, None)


def test_deputies_stand_in_for_a_while(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    head, deputy = factories.employee(session, unit_=unit), factories.employee(session, unit_=unit)

    def name(who: Employee, starts_on: date, ends_on: date) -> None:
        actions.name_deputy(
            session, head, who, DeputyKind.PLH, starts_on=starts_on, ends_on=ends_on, by=hr, at=NOW
        )

    for who, start, end in (
        (head, TODAY, TODAY + timedelta(days=3)),
        (factories.employee(session), TODAY, TODAY + timedelta(days=3)),
        (deputy, TODAY, TODAY),
        (deputy, TODAY, TODAY + timedelta(days=400)),
    ):
        with pytest.raises(RuleBroken):
            name(who, start, end)
    name(deputy, YESTERDAY, TODAY + timedelta(days=9))
    [named] = queries.deputies_of(session, head)
    actions.end_deputy(session, named, by=hr, at=NOW)
    assert named.ends_on == TODAY
    name(deputy, TODAY + timedelta(days=9), TODAY + timedelta(days=12))
    actions.end_deputy(session, queries.deputies_of(session, head)[0], by=hr, at=NOW)
    assert len(queries.deputies_of(session, head)) == 1


def test_access_is_closed_and_opened_but_not_ones_own(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = factories.employee(session, unit_=unit)
    actions.set_access(session, person, False, by=hr, at=NOW)
    assert person.account is not None
    assert not person.account.is_active
    actions.set_access(session, person, True, by=hr, at=NOW)
    assert person.account.is_active
    me = factories.employee(session, unit_=unit)
    factories.role(session, me, Role.HR_ADMIN, over=unit)
    with pytest.raises(RuleBroken):
        actions.set_access(session, me, False, by=factories.viewer(session, me), at=NOW)


def test_people_are_found_by_name_whole_nip_and_email_inside_the_scope_only(session: Session) -> None:
    root = factories.unit(session)
    here, there = factories.unit(session, parent=root), factories.unit(session, parent=root)
    hr = hr_of(session, here)
    person = factories.employee(session, name="Teuku 100% Umar", unit_=here, nip=NIP, email="umar@a.go.id")
    factories.employee(session, name="Teuku 100% Umar", unit_=there)
    for words in ("umar", "100%", NIP, "19860926 201505 1 001", "UMAR@A"):
        assert queries.people(session, hr, Filters(words=words)).items == [person], words
    for words in ("%%", "_", NIP[:17]):
        assert queries.people(session, hr, Filters(words=words)).items == [], words
    assert queries.people(session, hr, Filters(unit=there)).items == []
    assert queries.people(session, hr, Filters(employment=Employment.PPPK)).items == []


def test_correcting_keeps_the_place_and_says_what_changed(session: Session) -> None:
    unit = factories.unit(session)
    hr = hr_of(session, unit)
    person = employ(session, hr, unit)
    actions.correct(session, person, details(name="Ratna W. Dewi"), by=hr, at=NOW)
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert (entry.verb, entry.details) == ("employee.correct", {"fields": ["name"]})
    assert len(queries.placements_of(session, person)) == 1


@pytest.mark.parametrize(
    ("position", "kind"),
    [
        ("Kepala Dinas Kesehatan", "leadership"), ("Camat Mulyorejo", "administrator"),
        ("Kepala Seksi Pelayanan", "supervisor"), ("Bidan Mahir", "functional"),
        ("Auditor Ahli Muda", "functional"), ("Pengadministrasi Perkantoran", "executive"),
    ],
)  # fmt: skip
def test_the_kind_of_a_position_is_guessed_from_its_name(position: str, kind: str) -> None:
    assert kind_of(position) == kind
