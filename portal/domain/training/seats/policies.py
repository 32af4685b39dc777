"""Who decides on a request, and who may still leave."""

from __future__ import annotations

from datetime import datetime

from portal.domain.organisation.acting import Acting
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.seats.models import OPEN, Enrolment, SeatState

DECIDABLE = (SeatState.REQUESTED, SeatState.REFUSED)


def is_own(viewer: Viewer, enrolment: Enrolment) -> bool:
    return viewer.employee_id is not None and viewer.employee_id == enrolment.employee_id


def may_decide(acting: Acting, enrolment: Enrolment) -> bool:
    """The evaluator of today or who stands in; never about oneself."""
    return (
        enrolment.employee.evaluator_id in acting.evaluator_ids
        and enrolment.employee_id != acting.employee_id
    )


def may_leave(enrolment: Enrolment, at: datetime) -> bool:
    """A request, a place or a seat can be given back until the session begins."""
    return enrolment.state in OPEN and at < enrolment.session.starts_at
