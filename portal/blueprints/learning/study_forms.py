"""Forms of learners and of those who rate them. Questions come from the lesson, so most classes are made on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.domain.learning.modules.contents import CaseContent, Option, Question, ReflectionContent
from portal.domain.learning.studies.records import Writing
from portal.web.forms import Form
from portal.web.markdown import markdown_line

LONGEST = 4000
TOO_LONG = _l("Use at most %(max)d characters.")
LEVELS = (
    (0, _l("Not yet to be seen")),
    (40, _l("In parts")),
    (75, _l("Good")),
    (100, _l("Very good")),
)


def answered(_form: Form, field: Field) -> None:
    """Like `InputRequired`, but without marking every single box as required."""
    if not field.data:
        raise ValidationError(gettext("Choose an answer."))


class ManyField(SelectMultipleField):
    """Checkboxes: all that apply."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def question_form(questions: Sequence[Question], shown: Sequence[Sequence[Option]] | None = None) -> Form:
    """One field a question, `q_<key>`. What is missing is said by the domain, at the same field."""
    fields = {
        f"q_{one.key}": _question_field(one, options)
        for one, options in zip(questions, shown or [one.options for one in questions], strict=True)
    }
    return _made("QuestionForm", fields)


def _question_field(question: Question, options: Sequence[Option]) -> Any:
    kind = ManyField if question.is_multiple else RadioField
    choices = [SelectChoice(option.key, markdown_line(option.text)) for option in options]
    hint = _l("Choose all that apply.") if question.is_multiple else ""
    return kind(
        markdown_line(question.text), [answered], choices=choices, description=hint, validate_choice=False
    )


def _made(name: str, fields: dict[str, Any], **data: Any) -> Form:
    made: Form = type(name, (Form,), fields)(**data)
    return made


def case_form(content: CaseContent) -> Form:
    return _made("CaseForm", _prompts(content.prompts))


def reflection_form(content: ReflectionContent, written: Writing | None = None) -> Form:
    fields = _prompts(content.prompts)
    if content.asks_commitment:
        label = _l("My commitment: one thing that I will do")
        fields["commitment"] = TextAreaField(label, [Length(max=500, message=TOO_LONG)])
    data = {f"prompt_{place}": text for place, text in enumerate(written.texts)} if written else {}
    return _made("ReflectionForm", fields, **data, commitment=written.commitment if written else None)


def _prompts(prompts: Sequence[str]) -> dict[str, Any]:
    checks = [Length(max=LONGEST, message=TOO_LONG)]
    return {
        f"prompt_{place}": TextAreaField(markdown_line(text), checks) for place, text in enumerate(prompts)
    }


def prompts_of(form: Form) -> list[str]:
    """What was written, in the order of the questions."""
    names = sorted((name for name in form.data if name.startswith("prompt_")), key=lambda name: int(name[7:]))
    return [form[name].data or "" for name in names]


class AttestForm(Form):
    declares = BooleanField(_l("I declare this."))


class WorkForm(Form):
    text = TextAreaField(_l("My work"), [Length(max=20_000, message=_l("Use at most %(max)d characters."))])
    file = FileField(_l("File"))


def rating_form(criteria: Sequence[str]) -> Form:
    """One choice of four a criterion; the words go back to the learner."""
    choices = [SelectChoice(str(value), text) for value, text in LEVELS]
    fields: dict[str, Any] = {
        f"score_{place}": RadioField(
            markdown_line(text), [InputRequired(_l("Rate this criterion."))], choices=choices
        )
        for place, text in enumerate(criteria)
    }
    fields["comment"] = TextAreaField(_l("Comment for the learner"), [Length(max=LONGEST, message=TOO_LONG)])
    return _made("RatingForm", fields)


def scores_of(form: Form) -> list[int]:
    names = sorted((name for name in form.data if name.startswith("score_")), key=lambda name: int(name[6:]))
    return [int(form[name].data) for name in names]
