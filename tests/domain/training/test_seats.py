"""From a request to a seat: the fair rule, offers, promotion, and every refusal as a sentence (B9, B18, P6, S5)."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.models import Notification
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Employment, Role
from portal.domain.training.events import SessionCalledOff
from portal.domain.training.seats import approving, giving, leaving, queries, requesting
from portal.domain.training.seats.jobs import tend
from portal.domain.training.seats.limits import limit_of
from portal.domain.training.seats.models import Enrolment, SeatAllocation, SeatChange, SeatState
from portal.domain.training.seats.own import own_seats
from portal.domain.training.seats.reasons import reason_of
from portal.domain.training.seats.retention import RULES
from portal.domain.training.sessions.models import Selection, SessionState, TrainingSession
from portal.wiring import FAIRNESS
from tests import factories, factories_hours, factories_targets
from tests import factories_seats as given
from tests.factories import NOW
from tests.factories_organisation import hr_of
from tests.factories_seats import DEADLINE, START

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def home(session):
    return factories.unit(session)


def people(session, home, count, **fields):
    return [factories.employee(session, unit_=home, **fields) for _ in range(count)]


def worker(session, at):
    """What the worker does every minute, in this transaction."""

    @contextmanager
    def begin():
        yield session
        session.flush()

    session.flush()
    tend(begin, FAIRNESS, at, nap=0)
    session.expire_all()


def states(session, one):
    rows = session.scalars(
        select(Enrolment).where(Enrolment.session_id == one.id).order_by(Enrolment.place, Enrolment.id)
    )
    return [(row.employee_id, row.state, row.seat, row.place) for row in rows]


def me(session, who):
    return factories.viewer(session, who)


def test_the_fair_rule_fewest_hours_then_widest_gap_then_time(session, home):
    """Five ask for two seats. The reason names the number that decided, on both sides of the line."""
    boss = factories.employee(session, unit_=home)
    busy, early, behind, late, free = people(session, home, 5, evaluator=boss)
    given.completed(session, busy, given.course(session, learning_hours=20))
    for who in (early, late, free):
        given.completed(session, who, given.course(session, learning_hours=6 if who is not free else 2))
    given.completed(session, behind, given.course(session, learning_hours=6))
    factories_targets.agreed(session, behind, text="Arsip yang tertata", target=Decimal(100))
    factories_targets.agreed(session, early, text="Surat yang terkirim", target=Decimal(100))
    one = given.held(session, home, given.course(session, "arsip", learning_hours=8))
    for place, who in enumerate((busy, early, behind, late, free)):
        given.request(session, one, who, at=NOW + place * MINUTE)
    assert {state for _, state, _, _ in states(session, one)} == {SeatState.APPROVED}

    worker(session, DEADLINE)

    assert [row[0] for row in states(session, one)] == [who.id for who in (free, behind, early, late, busy)]
    assert [(state, seat) for _, state, seat, _ in states(session, one)] == [
        (SeatState.SEATED, 1),
        (SeatState.SEATED, 2),
        *[(SeatState.WAITING, None)] * 3,
    ]
    assert session.get_one(TrainingSession, one.id).state is SessionState.ALLOCATED
    run = session.get_one(SeatAllocation, one.id)
    assert (run.done, run.requests, run.seats) == (5, 5, 2)

    def why(who):
        return reason_of(queries.own_seat(session, me(session, who), one.id), run)

    assert why(free).values == {"own": 2, "other": 6}
    assert why(behind).values["other"] == 0
    assert why(behind).values["own"] == 89  # 89 % of the year is over and nothing is reported
    assert "further behind" in why(early).message
    assert "further behind" in why(late).message
    assert why(busy).values == {"own": 20, "other": 6}
    told = session.scalars(select(Notification.message).where(Notification.account_id == late.account_id))
    assert "waiting list" in told.one()
    assert session.scalar(select(func.count()).where(AuditEntry.verb == "seat.allocate")) == 1


def test_equal_hours_and_gaps_go_by_the_time_of_asking_and_a_second_run_changes_nothing(session, home):
    one = given.held(session, home, capacity=1)
    first, second = people(session, home, 2)
    given.request(session, one, second, at=NOW + MINUTE)
    given.request(session, one, first, at=NOW)
    worker(session, DEADLINE)
    before = states(session, one)
    worker(session, DEADLINE + MINUTE)
    assert states(session, one) == before
    assert [row[0] for row in before] == [first.id, second.id]
    run = session.get_one(SeatAllocation, one.id)
    waiting = queries.own_seat(session, me(session, second), one.id)
    assert "asked earlier" in reason_of(waiting, run).message
    assert queries.waiting_before(session, waiting) == 0


def test_a_seat_given_back_is_offered_in_order_and_an_offer_that_runs_out_goes_on(session, home):
    one = given.held(session, home, capacity=1, offer_hours=24)
    first, second, third, fourth = people(session, home, 4)
    for place, who in enumerate((first, second, third, fourth)):
        given.request(session, one, who, at=NOW + place * MINUTE)
    worker(session, DEADLINE)
    mine = {
        who: queries.own_seat(session, me(session, who), one.id).id for who in (first, second, third, fourth)
    }

    with pytest.raises(RuleBroken, match="say why"):
        leaving.withdraw(session, mine[first], " ", by=me(session, first), at=DEADLINE + HOUR)
    leaving.withdraw(session, mine[first], "Tugas luar", by=me(session, first), at=DEADLINE + HOUR)
    offered = session.get_one(Enrolment, mine[second])
    assert (offered.state, offered.seat) == (SeatState.OFFERED, 1)
    assert offered.offered_until == DEADLINE + 25 * HOUR

    with pytest.raises(RuleBroken, match="No seat is offered"):
        giving.accept(session, mine[third], by=me(session, third), at=DEADLINE + 2 * HOUR)
    with pytest.raises(RuleBroken, match="run out"):
        giving.accept(session, mine[second], by=me(session, second), at=DEADLINE + 25 * HOUR)
    assert session.get_one(Enrolment, mine[second]).state is SeatState.OFFERED

    worker(session, DEADLINE + 25 * HOUR)
    assert session.get_one(Enrolment, mine[second]).state is SeatState.EXPIRED
    leaving.decline(session, mine[third], by=me(session, third), at=DEADLINE + 26 * HOUR)
    giving.accept(session, mine[fourth], by=me(session, fourth), at=DEADLINE + 27 * HOUR)
    with pytest.raises(RuleBroken, match="already"):
        giving.accept(session, mine[fourth], by=me(session, fourth), at=DEADLINE + 27 * HOUR)
    assert [row.employee_id for row in queries.roster(session, one)] == [fourth.id]
    assert queries.may_attend(session, one, fourth.id) is not None
    assert queries.may_attend(session, one, third.id) is None
    history = [
        change.state for change in queries.changes_of(session, session.get_one(Enrolment, mine[third]))
    ]
    assert history == [
        SeatState.WITHDRAWN, SeatState.OFFERED, SeatState.WAITING, SeatState.APPROVED, SeatState.REQUESTED,
    ]  # fmt: skip


def test_nobody_is_promoted_after_the_start(session, home):
    """An offer ends with the start at the latest; whoever waits until then has no seat; nobody leaves any more."""
    one = given.held(session, home, capacity=1)
    first, second, third = people(session, home, 3)
    for who in (first, second, third):
        given.request(session, one, who)
    worker(session, DEADLINE)
    mine = queries.own_seat(session, me(session, first), one.id)
    leaving.withdraw(session, mine.id, "Sakit", by=me(session, first), at=START - HOUR)
    offer = queries.own_seat(session, me(session, second), one.id)
    assert offer.offered_until == START
    worker(session, START)
    assert [state for _, state, _, _ in states(session, one)] == [
        SeatState.WITHDRAWN, SeatState.EXPIRED, SeatState.UNSEATED,
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="has begun"):
        leaving.withdraw(session, offer.id, "Sakit", by=me(session, second), at=START)


def test_the_evaluator_decides_first_where_that_is_asked(session, home):
    boss = factories.employee(session, unit_=home)
    asks, late, stranger = (
        *people(session, home, 2, evaluator=boss),
        factories.employee(session, unit_=home),
    )
    one = given.held(session, home, needs_approval=True)
    request, other = given.request(session, one, asks, "Untuk loket"), given.request(session, one, late)
    assert request.state is SeatState.REQUESTED
    acting = acting_for(session, me(session, boss), NOW)
    assert session.scalar(select(approving.AWAITING_APPROVAL), {**acting.places, "at": NOW}) == 2
    assert session.scalar(select(func.count()).where(Notification.account_id == boss.account_id)) == 2
    with pytest.raises(NotFound):
        requesting.approve(session, request.id, by=me(session, stranger), at=NOW)
    with pytest.raises(RuleBroken, match="Say why") as nothing_said:
        requesting.refuse(session, request.id, "", by=me(session, boss), at=NOW)
    assert nothing_said.value.field == "reason"
    requesting.refuse(session, request.id, "Loket sedang kurang orang", by=me(session, boss), at=NOW)
    with pytest.raises(RuleBroken, match="did not approve"):
        given.request(session, one, asks)
    requesting.approve(session, request.id, by=me(session, boss), at=NOW)  # a second thought
    assert (request.state, request.approved_by) == (SeatState.APPROVED, boss.id)
    with pytest.raises(RuleBroken, match="decided already"):
        requesting.approve(session, request.id, by=me(session, boss), at=NOW)

    for _ in range(2):  # reminded once, a day before
        worker(session, DEADLINE - HOUR)
    asked = session.scalars(
        select(Notification.message).where(Notification.account_id == boss.account_id)
    ).all()
    assert sum("From tomorrow on" in one for one in asked) == 1
    worker(session, DEADLINE)
    session.refresh(other)
    assert (other.state, other.place) == (SeatState.REQUESTED, None)
    requesting.approve(session, other.id, by=me(session, boss), at=DEADLINE + HOUR)
    assert (other.state, other.seat, other.place) == (SeatState.SEATED, 2, 2)  # one seat was still free
    with pytest.raises(RuleBroken, match="too late"):
        requesting.refuse(session, other.id, "Terlambat", by=me(session, boss), at=START)


def test_bad_requests_are_refused_with_a_sentence_and_leave_nothing_behind(session, home):
    asks, elsewhere = factories.employee(session, unit_=home), factories.employee(session)
    basic = given.course(session, title="Dasar arsip")
    one = given.held(session, home, given.course(session, needs=(basic,)))

    def refused(who, sentence, held=one, at=NOW):
        with pytest.raises(RuleBroken, match=sentence):
            given.request(session, held, who, at=at)

    refused(asks, "complete this first: Dasar arsip")
    refused(elsewhere, "other units")
    with pytest.raises(NotAllowed):
        requesting.request(session, one.id, "", by=hr_of(session, home), at=NOW)
    given.completed(session, asks, basic)
    refused(asks, "time for requests is over", at=DEADLINE)
    refused(asks, "already begun", at=START)
    for state, sentence in (
        (SessionState.DRAFT, "not open"),
        (SessionState.CANCELLED, "called off"),
        (SessionState.FINISHED, "been held"),
    ):
        refused(asks, sentence, given.held(session, home, state=state))
    assert session.scalar(select(func.count()).where(Enrolment.state == SeatState.REQUESTED)) == 0
    given.request(session, one, asks)
    refused(asks, "already asked for a seat in this session")
    refused(
        asks, "on other dates", given.held(session, home, one.course, starts_at=START + timedelta(days=9))
    )
    seated = given.held(session, home, starts_at=START + timedelta(days=30), selection=Selection.FIRST_COME)
    given.request(session, seated, asks)
    clash = given.held(session, home, starts_at=START + timedelta(days=30, hours=3))
    refused(asks, f"have a seat in “{seated.course.title}”", clash)


def test_first_come_seats_at_once_and_a_request_taken_back_starts_again_at_the_end(session, home):
    one = given.held(session, home, capacity=1, selection=Selection.FIRST_COME)
    first, second, third = people(session, home, 3)
    mine = {who: given.request(session, one, who) for who in (first, second, third)}
    assert [row[1:] for row in states(session, one)] == [
        (SeatState.SEATED, 1, 1), (SeatState.WAITING, None, 2), (SeatState.WAITING, None, 3),
    ]  # fmt: skip
    assert "order of arrival" in reason_of(mine[second], None).message
    leaving.withdraw(session, mine[second].id, "Batal", by=me(session, second), at=NOW)
    again = given.request(session, one, second)
    assert (again.id, again.place, again.state) == (mine[second].id, 4, SeatState.WAITING)
    one.capacity = 2  # the trainer found a larger room
    worker(session, NOW + MINUTE)
    assert session.get_one(Enrolment, mine[third].id).state is SeatState.OFFERED
    first.left_on = NOW.date()  # whoever has left the service holds no seat any more
    worker(session, NOW + 2 * MINUTE)
    assert [state for _, state, _, _ in states(session, one)] == [
        SeatState.WITHDRAWN, SeatState.OFFERED, SeatState.OFFERED,
    ]  # fmt: skip


def test_who_runs_the_session_may_take_somebody_off_and_that_is_written_down(session, home):
    one = given.held(session, home, selection=Selection.FIRST_COME)
    who = factories.employee(session, unit_=home)
    request = given.request(session, one, who)
    trainer = factories.account(session)
    factories.role(session, trainer, Role.TRAINER, over=home)
    with pytest.raises(NotAllowed):
        leaving.remove(session, request.id, "Salah peserta", by=me(session, trainer), at=NOW)
    leaving.remove(session, request.id, "Salah peserta", by=hr_of(session, home), at=NOW)
    assert request.state is SeatState.WITHDRAWN
    noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "seat.remove")).one()
    assert (noted.subject_id, noted.details["reason"]) == (request.id, "Salah peserta")


def test_a_session_called_off_leaves_no_seats_and_words_are_forgotten_in_time(session, home):
    one = given.held(session, home, selection=Selection.FIRST_COME, state_reason="Pelatih sakit")
    who = factories.employee(session, unit_=home)
    request = given.request(session, one, who, "Untuk loket")
    announce(session, SessionCalledOff(session_id=one.id, by=who.account_id, at=NOW))
    assert (request.state, request.reason, request.seat) == (SeatState.CANCELLED, "Pelatih sakit", None)
    told = own_seats(session, me(session, who))
    assert [change["state"] for change in told[0]["changes"]] == ["requested", "seated", "cancelled"]
    (rule,) = RULES
    assert rule.carry_out(session, at=NOW + timedelta(days=729)) == 0
    assert rule.carry_out(session, at=NOW + timedelta(days=731)) == 1
    assert rule.count(session, at=NOW + timedelta(days=731)) == 0
    session.expire_all()
    assert (request.motive, request.reason, request.basis) == ("", "", None)
    assert session.scalar(select(func.count()).where(SeatChange.reason != "")) == 0


def test_somebody_with_a_contract_at_its_limit_needs_an_assignment_for_more(session, home):
    """P8: at most 24 JP in the contract's year; seats asked for elsewhere count along."""
    (who,) = people(session, home, 1, employment=Employment.PPPK)
    factories_hours.entry(session, who, 10, day=NOW.date())
    first = given.held(session, home, given.course(session, learning_hours=12))
    later = given.held(session, home, given.course(session, learning_hours=4), starts_at=START + 5 * DAY)
    given.request(session, first, who)
    with pytest.raises(RuleBroken, match="26 of the 24 JP"):
        given.request(session, later, who)
    factories_hours.assignment(session, who, starts_on=NOW.date())
    assert given.request(session, later, who).state is SeatState.APPROVED
    limit = limit_of(session, later, who.id)
    assert (limit.standing.hours, limit.asked, limit.course, limit.is_passed) == (10, 12, 4, True)
    assert limit_of(session, later, people(session, home, 1)[0].id) is None


def test_a_deadline_on_the_beginning_does_not_keep_the_seats_from_being_given(session, home):
    one = given.held(session, home, requests_until=START)
    (who,) = people(session, home, 1)
    given.request(session, one, who)
    worker(session, START - 2 * HOUR)
    assert states(session, one)[0][1] is SeatState.APPROVED
    worker(session, START - HOUR)
    assert states(session, one)[0][1] is SeatState.SEATED
