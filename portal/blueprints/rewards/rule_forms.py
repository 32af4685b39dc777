"""What an administrator fills in to write a rule."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.rewards.forms import SHAPES, choices, options, pictures, said, tiers
from portal.domain.organisation.models import EMPLOYMENT_NAMES, POSITION_KIND_NAMES
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.models import POLICY_NAMES
from portal.domain.rewards.rules.tree import GroupKind
from portal.web.forms import Form, trimmed

Pairs: TypeAlias = Sequence[tuple[str, str]]
MOST_CONDITIONS = 12
LEAST_CONDITIONS = 2
NEW_BADGE = "new"

WINDOWS = {
    RuleWindow.MONTH: _l("in a month"),
    RuleWindow.QUARTER: _l("in a quarter"),
    RuleWindow.SEMESTER: _l("in half a year"),
    RuleWindow.YEAR: _l("in a year"),
    RuleWindow.SEASON: _l("in the season"),
}
PAID = {
    RuleWindow.MONTH: _l("Every month"),
    RuleWindow.QUARTER: _l("Every quarter"),
    RuleWindow.SEMESTER: _l("Every half year"),
    RuleWindow.YEAR: _l("Every year"),
    RuleWindow.SEASON: _l("Once, in a season of its own"),
}
AGGREGATES = {
    "count": _l("how many"),
    "sum": _l("the sum"),
    "avg": _l("the average"),
    "min": _l("the lowest"),
    "max": _l("the highest"),
    "share": _l("the share in percent"),
}
COMPARATORS = {
    ">=": _l("at least"),
    "<=": _l("at most"),
    ">": _l("more than"),
    "<": _l("less than"),
    "=": _l("exactly"),
}
PLACES = {
    "main": _l("Main conditions"),
    "a": _l("Group A"),
    "b": _l("Group B"),
    "none": _l("Must not happen"),
}


class Trimmed(PlainForm):
    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            return unbound_field.bind(form=form, filters=[trimmed], **options)


class ConditionForm(Trimmed):
    """One line of a rule. A line without a number of its own is left out."""

    place = SelectField(_l("Belongs to"), choices=options(PLACES), default="main")
    aggregate = SelectField(_l("Count"), choices=options(AGGREGATES), default="count")
    metric = SelectField(_l("Of what"), choices=[], default="")
    window = SelectField(_l("When"), choices=options(WINDOWS), default="quarter")
    comparator = SelectField(_l("Compared"), choices=options(COMPARATORS), default=">=")
    threshold = StringField(_l("Number"), [Length(max=16)])
    at_least = IntegerField(_l("Of at least how many entries"), [Optional(), NumberRange(0, 1_000_000)])


class Boxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RuleForm(Form):
    class Meta(Form.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, (FieldList, FormField)):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    words = TextAreaField(_l("What it honours, in your own words"), [Length(max=400)])
    keeps_condition = BooleanField(_l("Keep this condition as it is"), default=True)
    joiner = RadioField(
        _l("Main conditions"),
        choices=options(
            {GroupKind.ALL: _l("All of them must be met"), GroupKind.ANY: _l("One of them is enough")}
        ),
        default=GroupKind.ALL.value,
    )
    conditions = FieldList(
        FormField(ConditionForm),
        label=_l("When it is met"),
        min_entries=LEAST_CONDITIONS,
        max_entries=MOST_CONDITIONS,
    )
    window = SelectField(_l("How often it can be earned"), choices=options(PAID), default="quarter")
    season_start = DateField(_l("Season begins"), [Optional()])
    season_end = DateField(_l("Season ends before"), [Optional()])
    policy = RadioField(_l("When it is granted"), choices=[], default="at_close")
    points = IntegerField(_l("Points"), [InputRequired(), NumberRange(0, 10_000)], default=50)
    badge = SelectField(_l("Badge"), choices=[], default="")
    shape = SelectField(_l("Shape"), choices=options(SHAPES), default="hex")
    tier = SelectField(_l("Tier"), choices=[], default="bronze")
    icon = SelectField(_l("Drawing"), choices=pictures, default="award")
    cap_per_year = IntegerField(_l("How often a year at most"), [Optional(), NumberRange(max=366)])
    cool_down_days = IntegerField(_l("Days until it can be earned again"), [Optional(), NumberRange(max=366)])
    budget = IntegerField(_l("Points it may cost in all"), [Optional(), NumberRange(max=100_000_000)])
    nomination_call = StringField(_l("Nomination call"), [Length(max=120)])
    agency = SelectField(_l("Agency"), choices=[], default="")
    units = Boxes(_l("Units, with everything below them"), choices=[])
    positions = Boxes(_l("Kinds of position"), choices=[])
    employment = Boxes(_l("Employment"), choices=[])
    valid_from = DateField(_l("Begins no earlier than"), [Optional()])
    valid_to = DateField(_l("Begins no later than"), [Optional()])

    def offer(
        self, *, metrics: Pairs, badges: Pairs, agencies: Pairs, units: Pairs, may_draw: bool = True
    ) -> None:
        """Fill the choices that depend on the database or on the reader's language."""
        for condition in self.conditions:
            condition.form.metric.choices = choices([("", "–"), *metrics])
        own = [("", _l("No badge, only points"))]
        if may_draw:
            own.append((NEW_BADGE, _l("A new badge, drawn here")))
        self.policy.choices, self.tier.choices = said(POLICY_NAMES), tiers()
        self.badge.choices = choices([*own, *badges])
        self.agency.choices, self.units.choices = choices(agencies), choices(units)
        self.positions.choices, self.employment.choices = said(POSITION_KIND_NAMES), said(EMPLOYMENT_NAMES)
