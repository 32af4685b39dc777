"""Forms of learning hours: assignments, corrections, lines of the two tables."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.domain import files
from portal.domain.files import Prepared
from portal.domain.organisation.models import EMPLOYMENT_NAMES, Employment
from portal.domain.training.courses.models import COURSE_KIND_NAMES, CourseKind
from portal.domain.training.hours.actions import NewAssignment
from portal.domain.training.hours.law import Duty, Rate
from portal.domain.training.hours.models import Counting
from portal.domain.words import n_
from portal.web.fields import DayField, TextLine, needed, one_of, options
from portal.web.forms import Form
from portal.web.transactions import settings

COUNTING_NAMES = {
    Counting.PROGRAMME: n_("By the hours of its programme"),
    Counting.ACTIVITY: n_("A fixed number for each activity"),
}
MOST = NumberRange(min=1, max=1000)


def uploaded(file: Any) -> Prepared | None:
    """Nothing when no file was chosen."""
    if not file or not file.filename:
        return None
    return files.prepare(settings().uploads, file.filename, file.read(files.LARGEST + 1))


class AssignmentForm(Form):
    number = TextLine(
        _l("Number of the letter"),
        [needed(_l("Write the number of the letter.")), Length(max=80)],
        description=_l("As on the letter, for example 800.1.4/112/2026."),
    )
    purpose = TextLine(
        _l("What for"), [needed(_l("Say what the person is to learn, and why.")), Length(max=200)]
    )
    starts_on = DayField(_l("Contract year from"), [needed(_l("Choose a day."))])
    ends_on = DayField(
        _l("Last day"),
        [needed(_l("Choose a day."))],
        description=_l("The hours between these days are counted together."),
    )
    file = FileField(_l("The letter as PDF"), [Optional()])

    def content(self) -> NewAssignment:
        return NewAssignment(
            number=self.number.data or "",
            purpose=self.purpose.data or "",
            starts_on=self.starts_on.data,
            last_day=self.ends_on.data,
        )


class CorrectionForm(Form):
    reason = TextAreaField(
        _l("Why"),
        [needed(_l("Say why: the person reads it, and it stays.")), Length(max=300)],
    )


class RateForm(Form):
    kind = SelectField(_l("Kind"), choices=options(COURSE_KIND_NAMES), coerce=one_of(CourseKind))
    counting = RadioField(
        _l("How it counts"),
        [InputRequired(_l("Choose one."))],
        choices=options(COUNTING_NAMES),
        coerce=one_of(Counting),
        default=Counting.PROGRAMME,
    )
    hours = IntegerField(
        _l("JP"),
        [Optional(), MOST],
        description=_l("For each activity; with the hours of the programme, the most that counts."),
    )
    valid_from = DayField(_l("From"), [needed(_l("Choose a day."))])
    basis = TextLine(_l("By which rule"), [needed(_l("Name the decree or the circular.")), Length(max=200)])

    def content(self) -> Rate:
        return Rate(
            kind=CourseKind(self.kind.data),
            valid_from=self.valid_from.data,
            counting=Counting(self.counting.data),
            hours=self.hours.data,
            basis=self.basis.data or "",
        )


class DutyForm(Form):
    employment = SelectField(_l("Employment"), choices=options(EMPLOYMENT_NAMES), coerce=one_of(Employment))
    least = IntegerField(_l("At least (JP a year)"), [Optional(), MOST])
    most = IntegerField(_l("At most (JP a year)"), [Optional(), MOST])
    needs_assignment = BooleanField(_l("Only with a written assignment, counted by contract year"))
    duty_from = DayField(_l("From"), [needed(_l("Choose a day."))])
    duty_basis = TextLine(
        _l("By which rule"), [needed(_l("Name the decree or the circular.")), Length(max=200)]
    )

    def content(self) -> Duty:
        return Duty(
            employment=Employment(self.employment.data),
            valid_from=self.duty_from.data,
            least=self.least.data,
            most=self.most.data,
            needs_assignment=bool(self.needs_assignment.data),
            basis=self.duty_basis.data or "",
        )
