"""What the actions on courses and trainers accept."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.training.courses.models import CompetenceGroup, CourseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseInput:
    """`for_all`: offered to every agency."""

    title: str
    kind: CourseKind
    group: CompetenceGroup
    summary: str
    outcomes: str
    audience: str
    provider: str
    learning_hours: int
    least_attendance: int
    has_tests: bool
    tags: tuple[str, ...] = ()
    needs: tuple[int, ...] = ()
    trainers: tuple[int, ...] = ()
    for_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerInput:
    """`nip` makes it a colleague, whose name is then the one in the directory of people."""

    name: str
    nip: str
    organisation: str
    expertise: str
    words: str
    is_active: bool = True
