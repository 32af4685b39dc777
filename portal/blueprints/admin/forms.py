"""One form a deed. Units are written by their code, people chosen from a short list or written by their NIP."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, ColorField, DateField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional

from portal.blueprints.admin.places import ZONES
from portal.domain.organisation.models import (
    DEPUTY_KIND_NAMES,
    EMPLOYMENT_NAMES,
    EXPOSURE_NAMES,
    ROLE_NAMES,
    Employee,
    Employment,
    Role,
)
from portal.domain.organisation.people.inputs import Details
from portal.domain.words import n_
from portal.web.forms import Form
from portal.web.languages import say

PORTAL_COLOUR = "#196bcd"
KNOWN_UNITS = {"list": "known-units", "autocomplete": "off"}
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


def choices(names: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value=str(value), label=say(name)) for value, name in names.items()]


class AgencyFields(Form):
    name = StringField(_l("Name of the agency"), [DataRequired(), Length(3, 160)])
    timezone = SelectField(_l("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = choices(ZONES)


class NewAgencyForm(AgencyFields):
    code = StringField(
        _l("Code"),
        [DataRequired(), Length(max=40)],
        description=_l("For example 3578. It cannot be changed later."),
    )


class AgencyForm(AgencyFields):
    has_rewards = BooleanField(_l("Points, badges and boards are in use"), default=True)
    has_colour = BooleanField(_l("The agency's people see the portal in its own colour"))
    colour = ColorField(
        _l("Colour"), [Optional(), Length(max=20)], default=PORTAL_COLOUR,
        description=_l("For buttons, links and headings. Lighter and darker shades are made from it."),
    )  # fmt: skip


class LogoForm(Form):
    logo = FileField(
        _l("Picture of the logo"), [FileRequired(_l("Choose a PNG or JPG picture."))],
        render_kw={"accept": "image/png,image/jpeg"},
        description=_l("PNG or JPG, at most 10 MB. It is shown small: a plain sign reads better than one with words."),
    )  # fmt: skip


class UnitForm(Form):
    name = StringField(_l("Name of the unit"), [DataRequired(), Length(3, 160)])
    code = StringField(
        _l("Code"),
        [DataRequired(), Length(max=40)],
        description=_l("Unique inside the agency; imports use it."),
    )
    exposure = RadioField(_l("What it mostly does"), default="support")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exposure.choices = choices(EXPOSURE_NAMES)


class MoveUnitForm(Form):
    parent = StringField(
        _l("Code of the new unit above"), [DataRequired(), Length(max=40)], render_kw=KNOWN_UNITS
    )


class DetailsForm(Form):
    nip = StringField(
        _l("NIP"),
        [DataRequired(), Length(max=40)],
        render_kw=DIGITS,
        description=_l("18 digits; blanks do no harm."),
    )
    name = StringField(_l("Name with titles"), [DataRequired(), Length(2, 120)])
    email = StringField(_l("E-mail address"), [Optional(), Length(max=254)], render_kw={"inputmode": "email"})
    employment = RadioField(_l("Kind of employment"), default="pns")
    grade = StringField(
        _l("Civil service grade"), [Optional(), Length(max=20)], description=_l("For example III/b or IX.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employment.choices = choices(EMPLOYMENT_NAMES)

    def details(self) -> Details:
        return Details(
            nip=self.nip.data or "",
            name=self.name.data or "",
            email=self.email.data,
            grade=self.grade.data or "",
            employment=Employment(self.employment.data),
        )


class UnitField(Form):
    unit = StringField(_l("Unit code"), [DataRequired(), Length(max=40)], render_kw=KNOWN_UNITS)


class EvaluatorFields(Form):
    position = StringField(_l("Position"), [Optional(), Length(max=160)])
    evaluator = SelectField(_l("Evaluator"), coerce=int, default=0)
    evaluator_nip = StringField(
        _l("NIP of another evaluator"), [Optional(), Length(max=40)], render_kw=DIGITS,
        description=_l("Only when the evaluator is not in the list."),
    )  # fmt: skip
    starts_on = DateField(_l("From"), [DataRequired()])

    def offer(self, people: list[Employee]) -> None:
        """Whom to choose from; the one who is chosen now is always among them."""
        self.evaluator.choices = person_choices(people, say(n_("Nobody")))


class MoveForm(UnitField, EvaluatorFields):
    reason = StringField(
        _l("Reason"), [DataRequired(), Length(max=300)],
        description=_l("For example the number and day of the letter."),
    )  # fmt: skip


class EmployForm(DetailsForm, EvaluatorFields):
    pass


class LeaveForm(Form):
    on = DateField(_l("First day out of service"), [DataRequired()])
    reason = StringField(_l("Reason"), [DataRequired(), Length(max=300)])


class ErasureForm(Form):
    reason = StringField(
        _l("Reason"), [DataRequired(), Length(max=300)],
        description=_l("For example the number and day of the written request. Without the name: it stays."),
    )  # fmt: skip
    name = StringField(
        _l("Type the person's name"), [DataRequired(), Length(max=160)], render_kw={"autocomplete": "off"},
        description=_l("As it stands above, to make sure that it is this person."),
    )  # fmt: skip


class DeputyForm(Form):
    deputy = SelectField(_l("Deputy"), coerce=int, default=0)
    deputy_nip = StringField(
        _l("NIP of another deputy"), [Optional(), Length(max=40)], render_kw=DIGITS,
        description=_l("Only when the deputy is not in the list."),
    )  # fmt: skip
    kind = RadioField(_l("Kind of deputy"), default="plh")
    starts_on = DateField(_l("From"), [DataRequired()])
    ends_on = DateField(_l("First day without the deputy"), [DataRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(DEPUTY_KIND_NAMES)

    def offer(self, people: list[Employee]) -> None:
        self.deputy.choices = person_choices(people, say(n_("Nobody")))


class RoleForm(Form):
    email = StringField(
        _l("E-mail address of the account"),
        [DataRequired(), Length(max=254)],
        render_kw={"inputmode": "email"},
    )
    role = RadioField(_l("Role"))
    unit = StringField(
        _l("Unit code"), [Optional(), Length(max=40)], render_kw=KNOWN_UNITS,
        description=_l("The role counts there and below. Left empty: for the whole installation."),
    )  # fmt: skip

    def offer(self, roles: list[Role]) -> None:
        self.role.choices = choices({role: ROLE_NAMES[role] for role in roles})
        if Role.ADMIN not in roles:
            self.unit.description = _l("The role counts there and below.")
            self.unit.flags.required = True
        if not self.is_submitted():
            self.role.data = str(roles[0])


class UploadForm(Form):
    file = FileField(
        _l("Spreadsheet"), [FileRequired(_l("Choose a file first."))], render_kw={"accept": ".xlsx,.csv"},
        description=_l("XLSX or CSV, up to 10 MB and 20,000 rows. Nothing is written before you confirm."),
    )  # fmt: skip


class AuditFilterForm(Form):
    class Meta(Form.Meta):
        csrf = False

    verb = StringField(_l("Deed"), [Optional(), Length(max=60)])
    actor = StringField(_l("Account (e-mail address)"), [Optional(), Length(max=254)])
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])


def day_of(field: DateField) -> date:
    """The day of a required field that was validated."""
    assert field.data is not None
    return field.data


def person_choices(people: list[Employee], nobody: str) -> list[SelectChoice]:
    named = [
        SelectChoice(
            value=str(person.id),
            label=f"{person.name} – {person.position.name}" if person.position else person.name,
        )
        for person in people
    ]
    return [SelectChoice(value="0", label=nobody), *named]
