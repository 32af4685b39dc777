"""Form fields that read what people in Indonesia type: numbers as 1.234,5 and days as 21/11/2026."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import format_decimal, get_locale, gettext, lazy_gettext
from wtforms import Field, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import DateInput, TextInput, TimeInput

from portal.domain.organisation.models import OrgUnit

LONGEST_NUMBER = 40
PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?P<group>[.,])[0-9]{3})(?:(?P=group)[0-9]{3})*(?:(?!(?P=group))[.,][0-9]+)?"
)
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])(?::[0-5][0-9])?")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def parse_amount(text: str, locale: str = "id") -> Decimal | None:
    """The number somebody typed, or nothing. `1.234` is a thousand in Indonesian, `1,234` in English."""
    text = text.replace("\u00a0", "").replace(" ", "")
    if len(text) > LONGEST_NUMBER:
        return None
    decimal_mark = "." if locale == "en" else ","
    group = "," if decimal_mark == "." else "."
    grouped = GROUPED.fullmatch(text)
    if grouped and (grouped["group"] == group or text.count(grouped["group"]) > 1 or _has_both(text)):
        return Decimal(text.replace(grouped["group"], "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if PLAIN.fullmatch(text) else None


def _has_both(text: str) -> bool:
    return "." in text and "," in text


class AmountField(Field):
    """A decimal number with the reader's marks; what could not be read stays in the box."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_decimal(self.data, "#,##0.####")

    def __call__(self, **attributes: Any) -> Any:
        return super().__call__(inputmode="decimal", autocomplete="off", **attributes)

    def process_formdata(self, values: list[str]) -> None:
        typed = values[0].strip() if values else ""
        if not typed:
            self.data = None
            return
        self.data = parse_amount(typed, str(get_locale()))
        if self.data is None:
            raise ValueError(gettext("Write a number, for example 1.250 or 12,5."))


class DayField(Field):
    """A calendar day from the browser's own picker, or typed as 21/11/2026."""

    widget = DateInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, values: list[str]) -> None:
        typed = values[0].strip() if values else ""
        self.data = _day(typed)
        if typed and self.data is None:
            raise ValueError(gettext("Write the day as 21/11/2026."))


def _day(typed: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(typed[:20], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


class ClockField(Field):
    """A time of day from the browser's own picker, or typed as 08.30."""

    widget = TimeInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, values: list[str]) -> None:
        typed = values[0].strip()[:20] if values else ""
        found = CLOCK.fullmatch(typed)
        self.data = time(int(found[1]), int(found[2])) if found else None
        if typed and self.data is None:
            raise ValueError(gettext("Write the time as 08.30."))


def needed(message: Any) -> Any:
    """A validator like `InputRequired` that also shows the field as required."""
    from wtforms.validators import InputRequired

    return InputRequired(message=message)


def options(names: Mapping[Any, str]) -> list[SelectChoice]:
    """The members of an enumeration with their translated names."""
    return [SelectChoice(str(member.value), lazy_gettext(text)) for member, text in names.items()]


def one_of(kind: type[StrEnum]) -> Any:
    """A `coerce` that keeps what is no member as it is, so that the field says it is no choice."""

    def read(value: Any) -> Any:
        return value if isinstance(value, kind) or value not in {one.value for one in kind} else kind(value)

    return read


class IdSelect(SelectField):
    """A select over ids; the empty choice is None."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **{"coerce": _id, **keywords})


def _id(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() and len(str(value)) < 19 else None


def unit_choices(units: Iterable[OrgUnit]) -> list[SelectChoice]:
    """Indented by their level."""
    units = list(units)
    highest = min((unit.level for unit in units), default=1)
    return [SelectChoice(unit.id, "\u2003" * (unit.level - highest) + unit.name) for unit in units]


class TextLine(StringField):
    """One line: breaks and tabs become blanks."""

    def process_formdata(self, values: list[str]) -> None:
        self.data = " ".join(values[0].split()) if values else ""


__all__ = [
    "AmountField",
    "ClockField",
    "DayField",
    "IdSelect",
    "TextLine",
    "needed",
    "one_of",
    "options",
    "unit_choices",
    "parse_amount",
]
