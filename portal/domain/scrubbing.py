"""Taking a person's name, numbers and addresses out of texts and JSON that others wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, cast, or_
from sqlalchemy.orm import InstrumentedAttribute

ERASED_NAME = "Pegawai (data dihapus)"


class Words:
    """What somebody was called. A single word (`Sri`) is many people's name: only a text that is nothing else goes."""

    def __init__(self, words: Collection[str]) -> None:
        self.all = sorted({word for word in words if word}, key=len, reverse=True)
        self._whole = {word.casefold() for word in self.all}
        telling = "|".join(re.escape(word) for word in self.all if not word.isalpha())
        self._inside = re.compile(rf"(?<!\w)(?:{telling})(?!\w)", re.IGNORECASE) if telling else None

    def out_of(self, value: Any) -> Any:
        """The same text, list or mapping with something neutral in the name's place."""
        if isinstance(value, str):
            return self._out_of_text(value)
        if isinstance(value, list):
            return [self.out_of(one) for one in value]
        if isinstance(value, dict):
            return {key: self.out_of(one) for key, one in value.items()}
        return value

    def _out_of_text(self, text: str) -> str:
        if text.strip().casefold() in self._whole:
            return ERASED_NAME
        return self._inside.sub(ERASED_NAME, text) if self._inside else text

    def may_stand_in(self, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        """Rows worth reading: the exact look is Python's. JSON holds names as the portal spells them, people vary."""
        if isinstance(column.type, JSON):
            text = cast(column, String)
            return or_(*(text.contains(json.dumps(word)[1:-1], autoescape=True) for word in self._shortest))
        return or_(*(column.icontains(word, autoescape=True) for word in self._shortest))

    @property
    def _shortest(self) -> list[str]:
        """Whoever finds these finds the longer ones they stand in."""
        return [word for word in self.all if not any(other != word and other in word for other in self.all)]
