"""How somebody answers a quiz and walks through a simulation: attempts and runs as they would have been stored.

`asked` is [question, [its options as shown]] in order; `answers` are the chosen options by question.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from portal.demo.learning_texts import LessonText
from portal.domain.learning.modules.contents import Choice, Question, QuizContent, Scene, SimulationContent
from portal.domain.learning.modules.simulations import moved, scenes_by_key

Row = dict[str, Any]
KNOWS, CHOOSES_WELL = 0.84, 0.7
MOST_RUNS, MOST_SCENES = 3, 60


def attempts(random: Random, lesson: LessonText, at: datetime) -> list[Row]:
    """Until the quiz is passed or no attempt is left; the last one is handed in at `at`."""
    quiz = cast(QuizContent, lesson.content)
    rows: list[Row] = []
    while not rows or (not rows[-1]["is_passed"] and len(rows) < (quiz.attempts or 3)):
        rows.append({"number": len(rows) + 1, **_attempt(random, quiz)})
    for row in rows:
        ended = at - timedelta(minutes=12 * (len(rows) - row["number"]))
        row |= {
            "started_at": ended - timedelta(minutes=4, seconds=random.randrange(240)),
            "handed_in_at": ended,
            "handed_in_on": ended.date(),
        }
    return rows


def _attempt(random: Random, quiz: QuizContent) -> Row:
    drawn = random.sample(quiz.questions, quiz.draw or len(quiz.questions))
    answers = {question.key: _answer(random, question) for question in drawn}
    right = sum(set(answers[question.key]) == _right(question) for question in drawn)
    score = 100 * right // len(drawn)
    return {
        "asked": [[question.key, _shown(random, question)] for question in drawn],
        "answers": answers,
        "score": score,
        "is_passed": score >= quiz.pass_percent,
    }


def _shown(random: Random, question: Question) -> list[str]:
    keys = [option.key for option in question.options]
    return random.sample(keys, len(keys))


def _right(question: Question) -> set[str]:
    return {option.key for option in question.options if option.is_right}


def _answer(random: Random, question: Question) -> list[str]:
    if random.random() < KNOWS:
        return sorted(_right(question))
    return [random.choice([option.key for option in question.options if not option.is_right])]


def runs(random: Random, lesson: LessonText, at: datetime) -> list[Row]:
    """Once more, and better, until the trust that is asked is reached or the patience is used up."""
    simulation = cast(SimulationContent, lesson.content)
    rows: list[Row] = []
    while not rows or (rows[-1]["trust"] < simulation.pass_trust and len(rows) < MOST_RUNS):
        rows.append({"number": len(rows) + 1, **_run(random, simulation, CHOOSES_WELL + 0.12 * len(rows))})
    for row in rows:
        ended = at - timedelta(minutes=10 * (len(rows) - row["number"]))
        row |= {"started_at": ended - timedelta(minutes=4, seconds=random.randrange(240)), "ended_at": ended}
    return rows


def _run(random: Random, simulation: SimulationContent, skill: float) -> Row:
    scenes = scenes_by_key(simulation)
    scene, trust, path = scenes[simulation.start], simulation.trust, list[list[str]]()
    while scene.choices:
        choice = _choice(random, scene, skill if len(path) < MOST_SCENES else 1.0)
        path.append([scene.key, choice.key])
        scene, trust = scenes[choice.to], moved(trust, choice)
    return {"path": path, "scene": scene.key, "trust": trust, "ending": scene.key}


def _choice(random: Random, scene: Scene, skill: float) -> Choice:
    if random.random() < skill:
        return max(scene.choices, key=lambda choice: choice.trust)
    return random.choice(scene.choices)
