"""The catalogue of training, who teaches, in which rooms, and a year of sessions in four agencies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.demo import bulk, training_sessions
from portal.demo.names import sections
from portal.demo.training_plans import plans_of
from portal.demo.training_texts import FOLDER, CourseText, TrainerText, course_texts, trainer_texts
from portal.demo.world import World
from portal.domain.training.courses.models import (
    Course,
    CoursePrerequisite,
    CourseTag,
    CourseTrainer,
    Trainer,
)
from portal.domain.training.sessions.models import Room

AUTHOR, REVIEWER = "pelatih@demo.test", "kepegawaian@demo.test"
OFFICE = "surabaya.bkpsdm.pengembangan"
WRITTEN_DAYS_AGO = 420


def load(session: Session, world: World) -> None:
    texts = course_texts()
    trainers = _trainers(session, world, trainer_texts())
    courses = _courses(session, world, texts)
    _join(session, texts, courses, trainers)
    plans = plans_of(world, texts, trainers, _rooms(session, world))
    training_sessions.load(session, world, plans, courses)


def _trainers(session: Session, world: World, texts: dict[str, TrainerText]) -> dict[str, int]:
    rows = []
    for text in texts.values():
        person = world.by_email.get(text.email)
        rows.append(
            {
                "agency_id": world.agencies[text.agency].id if text.agency else None,
                "employee_id": person.id if person else None,
                "name": person.name if person else text.name,
                "organisation": text.organisation,
                "expertise": text.expertise,
                "words": text.words,
            }
        )
    return dict(zip(texts, bulk.add(session, Trainer, rows), strict=True))


def _courses(session: Session, world: World, texts: tuple[CourseText, ...]) -> dict[str, int]:
    rows = [_course_row(world, text, number) for number, text in enumerate(texts, start=1)]
    return dict(zip((text.code for text in texts), bulk.add(session, Course, rows), strict=True))


def _course_row(world: World, text: CourseText, number: int) -> dict[str, Any]:
    office = world.by_unit[world.units[OFFICE].id][0].account_id
    author = world.accounts.get(AUTHOR) if "goreti" in text.trainers else office
    written = world.now - timedelta(days=WRITTEN_DAYS_AGO if text.is_done else 6, minutes=-17 * number)
    return {
        "agency_id": world.agencies[text.agency].id if text.agency else None,
        "code": f"PL-{number:04d}",
        "title": text.title,
        "kind": text.kind,
        "group": text.group,
        "summary": text.summary,
        "outcomes": text.outcomes,
        "audience": text.audience,
        "provider": text.provider,
        "learning_hours": text.hours,
        "least_attendance": text.attendance,
        "has_tests": text.tests,
        "state": text.state,
        "author_id": author,
        "reviewer_id": world.accounts.get(REVIEWER) if text.is_done else None,
        "created_at": written,
        "published_at": written + timedelta(days=4) if text.is_done else None,
    }


def _join(
    session: Session, texts: tuple[CourseText, ...], courses: dict[str, int], trainers: dict[str, int]
) -> None:
    """Topics, what comes first, who teaches."""
    rows: dict[Any, list[dict[str, Any]]] = {CourseTag: [], CoursePrerequisite: [], CourseTrainer: []}
    for text in texts:
        course_id = courses[text.code]
        rows[CourseTag] += [{"course_id": course_id, "tag": tag} for tag in text.tags]
        rows[CoursePrerequisite] += [{"course_id": course_id, "needs_id": courses[one]} for one in text.needs]
        rows[CourseTrainer] += [
            {"course_id": course_id, "trainer_id": trainers[one]} for one in text.trainers
        ]
    for model, found in rows.items():
        bulk.join(session, model, found)


def _rooms(session: Session, world: World) -> dict[str, list[tuple[int, int]]]:
    """By agency: id and seats of each."""
    agencies: list[str] = []
    rows: list[dict[str, Any]] = []
    for key, lines in sections((FOLDER / "rooms.txt").read_text()):
        for line in lines:
            name, address, seats, access = (part.strip() for part in line.split("|"))
            agencies.append(key)
            rows.append(
                {
                    "agency_id": world.agencies[key].id,
                    "name": name,
                    "address": address,
                    "capacity": int(seats),
                    "is_accessible": access == "yes",
                }
            )
    found: dict[str, list[tuple[int, int]]] = {}
    for key, id_, row in zip(agencies, bulk.add(session, Room, rows), rows, strict=True):
        found.setdefault(key, []).append((id_, row["capacity"]))
    return found
