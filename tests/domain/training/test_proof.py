"""G18, B10, S6, M17: a certificate needs attendance, feedback and the test; what a training did is shown from five."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, inspect, select

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.notifications.models import Notification
from portal.domain.periods import Period, months_of
from portal.domain.training.certificates import issuing
from portal.domain.training.certificates.models import Certificate, CertificateState
from portal.domain.training.proof import behaviour, effects, feedback, knowledge, measures
from portal.domain.training.proof.asking import ask_due, remind, statements_of
from portal.domain.training.proof.completion import complete
from portal.domain.training.proof.feedback import Opinion
from portal.domain.training.proof.knowledge import GainLevel, level_of, n_gain
from portal.domain.training.proof.models import (
    BehaviourCheck,
    Feedback,
    FeedbackGiven,
    Obstacle,
    Side,
    TrainerRating,
    Turn,
)
from portal.domain.training.proof.needs import Choice
from portal.domain.training.proof.own import own_attendance, own_behaviour, own_training_certificates
from portal.domain.training.proof.steps import StepKind, StepState, way_of
from portal.domain.training.seats.models import SeatState
from tests.factories import NOW, Role, employee, role, unit, viewer
from tests.factories_proof import a_class, closed, was_there

MONTH = timedelta(days=31)


def opinion(held, score=4, words=""):
    trainers = {one.id: score for one in held.trainers}
    return Opinion(
        relevance=score, clarity=score, usefulness=score, organisation=3, trainers=trainers, words=words
    )


def steps(session, held, who, at):
    return {one.kind: one.state for one in way_of(session, held, viewer(session, who), at=at).steps}


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(40, 70, "0.50"), (0, 100, "1.00"), (100, 100, None), (50, 40, "-0.20")]
)
def test_the_normalised_gain(before, after, gain):
    assert n_gain(before, after) == (None if gain is None else Decimal(gain))


def test_levels_of_gain_begin_at_their_bounds():
    levels = [level_of(Decimal(one)) for one in ("0.70", "0.69", "0.30", "0.29")]
    assert levels == [GainLevel.HIGH, GainLevel.MIDDLE, GainLevel.MIDDLE, GainLevel.LOW]


def test_nobody_gets_a_certificate_without_attendance_feedback_and_test(session):
    held, teaching, (one, absent) = a_class(session)
    by, at = viewer(session, teaching), held.ends_at + timedelta(hours=2)
    held.course.author_id = teaching.account_id
    knowledge.add_question(session, held.course, "Berapa?", ["1", "2"], 1, by=by, at=NOW)
    knowledge.add_question(session, held.course, "Siapa?", ["A", "B"], 0, by=by, at=NOW)
    mine, seat = viewer(session, one), was_there(session, held, one)
    assert steps(session, held, one, NOW)[StepKind.TEST_BEFORE] is StepState.NOW
    with pytest.raises(RuleBroken, match="opens with the last sitting"):
        knowledge.take(session, held, Turn.AFTER, [1, 0], by=mine, at=NOW - MONTH)
    knowledge.take(session, held, Turn.BEFORE, [1, None], by=mine, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        knowledge.take(session, held, Turn.BEFORE, [1, 0], by=mine, at=NOW)
    first = knowledge.questions_of(session, held.course_id)[0]
    knowledge.retire_question(session, held.course, first.id, by=by, at=NOW)
    with pytest.raises(RuleBroken, match="only for those who attended"):
        complete(session, held, seat, at=at)
    with pytest.raises(RuleBroken, match="those who attended this session"):
        feedback.give(session, held, opinion(held), by=mine, at=NOW)
    closed(session, held)
    with pytest.raises(RuleBroken, match="those who attended this session"):
        feedback.give(session, held, opinion(held), by=viewer(session, absent), at=at)
    with pytest.raises(RuleBroken, match="feedback first"):
        complete(session, held, seat, at=at)
    assert not feedback.give(session, held, opinion(held), by=mine, at=at)
    with pytest.raises(RuleBroken, match="test after"):
        complete(session, held, seat, at=at)
    taken = knowledge.take(session, held, Turn.AFTER, [1, 0], by=mine, at=at)
    assert (len(taken.asked), taken.percent) == (2, 100), "the questions of the test before"
    made = session.scalars(select(Certificate)).one()
    assert (made.employee_id, made.hours, made.name) == (one.id, held.course.learning_hours, one.name)
    assert seat.state is SeatState.COMPLETED
    assert set(steps(session, held, one, at).values()) == {StepState.DONE}
    assert steps(session, held, absent, at)[StepKind.ATTEND] is StepState.MISSED
    with pytest.raises(RuleBroken, match="given your feedback already"):
        feedback.give(session, held, opinion(held), by=mine, at=at)
    own = own_attendance(session, mine)[0]
    assert (len(own["sittings"]), len(own["tests"]), own["feedback_given_on"]) == (1, 2, at.date())
    assert own_training_certificates(session, mine)["issued_here"][0]["number"] == made.number


def test_a_certificate_taken_back_takes_the_hours_along_and_issued_again_keeps_its_number(session):
    held, _teaching, (one, _other) = a_class(session)
    hr = employee(session, unit_=held.unit)
    role(session, hr, Role.HR_ADMIN, over=held.unit)
    by, at, seat = viewer(session, hr), held.ends_at + timedelta(days=2), was_there(session, held, one)
    closed(session, held)
    assert feedback.give(session, held, opinion(held), by=viewer(session, one), at=at)
    made = session.scalars(select(Certificate)).one()
    number, code = made.number, made.code
    with pytest.raises(RuleBroken, match="Give the reason"):
        issuing.revoke(session, made, "salah", by=by, at=at)
    issuing.revoke(session, made, "Kehadiran ternyata dititipkan.", by=by, at=at)
    assert (made.state, seat.state) == (CertificateState.REVOKED, SeatState.ATTENDED)
    with pytest.raises(RuleBroken, match="taken back"):
        complete(session, held, seat, at=at)
    one.name = "Nama Baru"
    issuing.reissue(session, made, "Judul benar", "Nama dan judul diperbaiki.", by=by, at=at)
    assert (made.number, made.code, made.revision) == (number, code, 2)
    assert (made.name, made.title, seat.state) == ("Nama Baru", "Judul benar", SeatState.COMPLETED)


def test_feedback_has_no_author_and_shows_from_five_answers(session):
    held, _teaching, people = a_class(session, people=6)
    for one in people:
        was_there(session, held, one)
    closed(session, held)
    at = held.ends_at + timedelta(days=2)
    columns = {column.key for table in (Feedback, TrainerRating) for column in inspect(table).columns}
    assert not columns & {"enrolment_id", "employee_id", "account_id", "given_at", "created_at"}
    for number, one in enumerate(people, start=1):
        feedback.give(session, held, opinion(held, 2 if number == 1 else 4, f"kata {number}"),
                      by=viewer(session, one), at=at)  # fmt: skip
        shown = effects.of_session(session, held, {}, at=at).opinions
        assert shown.is_shown is (number >= 5)
        assert bool(shown.words) is (number >= 5)
    means = dict(shown.means)
    assert means["Fits my work"] == Decimal("3.67")
    assert means["Trainers"] == Decimal("3.67")
    session.refresh(held.trainers[0])
    assert (held.trainers[0].rating_sum, held.trainers[0].rating_count) == (22, 6)
    ids = session.scalars(select(Feedback.id).order_by(Feedback.id)).all()
    assert max(ids) - min(ids) > 1000, "numbers are drawn, not counted"
    assert session.scalar(select(func.count()).select_from(FeedbackGiven)) == 6


def test_three_months_later_the_person_a_colleague_and_the_evaluator_are_asked(session):
    home = unit(session)
    boss = employee(session, unit_=home)
    held, _teaching, people = a_class(
        session, people=5, home=home, outcomes="- Menyapa warga\n- Mencatat keluhan"
    )
    for one in people:
        one.evaluator_id = boss.id
        was_there(session, held, one)
    closed(session, held)
    at = held.ends_at + timedelta(days=2)
    for one in people:
        feedback.give(session, held, opinion(held), by=viewer(session, one), at=at)
    later = held.ends_at + timedelta(days=91)
    assert ask_due(session, at=later - timedelta(days=1)) == 0
    assert ask_due(session, at=later) == 5
    assert ask_due(session, at=later) == 0, "once"
    checks = session.scalars(select(BehaviourCheck)).all()
    assert len(checks) == 15
    assert statements_of(held.course.outcomes) == ["Menyapa warga", "Mencatat keluhan"]
    assert len(statements_of("")) == 3
    peers = [one for one in checks if one.side is Side.PEER]
    assert all(one.rater_id not in (one.enrolment.employee_id, boss.id) for one in peers)
    assert len({one.rater_id for one in peers}) > 1, "it goes round"
    mine = next(one for one in checks if one.side is Side.SELF)
    with pytest.raises(NotFound):
        behaviour.check_for(session, viewer(session, boss), mine.id)
    raters = {one.id: one for one in session.query(type(boss)).all()}
    for check in checks:
        who = viewer(session, raters[check.rater_id])
        scores = [4, 4] if check.side is Side.SELF else [3, 2]
        behaviour.answer(session, check, scores, Obstacle.TIME, by=who, at=later)
    with pytest.raises(RuleBroken, match="already"):
        behaviour.answer(
            session, mine, [1, 1], Obstacle.NONE, by=viewer(session, raters[mine.rater_id]), at=later
        )
    seen = effects.of_course(session, held.course, {}, agency_id=None, at=later).behaviour
    assert dict(seen.sides) == {Side.SELF: 100, Side.PEER: 50, Side.EVALUATOR: 50}
    assert seen.obstacles == ((Obstacle.TIME, 15),)
    told = own_behaviour(session, viewer(session, people[0]))
    assert [one for one in told if one["side"] is Side.EVALUATOR][0].keys() == {"side", "asked_at"}
    assert behaviour.count_waiting(session, viewer(session, boss), later) == 0


def test_late_answers_are_refused_and_reminded_once_before(session):
    held, _teaching, (one, _other) = a_class(session)
    was_there(session, held, one)
    closed(session, held)
    feedback.give(session, held, opinion(held), by=viewer(session, one), at=held.ends_at + MONTH)
    later = held.ends_at + timedelta(days=100)
    ask_due(session, at=later)
    check = session.scalars(select(BehaviourCheck).where(BehaviourCheck.side == Side.SELF)).one()
    assert remind(session, at=later) == 0
    assert remind(session, at=later + timedelta(days=15)) > 0
    assert remind(session, at=later + timedelta(days=16)) == 0
    with pytest.raises(RuleBroken, match="over"):
        behaviour.answer(session, check, [4], Obstacle.NONE, by=viewer(session, one), at=later + MONTH)
    asked = select(func.count()).where(Notification.link == f"/training/behaviour/{check.id}")
    assert session.scalar(asked) == 2


class Flat:
    """A figure that stood at 60 until the training's month and at 75 after it."""

    name, unit = "Angka", "poin"

    def __init__(self, turns):
        self.turns = turns

    def choices(self, _session, _viewer):
        return [Choice("k", "Angka layanan")]

    def months(self, _session, _key, _where, period: Period):
        return [(month, Decimal(75 if month > self.turns else 60)) for month in months_of(period)]


def test_a_linked_figure_is_compared_three_months_before_and_after(session):
    held, teaching, _people = a_class(session, starts_at=NOW - 5 * MONTH)
    by, sticks = viewer(session, teaching), {"flat": Flat((NOW - 5 * MONTH).date().replace(day=1))}
    held.course.author_id = teaching.account_id
    with pytest.raises(RuleBroken, match="Choose one"):
        measures.link(session, held.course, "flat", "other", sticks, by=by, at=NOW)
    measures.link(session, held.course, "flat", "k", sticks, by=by, at=NOW)
    with pytest.raises(RuleBroken, match="already"):
        measures.link(session, held.course, "flat", "k", sticks, by=by, at=NOW)
    change = measures.changes(session, held, sticks, at=NOW)[0]
    assert (change.before, change.after, change.moved) == (60, 75, 15)
    assert change.months[-1][0] < NOW.date().replace(day=1), "the month that is not over is left out"
