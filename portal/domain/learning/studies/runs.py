"""Walking through a simulation: one scene at a time, choices that cannot be taken back, replays without end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.contents import Choice, Scene, SimulationContent
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.modules.simulations import Turn, moved, scenes_by_key, walked
from portal.domain.learning.studies.actions import mark_done, open_lesson
from portal.domain.learning.studies.models import SimulationRun
from portal.domain.learning.studies.queries import content_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

LONGEST = 200


@dataclass(frozen=True, slots=True)
class RunView:
    """`run` is the latest; None before the first. `endings` are the keys of those reached so far."""

    content: SimulationContent
    run: SimulationRun | None
    runs: int
    scene: Scene
    trust: int
    turns: Sequence[Turn]
    endings: frozenset[str]

    @property
    def is_over(self) -> bool:
        return self.run is not None and self.run.ended_at is not None

    @property
    def is_passed(self) -> bool:
        return self.is_over and self.trust >= self.content.pass_trust

    @property
    def replies(self) -> list[Choice]:
        """What can be said now, in an order of this moment's own: the good answer has no place of its own."""
        turn = f"{self.run.study_id}/{self.run.number}/{len(self.turns)}" if self.run else ""
        return Random(turn).sample(self.scene.choices, len(self.scene.choices))

    @property
    def all_endings(self) -> int:
        return sum(scene.is_ending for scene in self.content.scenes)


def run_view(session: Session, study_id: int, lesson: Lesson) -> RunView:
    content = content_of(lesson)
    if not isinstance(content, SimulationContent):
        raise NotFound
    runs = session.scalars(
        select(SimulationRun)
        .where(SimulationRun.study_id == study_id, SimulationRun.lesson_id == lesson.id)
        .order_by(SimulationRun.number)
    ).all()
    scenes, run = scenes_by_key(content), runs[-1] if runs else None
    return RunView(
        content,
        run,
        len(runs),
        scenes[run.scene if run else content.start],
        run.trust if run else content.trust,
        turns_of(content, run) if run else (),
        frozenset(one.ending for one in runs if one.ending),
    )


def turns_of(content: SimulationContent, run: SimulationRun) -> list[Turn]:
    return walked(content, [choice for _scene, choice in run.path])


def begin_run(session: Session, study_id: int, number: int, *, by: Viewer, at: datetime) -> SimulationRun:
    """The run that is under way, or a new one: to begin, and to play again after an ending."""
    walk, _step, lesson = open_lesson(session, study_id, number, LessonKind.SIMULATION, by=by)
    view = run_view(session, study_id, lesson)
    if view.run is not None and not view.is_over:
        return view.run
    run = SimulationRun(
        study_id=study_id,
        lesson_id=lesson.id,
        number=view.runs + 1,
        path=[],
        scene=view.content.start,
        trust=view.content.trust,
        started_at=at,
    )
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError as twin:
        raise RuleBroken(n_("This has begun in another window. Open the page again.")) from twin
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id
    return run


def choose(
    session: Session,
    study_id: int,
    number: int,
    *,
    run_number: int,
    turn: int,
    choice_key: str,
    by: Viewer,
    at: datetime,
) -> bool:
    """False, and nothing changes, when that turn is over: the back button does not rewrite what was said."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.SIMULATION, by=by)
    view = run_view(session, study_id, lesson)
    run = view.run
    if run is None:
        raise NotFound
    if view.is_over or run.number != run_number or len(run.path) != turn:
        return False
    choice = next((one for one in view.scene.choices if one.key == choice_key), None)
    if choice is None:
        raise RuleBroken(n_("Choose what you say."), field="choice")
    if turn >= LONGEST:
        raise RuleBroken(n_("This conversation goes round in circles. Begin again."))
    _go_on(view, run, choice, at)
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id
    if run.ended_at is not None:
        mark_done(session, walk, step, at=at)
    return True


def _go_on(view: RunView, run: SimulationRun, choice: Choice, at: datetime) -> None:
    run.path = [*run.path, [view.scene.key, choice.key]]
    run.trust, run.scene = moved(run.trust, choice), choice.to
    if scenes_by_key(view.content)[choice.to].is_ending:
        run.ending, run.ended_at = choice.to, at
