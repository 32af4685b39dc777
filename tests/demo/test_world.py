"""The demo world: four real agencies, the same for the same seed, and as large as one asks for."""

from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo import organisation
from portal.demo.accounts import PASSWORD
from portal.demo.loader import load
from portal.demo.world import World, build
from portal.domain.accounts.models import Account
from portal.domain.accounts.passwords import keeper
from portal.domain.audit import queries as audit
from portal.domain.errors import RuleBroken
from portal.domain.organisation import nip
from portal.domain.organisation.models import Deputy, OrgUnit, Role
from portal.domain.organisation.people.history import unit_key_on
from portal.domain.organisation.roles.invitations import InvitationState, invitations
from tests import factories
from tests.factories_organisation import TODAY


@pytest.fixture
def world(session: Session) -> World:
    return build(session, TODAY, 2026, 400)


def test_four_agencies_with_the_places_of_the_programme(world: World) -> None:
    assert [agency.name for agency in world.agencies.values()] == [
        "Kota Surabaya", "Kota Semarang", "Kota Pontianak", "Kabupaten Aceh Barat Daya",
    ]  # fmt: skip
    for address in ("surabaya.mulyorejo", "semarang.gajahmungkur", "abdya.blangpidie", "surabaya.dispendik"):
        assert world.under(address)
    assert 390 <= len(world.people) <= 410


def test_every_number_is_valid_and_says_the_same_as_the_person(world: World) -> None:
    for person in world.people:
        number = nip.parse(person.nip)
        assert number.employment == person.employment
        assert number.sex == person.sex
    assert len({person.nip for person in world.people}) == len(world.people)


def test_everybody_but_the_tops_has_an_evaluator_and_no_chain_is_a_circle(world: World) -> None:
    tops = [person for person in world.people if person.evaluator_id is None]
    assert len(tops) == 4
    for person in world.people:
        above, steps = person, 0
        while above.evaluator_id is not None:
            above, steps = world.by_id[above.evaluator_id], steps + 1
            assert steps < 10
        assert above in tops
        assert above.agency_id == person.agency_id


def test_the_demo_accounts_can_do_what_their_names_say(session: Session, world: World) -> None:
    def viewer(name: str):
        account = session.get_one(Account, world.accounts[f"{name}@demo.test"])
        assert account.is_demo
        assert account.password_hash
        return factories.viewer(session, account)

    surabaya = world.units["surabaya"].key
    for name, role in {
        "pelatih": Role.TRAINER, "layanan": Role.SERVICE_MANAGER, "kepegawaian": Role.HR_ADMIN,
        "panitia": Role.COMMITTEE, "pimpinan": Role.LEADER,
    }.items():  # fmt: skip
        assert viewer(name).covers(surabaya, role), name
        assert not viewer(name).covers(world.units["semarang"].key, role)
    assert viewer("auditor").has(Role.AUDITOR)
    assert viewer("admin").has(Role.ADMIN)
    for name in ("", "2"):
        employee, boss = (world.by_email[f"{who}{name}@demo.test"] for who in ("pegawai", "atasan"))
        assert employee.evaluator_id == boss.id
        assert viewer(f"atasan{name}").is_evaluator
    assert world.by_email["pegawai@demo.test"].unit_address.startswith("surabaya.mulyorejo")


def test_most_people_have_joined_but_only_demo_accounts_can_be_entered(
    session: Session, world: World
) -> None:
    hashes = session.execute(select(Account.is_demo, Account.password_hash)).all()
    joined = {kept for is_demo, kept in hashes if kept and not is_demo}
    assert len(joined) == 1  # one for all: hashing takes longer than everything else
    assert not any(keeper().fits(PASSWORD, kept) for kept in joined)
    share = sum(kept is not None for _is_demo, kept in hashes) / len(hashes)
    assert 0.85 < share < 0.97


def test_every_stage_of_an_invitation_can_be_seen(session: Session, world: World) -> None:
    by = factories.viewer(
        session, session.scalars(select(Account).where(Account.email == "admin@demo.test")).one()
    )
    counts = {
        state: invitations(session, by, state, at=world.now).total
        for state in InvitationState
        if state is not InvitationState.NO_EMAIL
    }
    assert min(counts.values()) > 3, counts


def test_some_have_moved_and_some_stand_in(session: Session, world: World) -> None:
    moved = [person for person in world.people if person.moved]
    assert len(moved) > 5
    for person in moved:
        assert person.moved
        assert unit_key_on(session, [person.id], person.moved.until) == {person.id: person.unit_key}
    assert session.scalar(select(func.count()).select_from(Deputy).where(Deputy.ends_on > TODAY)) == 4


def test_the_same_seed_gives_the_same_people(session: Session) -> None:
    def once() -> list[tuple[str, str, str]]:
        with session.begin_nested() as attempt:
            people = build(session, TODAY, 7, 400).people
            attempt.rollback()
        return [(person.name, person.nip, person.unit_address) for person in people]

    assert once() == once()


def test_loading_needs_an_empty_database(session: Session) -> None:
    factories.agency(session)
    with pytest.raises(RuleBroken):
        load(session, today=TODAY)


def test_the_audit_log_tells_of_roles_and_moves_and_is_whole(session: Session, world: World) -> None:
    organisation.load(session, world)
    entries = audit.entries(session)
    assert {"role.give", "employee.move", "deputy.name"} <= {entry.verb for entry in entries.items}
    assert [entry.at for entry in entries.items] == sorted((e.at for e in entries.items), reverse=True)
    assert audit.first_broken(session) is None


def test_rows_added_later_do_not_collide(session: Session, world: World) -> None:
    unit = session.get_one(OrgUnit, world.units["surabaya.mulyorejo"].id)
    assert factories.employee(session, unit_=unit).id > max(person.id for person in world.people)


def test_larger_worlds_have_more_schools_and_take_seconds(session: Session) -> None:
    began = perf_counter()
    world = build(session, TODAY, 2026, 5000)
    assert abs(len(world.people) - 5000) < 100
    assert len(world.units) > 300
    assert perf_counter() - began < 20
