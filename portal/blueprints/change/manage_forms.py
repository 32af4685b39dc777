"""What those who look after a change fill in: the campaign and its parts, a pulse, a draft."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from portal.domain.change.campaigns.models import STEP_KIND_NAMES, StepKind
from portal.domain.change.planning.models import DRAFT_KIND_NAMES, DraftKind
from portal.domain.change.pulses.models import MOMENT_NAMES, PulseMoment
from portal.domain.organisation.models import Employee
from portal.web.fields import DayField, IdSelect, TextLine, needed, one_of, options
from portal.web.forms import Form

OWNER_HINT = _l("Blank: you yourself. This person is named and answers for it.")


class EditCampaignForm(Form):
    """Whom it is for stays."""

    owner_nip = TextLine(_l("NIP of whoever is responsible"), [Length(max=40)], description=OWNER_HINT)
    title = TextLine(_l("What is changing"), [DataRequired(_l("Give it a name.")), Length(max=120)])
    summary = TextLine(_l("In one sentence"), [DataRequired(_l("Say it in one sentence.")), Length(max=240)])
    story = TextAreaField(_l("The story: why now?"), [DataRequired(_l("Tell why.")), Length(max=10_000)])
    for_me = TextAreaField(
        _l("What is in it for us?"), [DataRequired(_l("Say what employees gain.")), Length(max=4000)]
    )
    for_citizens = TextAreaField(
        _l("What is in it for citizens?"), [DataRequired(_l("Say what citizens gain.")), Length(max=4000)]
    )
    starts_on = DayField(_l("First day"), [needed(_l("Choose the first day."))])
    ends_on = DayField(_l("Last day"), [needed(_l("Choose the last day."))])


class CampaignForm(EditCampaignForm):
    unit = IdSelect(_l("Whom it is for"), [needed(_l("Choose whom it is for."))], choices=[])


class StepForm(Form):
    kind = SelectField(_l("Kind"), choices=options(STEP_KIND_NAMES), coerce=one_of(StepKind))
    on_day = DayField(_l("Day"), [needed(_l("Choose a day."))])
    hours = TextLine(_l("Time"), [Length(max=40)], description=_l("For example 09.00–11.00"))
    place = TextLine(_l("Place"), [Length(max=120)])
    title = TextLine(_l("What happens"), [DataRequired(_l("Say what happens.")), Length(max=120)])
    words = TextAreaField(_l("More about it"), [Length(max=1000)])


class StepOutcomeForm(Form):
    outcome = TextAreaField(
        _l("What came of it"), [DataRequired(_l("Say what came of it.")), Length(max=1000)]
    )


class MaterialForm(Form):
    title = TextLine(_l("Title"), [DataRequired(_l("Give it a name.")), Length(max=120)])
    link = TextLine(_l("Link"), [Length(max=500)])
    file = FileField(_l("File"))


class AgentForm(Form):
    employee = IdSelect(_l("Who"), choices=[])
    nip = TextLine(_l("Or by NIP"), [Length(max=40)])
    words = TextLine(_l("What colleagues may ask about"), [Length(max=200)])

    def offer(self, people: Iterable[Employee]) -> None:
        named = [SelectChoice(one.id, f"{one.name} – {one.unit.name}") for one in people]
        self.employee.choices = [SelectChoice("", _l("Choose somebody")), *named]


class CloseForm(Form):
    result = TextAreaField(
        _l("What came of it"), [DataRequired(_l("Say what came of it.")), Length(max=2000)]
    )


class PulseForm(Form):
    moment = SelectField(_l("When in the change"), choices=options(MOMENT_NAMES), coerce=one_of(PulseMoment))
    opens_on = DayField(_l("Open from"), [needed(_l("Choose the first day."))])
    closes_on = DayField(_l("Open until"), [needed(_l("Choose the last day."))])


class DraftForm(Form):
    unit = IdSelect(_l("Who may take part"), [needed(_l("Choose who may take part."))], choices=[])
    owner_nip = TextLine(_l("NIP of whoever is responsible"), [Length(max=40)], description=OWNER_HINT)
    kind = SelectField(_l("What is planned"), choices=options(DRAFT_KIND_NAMES), coerce=one_of(DraftKind))
    campaign = IdSelect(_l("Part of which change"), choices=[])
    title = TextLine(_l("Title"), [DataRequired(_l("Give it a name.")), Length(max=120)])
    text = TextAreaField(_l("The draft"), [DataRequired(_l("Write the draft.")), Length(max=10_000)])
    why = TextAreaField(
        _l("What you would like to know from colleagues"),
        [DataRequired(_l("Say what you ask.")), Length(max=1000)],
    )
    closes_on = DayField(_l("Proposals until"), [needed(_l("Choose a day."))])
    answer_by = DayField(_l("Answered by"), [needed(_l("Choose a day."))])
