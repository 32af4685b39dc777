"""What a module says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.limits import GROUPS, ICONS
from portal.domain.learning.modules.models import ModuleVersion
from portal.domain.learning.modules.reading import part_from
from portal.domain.words import n_


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleDetails:
    """`theme` is a tag; `icon` and `group` are chosen from `limits.py`."""

    title: str
    summary: str = ""
    outcomes: str = ""
    theme: str = ""
    icon: str = "book"
    group: str = "sociocultural"
    learning_hours: int = 1


def details_from(data: Mapping[str, object]) -> ModuleDetails:
    """Refuses what is unknown, too long or markup, and a module without a title."""
    details = part_from(ModuleDetails, data)
    if not details.title:
        raise RuleBroken(n_("Give the module a title."), field="title")
    if details.icon not in ICONS:
        raise RuleBroken(n_("Choose one of the pictures."), field="icon")
    if details.group not in GROUPS:
        raise RuleBroken(n_("Choose a group of competences."), field="group")
    return details


def details_of(version: ModuleVersion) -> ModuleDetails:
    return ModuleDetails(**{name: getattr(version, name) for name in ModuleDetails.__dataclass_fields__})


def describe(version: ModuleVersion, details: ModuleDetails) -> None:
    for name, value in asdict(details).items():
        setattr(version, name, value)
