"""From a lesson's JSON to its typed contents and back: strict, and every fault says where it stands.

Places are named as in forms: `questions-0-options-1-text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.checking import faults
from portal.domain.learning.modules.contents import (
    AssignmentContent,
    AttestationContent,
    CaseContent,
    Content,
    QuizContent,
    ReflectionContent,
    SimulationContent,
    TextContent,
)
from portal.domain.learning.modules.limits import KEY, MARKUP, bounds_of, longest_text, most_items
from portal.domain.learning.modules.models import LessonKind
from portal.domain.words import n_

TYPES: dict[LessonKind, type[Content]] = {
    LessonKind.TEXT: TextContent,
    LessonKind.QUIZ: QuizContent,
    LessonKind.CASE: CaseContent,
    LessonKind.SIMULATION: SimulationContent,
    LessonKind.REFLECTION: ReflectionContent,
    LessonKind.ASSIGNMENT: AssignmentContent,
    LessonKind.ATTESTATION: AttestationContent,
}
KEYS = {"key", "to", "start"}
BLANKS: dict[Any, Any] = {str: "", bool: False, int: 0}

T = TypeVar("T")


def content_from(kind: LessonKind, data: Mapping[str, Any]) -> Content:
    """What may be published. Refuses the first fault; `faults(draft_from(…))` lists them all."""
    content = draft_from(kind, data)
    for fault in faults(content):
        raise fault
    return content


def draft_from(kind: LessonKind, data: object) -> Content:
    """Half-written contents: what is missing is empty, but nothing is unknown, misshapen, too long or markup."""
    content: Content = _record(TYPES[kind], data, "")
    return content


def part_from(cls: type[T], data: object, place: str = "") -> T:
    """A block, question or scene on its own, or the details of a module: as strict as whole contents."""
    part: T = _record(cls, data, place)
    return part


def to_json(content: object) -> dict[str, Any]:
    """What `content_from` reads; values that are as usual are left out."""
    return _plain(content)


def _record(cls: Any, data: object, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise RuleBroken(n_("“%(place)s” cannot be read."), field=place or None, place=place or cls.__name__)
    known = _fields(cls)
    for name in data:
        if name not in known:
            raise RuleBroken(
                n_("“%(place)s” is not known here."), field=_at(place, name), place=_at(place, name)
            )
    values = {
        name: _value(cls, one, hint, data[name], _at(place, name)) if name in data else _default(one, hint)
        for name, (one, hint) in known.items()
    }
    return cls(**values)


def _value(cls: type[Any], one: Field[Any], hint: Any, value: object, place: str) -> Any:
    if hint is str:
        return _text(cls, one.name, value, place)
    if hint is bool:
        return _typed(bool, value, place)
    if hint is int:
        return _number(cls, one.name, value, place)
    inner = get_args(hint)[0]
    if type(None) in get_args(hint):
        return None if value is None else _record(inner, value, place)
    return _items(cls, one.name, inner, value, place)


def _items(cls: type[Any], name: str, inner: Any, value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise RuleBroken(n_("“%(place)s” cannot be read."), field=place, place=place)
    most = most_items(cls, name)
    if len(value) > most:
        raise RuleBroken(
            n_("“%(place)s” has too many: %(most)s at most."), field=place, place=place, most=most
        )
    if inner is not str:
        return tuple(_record(inner, item, f"{place}-{number}") for number, item in enumerate(value))
    return tuple(_text(cls, name, item, f"{place}-{number}") for number, item in enumerate(value))


def _text(cls: type[Any], name: str, value: object, place: str) -> str:
    text = _typed(str, value, place).strip()
    most = longest_text(cls, name)
    if len(text) > most:
        raise RuleBroken(
            n_("“%(place)s” is too long: %(most)s characters at most."), field=place, place=place, most=most
        )
    if name in KEYS and text and not KEY.fullmatch(text):
        raise RuleBroken(
            n_("“%(place)s” may only have small letters, digits, - and _."), field=place, place=place
        )
    if MARKUP.search(text):
        raise RuleBroken(
            n_("Texts are Markdown: HTML and scripts are not taken (“%(place)s”)."), field=place, place=place
        )
    return text


def _number(cls: type[Any], name: str, value: object, place: str) -> int:
    if isinstance(value, bool):
        raise RuleBroken(n_("“%(place)s” cannot be read."), field=place, place=place)
    number, (least, most) = _typed(int, value, place), bounds_of(cls, name)
    if not least <= number <= most:
        raise RuleBroken(
            n_("“%(place)s” must be between %(least)s and %(most)s."),
            field=place, place=place, least=least, most=most,
        )  # fmt: skip
    return number


def _typed(wanted: type[T], value: object, place: str) -> T:
    if not isinstance(value, wanted):
        raise RuleBroken(n_("“%(place)s” cannot be read."), field=place, place=place)
    return value


@cache
def _fields(cls: type[Any]) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(cls)
    return {one.name: (one, hints[one.name]) for one in fields(cls)}


def _default(one: Field[Any], hint: Any) -> Any:
    return BLANKS.get(hint, ()) if one.default is MISSING else one.default


def _at(place: str, name: object) -> str:
    return re.sub(r"[^\w-]", "?", f"{place}-{name}" if place else str(name))[:200]


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            one.name: _plain(kept)
            for one in fields(value)
            if (kept := getattr(value, one.name)) != one.default
        }
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
