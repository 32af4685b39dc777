"""Studying: lessons in order, quizzes, simulations, what is written, and what a module is worth as a fact."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.learning import metrics
from portal.domain.learning.events import ModuleFinished, QuizHandedIn
from portal.domain.learning.modules.models import LessonKind, ModuleState
from portal.domain.learning.own import own_learning
from portal.domain.learning.studies import (
    actions,
    assignments,
    boosters,
    queries,
    quizzes,
    rating,
    runs,
    writing,
)
from portal.domain.learning.studies.models import QuizAttempt, Study
from portal.domain.learning.studies.offers import catalogue
from portal.domain.learning.studies.queries import walk_for
from portal.domain.learning.studies.records import Attestation, Booster, Writing
from portal.domain.learning.studies.reminders import remind
from portal.domain.metrics import Fact
from tests.factories import NOW, Role, employee, role, unit, viewer
from tests.factories_studying import inbox, module, publish, read, study


@pytest.fixture
def told(session):
    """The events of learning, as reactions would see them."""
    seen = []
    note = (lambda _session, event: seen.append(event),)
    session.info["reactions"] = {ModuleFinished: note, QuizHandedIn: note}
    session.info["strict"] = True
    return seen


@pytest.fixture
def learner(session):
    return employee(session)


def attempt(session, one, number, by, *, right, at=NOW):
    """Begin and hand in, everything right or everything wrong."""
    begun = quizzes.begin_attempt(session, one.id, number, by=by, at=at, random=Random(1))
    answers = {key: ["a" if right else "b"] for key, _shown in begun.asked}
    return quizzes.hand_in_attempt(session, one.id, number, begun.number, answers, by=by, at=at)


def test_who_began_stays_on_that_version_and_begins_once(session, learner):
    """G16: somebody in the middle of a module is not thrown back when it is written anew."""
    one, me = module(session), viewer(session, learner)
    begun = actions.start(session, one.id, by=me, at=NOW)
    old = begun.version_id
    publish(session, one, number=2, title="Modul baru")
    assert actions.start(session, one.id, by=me, at=NOW) is begun
    assert walk_for(session, me, begun.id).version.id == old
    read(session, begun, 1, me)
    again = actions.start(session, one.id, by=me, at=NOW)
    assert (again.id != begun.id, again.version_id) == (True, one.live_version_id)
    session.add(
        Study(
            employee_id=learner.id,
            module_id=one.id,
            version_id=old,
            unit_key=1,
            started_at=NOW,
            touched_at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_modules_of_other_agencies_and_withdrawn_ones_are_not_found(session, learner):
    me = viewer(session, learner)
    module(session, title="Milik bersama")
    module(session, agency_id=learner.agency_id, title="Milik sendiri", theme="kinerja")
    strange = module(session, agency_id=unit(session).agency_id, title="Milik orang")
    withdrawn = module(session, title="Ditarik")
    withdrawn.state = ModuleState.RETIRED
    assert [one.title for one in catalogue(session, me).items] == ["Milik bersama", "Milik sendiri"]
    assert [one.title for one in catalogue(session, me, search="SENDIRI", theme="kinerja").items] == [
        "Milik sendiri"
    ]
    assert catalogue(session, me, search="100%").items == []
    for one in (strange, withdrawn):
        with pytest.raises(NotFound):
            actions.start(session, one.id, by=me, at=NOW)


def test_lessons_open_in_order_and_reading_is_done_when_its_checks_are_answered(session, learner, told):
    one, me = study(session, learner, LessonKind.TEXT, LessonKind.TEXT), viewer(session, learner)
    with pytest.raises(RuleBroken, match="still locked. Finish “Pelajaran 1” first"):
        actions.finish_reading(session, one.id, 2, by=me, at=NOW)
    with pytest.raises(RuleBroken, match="1 to go"):
        actions.finish_reading(session, one.id, 1, by=me, at=NOW)
    with pytest.raises(RuleBroken, match="Choose only one"):
        actions.answer_check(session, one.id, 1, "cek", ["a", "b"], by=me, at=NOW)
    read(session, one, 1, me)
    read(session, one, 1, me)
    actions.answer_check(session, one.id, 1, "cek", ["a"], by=me, at=NOW)
    walk = walk_for(session, me, one.id)
    assert (one.percent, walk.done, walk.current.number, one.finished_at, told) == (50, 1, 2, None, [])
    assert own_learning(session, me)[0]["checks"][0]["chosen"] == ["b"], "the first answer stays"
    read(session, one, 2, me)
    assert (one.percent, one.finished_at, told) == (
        100,
        NOW,
        [ModuleFinished(employee_id=learner.id, study_id=one.id)],
    )
    assert told[0].at == NOW
    with pytest.raises(NotFound):
        walk_for(session, viewer(session, employee(session)), one.id)


def test_a_fourth_attempt_of_three_is_refused_until_a_trainer_gives_one(session, learner, told):
    one, me = study(session, learner, LessonKind.QUIZ), viewer(session, learner)
    trainer = employee(session, unit_=learner.unit)
    role(session, trainer, Role.TRAINER, over=learner.unit)
    begun = quizzes.begin_attempt(session, one.id, 1, by=me, at=NOW, random=Random(7))
    same = quizzes.begin_attempt(session, one.id, 1, by=me, at=NOW, random=Random(8))
    assert (begun is same, len(begun.asked)) == (True, 4), "an attempt that has begun keeps its questions"
    with pytest.raises(RuleBroken, match="Choose an answer") as refused:
        quizzes.hand_in_attempt(session, one.id, 1, 1, {}, by=me, at=NOW)
    assert refused.value.field == f"q_{begun.asked[0][0]}"
    for _ in range(3):
        assert attempt(session, one, 1, me, right=False).score == 0
    with pytest.raises(RuleBroken, match="All 3 attempts are used"):
        quizzes.begin_attempt(session, one.id, 1, by=me, at=NOW, random=Random(1))
    with pytest.raises(RuleBroken):
        rating.give_attempt(session, one.id, begun.lesson_id, by=viewer(session, employee(session)), at=NOW)
    by = viewer(session, trainer)
    rating.give_attempt(session, one.id, begun.lesson_id, by=by, at=NOW)
    with pytest.raises(RuleBroken, match="has an attempt left"):
        rating.give_attempt(session, one.id, begun.lesson_id, by=by, at=NOW)
    assert "one more attempt" in inbox(session, learner)[-1].message
    last = attempt(session, one, 1, me, right=True)
    assert (last.number, last.score, last.is_passed, one.percent) == (4, 100, True, 100)
    with pytest.raises(RuleBroken, match="passed this quiz already"):
        quizzes.begin_attempt(session, one.id, 1, by=me, at=NOW, random=Random(1))
    changed = quizzes.hand_in_attempt(session, one.id, 1, 4, {}, by=me, at=NOW + timedelta(hours=1))
    assert (changed.score, changed.handed_in_at) == (100, NOW), "handing in again changes nothing"
    session.add(QuizAttempt(study_id=one.id, lesson_id=begun.lesson_id, number=4, asked=[], started_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_conversation_goes_one_way_until_it_ends_and_may_be_played_again(session, learner):
    """G17: the citizen with the late identity card, from anger to trust or out of the door."""
    one, me = study(session, learner, LessonKind.SIMULATION), viewer(session, learner)
    say = lambda turn, key, run=1: runs.choose(  # noqa: E731
        session, one.id, 1, run_number=run, turn=turn, choice_key=key, by=me, at=NOW
    )
    with pytest.raises(NotFound):
        say(0, "dengar")
    begun = runs.begin_run(session, one.id, 1, by=me, at=NOW)
    with pytest.raises(RuleBroken):
        say(0, "janji")
    assert say(0, "dengar")
    assert not say(0, "tolak"), "the back button does not rewrite what was said"
    assert (begun.path, begun.trust, begun.scene) == ([["satu", "dengar"]], 70, "dua")
    assert say(1, "ulang")
    assert say(2, "tolak")
    assert (begun.ending, begun.trust, one.percent) == ("pergi", 35, 100)
    assert not say(3, "dengar")
    again = runs.begin_run(session, one.id, 1, by=me, at=NOW)
    assert (again.number, again.trust, runs.begin_run(session, one.id, 1, by=me, at=NOW)) == (2, 50, again)
    assert not say(0, "dengar", run=1)
    assert say(0, "dengar", run=2)
    assert say(1, "janji", run=2)
    view = runs.run_view(session, one.id, actions.open_lesson(session, one.id, 1, by=me)[2])
    assert (view.is_passed, view.trust, view.endings) == (True, 85, {"pergi", "percaya"})
    assert [(turn.before, turn.after) for turn in view.turns] == [(50, 70), (70, 85)]


def test_what_is_written_stays_private_and_the_commitment_comes_back_once(session, learner):
    one = study(session, learner, LessonKind.CASE, LessonKind.REFLECTION, LessonKind.ATTESTATION)
    me = viewer(session, learner)
    with pytest.raises(RuleBroken) as refused:
        writing.answer_case(session, one.id, 1, ["Sesuatu", ""], by=me, at=NOW)
    assert refused.value.field == "prompt_1"
    writing.answer_case(session, one.id, 1, ["Sesuatu", "Lalu"], by=me, at=NOW)
    writing.answer_case(session, one.id, 1, ["Lain", "Lain"], by=me, at=NOW)
    with pytest.raises(RuleBroken):
        writing.reflect(session, one.id, 2, ["Pikiran"], "", by=me, at=NOW)
    writing.reflect(session, one.id, 2, [], "Menelepon pemohon", by=me, at=NOW)
    with pytest.raises(RuleBroken, match="Tick"):
        writing.attest(session, one.id, 3, False, by=me, at=NOW)
    for _ in range(2):
        writing.attest(session, one.id, 3, True, by=me, at=NOW)
    assert one.finished_on is not None
    assert session.scalars(select(Attestation.statement)).all() == ["Saya menolak pemberian."]
    assert session.scalars(select(Writing.texts).order_by(Writing.lesson_id)).all() == [
        ["Sesuatu", "Lalu"],
        [""],
    ]
    assert remind(session, at=NOW + timedelta(days=6)) == 0
    assert remind(session, at=NOW + timedelta(days=7)) == 1
    assert remind(session, at=NOW + timedelta(days=8)) == 0
    assert [line.values for line in inbox(session, learner)] == [{"commitment": "Menelepon pemohon"}]


def test_a_trainer_rates_work_and_both_are_told(session, learner):
    one, me = study(session, learner, LessonKind.ASSIGNMENT), viewer(session, learner)
    trainer, stranger = employee(session, unit_=learner.unit), employee(session)
    role(session, trainer, Role.TRAINER, over=learner.unit)
    role(session, stranger, Role.TRAINER, over=stranger.unit)
    by = viewer(session, trainer)
    with pytest.raises(RuleBroken):
        assignments.hand_in(session, one.id, 1, "", None, by=me, at=NOW)
    work = assignments.hand_in(session, one.id, 1, "Satu target", None, by=me, at=NOW)
    with pytest.raises(RuleBroken, match="waits for a trainer"):
        assignments.hand_in(session, one.id, 1, "Lagi", None, by=me, at=NOW)
    assert [line.link for line in inbox(session, trainer)] == [f"/learning/assignments/{work.id}"]
    assert inbox(session, stranger) == []
    assert (rating.count_waiting(session, by), rating.works_waiting(session, by).items) == (1, [work])
    with pytest.raises(NotFound):
        rating.work_for(session, viewer(session, stranger), work.id)
    with pytest.raises(NotAllowed):
        assignments.rate(session, work, [100, 100], "", by=viewer(session, stranger), at=NOW)
    with pytest.raises(RuleBroken, match="what is missing"):
        assignments.rate(session, work, [40, 75], "", by=by, at=NOW)
    assignments.rate(session, work, [40, 75], "Tambahkan satuan.", by=by, at=NOW)
    assert (work.score, work.is_accepted, one.percent) == (58, False, 0)
    better = assignments.hand_in(session, one.id, 1, "Satu target, 90 %", None, by=me, at=NOW)
    assignments.rate(session, better, [75, 75], "", by=by, at=NOW)
    with pytest.raises(RuleBroken, match="rated already"):
        assignments.rate(session, better, [0, 0], "x", by=by, at=NOW)
    assert (better.number, better.is_accepted, one.percent, one.finished_at) == (2, True, 100, NOW)
    assert [line.message.split(":")[0] for line in inbox(session, learner)] == [
        "Your work came back with a comment", "Your work was accepted",
    ]  # fmt: skip


def test_nobody_rates_their_own_work(session):
    me = employee(session)
    role(session, me, Role.TRAINER, over=me.unit)
    one, by = study(session, me, LessonKind.ASSIGNMENT), viewer(session, me)
    work = assignments.hand_in(session, one.id, 1, "Satu target", None, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        assignments.rate(session, work, [100, 100], "", by=by, at=NOW)
    assert (rating.count_waiting(session, by), inbox(session, me)) == (0, [])


def test_questions_come_back_after_2_7_and_30_days(session, learner):
    one, me = study(session, learner, LessonKind.QUIZ, LessonKind.TEXT), viewer(session, learner)
    begun = attempt(session, one, 1, me, right=False)
    attempt(session, one, 1, me, right=True)
    read(session, one, 2, me)
    planned = session.scalars(select(Booster).order_by(Booster.days)).all()
    assert [(one.days, one.due_at) for one in planned] == [
        (days, NOW + timedelta(days=days)) for days in (2, 7, 30)
    ]
    assert {one.question for one in planned} <= set(begun.answers), "what was answered wrongly comes first"
    with pytest.raises(NotFound):
        boosters.booster_for(session, me, planned[0].id, at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=8)
    assert [remind(session, at=later), remind(session, at=later)] == [2, 0]
    assert inbox(session, learner)[0].link == f"/learning/boosters/{planned[0].id}"
    assert [one.days for one in queries.own_boosters(session, me, at=later)] == [7], "the list keeps the last"
    with pytest.raises(RuleBroken):
        boosters.answer_booster(session, planned[0].id, [], by=me, at=later)
    boosters.answer_booster(session, planned[0].id, ["a"], by=me, at=later)
    boosters.answer_booster(session, planned[0].id, ["b"], by=me, at=later)
    assert (planned[0].chosen, planned[0].is_right) == (["a"], True)
    with pytest.raises(NotFound):
        boosters.booster_for(session, viewer(session, employee(session)), planned[0].id, at=later)


def test_events_tell_the_same_facts_as_history(session, learner, told):
    one, me = study(session, learner, LessonKind.QUIZ), viewer(session, learner)
    attempt(session, one, 1, me, right=False)
    attempt(session, one, 1, me, right=True)
    facts = {fact for event in told for fact in metrics.facts_of(session, event)}
    assert facts == {Fact(**row) for row in session.execute(metrics.history()).mappings()}
    assert {(fact.metric, fact.value) for fact in facts} == {
        ("learning.quiz_score", 0),
        ("learning.modules_finished", 1),
    }
    assert session.scalar(select(func.count(QuizAttempt.id))) == 2
