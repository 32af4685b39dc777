"""The changes of the four agencies as people told them: texts/change/<agency>.toml."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from portal.demo.names import TEXTS
from portal.demo.world import Person, World

Text: TypeAlias = dict[str, Any]
FOLDER = TEXTS / "change"


def texts_of(agency: str) -> Text:
    return tomllib.loads((FOLDER / f"{agency}.toml").read_text(encoding="utf-8"))


def who(world: World, name: str, place: int = 0) -> Person:
    """By e-mail, else the head of the unit with that address or who comes `place` after."""
    if "@" in name:
        return world.by_email[name]
    people = world.by_unit[world.units[name].id]
    return people[min(place, len(people) - 1)]


def moment(world: World, days_ago: int, minutes: int = 0) -> datetime:
    """In the morning of that day."""
    return world.now - timedelta(days=days_ago) + timedelta(minutes=minutes)
