"""Signs of gaming in the reader's words: the sentence, its evidence line by line, and where each line leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, url_for
from flask_babel import ngettext

from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period
from portal.domain.rewards.flags.models import FLAG_KIND_NAMES, FLAG_STATE_NAMES, Flag, FlagState
from portal.domain.rewards.flags.policies import is_concerned
from portal.domain.rewards.flags.wording import (
    INNOCENT,
    ONE_NAMES,
    OTHER_ONE,
    OTHER_SOURCE,
    SOURCE_NAMES,
    sentence_of,
)
from portal.domain.rewards.periods import period_from
from portal.web.filters import number
from portal.web.languages import say

TONES = {FlagState.OPEN: "info", FlagState.DISMISSED: "ok", FlagState.CONFIRMED: "warn"}
# Where a thing is shown, and who may open it by a role over the person's unit.
PLACES = {
    "checkin": ("targets.show_checkin", "entry_id", (Role.HR_ADMIN, Role.LEADER)),
    "review": ("public_reviews.show_review", "review_id", (Role.SERVICE_MANAGER,)),
}
OPEN_TO_ITS_PEOPLE = ("checkin",)


@dataclass(frozen=True, slots=True)
class Line:
    """`took`: how long it was until somebody decided, in words. `url` only within the reader's rights."""

    title: str
    who: str
    day: date
    told_at: datetime | None
    took: str
    is_top: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two shares side by side: this one's and the others'."""

    hits: int
    n: int
    other_hits: int
    others: int


def flag_name(flag: Flag) -> str:
    return say(FLAG_KIND_NAMES[flag.kind])


def flag_state(flag: Flag) -> str:
    return say(FLAG_STATE_NAMES[flag.state])


def flag_tone(flag: Flag) -> str:
    return TONES[flag.state]


def flag_words(flag: Flag) -> str:
    numbers = {name: number(value) for name, value in flag.evidence["numbers"].items()}
    return say(sentence_of(flag), **numbers, what=source_name(flag.source_kind))


def flag_innocent(flag: Flag) -> str:
    return say(INNOCENT[flag.kind])


def flag_period(flag: Flag) -> Period:
    return period_from(flag.period_key)


def flag_at(flag: Flag) -> datetime | None:
    """The hour or day of a burst."""
    numbers = flag.evidence["numbers"]
    seconds = numbers.get("hour") or numbers.get("day")
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def flag_comparison(flag: Flag) -> Comparison | None:
    numbers = flag.evidence["numbers"]
    if "others" not in numbers:
        return None
    return Comparison(numbers["hits"], numbers["n"], numbers["other_hits"], numbers["others"])


def flag_lines(flag: Flag, viewer: Viewer) -> list[Line]:
    names = {person.id: person.name for person in (flag.subject, flag.partner) if person}
    lines = []
    for item in flag.evidence["items"]:
        told_at, vouched_at = (_moment(item.get(name)) for name in ("told_at", "vouched_at"))
        after = (vouched_at - told_at).total_seconds() if told_at and vouched_at else None
        lines.append(
            Line(
                title=f"{say(ONE_NAMES.get(item['kind'], OTHER_ONE))} {item['id']}",
                who=names.get(item["subject_id"], ""),
                day=date.fromisoformat(item["day"]),
                told_at=told_at,
                took=lasting(int(after)) if after is not None and after >= 0 else "–",
                is_top=bool(item.get("is_top")),
                url=_place_of(flag, item["kind"], item["id"], viewer),
            )
        )
    return lines


def source_name(kind: str) -> str:
    return say(SOURCE_NAMES.get(kind, OTHER_SOURCE))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _place_of(flag: Flag, kind: str, number_: int, viewer: Viewer) -> str | None:
    if kind not in PLACES:
        return None
    endpoint, name, roles = PLACES[kind]
    is_its_own = kind in OPEN_TO_ITS_PEOPLE and is_concerned(viewer, flag)
    if not is_its_own and not viewer.covers(flag.subject.unit_key, *roles):
        return None
    values: dict[str, Any] = {name: number_}
    return url_for(endpoint, **values)


def lasting(seconds: int) -> str:
    """`40 detik`, `3 jam`: the largest unit that fits."""
    if seconds < 120:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    if seconds < 2 * 3600:
        return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)
    if seconds < 2 * 86400:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // 3600)
    return ngettext("%(num)s day", "%(num)s days", seconds // 86400)


def init_app(app: Flask) -> None:
    for function in (
        flag_name,
        flag_state,
        flag_tone,
        flag_words,
        flag_innocent,
        flag_period,
        flag_at,
        flag_comparison,
        flag_lines,
    ):
        app.add_template_global(function)
