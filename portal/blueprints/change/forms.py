"""What people fill in about change: a concern, five answers, a proposal, an idea."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length

from portal.domain.change.concerns.models import LONGEST_WORDS, TOPIC_NAMES, Topic
from portal.domain.change.ideas.models import IDEA_STATE_NAMES, NEXT, Idea, IdeaState
from portal.domain.change.planning.models import CHOICE_NAMES, VERDICT_NAMES, Choice, Verdict
from portal.domain.change.pulses.models import QUESTIONS, Readiness
from portal.web.fields import IdSelect, TextLine, needed, one_of, options
from portal.web.forms import Form

AGREES = (
    _l("Not at all"),
    _l("Rather not"),
    _l("Partly"),
    _l("Mostly"),
    _l("Fully"),
)


class ConcernForm(Form):
    """`receipt` takes the place of the usual key against repeats, which would be kept beside the account."""

    topic = SelectField(_l("What it is about"), choices=options(TOPIC_NAMES), coerce=one_of(Topic))
    words = TextAreaField(
        _l("What worries you?"),
        [DataRequired(_l("Write what worries you.")), Length(max=LONGEST_WORDS)],
    )
    campaign = IdSelect(_l("About which change"), choices=[])
    unit = IdSelect(_l("What may be known of you"), [needed(_l("Choose one of the parts."))], choices=[])
    receipt = HiddenField()


class ReceiptForm(Form):
    receipt = TextLine(_l("Your secret number"), [DataRequired(_l("Write the number.")), Length(max=20)])


class AnswerConcernForm(Form):
    answer = TextAreaField(_l("Your answer"), [DataRequired(_l("Write an answer.")), Length(max=4000)])
    publishes = BooleanField(_l("Publish among the questions that were asked"))
    question = TextAreaField(_l("The question as everybody will read it"), [Length(max=500)])


class SetAsideForm(Form):
    answer = TextAreaField(
        _l("Why, and where such a matter belongs"), [DataRequired(_l("Say why.")), Length(max=1000)]
    )


def pulse_form() -> Form:
    """One choice of five for each stage."""
    choices = [SelectChoice(str(number), text) for number, text in enumerate(AGREES, start=1)]
    fields: dict[str, Any] = {
        one.value: RadioField(_l(QUESTIONS[one]), [InputRequired(_l("Choose an answer."))], choices=choices)
        for one in Readiness
    }
    made: Form = type("PulseForm", (Form,), fields)()
    return made


class ProposalForm(Form):
    words = TextAreaField(
        _l("What would you change, and why?"),
        [DataRequired(_l("Write your proposal.")), Length(max=1500)],
    )


class VoteForm(Form):
    choice = RadioField(
        _l("What do you think of it as it stands?"),
        [InputRequired(_l("Choose an answer."))],
        choices=options(CHOICE_NAMES),
        coerce=one_of(Choice),
    )


class VerdictForm(Form):
    """Several of these stand on one page, so their fields carry the id."""

    verdict = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer."))],
        choices=options(VERDICT_NAMES),
        coerce=one_of(Verdict),
    )
    because = TextAreaField(_l("Because"), [DataRequired(_l("Say why.")), Length(max=1500)])


def verdict_form(proposal_id: int) -> VerdictForm:
    return VerdictForm(prefix=f"p{proposal_id}-")


class OutcomeForm(Form):
    outcome = TextAreaField(
        _l("What was decided"), [DataRequired(_l("Say what was decided.")), Length(max=4000)]
    )


class IdeaForm(Form):
    title = TextLine(_l("Your idea in one line"), [DataRequired(_l("Give it a name.")), Length(max=120)])
    problem = TextAreaField(
        _l("What is not good today?"), [DataRequired(_l("Say what is not good today.")), Length(max=2000)]
    )
    solution = TextAreaField(
        _l("What would you do instead?"), [DataRequired(_l("Say what you would do.")), Length(max=3000)]
    )
    benefit = TextAreaField(
        _l("Who gains what by it?"), [DataRequired(_l("Say who gains by it.")), Length(max=1000)]
    )


class MoveIdeaForm(Form):
    state = RadioField(
        _l("What becomes of it"), [InputRequired(_l("Choose an answer."))], coerce=one_of(IdeaState)
    )
    words = TextAreaField(
        _l("Why, in words for its author"), [DataRequired(_l("Say why.")), Length(max=2000)]
    )
    effect = TextAreaField(_l("What it has changed"), [Length(max=2000)])


def move_form(idea: Idea) -> MoveIdeaForm:
    """Offers what may follow."""
    form = MoveIdeaForm()
    form.state.choices = options({one: IDEA_STATE_NAMES[one] for one in NEXT[idea.state]})
    return form
