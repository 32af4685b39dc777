from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from portal.domain.public_reviews.elements import ELEMENTS, Element
from portal.web.forms import Form

TOO_LONG = _l("Use at most %(max)d characters.")


class QuestionForm(Form):
    """The nine questions of the regulation, made from its table below."""


def _question(number: int, element: Element) -> RadioField:
    return RadioField(
        _l(element.question),
        [InputRequired(_l("Question %(number)s: choose one of the four answers.", number=number))],
        choices=[SelectChoice(str(value), _l(text)) for value, text in enumerate(element.answers, start=1)],
    )


for _number, _element in enumerate(ELEMENTS, start=1):
    setattr(QuestionForm, _element.code, _question(_number, _element))


class ReviewForm(QuestionForm):
    """All nine questions must be answered, as on the regulation's paper form; words and contact are free."""

    comment = TextAreaField(_l("What else should we know?"), [Length(max=2000, message=TOO_LONG)])
    contact = StringField(
        _l("E-mail or telephone number, if you wish an answer"), [Length(max=120, message=TOO_LONG)]
    )

    @property
    def answers(self) -> dict[str, int | None]:
        return {element.code: int(self[element.code].data) for element in ELEMENTS}

    @property
    def questions(self) -> list[Any]:
        return [self[element.code] for element in ELEMENTS]
