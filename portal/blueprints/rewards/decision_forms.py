"""What is filled in around decisions on points."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.blueprints.rewards.forms import choices, options
from portal.blueprints.rewards.rule_forms import PAID
from portal.domain.rewards.manual.inputs import LONGEST_REASON, SHORTEST_REASON
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import RuleKind
from portal.web.forms import Form

WRITTEN = [DataRequired(), Length(min=SHORTEST_REASON, max=LONGEST_REASON)]
KINDS = {
    RuleKind.MANUAL: _l("Give points"),
    RuleKind.DEDUCTION: _l("Take points"),
}


class ManualRuleForm(Form):
    """A rule without a condition: within which limits two people may give or take points."""

    kind = RadioField(_l("What people decide by it"), choices=options(KINDS), default=RuleKind.MANUAL.value)
    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    words = TextAreaField(_l("For what, in your own words"), [DataRequired(), Length(max=400)])
    points = IntegerField(_l("Points of one decision at most"), [InputRequired(), NumberRange(1, 10_000)])
    budget = IntegerField(
        _l("Points of all decisions in a year at most"), [Optional(), NumberRange(max=10**8)]
    )
    window = SelectField(
        _l("How often for the same person"),
        choices=options({one: text for one, text in PAID.items() if one is not RuleWindow.SEASON}),
        default=RuleWindow.QUARTER.value,
    )
    badge = SelectField(_l("Badge"), choices=[], default="")
    agency = SelectField(_l("Agency"), choices=[], default="")


class ProposalForm(Form):
    rule = RadioField(_l("By which rule"), [InputRequired(_l("Choose a rule."))], choices=[])
    points = IntegerField(_l("Points"), [InputRequired(), NumberRange(1, 10_000)])
    reason = TextAreaField(_l("Reason"), WRITTEN)

    def offer(self, rules: Sequence[tuple[str, str]]) -> None:
        self.rule.choices = choices(rules)


class ApprovalOfDecisionForm(Form):
    remark = TextAreaField(_l("A word to those involved"), [Length(max=LONGEST_REASON)])


class RefusalForm(Form):
    note = TextAreaField(_l("Why it is refused"), WRITTEN)


class ObjectionForm(Form):
    words = TextAreaField(_l("What is not right about it"), WRITTEN)


class AnswerForm(Form):
    verdict = RadioField(
        _l("Answer"),
        [InputRequired(_l("Choose one."))],
        choices=options(
            {
                "uphold": _l("The objection is right: take the decision back"),
                "keep": _l("The decision stays"),
            }
        ),
    )
    answer = TextAreaField(_l("Reason of the answer"), WRITTEN)
