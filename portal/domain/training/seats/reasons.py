"""Why somebody has a seat or waits, in sentences that show the numbers on both sides of the line and no names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal.domain.training.seats.models import Enrolment, SeatAllocation
from portal.domain.words import n_


@dataclass(frozen=True, slots=True)
class Reason:
    """`message` is a msgid, `values` fill its places."""

    message: str
    values: dict[str, object] = field(default_factory=dict)


def reason_of(enrolment: Enrolment, run: SeatAllocation | None) -> Reason | None:
    """None as long as there is no order."""
    basis = enrolment.basis
    if basis is None or enrolment.place is None:
        return None
    if basis["rule"] == "arrival" or run is None:
        return Reason(
            n_("Seats went in the order of arrival: you were number %(place)s."), {"place": enrolment.place}
        )
    if run.first_waiting is None or run.last_seated is None:
        return Reason(n_("There were enough seats for everybody who asked."))
    if enrolment.place <= run.seats:
        return _seated(basis, run.first_waiting)
    return _waiting(basis, run.last_seated)


def _seated(own: dict[str, Any], first_waiting: dict[str, Any]) -> Reason:
    if own["hours"] < first_waiting["hours"]:
        return Reason(
            n_("You have %(own)s JP this year; the first person on the waiting list has %(other)s."),
            {"own": own["hours"], "other": first_waiting["hours"]},
        )
    if own["gap"] > first_waiting["gap"]:
        return Reason(
            n_("With as many JP as the first on the waiting list, your indicator is further behind its plan: "
               "%(own)s points, theirs %(other)s."),
            {"own": own["gap"], "other": first_waiting["gap"]},
        )  # fmt: skip
    return Reason(n_("With as many JP and an equal gap as the first on the waiting list, you asked earlier."))


def _waiting(own: dict[str, Any], last_seated: dict[str, Any]) -> Reason:
    if own["hours"] > last_seated["hours"]:
        return Reason(
            n_("You have %(own)s JP this year; the last seat went to somebody with %(other)s."),
            {"own": own["hours"], "other": last_seated["hours"]},
        )
    if own["gap"] < last_seated["gap"]:
        return Reason(
            n_("You have as many JP as the person with the last seat, whose indicator on this subject is further "
               "behind its plan: %(other)s points, yours %(own)s."),
            {"own": own["gap"], "other": last_seated["gap"]},
        )  # fmt: skip
    return Reason(n_("With as many JP and an equal gap, the person with the last seat asked earlier."))
