from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.domain.public_reviews.elements import ELEMENTS
from portal.domain.public_reviews.improvements.actions import ImprovementInput
from portal.domain.public_reviews.improvements.models import IMPROVEMENT_STATE_NAMES
from portal.domain.public_reviews.satisfaction import WEIGHT_MODE_NAMES, WeightMode
from portal.domain.public_reviews.services.inputs import CounterInput, ServiceInput
from portal.domain.public_reviews.services.models import COUNTER_KIND_NAMES, CounterKind
from portal.web.forms import Form

TOO_LONG = _l("Use at most %(max)d characters.")
NUMBER = _l("Write a whole number between %(min)d and %(max)d.")


class ServiceForm(Form):
    name = StringField(_l("Name"), [DataRequired(), Length(max=120, message=TOO_LONG)])
    code = StringField(_l("Short name in addresses"), [DataRequired(), Length(max=60, message=TOO_LONG)])
    unit_id = SelectField(_l("Unit"), [InputRequired()], coerce=int, choices=[])
    description = TextAreaField(_l("What it is for"), [Length(max=500, message=TOO_LONG)])
    standard_days = IntegerField(
        _l("Working days until it is done"), [Optional(), NumberRange(0, 365, message=NUMBER)]
    )
    standard_fee = StringField(_l("Cost"), [Length(max=120, message=TOO_LONG)])
    requirements = TextAreaField(_l("Requirements, one a line"), [Length(max=2000, message=TOO_LONG)])
    served_per_year = IntegerField(
        _l("People served in a year"), [Optional(), NumberRange(1, 100_000_000, message=NUMBER)]
    )
    weight_mode = SelectField(
        _l("How the index weighs an element"),
        choices=[SelectChoice(mode.value, _l(name)) for mode, name in WEIGHT_MODE_NAMES.items()],
    )
    is_open = BooleanField(_l("Open: people can leave reviews"), default=True)

    def given(self) -> ServiceInput:
        return ServiceInput(
            unit_id=self.unit_id.data,
            code=self.code.data or "",
            name=self.name.data or "",
            description=self.description.data or "",
            standard_days=self.standard_days.data,
            standard_fee=self.standard_fee.data or "",
            requirements=self.requirements.data or "",
            served_per_year=self.served_per_year.data,
            weight_mode=WeightMode(self.weight_mode.data),
            is_open=bool(self.is_open.data),
        )


class CounterForm(Form):
    name = StringField(_l("Name on the poster"), [DataRequired(), Length(max=80, message=TOO_LONG)])
    kind = SelectField(
        _l("Kind"), choices=[SelectChoice(kind.value, _l(name)) for kind, name in COUNTER_KIND_NAMES.items()]
    )
    is_open = BooleanField(_l("Open: people can leave reviews"), default=True)

    def given(self) -> CounterInput:
        return CounterInput(
            name=self.name.data or "", kind=CounterKind(self.kind.data), is_open=bool(self.is_open.data)
        )


class SlipsForm(Form):
    count = IntegerField(
        _l("How many slips"), [InputRequired(), NumberRange(1, 500, message=NUMBER)], default=24
    )
    officer_id = SelectField(_l("Officer on duty"), coerce=int, choices=[], default=0)
    sheet = SelectField(
        _l("As"),
        choices=[
            SelectChoice("pdf", _l("Slips to print and cut (PDF)")),
            SelectChoice("csv", _l("Table of addresses (CSV)")),
        ],
    )


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [Length(max=500, message=TOO_LONG)])


class ReplyForm(Form):
    topic = StringField(
        _l("What was raised, in your own words"), [DataRequired(), Length(max=160, message=TOO_LONG)]
    )
    answer = TextAreaField(_l("Answer of the unit"), [DataRequired(), Length(max=1000, message=TOO_LONG)])


class DecisionForm(Form):
    decision = TextAreaField(
        _l("Reason for the decision"), [DataRequired(), Length(max=500, message=TOO_LONG)]
    )


class ContestForm(Form):
    reason = TextAreaField(
        _l("Why should this review not count?"), [DataRequired(), Length(max=500, message=TOO_LONG)]
    )


class ImprovementForm(Form):
    element = SelectField(_l("Element"), choices=[SelectChoice(one.code, _l(one.name)) for one in ELEMENTS])
    text = TextAreaField(_l("What will be done"), [DataRequired(), Length(max=300, message=TOO_LONG)])
    owner = StringField(_l("Office that sees to it"), [DataRequired(), Length(max=120, message=TOO_LONG)])
    due_on = DateField(_l("Until"), [InputRequired(_l("Choose a day."))])

    def given(self) -> ImprovementInput:
        return ImprovementInput(
            element=self.element.data,
            text=self.text.data or "",
            owner=self.owner.data or "",
            due_on=cast(date, self.due_on.data),
        )


class ProgressForm(Form):
    state = SelectField(
        _l("State"),
        choices=[SelectChoice(state.value, _l(name)) for state, name in IMPROVEMENT_STATE_NAMES.items()],
    )
    result = TextAreaField(_l("What came of it"), [Length(max=500, message=TOO_LONG)])


class ImportForm(Form):
    file = FileField(_l("CSV or XLSX file"), [InputRequired(_l("Choose a file."))])
    check_only = BooleanField(_l("Only check the file, store nothing"))
