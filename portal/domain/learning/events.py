"""What learning announces."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFinished(Event):
    employee_id: int
    study_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizHandedIn(Event):
    employee_id: int
    attempt_id: int
