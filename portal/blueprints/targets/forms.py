"""One form class per action. What the numbers and days must be is said by the domain, at the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional

from portal.domain.targets.achievement import Direction, Reading
from portal.domain.targets.library import templates
from portal.domain.targets.plans.contents import (
    ASPECT_NAMES,
    DIRECTION_NAMES,
    PERSPECTIVE_NAMES,
    READING_NAMES,
    RESULT_KIND_NAMES,
    Aspect,
    Perspective,
    ResultKind,
    WorkResult,
)
from portal.domain.targets.plans.inputs import IndicatorInput, NewPlan, ResultInput
from portal.domain.targets.plans.models import APPROACH_NAMES, Approach
from portal.web.fields import AmountField, DayField, IdSelect, TextLine, needed, one_of, options
from portal.web.forms import Form


class PlanForm(Form):
    starts_on = DayField(_l("First day"), [needed(_l("Choose the first day of the period."))])
    last_day = DayField(_l("Last day"), [needed(_l("Choose the last day of the period."))])
    approach = RadioField(
        _l("Approach"),
        choices=options(APPROACH_NAMES),
        coerce=one_of(Approach),
        default=Approach.QUANTITATIVE,
    )
    start_from = SelectField(_l("Begin with"), [Optional()])

    def offer(self, *, has_last: bool) -> PlanForm:
        """What a plan may begin with: nothing, the last plan where there is one, or a template of the library."""
        first = [SelectChoice("", _l("An empty plan"))]
        last = [SelectChoice("last", _l("A copy of my last plan"))] if has_last else []
        library = [SelectChoice(one.code, one.name) for one in templates().values()]
        self.start_from.choices = first + last + library
        return self

    def to_input(self) -> NewPlan:
        ends_on = min(self.last_day.data, date.max - timedelta(days=1)) + timedelta(days=1)
        return NewPlan(
            starts_on=self.starts_on.data,
            ends_on=ends_on,
            approach=self.approach.data,
            start_from=self.start_from.data or "",
        )


class ResultForm(Form):
    text = TextAreaField(
        _l("Work result"),
        [needed(_l("Say what will be reached.")), Length(max=500, message=_l("At most 500 characters."))],
    )
    kind = RadioField(
        _l("Kind"), choices=options(RESULT_KIND_NAMES), coerce=one_of(ResultKind), default=ResultKind.PRIMARY
    )
    superior_result_id = IdSelect(_l("Contributes to this result of my evaluator"), validate_choice=False)
    superior_text = TextLine(
        _l("Result of my evaluator that it serves, in your own words"),
        [Length(max=500, message=_l("At most 500 characters."))],
    )
    assigned_by = TextLine(_l("Assigned by"), [Length(max=200, message=_l("At most 200 characters."))])
    perspective = SelectField(
        _l("Perspective (for leaders)"),
        choices=[SelectChoice("", _l("None")), *options(PERSPECTIVE_NAMES)],
        coerce=one_of(Perspective),
        default="",
    )

    def offer(self, results: Sequence[WorkResult]) -> ResultForm:
        """The evaluator's results this one may serve."""
        first = SelectChoice("", _l("None of these"))
        self.superior_result_id.choices = [first, *(SelectChoice(str(one.id), one.text) for one in results)]
        return self

    def to_input(self) -> ResultInput:
        return ResultInput(
            text=self.text.data or "",
            kind=self.kind.data,
            superior_result_id=self.superior_result_id.data,
            superior_text=self.superior_text.data or "",
            assigned_by=self.assigned_by.data or "",
            perspective=self.perspective.data or None,
        )


class IndicatorForm(Form):
    text = TextLine(
        _l("Indicator"),
        [needed(_l("Say what is measured.")), Length(max=300, message=_l("At most 300 characters."))],
    )
    aspect = RadioField(
        _l("Aspect"), choices=options(ASPECT_NAMES), coerce=one_of(Aspect), default=Aspect.QUANTITY
    )
    direction = RadioField(
        _l("Direction"), choices=options(DIRECTION_NAMES), coerce=one_of(Direction), default=Direction.HIGHER
    )
    reading = RadioField(
        _l("How check-ins count"), choices=options(READING_NAMES), coerce=one_of(Reading), default=Reading.SUM
    )
    unit = TextLine(_l("Unit"), [Length(max=40, message=_l("At most 40 characters."))])
    baseline = AmountField(_l("Starting value"))
    target_low = AmountField(_l("Target"))
    target_high = AmountField(_l("End of the range"))
    due_on = DayField(_l("Due date"), [needed(_l("Choose a due date."))])
    evidence_expected = TextLine(
        _l("Evidence expected"), [Length(max=200, message=_l("At most 200 characters."))]
    )

    def to_input(self) -> IndicatorInput:
        is_range = self.direction.data is Direction.WITHIN
        return IndicatorInput(
            text=self.text.data or "",
            aspect=self.aspect.data,
            due_on=self.due_on.data,
            unit=self.unit.data or "",
            direction=self.direction.data,
            reading=self.reading.data,
            baseline=self.baseline.data,
            target_low=self.target_low.data,
            target_high=self.target_high.data if is_range else None,
            evidence_expected=self.evidence_expected.data or "",
        )


class CheckinForm(Form):
    value = AmountField(_l("What was reached"))
    as_of_on = DayField(_l("As of"), [needed(_l("Choose the day this is about."))])
    note = TextAreaField(_l("Note"), [Length(max=2000, message=_l("At most 2000 characters."))])
    files = MultipleFileField(_l("Evidence files"))
    link = TextLine(_l("Or a link to the evidence"), [Length(max=500, message=_l("At most 500 characters."))])
    corrects_id = IdSelect(validate_choice=False)
    preview = SubmitField(_l("See the effect first"))


class ReasonForm(Form):
    """The reason of a return, a revision, or of taking an approval back."""

    reason = TextAreaField(
        _l("Reason"),
        [
            needed(_l("Give a reason, so that it can be put right.")),
            Length(max=1000, message=_l("At most 1000 characters.")),
        ],
    )


def reason_form(thing_id: int) -> ReasonForm:
    """Several of these stand on one page, so their fields carry the id."""
    return ReasonForm(prefix=f"e{thing_id}-")
