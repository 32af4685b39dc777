"""Forms of feedback, tests and checks. Questions come from the course, so most classes are made on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from portal.domain.training.courses.models import Trainer
from portal.domain.training.proof.feedback import Opinion
from portal.domain.training.proof.models import OBSTACLE_NAMES, Obstacle
from portal.web.fields import needed, options
from portal.web.forms import Form
from portal.web.languages import say

AGREEMENT = (
    (1, _l("Disagree")),
    (2, _l("Rather not")),
    (3, _l("Rather yes")),
    (4, _l("I agree")),
)
OFTEN = ((1, _l("Never")), (2, _l("Sometimes")), (3, _l("Often")), (4, _l("Always")))
CHOOSE = _l("Choose one answer.")
QUESTIONS = {
    "relevance": _l("The content fits my work"),
    "clarity": _l("It was clear and well built"),
    "usefulness": _l("I can use it in my work from tomorrow"),
    "organisation": _l("Place, time and materials were in order"),
}


def _made(name: str, fields: dict[str, Any]) -> Form:
    made: Form = type(name, (Form,), fields)()
    return made


def _rating(label: Any) -> Any:
    return RadioField(
        label, [InputRequired(CHOOSE)], choices=[SelectChoice(str(n), text) for n, text in AGREEMENT]
    )


def feedback_form(trainers: Sequence[Trainer]) -> Form:
    """Four questions about the training, one for each trainer, and room for words."""
    fields = {name: _rating(label) for name, label in QUESTIONS.items()}
    for one in trainers:
        label = _l("%(name)s explains well and takes questions seriously", name=one.name)
        fields[f"trainer_{one.id}"] = _rating(label)
    fields["words"] = TextAreaField(
        _l("What should stay, what should change?"),
        [Length(max=2000, message=_l("Use at most %(max)d characters."))],
    )
    return _made("FeedbackForm", fields)


def opinion_of(form: Form) -> Opinion:
    trainers = {
        int(name.removeprefix("trainer_")): int(value)
        for name, value in form.data.items()
        if name.startswith("trainer_")
    }
    return Opinion(
        **{name: int(form[name].data) for name in QUESTIONS},
        trainers=trainers,
        words=form["words"].data or "",
    )


def test_form(asked: Sequence[Any]) -> Form:
    """One choice a question; what one does not know may stay open."""
    fields = {
        f"q_{place}": RadioField(
            one["text"],
            choices=[SelectChoice(str(number), text) for number, text in enumerate(one["options"])],
            validate_choice=False,
        )
        for place, one in enumerate(asked)
    }
    return _made("TestForm", fields)


def answers_of(form: Form, asked: Sequence[Any]) -> list[int | None]:
    values = [str(form[f"q_{place}"].data or "") for place in range(len(asked))]
    return [int(value) if value.isdecimal() and len(value) < 3 else None for value in values]


def behaviour_form(statements: Sequence[str]) -> Form:
    fields: dict[str, Any] = {
        f"s_{place}": RadioField(
            say(text), [InputRequired(CHOOSE)], choices=[SelectChoice(str(n), word) for n, word in OFTEN]
        )
        for place, text in enumerate(statements)
    }
    fields["obstacle"] = RadioField(
        _l("What stands in the way most?"), [InputRequired(CHOOSE)], choices=options(OBSTACLE_NAMES)
    )
    return _made("BehaviourForm", fields)


def behaviour_of(form: Form, statements: Sequence[str]) -> tuple[list[int], Obstacle]:
    scores = [int(form[f"s_{place}"].data) for place in range(len(statements))]
    return scores, Obstacle(form["obstacle"].data)


class QuestionForm(Form):
    text = TextAreaField(_l("Question"), [needed(_l("Write the question.")), Length(max=600)])
    options = TextAreaField(
        _l("Answers"),
        [needed(_l("Write the answers.")), Length(max=1500)],
        description=_l("Two to six, each on a line of its own."),
    )
    right = IntegerField(
        _l("Number of the right answer"),
        [needed(_l("Say which of the answers is right.")), NumberRange(1, 6)],
        description=_l("1 for the first line."),
    )

    def lines(self) -> list[str]:
        return [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]
