"""A year of studying in the demo data: what is stored agrees with itself and with what could have happened."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import learning
from portal.demo.world import World, build
from portal.domain.learning.modules.contents import QuizContent, SimulationContent
from portal.domain.learning.modules.models import Lesson, LessonKind, Module, ModuleState, VersionState
from portal.domain.learning.modules.reading import content_from
from portal.domain.learning.modules.simulations import moved, scenes_by_key
from portal.domain.learning.studies.models import LessonDone, QuizAttempt, SimulationRun, Study
from tests.factories_organisation import TODAY


@pytest.fixture
def world(session: Session) -> World:
    world = build(session, TODAY, 2026, 400)
    learning.load(session, world)
    return world


def test_modules_are_published_by_the_trainer_and_their_history_is_consistent(
    session: Session, world: World
) -> None:
    modules = {one.id: one for one in session.scalars(select(Module))}
    assert len(modules) == 7
    for module in modules.values():
        assert module.state is ModuleState.PUBLISHED
        assert module.live_version
        assert module.live_version.state is VersionState.PUBLISHED
        assert module.author_id == world.accounts["pelatih@demo.test"] != module.live_version.reviewer_id
        for lesson in module.live_version.lessons:
            content_from(lesson.kind, lesson.content)

    studies = session.scalars(select(Study)).all()
    done: dict[int, list[LessonDone]] = defaultdict(list)
    for one in session.scalars(select(LessonDone)):
        done[one.study_id].append(one)
    began = {person.id: person.began for person in world.people}
    for study in studies:
        version = modules[study.module_id].live_version
        assert version
        assert version.published_at
        assert version.published_at < study.started_at <= study.touched_at <= world.now
        assert began[study.employee_id] <= study.started_at.date() + timedelta(days=1)
        count = len(version.lessons)
        assert study.percent == 100 * len(done[study.id]) // count
        assert (study.finished_at is not None) == (len(done[study.id]) == count)
        places = sorted(lesson.number for lesson in version.lessons
                        if lesson.id in {one.lesson_id for one in done[study.id]})  # fmt: skip
        assert places == list(range(1, len(places) + 1))

    learners = {study.employee_id for study in studies}
    assert 0.5 < len(learners) / len(world.people) < 0.75
    assert 0.4 < sum(study.percent == 100 for study in studies) / len(studies) < 0.8
    assert min(study.started_at for study in studies) < world.now - timedelta(days=300)
    assert min(Counter(study.module_id for study in studies).values()) > 20
    hero = [study for study in studies if study.employee_id == world.by_email["pegawai@demo.test"].id]
    assert sorted(study.percent for study in hero)[-2:] == [100, 100]
    assert any(0 < study.percent < 100 for study in hero)


def test_answers_and_choices_give_the_scores_that_are_stored(session: Session, world: World) -> None:
    contents = {one.id: content_from(one.kind, one.content) for one in session.scalars(select(Lesson))}
    passed = set()
    for attempt in session.scalars(select(QuizAttempt)):
        quiz = contents[attempt.lesson_id]
        assert isinstance(quiz, QuizContent)
        rights = {
            question.key: {option.key for option in question.options if option.is_right}
            for question in quiz.questions
        }
        assert attempt.answers is not None
        assert len(attempt.asked) == (quiz.draw or len(quiz.questions))
        right = sum(set(attempt.answers[key]) == rights[key] for key, _options in attempt.asked)
        assert attempt.score == 100 * right // len(attempt.asked)
        assert attempt.is_passed == (attempt.score >= quiz.pass_percent)
        assert attempt.number <= quiz.attempts
        if attempt.is_passed:
            passed.add((attempt.study_id, attempt.lesson_id))
    kinds = {one.id: one.kind for one in session.scalars(select(Lesson))}
    finished = {(one.study_id, one.lesson_id) for one in session.scalars(select(LessonDone))}
    assert passed == {pair for pair in finished if kinds[pair[1]] is LessonKind.QUIZ}

    endings = Counter()
    for run in session.scalars(select(SimulationRun)):
        simulation = contents[run.lesson_id]
        assert isinstance(simulation, SimulationContent)
        at, trust, scenes = simulation.start, simulation.trust, scenes_by_key(simulation)
        for scene, key in run.path:
            assert scene == at
            choice = next(one for one in scenes[scene].choices if one.key == key)
            at, trust = choice.to, moved(trust, choice)
        assert (run.scene, run.ending, run.trust) == (at, at, trust)
        assert scenes[at].is_ending
        endings[at] += 1
    assert len(endings) >= 5


def test_the_same_seed_studies_the_same(session: Session) -> None:
    def once() -> list[tuple[int, int, int]]:
        with session.begin_nested() as attempt:
            learning.load(session, build(session, TODAY, 7, 400))
            found = session.execute(
                select(Study.employee_id, Study.module_id, Study.percent).order_by(Study.id)
            )
            rows = [tuple(row) for row in found]
            attempt.rollback()
        first = min(row[1] for row in rows)
        least = min(row[0] for row in rows)
        return [(employee - least, module - first, percent) for employee, module, percent in rows]

    assert once() == once()
