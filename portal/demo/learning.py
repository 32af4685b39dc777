"""Seven modules are published in the course of a year, and most people study some of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.demo import bulk, learning_studies
from portal.demo.learning_studies import LiveModule
from portal.demo.learning_texts import modules
from portal.demo.world import World
from portal.domain.learning.modules.models import (
    Lesson,
    Module,
    ModuleState,
    ModuleVersion,
    VersionState,
)
from portal.domain.learning.modules.reading import to_json

AUTHOR, REVIEWER = "pelatih@demo.test", "kepegawaian@demo.test"
FIRST_DAYS_AGO, DAYS_APART = 362, 24


def load(session: Session, world: World) -> None:
    learning_studies.load(session, world, publish(session, world))


def publish(session: Session, world: World) -> list[LiveModule]:
    """Written by the trainer, approved two days later by somebody else; for every agency."""
    texts = modules()
    first = {model: bulk.next_id(session, model) for model in (Module, ModuleVersion, Lesson)}
    live, lesson_id = [], first[Lesson]
    for place, text in enumerate(texts):
        lesson_ids = tuple(range(lesson_id, lesson_id + len(text.lessons)))
        lesson_id += len(lesson_ids)
        at = world.now - timedelta(days=FIRST_DAYS_AGO - DAYS_APART * place)
        live.append(LiveModule(first[Module] + place, first[ModuleVersion] + place, text, lesson_ids, at))
    _write(session, world, live)
    return live


def _write(session: Session, world: World, live: list[LiveModule]) -> None:
    author, reviewer = world.accounts.get(AUTHOR), world.accounts.get(REVIEWER)
    bulk.add(session, Module, [_module_row(one, author) for one in live])
    bulk.add(session, ModuleVersion, [_version_row(one, author, reviewer) for one in live])
    for one in live:
        module = session.get_one(Module, one.id)
        module.live_version_id = one.version_id
    session.flush()
    bulk.add(session, Lesson, [row for one in live for row in _lesson_rows(one)])


def _module_row(one: LiveModule, author: int | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.text.code,
        "state": ModuleState.PUBLISHED,
        "author_id": author,
        "agency_id": None,
        "created_at": one.published_at - timedelta(days=9),
    }


def _version_row(one: LiveModule, author: int | None, reviewer: int | None) -> dict[str, Any]:
    text = one.text
    return {
        "id": one.version_id,
        "module_id": one.id,
        "number": 1,
        "state": VersionState.PUBLISHED,
        "title": text.title,
        "summary": text.summary,
        "outcomes": text.outcomes,
        "theme": text.theme,
        "icon": text.icon,
        "group": text.group,
        "minutes": text.minutes,
        "learning_hours": text.learning_hours,
        "author_id": author,
        "reviewer_id": reviewer,
        "created_at": one.published_at - timedelta(days=9),
        "published_at": one.published_at,
    }


def _lesson_rows(one: LiveModule) -> list[dict[str, Any]]:
    return [
        {
            "id": lesson_id,
            "version_id": one.version_id,
            "number": lesson.number,
            "kind": lesson.kind,
            "title": lesson.title,
            "minutes": lesson.minutes,
            "content": to_json(lesson.content),
        }
        for lesson_id, lesson in zip(one.lesson_ids, one.text.lessons, strict=True)
    ]
