"""What every form shares: trimmed text, translated messages, and the business's no at the right field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any

from flask import abort, request
from flask_babel import get_domain
from flask_wtf import FlaskForm
from wtforms import FileField

from portal.domain.errors import RuleBroken
from portal.domain.words import n_, nn_
from portal.extensions import db
from portal.web.languages import in_words
from portal.web.transactions import is_writing

# What WTForms says by itself; listed here so that the translators meet it.
LIBRARY_WORDS = (
    n_("This field is required."),
    n_("Not a valid choice."),
    n_("Not a valid integer value."),
    n_("Not a valid decimal value."),
    n_("Not a valid date value."),
    n_("Invalid email address."),
    n_("Invalid URL."),
    n_("Invalid input."),
    n_("Invalid Choice: could not coerce."),
    n_("'%(value)s' is not a valid choice for this field."),
    n_("Number must be at least %(min)s."),
    n_("Number must be at most %(max)s."),
    n_("Number must be between %(min)s and %(max)s."),
    n_("Field must be between %(min)d and %(max)d characters long."),
    n_("Field must be equal to %(other_name)s."),
    nn_("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters."),
    nn_("Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long."),
)


class _Translations:
    """Our catalogues for the messages of WTForms, which fills their places itself."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return str(get_domain().get_translations().ungettext(one, many, number))


LARGEST = 2**63 - 1


def trimmed(value: Any) -> Any:
    """Without blanks around; numbers no longer than a database counts, so that a range check can refuse them."""
    if isinstance(value, int):
        return value if isinstance(value, bool) else max(-LARGEST, min(value, LARGEST))
    return value.strip() if isinstance(value, str) and not isinstance(value, Enum) else value


def _is_words(form: Any, name: str) -> bool:
    field = form._fields.get(name.removeprefix(form._prefix).partition("-")[0])
    return field is not None and not isinstance(field, FileField)


class Form(FlaskForm):
    """One class per action; a field that is not shown is not in the class."""

    class Meta(FlaskForm.Meta):
        csrf = (
            False  # web/protection.py has checked the token before any form is made; `form_start` writes it
        )

        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A file where words belong is junk: no field would know what to do with it."""
            if is_writing() and any(_is_words(form, name) for name in request.files):
                abort(400)
            return super().wrap_formdata(form, formdata)

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
