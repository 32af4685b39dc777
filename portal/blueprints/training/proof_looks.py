"""What the templates of attendance, proof and certificates need: names, tones, and the parts on other pages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from portal.blueprints.training import panels
from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.certificates import days_in_words
from portal.blueprints.training.looks import SESSION_STATE_TONES, clock_of
from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.attendance.models import WAY_NAMES
from portal.domain.training.attendance.queries import Line, sitting_now
from portal.domain.training.certificates.models import (
    CERTIFICATE_STATE_NAMES,
    EXTERNAL_STATE_NAMES,
    ExternalState,
)
from portal.domain.training.courses.models import Course
from portal.domain.training.policies import may_edit, may_run
from portal.domain.training.proof.behaviour import Behaviour
from portal.domain.training.proof.effects import Effects, turnouts_of_course
from portal.domain.training.proof.feedback import Opinions
from portal.domain.training.proof.knowledge import GAIN_LEVEL_NAMES
from portal.domain.training.proof.measures import Change
from portal.domain.training.proof.models import OBSTACLE_NAMES, SIDE_NAMES, TURN_NAMES
from portal.domain.training.proof.steps import STEP_NAMES, Step, StepKind, StepState, Way, way_of
from portal.domain.training.seats.models import SeatState
from portal.domain.training.sessions.models import SESSION_STATE_NAMES, TrainingSession
from portal.web.clock import now
from portal.web.filters import day
from portal.web.filters import number as in_words
from portal.web.languages import say
from portal.web.transactions import current_session

EXTERNAL_TONES = {
    ExternalState.WAITING: ("warn", "clock"),
    ExternalState.VERIFIED: ("ok", "circle-check"),
    ExternalState.REFUSED: ("bad", "circle-x"),
    ExternalState.WITHDRAWN: ("neutral", "arrow-back-up"),
}
STEP_ICONS = {
    StepKind.TEST_BEFORE: "clipboard-text",
    StepKind.ATTEND: "user-check",
    StepKind.TEST_AFTER: "clipboard-check",
    StepKind.FEEDBACK: "message-star",
    StepKind.CERTIFICATE: "certificate",
}
STEP_TONES = {
    StepState.DONE: "green",
    StepState.NOW: "blue",
    StepState.LATER: "orange",
    StepState.MISSED: "red",
}


def attendance_heads(held: TrainingSession) -> list[str]:
    return [_("Sitting %(number)s", number=number) for number, _day in enumerate(held.days, start=1)]


def stage_of(held: TrainingSession, at: datetime) -> tuple[str, str]:
    """Where a session stands for those who keep its attendance, with its tone."""
    if not held.is_ahead or at < held.starts_at:
        return say(SESSION_STATE_NAMES[held.state]), SESSION_STATE_TONES[held.state]
    return (_("over, not closed"), "warn") if at >= held.ends_at else (_("being held"), "info")


def outcome_of(held: TrainingSession, line: Line) -> tuple[str, str]:
    """A roster's line in a word, with its tone."""
    state = line.enrolment.state
    if state is SeatState.COMPLETED:
        return _("certificate issued"), "ok"
    if state is SeatState.ATTENDED:
        return _("attended, feedback open"), "info"
    if state is SeatState.ABSENT:
        return _("absent"), "bad"
    return (_("enough so far"), "ok") if line.is_enough else (_("not enough so far"), "neutral")


def step_words(way: Way, step: Step) -> str:
    """What a step means for this person now."""
    if step.state is StepState.DONE:
        return _("Done")
    if step.state is StepState.MISSED:
        if step.kind is StepKind.ATTEND:
            return _(
                "There for %(percent)s%% of the time, needed are %(least)s%%. Wrong? Speak to the trainer.",
                percent=way.line.percent,
                least=way.held.course.least_attendance,
            )
        return _("No longer possible")
    return _LATER[step.kind]() if step.state is StepState.LATER else _NOW[step.kind]()


_NOW = {
    StepKind.TEST_BEFORE: lambda: _("Shows what you know already. It has no influence on your certificate."),
    StepKind.ATTEND: lambda: _("Scan the code on the trainer's screen at every sitting."),
    StepKind.TEST_AFTER: lambda: _("The same questions again: you see what you gained."),
    StepKind.FEEDBACK: lambda: _("Two minutes, without your name. Then the certificate is yours."),
    StepKind.CERTIFICATE: lambda: _("Comes by itself"),
}
_LATER = {
    StepKind.TEST_BEFORE: lambda: _("Opens soon"),
    StepKind.ATTEND: lambda: _("Comes with the session"),
    StepKind.TEST_AFTER: lambda: _("Opens with the last sitting"),
    StepKind.FEEDBACK: lambda: _("Opens when the trainer has closed the session"),
    StepKind.CERTIFICATE: lambda: _("Comes by itself when everything before it is done"),
}


