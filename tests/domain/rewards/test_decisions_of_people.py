"""Points given or taken by people: two of them, with a written reason, told, open to objection, in the same books."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation.closing import closing_tasks
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.events import AwardGranted
from portal.domain.rewards.evidence import explain_award
from portal.domain.rewards.explain import reachable
from portal.domain.rewards.ledger.models import LedgerEntry, LedgerReason, Score
from portal.domain.rewards.ledger.verify import verify
from portal.domain.rewards.manual import actions, objections
from portal.domain.rewards.manual.inputs import Proposal
from portal.domain.rewards.manual.models import DecisionState, ManualAward
from portal.domain.rewards.manual.queries import Shelf, decision_seen, decisions_seen, own_decision
from portal.domain.rewards.rules.models import RuleKind
from tests import factories
from tests.factories import NOW
from tests.factories_manual import DAY, REASON, approved, manual_rule, office, proposal
from tests.factories_rewards import Q4


def booked(session, person) -> list[tuple[int, LedgerReason]]:
    rows = select(LedgerEntry).where(LedgerEntry.employee_id == person.id).order_by(LedgerEntry.id)
    return [(line.points, line.reason) for line in session.scalars(rows)]


def scores(session, person) -> dict[int, int]:
    rows = session.execute(select(Score.period_key, Score.points).where(Score.employee_id == person.id))
    return dict(rows.all())


def inbox(session, person) -> list[str]:
    rows = select(Notification.message).where(Notification.account_id == person.account_id)
    return list(session.scalars(rows.order_by(Notification.id)))


def test_a_second_person_approves_and_the_person_is_told(session):
    here = office(session)
    one = proposal(session, here, manual_rule(session))
    assert (booked(session, here.person), inbox(session, here.person)) == ([], [])
    assert inbox(session, here.approver) == ["“%(rule)s” for %(name)s waits for a second person."]
    with pytest.raises(RuleBroken, match="Another person"):
        actions.approve(session, one, "", by=factories.viewer(session, here.author), at=NOW, day=DAY)
    award = actions.approve(session, one, "", by=factories.viewer(session, here.approver), at=NOW, day=DAY)
    assert booked(session, here.person) == [(50, LedgerReason.MANUAL)]
    assert scores(session, here.person) == {20260112: 50, 20261012: 50}
    assert inbox(session, here.person) == [actions.GIVEN]
    assert (one.award_id, explain_award(session, award)) == (award.id, [])
    assert verify(session) == []
    verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs[-2:] == ["decision.propose", "decision.approve"]


def test_nobody_decides_about_themselves_nor_outside_of_their_units(session):
    here, version = office(session), manual_rule(session)
    factories.role(session, here.person, Role.HR_ADMIN, over=here.home)
    own = Proposal(version=version, person=here.person, points=10, reason=REASON)
    with pytest.raises(RuleBroken, match="their own points"):
        actions.propose(session, own, by=factories.viewer(session, here.person), at=NOW, day=DAY)
    stranger = factories.employee(session)
    factories.role(session, stranger, Role.HR_ADMIN, over=stranger.unit)
    with pytest.raises(NotAllowed):
        actions.propose(session, own, by=factories.viewer(session, stranger), at=NOW, day=DAY)
    one = proposal(session, here, version)
    for person in (here.person, stranger):
        with pytest.raises(NotAllowed):
            actions.approve(session, one, "", by=factories.viewer(session, person), at=NOW, day=DAY)
    shown = decisions_seen(session, factories.viewer(session, here.person), Shelf.ALL)
    assert shown.items == []


def test_the_database_itself_keeps_the_three_apart(session):
    here = office(session)
    one = proposal(session, here, manual_rule(session))
    for values in (
        {"author_id": here.person.account_id},
        {"decided_by": here.author.account_id},
        {"decided_by": here.person.account_id},
        {"points": 0},
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(ManualAward).where(ManualAward.id == one.id).values(**values))


@pytest.mark.parametrize(
    ("points", "reason", "words"),
    [(101, REASON, "between 1 and"), (0, REASON, "between 1 and"), (50, "Bagus sekali.", "at least"),
     (50, "x" * 1001, "longer than")],
)  # fmt: skip
def test_too_much_or_too_few_words_are_refused(session, points, reason, words):
    here = office(session)
    with pytest.raises(RuleBroken, match=words):
        proposal(session, here, manual_rule(session), points, reason)


def test_once_per_period_and_within_the_budget_of_the_year(session):
    here, version = office(session), manual_rule(session, budget=120)
    approved(session, here, version, 80)
    with pytest.raises(RuleBroken, match="already a decision"):
        proposal(session, here, version, 10)
    here.person = factories.employee(session, unit_=here.home)
    with pytest.raises(RuleBroken, match="budget"):
        proposal(session, here, version, 50)
    assert approved(session, here, version, 40).state is DecisionState.APPROVED


def test_a_deduction_is_a_negative_booking_and_never_more_than_there_is(session):
    here = office(session)
    taking = manual_rule(session, kind=RuleKind.DEDUCTION, name="Pelanggaran kode etik")
    with pytest.raises(RuleBroken, match="no more than that"):
        proposal(session, here, taking, 30)
    approved(session, here, manual_rule(session), 50)
    heard = []
    session.info["reactions"] = {AwardGranted: (lambda _session, event: heard.append(event),)}
    one = approved(session, here, taking, 30)
    assert one.signed_points == -30
    assert booked(session, here.person) == [(50, LedgerReason.MANUAL), (-30, LedgerReason.MANUAL)]
    assert scores(session, here.person)[20261012] == 20
    assert heard == []
    assert inbox(session, here.person)[-1] == actions.TAKEN
    assert verify(session) == []


def test_an_upheld_objection_takes_the_decision_back(session):
    here = office(session)
    approved(session, here, manual_rule(session), 50)
    one = approved(session, here, manual_rule(session, kind=RuleKind.DEDUCTION), 30)
    me = factories.viewer(session, here.person)
    objections.object_to(session, one, REASON, by=me, at=NOW + timedelta(days=13))
    with pytest.raises(RuleBroken, match="object once"):
        objections.object_to(session, one, REASON, by=me, at=NOW + timedelta(days=13))
    for involved in (here.author, here.approver):
        with pytest.raises(RuleBroken, match="neither proposed nor approved"):
            objections.answer(
                session, one, True, REASON, by=factories.viewer(session, involved), at=NOW, day=DAY
            )
    third = factories.viewer(session, here.third)
    objections.answer(session, one, True, REASON, by=third, at=NOW + timedelta(days=14), day=DAY)
    assert one.state is DecisionState.TAKEN_BACK
    assert [points for points, _reason in booked(session, here.person)] == [50, -30, 30]
    assert scores(session, here.person) == {20260112: 50, 20261012: 50}
    assert verify(session) == []
    with pytest.raises(RuleBroken, match="no objection"):
        objections.answer(session, one, True, REASON, by=third, at=NOW, day=DAY)


def test_an_objection_that_is_not_upheld_changes_no_points(session):
    here = office(session)
    one = approved(session, here, manual_rule(session), 50)
    objections.object_to(session, one, REASON, by=factories.viewer(session, here.person), at=NOW)
    objections.answer(session, one, False, REASON, by=factories.viewer(session, here.third), at=NOW, day=DAY)
    assert (one.state, booked(session, here.person)) == (DecisionState.APPROVED, [(50, LedgerReason.MANUAL)])


def test_objecting_is_over_after_a_fortnight_and_only_for_the_person(session):
    here = office(session)
    one = approved(session, here, manual_rule(session))
    with pytest.raises(NotAllowed):
        objections.object_to(session, one, REASON, by=factories.viewer(session, here.third), at=NOW)
    with pytest.raises(RuleBroken, match="object once"):
        objections.object_to(
            session, one, REASON, by=factories.viewer(session, here.person), at=NOW + timedelta(days=14)
        )


def test_refused_and_withdrawn_proposals_touch_no_points_and_stay_between_officials(session):
    here, version = office(session), manual_rule(session)
    one = proposal(session, here, version)
    with pytest.raises(RuleBroken, match="at least"):
        actions.refuse(session, one, "Tidak.", by=factories.viewer(session, here.approver), at=NOW)
    actions.refuse(session, one, REASON, by=factories.viewer(session, here.approver), at=NOW)
    again = proposal(session, here, version)
    actions.withdraw(session, again, by=factories.viewer(session, here.author), at=NOW)
    assert (booked(session, here.person), inbox(session, here.person)) == ([], [])
    with pytest.raises(NotFound):
        own_decision(session, factories.viewer(session, here.person), one.id)
    assert decision_seen(session, factories.viewer(session, here.third), one.id) is one


def test_the_engine_never_evaluates_what_people_decide(session):
    here, version = office(session), manual_rule(session)
    approved(session, here, version)
    assert list(closing_tasks(session, here.home.agency_id, Q4)) == []
    assert start_backfill(session, version, at=NOW, day=DAY) == []
    assert reachable(session, here.person.id, DAY) == []


def test_a_booking_without_a_decision_is_found(session):
    here = office(session)
    one = approved(session, here, manual_rule(session))
    session.execute(update(ManualAward).where(ManualAward.id == one.id).values(points=49))
    assert [found.what for found in verify(session)] == ["ledger and decisions of people"]
