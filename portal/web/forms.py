"""What every form shares: trimmed text, translated messages, and the business's no at the right field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm

from portal.domain.errors import RuleBroken
from portal.extensions import db
from portal.web.languages import in_words


class _Translations:
    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return str(ngettext(one, many, number))


def trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """One class per action; a field that is not shown is not in the class."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = [*unbound_field.kwargs.get("filters", ()), trimmed]
            return unbound_field.bind(form=form, filters=filters, **options)

    def refuse(self, broken: RuleBroken) -> None:
        """Put the sentence of a broken rule at its field, or over the form when it belongs to none."""
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(in_words(broken))
        else:
            field.errors = [*field.errors, in_words(broken)]

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Run the action; a broken rule is undone and shown at its field, and the route shows the form again."""
        try:
            yield
        except RuleBroken as broken:
            db.session.rollback()
            self.refuse(broken)