def step_url(way: Way, step: Step) -> str | None:
    """Where one does it; None where there is nothing to press."""
    held_id = way.held.id
    if step.kind is StepKind.CERTIFICATE and way.certificate is not None:
        return url_for("training.show_certificate", certificate_id=way.certificate.id)
    if step.kind in (StepKind.TEST_BEFORE, StepKind.TEST_AFTER) and step.state in (
        StepState.NOW,
        StepState.DONE,
    ):
        turn = "before" if step.kind is StepKind.TEST_BEFORE else "after"
        return url_for("training.take_test", session_id=held_id, turn=turn)
    if step.kind is StepKind.FEEDBACK and step.state is StepState.NOW:
        return url_for("training.give_feedback", session_id=held_id)
    return None


def signed(number: Decimal | None) -> str:
    """`+2,4` or `-0,6`, with the reader's marks."""
    return "–" if number is None else f"{'+' if number > 0 else ''}{in_words(number)}"


def summary_of(effects: Effects) -> list[str]:
    """What a training did in at most four sentences; levels without enough answers are passed over."""
    said = []
    if (turnout := effects.turnout).seats:
        said.append(_("%(attended)s of %(seats)s people with a seat attended, %(completed)s have a certificate.",
                      attended=turnout.attended, seats=turnout.seats, completed=turnout.completed))  # fmt: skip
    if (gain := effects.learning.gain) is not None and effects.learning.level is not None:
        said.append(_("They learned %(percent)s%% of what was still new to them (%(level)s).",
                      percent=round(gain * 100), level=say(GAIN_LEVEL_NAMES[effects.learning.level])))  # fmt: skip
    for change in effects.changes:
        if change.moved is not None:
            said.append(_("%(label)s: %(before)s before, %(after)s after (%(moved)s).", label=say(change.label),
                          before=signed(change.before).lstrip("+"), after=signed(change.after).lstrip("+"),
                          moved=signed(change.moved)))  # fmt: skip
    return said


def opinion_bars(opinions: Opinions) -> list[tuple[str, float, int, str]]:
    """As lying bars, out of 4."""
    return [(say(name), float(mean), 4, in_words(mean)) for name, mean in opinions.means]


def side_points(behaviour: Behaviour) -> list[tuple[str, int | None]]:
    return [(say(SIDE_NAMES[side]), percent) for side, percent in behaviour.sides]


def obstacle_bars(behaviour: Behaviour) -> list[tuple[str, int, int, str]]:
    whole = sum(count for _one, count in behaviour.obstacles)
    return [(say(OBSTACLE_NAMES[one]), count, whole, in_words(count)) for one, count in behaviour.obstacles]


def month_labels(change: Change) -> list[str]:
    """The year stands at the first month and at every January."""
    months = [month for month, _value in change.months]
    return [day(month, "MMM yy" if month == months[0] or month.month == 1 else "MMM") for month in months]


@panels.on_session("held")
def held_part(held: TrainingSession, viewer: Viewer) -> Any:
    """For those who run the session: which sitting is on now."""
    return {"sitting": sitting_now(held, now())} if may_run(viewer, held) else None


@panels.on_session("steps")
def steps_part(held: TrainingSession, viewer: Viewer) -> Way | None:
    try:
        return way_of(current_session(), held, viewer, at=now())
    except NotFound:
        return None


@panels.on_course("results")
def results_part(course: Course, viewer: Viewer) -> Any:
    """How many have been through it, and whether the reader may set up its proof."""
    return {
        "turnout": turnouts_of_course(current_session(), course.id),
        "may_edit": may_edit(viewer, course),
    }


WORDS: dict[str, Any] = {
    "way_names": WAY_NAMES,
    "clock_of": clock_of,
    "certificate_state_names": CERTIFICATE_STATE_NAMES,
    "external_state_names": EXTERNAL_STATE_NAMES,
    "external_tones": EXTERNAL_TONES,
    "obstacle_names": OBSTACLE_NAMES,
    "side_names": SIDE_NAMES,
    "turn_names": TURN_NAMES,
    "step_names": STEP_NAMES,
    "step_icons": STEP_ICONS,
    "step_tones": STEP_TONES,
    "step_words": step_words,
    "step_url": step_url,
    "gain_level_names": GAIN_LEVEL_NAMES,
    "attendance_heads": attendance_heads,
    "stage_of": stage_of,
    "outcome_of": outcome_of,
    "days_in_words": days_in_words,
    "opinion_bars": opinion_bars,
    "side_points": side_points,
    "obstacle_bars": obstacle_bars,
    "month_labels": month_labels,
    "signed": signed,
    "summary_of": summary_of,
}


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """As globals, because imported macros see nothing else."""
    state.app.jinja_env.globals.update(WORDS)
