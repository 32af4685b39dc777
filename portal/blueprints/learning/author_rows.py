"""Numbered rows of a form: options of a question, choices of a scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request

from portal.blueprints.learning.author_fields import AuthorForm
from portal.web.transactions import is_writing


def rows_shown(prefix: str, present: int, *, least: int, most: int) -> int:
    """As many as were sent, and two more when asked for; at first one more than there are."""
    if is_writing():
        asked = _rows_sent(prefix, most)
        return min(asked + 2, most) if _wants_more() else asked
    return min(max(present + 1, least), most)


def _wants_more() -> bool:
    return "more" in request.form


def _rows_sent(prefix: str, most: int) -> int:
    """How many numbered rows the browser sent."""
    numbers = [int(part) for part in _numbers(prefix)]
    return min(max(numbers, default=-1) + 1, most)


def _numbers(prefix: str) -> Iterator[str]:
    for name in request.form:
        if name.startswith(f"{prefix}-"):
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            if number.isdecimal() and len(number) < 4:
                yield number


def row_data(form: AuthorForm, prefix: str, names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows in which something stands."""
    rows, number = [], 0
    while f"{prefix}-{number}-{names[0]}" in form:
        fields = [f"{prefix}-{number}-{name}" for name in names]
        if any(form[field].data for field in fields):
            rows.append({name: _plain(form[field].data) for name, field in zip(names, fields, strict=True)})
        number += 1
    return rows


def _plain(value: Any) -> Any:
    return "" if value is None else value
