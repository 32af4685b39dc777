"""What the proof of a training announces."""

from dataclasses import dataclass

from portal.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCompleted(Event):
    """Attended, feedback given, tests taken: from now on the hours count."""

    employee_id: int
    enrolment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionUndone(Event):
    """The certificate of a completed training was taken back: the hours no longer count."""

    employee_id: int
    enrolment_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRated(Event):
    """One more feedback on a session; whose it is, nobody knows."""

    session_id: int
