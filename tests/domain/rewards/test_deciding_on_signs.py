"""A sign of gaming is kept once, seen by those who may, decided with a reason and answered; points stay."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import beginner
from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.rewards.flags.actions import answer, decide
from portal.domain.rewards.flags.jobs import findings, look_nightly, write_down
from portal.domain.rewards.flags.models import Flag, FlagDecision, FlagKind, FlagState
from portal.domain.rewards.flags.own import own_flags
from portal.domain.rewards.flags.queries import counts_by_state, flag_about, flag_seen, flags_seen
from portal.domain.rewards.flags.retention import RULES
from portal.domain.rewards.ledger.models import LedgerEntry
from tests import factories
from tests.factories import NOW
from tests.factories_flags import look, source, weekly

SECONDS = timedelta(seconds=40)
WHY = "Bukti tidak dibuka sebelum disetujui."


@pytest.fixture
def office(session: Session):
    root = factories.unit(session)
    section = factories.unit(session, parent=root)
    hr = factories.employee(session, unit_=root, name="Rina")
    factories.role(session, hr, Role.HR_ADMIN, over=root)
    boss = factories.employee(session, unit_=section, name="Budi")
    people = [factories.employee(session, unit_=section) for _ in range(6)]
    return hr, boss, people


def rows_of(office):
    _, boss, (anna, *rest) = office
    return [row for one in rest for row in weekly(one, boss, 6)] + weekly(anna, boss, 10, SECONDS)


def found_by_night(session, rows, at=NOW):
    one = look(source(rows))
    return write_down(session, [(one, findings(session, one))], at=at)


@pytest.fixture
def flag(session, office) -> Flag:
    (new,) = found_by_night(session, rows_of(office))
    return new


def inbox(session, person):
    return session.scalars(
        select(Notification.link)
        .where(Notification.account_id == person.account_id)
        .order_by(Notification.id)
    ).all()


def test_looking_again_finds_nothing_new_and_renews_the_evidence(session, office, flag):
    hr, boss, (anna, *_) = office
    assert (flag.kind, flag.state, flag.subject_id, flag.partner_id) == (
        FlagKind.QUICK,
        FlagState.OPEN,
        anna.id,
        boss.id,
    )
    rows = rows_of(office) + weekly(anna, boss, 3, SECONDS)
    assert found_by_night(session, rows, NOW + timedelta(days=1)) == []
    assert flag.evidence["numbers"]["n"] == 13
    assert flag.seen_at == NOW + timedelta(days=1)
    assert session.scalar(select(func.count(Flag.id))) == 1
    assert inbox(session, hr) == ["/admin/rewards/flags"]


def test_what_was_decided_is_left_alone(session, office, flag):
    hr, boss, (anna, *_) = office
    decide(session, flag, FlagState.DISMISSED, WHY, by=factories.viewer(session, hr), at=NOW)
    found_by_night(session, rows_of(office) + weekly(anna, boss, 3, SECONDS))
    assert (flag.state, flag.evidence["numbers"]["n"]) == (FlagState.DISMISSED, 10)


def test_those_concerned_see_nothing_before_the_decision(session, office, flag):
    _, boss, (anna, *_) = office
    for person in (anna, boss):
        me = factories.viewer(session, person)
        assert inbox(session, person) == []
        assert own_flags(session, me) == []
        with pytest.raises(NotFound):
            flag_about(session, me, flag.id)
        with pytest.raises(NotFound):
            flag_seen(session, me, flag.id)


@pytest.mark.parametrize("verdict", [FlagState.CONFIRMED, FlagState.DISMISSED])
def test_a_decision_is_told_to_both_and_changes_no_points(session, office, flag, verdict):
    hr, boss, (anna, *_) = office
    decide(session, flag, verdict, WHY, by=factories.viewer(session, hr), at=NOW)
    for person in (anna, boss):
        assert inbox(session, person) == [f"/rewards/flags/{flag.id}"]
        seen = flag_about(session, factories.viewer(session, person), flag.id)
        assert [one.reason for one in seen.decisions] == [WHY]
        assert own_flags(session, factories.viewer(session, person))[0]["state"] == verdict.value
    assert session.scalar(select(func.count(LedgerEntry.id))) == 0
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.verb == ("flag.confirm" if verdict is FlagState.CONFIRMED else "flag.dismiss")


def test_an_answer_reaches_whoever_decided_and_may_turn_the_decision(session, office, flag):
    hr, _, (anna, *_) = office
    decider, me = factories.viewer(session, hr), factories.viewer(session, anna)
    decide(session, flag, FlagState.CONFIRMED, WHY, by=decider, at=NOW)
    answer(session, flag, "Kami membahasnya dahulu dalam rapat.", by=me, at=NOW)
    session.flush()
    assert inbox(session, hr)[-1] == f"/admin/rewards/flags/{flag.id}"
    with pytest.raises(NotAllowed):
        answer(session, flag, "Lagi.", by=me, at=NOW)
    decide(session, flag, FlagState.DISMISSED, "Notulen rapat sudah diperiksa.", by=decider, at=NOW)
    assert [one.verdict for one in flag.decisions] == [FlagState.CONFIRMED, FlagState.DISMISSED]
    assert own_flags(session, me)[0]["answers"] == ["Kami membahasnya dahulu dalam rapat."]


def test_a_decision_needs_a_verdict_and_a_reason(session, office, flag):
    hr = factories.viewer(session, office[0])
    for verdict, reason, field in (
        (FlagState.OPEN, WHY, "verdict"),
        (FlagState.CONFIRMED, " Ya. ", "reason"),
    ):
        with pytest.raises(RuleBroken) as broken:
            decide(session, flag, verdict, reason, by=hr, at=NOW)
        assert broken.value.field == field
    decide(session, flag, FlagState.CONFIRMED, WHY, by=hr, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        decide(session, flag, FlagState.CONFIRMED, WHY, by=hr, at=NOW)


def test_nobody_decides_about_themselves_or_others_units(session, office, flag):
    hr, boss, (anna, *_) = office
    factories.role(session, boss, Role.HR_ADMIN, over=hr.unit)
    far = factories.employee(session)
    factories.role(session, far, Role.HR_ADMIN, over=far.unit)
    auditor = factories.employee(session, unit_=hr.unit)
    factories.role(session, auditor, Role.AUDITOR, over=hr.unit)
    for person in (boss, far, auditor, anna):
        with pytest.raises(NotAllowed):
            decide(session, flag, FlagState.DISMISSED, WHY, by=factories.viewer(session, person), at=NOW)
    assert flag_seen(session, factories.viewer(session, auditor), flag.id) is flag
    assert flags_seen(session, factories.viewer(session, boss)).items == []
    assert counts_by_state(session, factories.viewer(session, far)) == {}
    assert counts_by_state(session, factories.viewer(session, hr)) == {FlagState.OPEN: 1}


def test_an_hr_administrator_who_is_concerned_is_not_told(session, office):
    hr, boss, _ = office
    factories.role(session, boss, Role.HR_ADMIN, over=hr.unit)
    found_by_night(session, rows_of(office))
    assert inbox(session, boss) == []


def test_flags_of_an_agency_that_gave_up_rewards_are_out_of_sight(session, office, flag):
    hr = office[0]
    hr.agency.has_rewards = False
    session.flush()
    assert flags_seen(session, factories.viewer(session, hr), None).items == []


def test_the_worker_looks_without_holding_others_up(session, office, config):
    rows = rows_of(office)
    session.commit()
    begin = beginner(session.get_bind(), config)
    assert len(look_nightly(begin, begin, [source(rows)], NOW)) == 1
    assert look_nightly(begin, begin, [source(rows)], NOW) == []


def test_decided_ones_are_removed_in_time_with_all_that_hangs_on_them(session, office, flag):
    hr = office[0]
    decide(session, flag, FlagState.DISMISSED, WHY, by=factories.viewer(session, hr), at=NOW)
    session.flush()
    dismissed, confirmed = RULES
    assert dismissed.count(session, at=NOW + timedelta(days=364)) == 0
    assert confirmed.count(session, at=NOW + timedelta(days=5000)) == 0
    assert dismissed.carry_out(session, at=NOW + timedelta(days=366)) == 1
    assert session.scalar(select(func.count(FlagDecision.id))) == 0


def test_a_decision_is_never_rewritten(session, office, flag):
    decide(session, flag, FlagState.DISMISSED, WHY, by=factories.viewer(session, office[0]), at=NOW)
    session.flush()
    with pytest.raises(Exception, match="refuses"):
        session.connection().exec_driver_sql("UPDATE flag_decision SET reason = 'lain'")
