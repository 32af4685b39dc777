"""What the templates of training need besides their data: names, icons, tones, and days in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.domain.training.courses.models import (
    COMPETENCE_GROUP_NAMES,
    COURSE_KIND_NAMES,
    COURSE_STATE_NAMES,
    CompetenceGroup,
    CourseKind,
    CourseState,
)
from portal.domain.training.needs import Need, NeedKind
from portal.domain.training.sessions.models import (
    MODE_NAMES,
    SELECTION_NAMES,
    SESSION_STATE_NAMES,
    Mode,
    SessionDay,
    SessionState,
    TrainingSession,
)
from portal.web.languages import say

KIND_ICONS = {
    CourseKind.COURSE: "school",
    CourseKind.SEMINAR: "microphone",
    CourseKind.WORKSHOP: "puzzle",
    CourseKind.GUIDANCE: "presentation",
    CourseKind.OUTREACH: "speakerphone",
    CourseKind.CONFERENCE: "users-group",
    CourseKind.COACHING: "target-arrow",
    CourseKind.MENTORING: "heart-handshake",
    CourseKind.E_LEARNING: "device-laptop",
    CourseKind.SECONDMENT: "briefcase",
    CourseKind.BENCHMARKING: "building-bank",
    CourseKind.COMMUNITY: "messages",
    CourseKind.SELF_STUDY: "book",
}
GROUP_TONES = {
    CompetenceGroup.TECHNICAL: "blue",
    CompetenceGroup.MANAGERIAL: "purple",
    CompetenceGroup.SOCIOCULTURAL: "green",
}
MODE_ICONS = {Mode.CLASSROOM: "building", Mode.ONLINE: "device-laptop", Mode.HYBRID: "world"}
COURSE_STATE_TONES = {
    CourseState.DRAFT: "neutral",
    CourseState.IN_REVIEW: "warn",
    CourseState.PUBLISHED: "ok",
    CourseState.RETIRED: "neutral",
}
SESSION_STATE_TONES = {
    SessionState.DRAFT: "neutral",
    SessionState.PLANNED: "ok",
    SessionState.ALLOCATED: "info",
    SessionState.FINISHED: "neutral",
    SessionState.CANCELLED: "bad",
}
NEED_ICONS = {NeedKind.GAP: "target", NeedKind.WEAK_ELEMENT: "message-star", NeedKind.ROLE: "id-badge"}


def days_of(held: TrainingSession) -> str:
    """`Kamis, 3 Desember 2026`, `3–5 Desember 2026`, `30 November – 2 Desember 2026`."""
    first, last = held.starts_at, held.ends_at
    start, end = (format_datetime(one, "d MMMM y") for one in (first, last))
    if start == end:
        return str(format_datetime(first, "EEEE, d MMMM y"))
    if format_datetime(first, "MMMM y") == format_datetime(last, "MMMM y"):
        return f"{format_datetime(first, 'd')}–{end}"
    if format_datetime(first, "y") == format_datetime(last, "y"):
        return f"{format_datetime(first, 'd MMMM')} – {end}"
    return f"{start} – {end}"


def hours_of(day: SessionDay | TrainingSession) -> str:
    """`08.00–15.30`"""
    return f"{clock_of(day.starts_at)}–{clock_of(day.ends_at)}"


def clock_of(moment: datetime) -> str:
    return str(format_datetime(moment, "HH.mm"))


def stage_of(held: TrainingSession, at: datetime) -> tuple[str, str]:
    """Where a session stands at this moment, in words and a tone: its state, and what the clock adds to it."""
    if not held.is_ahead:
        return say(SESSION_STATE_NAMES[held.state]), SESSION_STATE_TONES[held.state]
    if at >= held.ends_at:
        return _("over, attendance is being settled"), "neutral"
    if at >= held.starts_at:
        return _("under way"), "ok"
    if held.state is SessionState.PLANNED and at >= held.requests_until:
        return _("requests are closed"), "warn"
    return say(SESSION_STATE_NAMES[held.state]), SESSION_STATE_TONES[held.state]


def rooms_of(held: TrainingSession) -> str:
    """Where one goes, in a line; online where there is no room."""
    names = list(dict.fromkeys(day.room.name for day in held.days if day.room))
    if held.mode is Mode.ONLINE or not names:
        return say(MODE_NAMES[Mode.ONLINE]) if held.mode is not Mode.CLASSROOM else _("room to be announced")
    return ", ".join(names)


def need_words(need: Need) -> str:
    """Why a course fits, in a sentence about the reader."""
    if need.kind is NeedKind.GAP:
        return _("Your indicator “%(name)s” stands at %(percent)s%%", name=need.name, percent=need.percent)
    if need.kind is NeedKind.WEAK_ELEMENT:
        return _("Citizens rate “%(name)s” low at %(place)s", name=say(need.name), place=need.place)
    return _("Fits your work: %(name)s", name=need.name)


def short_need(need: Need) -> str:
    return {
        NeedKind.GAP: _("for your target"),
        NeedKind.WEAK_ELEMENT: _("for your service"),
        NeedKind.ROLE: _("for your work"),
    }[need.kind]


def choices_of(names: Mapping[Any, str], everything: str) -> list[tuple[str, str]]:
    """For a filter: all, then each by its name."""
    return [("", everything), *((str(one), say(text)) for one, text in names.items())]


def word_options(words: Sequence[str], everything: str) -> list[tuple[str, str]]:
    return [("", everything), *((word, word) for word in words)]


def course_state_tabs(
    counts: Mapping[CourseState, int], chosen: CourseState | None
) -> list[dict[str, object]]:
    """As the `tabs` macro takes them: the states there are courses in."""
    return [
        {
            "label": say(name),
            "url": url_for(".teach", state=state.value, _anchor="courses"),
            "current": state is chosen,
            "count": counts[state],
        }
        for state, name in COURSE_STATE_NAMES.items()
        if counts.get(state)
    ]


def courses_page_url(number: int) -> str:
    """The workshop has two lists; this turns the pages of the second."""
    asked: dict[str, Any] = {**request.args.to_dict(), "courses": number}
    return url_for("training.teach", **asked, _anchor="courses")


def lines_in(text: str) -> list[str]:
    return [line.strip(" -•") for line in text.splitlines() if line.strip(" -•")]


def in_jp(hours: int) -> str:
    return ngettext("%(num)s learning hour (JP)", "%(num)s learning hours (JP)", hours)


def member_of(kind: type[StrEnum], text: str) -> Any:
    """The member an address names; None for anything else."""
    return next((one for one in kind if one.value == text), None)


WORDS: dict[str, Any] = {
    "course_kind_names": COURSE_KIND_NAMES,
    "course_kind_icons": KIND_ICONS,
    "competence_group_names": COMPETENCE_GROUP_NAMES,
    "competence_group_tones": GROUP_TONES,
    "course_state_names": COURSE_STATE_NAMES,
    "course_state_tones": COURSE_STATE_TONES,
    "mode_names": MODE_NAMES,
    "mode_icons": MODE_ICONS,
    "selection_names": SELECTION_NAMES,
    "session_state_names": SESSION_STATE_NAMES,
    "session_state_tones": SESSION_STATE_TONES,
    "stage_of": stage_of,
    "need_icons": NEED_ICONS,
    "days_of": days_of,
    "hours_of": hours_of,
    "rooms_of": rooms_of,
    "need_words": need_words,
    "short_need": short_need,
    "choices_of": choices_of,
    "word_options": word_options,
    "course_state_tabs": course_state_tabs,
    "courses_page_url": courses_page_url,
    "lines_in": lines_in,
    "in_jp": in_jp,
}


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """As globals, because imported macros see nothing else."""
    state.app.jinja_env.globals.update(WORDS)
