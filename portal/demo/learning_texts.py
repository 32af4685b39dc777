"""The ready-made modules as trainers wrote them: texts/modules/<code>/module.toml and one file a lesson.

Lessons stand in the order of the number their file's name begins with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.demo.names import TEXTS
from portal.domain.learning.modules.contents import Content
from portal.domain.learning.modules.models import LessonKind
from portal.domain.learning.modules.reading import content_from, draft_from

MODULES, DRAFTS = TEXTS / "modules", TEXTS / "drafts"
Reader = Callable[[LessonKind, dict[str, Any]], Content]
# In the order in which they were published.
CODES = (
    "mengapa-kinerja",
    "target-jelas",
    "menangani-keluhan",
    "komunikasi-pelayanan",
    "manajemen-waktu",
    "etika-integritas",
    "umpan-balik",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    number: int
    kind: LessonKind
    title: str
    minutes: int
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleText:
    code: str
    title: str
    summary: str
    outcomes: str
    theme: str
    icon: str
    group: str
    learning_hours: int
    lessons: tuple[LessonText, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


def modules() -> tuple[ModuleText, ...]:
    return tuple(_module(MODULES / code) for code in CODES)


def drafts() -> tuple[ModuleText, ...]:
    """What is not published yet; in it something may be missing."""
    return tuple(_module(folder, draft_from) for folder in sorted(DRAFTS.iterdir()))


def _module(folder: Path, read: Reader = content_from) -> ModuleText:
    told: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in _toml(folder / "module.toml").items()
    }
    files = sorted(folder.glob("[0-9]*.toml"), key=lambda path: int(path.name.split("-")[0]))
    lessons = tuple(_lesson(number, _toml(path), read) for number, path in enumerate(files, start=1))
    return ModuleText(**{"outcomes": "", "code": folder.name, "lessons": lessons, **told})


def _lesson(number: int, told: dict[str, Any], read: Reader) -> LessonText:
    kind, title, minutes = LessonKind(told.pop("kind")), told.pop("title"), told.pop("minutes")
    return LessonText(number=number, kind=kind, title=title, minutes=minutes, content=read(kind, told))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
