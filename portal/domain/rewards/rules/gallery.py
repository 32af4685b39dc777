"""The pack of templates as the editor offers it: by category, with what is still missing."""

from __future__ import annotations

from collections.abc import Container, Iterator

from portal.domain.errors import NotFound
from portal.domain.rewards.rules.pack import PACK
from portal.domain.rewards.rules.templates import Category, Template


def by_category() -> Iterator[tuple[Category, list[Template]]]:
    for category in Category:
        yield category, [template for template in PACK if template.category is category]


def template_called(code: str, offered: Container[str]) -> Template:
    """One that can be used: all its numbers are offered."""
    found = next((template for template in PACK if template.code == code), None)
    if found is None or found.missing(offered):
        raise NotFound
    return found
