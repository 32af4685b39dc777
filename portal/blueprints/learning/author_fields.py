"""What the forms of authors share: sentences that name the field as the page does, and lists written line by line."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.domain.errors import RuleBroken
from portal.web.fields import needed
from portal.web.forms import Form

TOO_LONG = _l("Use at most %(max)d characters.")
LONGEST_PAGE, LONGEST_PARAGRAPH, LONGEST_LINE = 20_000, 1500, 200
LINE = Length(max=LONGEST_LINE, message=TOO_LONG)
LIST_MARKS = "-*•–\t "


class AuthorForm(Form):
    def refuse(self, broken: RuleBroken) -> None:
        """At the field, or at the one that holds it (`prompts-2` at `prompts`), called by its label."""
        name = broken.field or ""
        while name and name not in self._fields:
            name = name.rpartition("-")[0]
        values = dict(broken.values)
        if name and "place" in values:
            values["place"] = self._fields[name].label.text
        super().refuse(RuleBroken(broken.message, name or None, **values))


class LinesField(TextAreaField):
    """A list, one a line; empty lines and marks of lists are dropped."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(self.data or ())

    def process_formdata(self, values: list[str]) -> None:
        lines = (line.strip().lstrip(LIST_MARKS) for line in (values[0] if values else "").splitlines())
        self.data = tuple(line for line in lines if line)  # type: ignore[assignment]


class NumberField(IntegerField):
    """A whole number that has to be there."""

    def __init__(self, label: Any, **keywords: Any) -> None:
        super().__init__(label, [InputRequired(_l("Write a whole number."))], **keywords)


def page(label: Any, *checks: Any, **keywords: Any) -> Any:
    """A long text in Markdown."""
    return TextAreaField(label, [*checks, Length(max=LONGEST_PAGE, message=TOO_LONG)], **keywords)


def markdown_field(label: Any = None, **keywords: Any) -> Any:
    """A text in Markdown that has to be there."""
    return page(label or _l("Text"), needed(_l("Write the text.")), **keywords)


def paragraph(label: Any, *checks: Any, most: int = LONGEST_PARAGRAPH, **keywords: Any) -> Any:
    return TextAreaField(label, [*checks, Length(max=most, message=TOO_LONG)], **keywords)


def made(name: str, base: type[AuthorForm], fields: dict[str, Any], data: dict[str, Any]) -> AuthorForm:
    """A form whose fields depend on what is written in it."""
    form: AuthorForm = type(name, (base,), fields)(data=data)
    return form
