"""Courses and trainers of the demo as they are written in texts/training."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from portal.demo.names import TEXTS
from portal.domain.training.courses.models import CompetenceGroup, CourseKind, CourseState
from portal.domain.training.sessions.models import Mode

FOLDER = TEXTS / "training"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseText:
    """`every`: weeks between two sessions, 0 for none; `agency` None: offered to all."""

    code: str
    title: str
    kind: CourseKind
    group: CompetenceGroup
    hours: int
    tags: tuple[str, ...]
    summary: str
    outcomes: str
    audience: str
    provider: str
    trainers: tuple[str, ...]
    mode: Mode
    size: int
    every: int
    needs: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    agency: str | None = None
    state: CourseState = CourseState.PUBLISHED
    attendance: int = 80
    tests: bool = False
    first_come: bool = False
    approval: bool = True

    @property
    def is_done(self) -> bool:
        return self.state in (CourseState.PUBLISHED, CourseState.RETIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerText:
    """`email` is a demo account's; without one it is somebody from outside."""

    expertise: str
    words: str
    name: str = ""
    organisation: str = ""
    email: str = ""
    agency: str = ""


def course_texts() -> tuple[CourseText, ...]:
    told = tomllib.loads((FOLDER / "courses.toml").read_text(encoding="utf-8"))["course"]
    return tuple(_course(one) for one in told)


KINDS: dict[str, Any] = {"kind": CourseKind, "group": CompetenceGroup, "mode": Mode, "state": CourseState}


def _course(told: dict[str, Any]) -> CourseText:
    return CourseText(**{name: _read(name, value) for name, value in told.items()})


def _read(name: str, value: Any) -> Any:
    if name in KINDS:
        return KINDS[name](value)
    if isinstance(value, list):
        return tuple(value)
    return value.strip() if isinstance(value, str) else value


def trainer_texts() -> dict[str, TrainerText]:
    told = tomllib.loads((FOLDER / "trainers.toml").read_text(encoding="utf-8"))
    return {key: TrainerText(**one) for key, one in told.items()}
