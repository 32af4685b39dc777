"""What participants answered: feedback without names, tests before and after, and the look three months later."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.names import sections
from portal.demo.training_texts import FOLDER, course_texts
from portal.demo.world import Person, World
from portal.domain.training.courses.models import Course
from portal.domain.training.proof.asking import AFTER, TIME_TO_ANSWER, statements_of
from portal.domain.training.proof.behaviour import percent_of
from portal.domain.training.proof.models import Obstacle, Side, Turn
from portal.domain.training.seats.models import Enrolment
from portal.domain.training.sessions.models import TrainingSession

KNOWN = ("pegawai@demo.test", "pegawai2@demo.test", "atasan@demo.test", "atasan2@demo.test")
SHARE_WITH_WORDS = 0.3
SHARE_ANSWERED = {Side.SELF: 0.85, Side.PEER: 0.7, Side.EVALUATOR: 0.75}
LEANING = {Side.SELF: 0.3, Side.PEER: 0.0, Side.EVALUATOR: -0.1}
OBSTACLES = (
    *(Obstacle.NONE,) * 5, *(Obstacle.TIME,) * 4, *(Obstacle.TOOLS,) * 2, Obstacle.SUPPORT, Obstacle.CHANCE,
    Obstacle.CHANCE, Obstacle.FIT,
)  # fmt: skip


def names(session: Session) -> dict[str, int]:
    """What these texts call a course, with its id."""
    by_title = {text.title: text.code for text in course_texts()}
    rows = session.execute(select(Course.title, Course.id).order_by(Course.id))
    return {by_title[title]: course_id for title, course_id in rows if title in by_title}


def tests() -> dict[str, list[dict[str, Any]]]:
    """Questions by course, each with the place of the right answer."""
    found: dict[str, list[dict[str, Any]]] = {}
    for code, lines in sections((FOLDER / "tests.txt").read_text()):
        questions: list[dict[str, Any]] = found.setdefault(code, [])
        for line in lines:
            mark, text = line[0], line[2:]
            if mark == "?":
                questions.append({"text": text, "options": [], "right": 0})
                continue
            if mark == "+":
                questions[-1]["right"] = len(questions[-1]["options"])
            questions[-1]["options"].append(text)
    return found


class Answers:
    """Collects rows; every course and session has a quality of its own that its numbers follow."""

    def __init__(self, session: Session, world: World, random: Random) -> None:
        self.world, self.random = world, random
        self.words = [line for line in (FOLDER / "feedback.txt").read_text().splitlines() if line]
        self.questions: list[dict[str, Any]] = []
        self.asked = self._questions(session)
        self.feedback: list[dict[str, Any]] = []
        self.given: list[dict[str, Any]] = []
        self.ratings: list[dict[str, Any]] = []
        self.scores: dict[int, list[int]] = {}
        self.tests: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        self.asked_of: dict[int, int] = {}

    def _questions(self, session: Session) -> dict[int, list[dict[str, Any]]]:
        texts, ids = tests(), names(session)
        asked = {ids[code]: questions for code, questions in texts.items() if code in ids}
        self.questions = [
            {"course_id": course_id, "retired_at": None, **one}
            for course_id, questions in asked.items()
            for one in questions
        ]
        return asked

    def completed(self, held: TrainingSession, seat: Enrolment) -> None:
        self._opinion(held, seat)
        if held.course_id in self.asked:
            self._tests(held, seat)
        if held.ends_at + AFTER < self.world.now:
            self._behaviour(held, seat)

    def quality(self, *keys: object) -> float:
        """Always the same for the same things, from -0.5 to 0.5."""
        return Random(f"{keys}").random() - 0.5

    def _score(self, middle: float) -> int:
        return max(1, min(4, round(self.random.gauss(middle, 0.6))))

    def _opinion(self, held: TrainingSession, seat: Enrolment) -> None:
        good = 3.35 + 0.5 * self.quality("session", held.id)
        wrote = self.random.random() < SHARE_WITH_WORDS
        self.feedback.append(
            {
                "id": self.random.getrandbits(61) + 1,
                "session_id": held.id,
                "relevance": self._score(good + 0.1),
                "clarity": self._score(good),
                "usefulness": self._score(good + 0.3 * self.quality("course", held.course_id)),
                "organisation": self._score(good - 0.2 + 0.8 * self.quality("place", held.id)),
                "words": self.random.choice(self.words) if wrote else "",
            }
        )
        day = (held.ends_at + timedelta(days=self.random.randint(0, 4))).date()
        self.given.append({"enrolment_id": seat.id, "given_on": min(day, self.world.today)})
        for trainer in held.trainers:
            score = self._score(3.4 + 0.9 * self.quality("trainer", trainer.id))
            self.scores.setdefault(trainer.id, []).append(score)
            self.ratings.append(
                {
                    "id": self.random.getrandbits(61) + 1,
                    "session_id": held.id,
                    "trainer_id": trainer.id,
                    "score": score,
                }
            )

    def _tests(self, held: TrainingSession, seat: Enrolment) -> None:
        asked = self.asked[held.course_id]
        knows = 0.42 + 0.3 * self.quality("before", seat.employee_id)
        gains = 0.55 + 0.5 * self.quality("taught", held.id)
        moments = ((Turn.BEFORE, knows, held.starts_at - timedelta(minutes=20)),
                   (Turn.AFTER, knows + (1 - knows) * gains, held.ends_at))  # fmt: skip
        for turn, chance, at in moments:
            answers = [
                one["right"] if self.random.random() < chance else self.random.randrange(len(one["options"]))
                for one in asked
            ]
            right = sum(answer == one["right"] for answer, one in zip(answers, asked, strict=True))
            self.tests.append(
                {"enrolment_id": seat.id, "turn": turn, "asked": asked, "answers": answers,
                 "percent": 100 * right // len(asked), "taken_at": at}
            )  # fmt: skip

    def _behaviour(self, held: TrainingSession, seat: Enrolment) -> None:
        person = self.world.by_id[seat.employee_id]
        asked_at = held.ends_at + AFTER + timedelta(hours=6)
        statements = statements_of(held.course.outcomes)
        for side, rater in self._raters(person):
            due_on = (asked_at + TIME_TO_ANSWER).date()
            is_open = due_on >= self.world.today
            shown = is_open and rater.email in KNOWN
            answers = not shown and self.random.random() < SHARE_ANSWERED[side]
            at = asked_at + timedelta(days=self.random.randint(1, 18))
            self.checks.append(
                {"enrolment_id": seat.id, "side": side, "rater_id": rater.id, "statements": statements,
                 "asked_at": asked_at, "due_on": due_on, "reminded_at": None,
                 **self._answer(held, side, statements, at if answers and at < self.world.now else None)}
            )  # fmt: skip

    def _answer(
        self, held: TrainingSession, side: Side, statements: list[str], at: datetime | None
    ) -> dict[str, Any]:
        if at is None:
            return {"answered_at": None, "scores": None, "percent": None, "obstacle": None}
        middle = 2.8 + LEANING[side] + 0.8 * self.quality("applied", held.course_id)
        scores = [self._score(middle) for _one in statements]
        return {
            "answered_at": at,
            "scores": scores,
            "percent": percent_of(scores),
            "obstacle": self.random.choice(OBSTACLES),
        }

    def _raters(self, person: Person) -> list[tuple[Side, Person]]:
        """As the worker chooses them: oneself, the evaluator, and whoever of the unit was asked least."""
        raters = [(Side.SELF, person)]
        if person.evaluator_id is not None:
            raters.append((Side.EVALUATOR, self.world.by_id[person.evaluator_id]))
        others = [
            one
            for one in self.world.by_unit.get(person.unit_id, [])
            if one.id not in (person.id, person.evaluator_id) and one.evaluator_id != person.id
        ]
        if others:
            peer = min(others, key=lambda one: (self.asked_of.get(one.id, 0), one.id))
            self.asked_of[peer.id] = self.asked_of.get(peer.id, 0) + 1
            raters.append((Side.PEER, peer))
        return raters
