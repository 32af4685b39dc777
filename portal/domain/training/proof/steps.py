"""A participant's way from the seat to the certificate, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.queries import Line, own_line
from portal.domain.training.certificates.models import Certificate
from portal.domain.training.certificates.queries import certificate_of
from portal.domain.training.proof.completion import SOURCE, has_given_feedback, has_taken, has_test
from portal.domain.training.proof.knowledge import is_open
from portal.domain.training.proof.models import Turn
from portal.domain.training.seats.models import SeatState
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_


class StepKind(StrEnum):
    TEST_BEFORE = "test_before"
    ATTEND = "attend"
    TEST_AFTER = "test_after"
    FEEDBACK = "feedback"
    CERTIFICATE = "certificate"


STEP_NAMES = {
    StepKind.TEST_BEFORE: n_("Test before"),
    StepKind.ATTEND: n_("Be there"),
    StepKind.TEST_AFTER: n_("Test after"),
    StepKind.FEEDBACK: n_("Give feedback"),
    StepKind.CERTIFICATE: n_("Certificate"),
}


class StepState(StrEnum):
    """MISSED cannot be done any more."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepKind
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All that one participant sees of a session's proof."""

    held: TrainingSession
    line: Line
    steps: tuple[Step, ...]
    certificate: Certificate | None

    @property
    def now(self) -> Step | None:
        return next((step for step in self.steps if step.state is StepState.NOW), None)


def way_of(session: Session, held: TrainingSession, viewer: Viewer, *, at: datetime) -> Way:
    """NotFound for people without a seat."""
    line = own_line(session, held, viewer)
    if line is None:
        raise NotFound
    enrolment, steps = line.enrolment, []
    if has_test(session, held):
        steps.append(_test(session, held, line, Turn.BEFORE, at))
    steps.append(Step(StepKind.ATTEND, _attending(enrolment.state)))
    if has_test(session, held):
        steps.append(_test(session, held, line, Turn.AFTER, at))
    steps.append(Step(StepKind.FEEDBACK, _feedback(session, line)))
    made = certificate_of(session, SOURCE, enrolment.id, enrolment.employee_id)
    done = enrolment.state is SeatState.COMPLETED
    missed = enrolment.state is SeatState.ABSENT
    last = StepState.DONE if done else StepState.MISSED if missed else StepState.LATER
    steps.append(Step(StepKind.CERTIFICATE, last))
    return Way(held=held, line=line, steps=tuple(steps), certificate=made)


def _attending(state: SeatState) -> StepState:
    if state in (SeatState.ATTENDED, SeatState.COMPLETED):
        return StepState.DONE
    return StepState.MISSED if state is SeatState.ABSENT else StepState.NOW


def _test(session: Session, held: TrainingSession, line: Line, turn: Turn, at: datetime) -> Step:
    kind = StepKind.TEST_BEFORE if turn is Turn.BEFORE else StepKind.TEST_AFTER
    if has_taken(session, line.enrolment, turn):
        return Step(kind, StepState.DONE)
    if is_open(held, line.enrolment.state, turn, at):
        return Step(kind, StepState.NOW)
    is_later = line.enrolment.state is SeatState.SEATED and (turn is Turn.AFTER or held.is_ahead)
    if turn is Turn.BEFORE:
        is_later = is_later and at < held.days[0].ends_at
    return Step(kind, StepState.LATER if is_later else StepState.MISSED)


def _feedback(session: Session, line: Line) -> StepState:
    if has_given_feedback(session, line.enrolment):
        return StepState.DONE
    if line.enrolment.state is SeatState.ATTENDED:
        return StepState.NOW
    return StepState.MISSED if line.enrolment.state is SeatState.ABSENT else StepState.LATER
