"""What trainers fill in about a session: days, place, seats, and the little forms beside it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms import (
    Form as PlainForm,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.blueprints.training.forms import MOST_TRAINERS, ListForm, Pairs, chosen, id_choices
from portal.domain.errors import RuleBroken
from portal.domain.training.sessions.inputs import EVERY_NAMES, DayInput, Every, Money, SessionInput
from portal.domain.training.sessions.models import (
    MODE_NAMES,
    SELECTION_NAMES,
    Mode,
    Selection,
    TrainingSession,
)
from portal.domain.training.sessions.timetable import MOST_DAYS
from portal.domain.words import n_
from portal.web.fields import AmountField, ClockField, DayField, IdSelect, TextLine, needed, one_of, options
from portal.web.forms import Form, _Translations
from portal.web.languages import in_words

FEWEST_DAYS = 1


class DayForm(PlainForm):
    """One sitting; an empty line is left out."""

    class Meta:
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

    day = DayField(_l("Day"), [Optional()])
    begins = ClockField(_l("From"), [Optional()])
    ends = ClockField(_l("Until"), [Optional()])
    room = IdSelect(_l("Room"), choices=[], validators=[Optional()])
    topic = TextLine(_l("Topic"), [Length(max=160)])


class SessionForm(ListForm):
    mode = RadioField(_l("How"), choices=options(MODE_NAMES), coerce=one_of(Mode), default=Mode.CLASSROOM)
    online_url = TextLine(
        _l("Link to join online"), [Length(max=400)], description=_l("Only those with a seat see it.")
    )
    days = FieldList(FormField(DayForm), min_entries=FEWEST_DAYS, max_entries=MOST_DAYS)
    capacity = IntegerField(
        _l("Seats"), [InputRequired(_l("Write a whole number.")), NumberRange(1, 5000)], default=25
    )
    selection = RadioField(
        _l("Who gets a seat"),
        choices=options(SELECTION_NAMES),
        coerce=one_of(Selection),
        default=Selection.FAIR,
    )
    requests_until = DayField(
        _l("Last day for requests"),
        [Optional()],
        description=_l("Empty: a week before it begins. Where the first to ask get seats: until it begins."),
    )
    offer_hours = IntegerField(
        _l("Hours to accept a freed seat"),
        [InputRequired(_l("Write a whole number.")), NumberRange(1, 336)],
        default=48,
    )
    needs_approval = BooleanField(_l("The evaluator approves each request"), default=True)
    unit_code = TextLine(
        _l("For the unit"),
        [Length(max=40)],
        description=_l("Its code; everybody below it is meant too. Empty: the whole agency."),
        render_kw={"list": "units", "autocomplete": "off"},
    )
    for_all = BooleanField(_l("Open to every agency"))
    words = TextAreaField(
        _l("Good to know"),
        [Length(max=2000)],
        description=_l("What to bring, how to get there, what there is to eat."),
    )
    trainers = FieldList(IdSelect(_l("Trainer")), min_entries=MOST_TRAINERS, max_entries=MOST_TRAINERS)

    def offer(self, rooms: Pairs, trainers: Pairs) -> None:
        for day in self.days:
            day.form.room.choices = id_choices(rooms)
        for field in self.trainers:
            field.choices = id_choices(trainers)

    def refuse(self, broken: RuleBroken) -> None:
        """`days-2-room` is the field of a line."""
        for day in self.days:
            for field in day.form:
                if field.name == broken.field:
                    field.errors = [*field.errors, in_words(broken)]
                    self.form_errors.append(in_words(broken))
                    return
        if broken.field == "trainers":
            self.trainers[0].errors = [in_words(broken)]
            self.form_errors.append(in_words(broken))
            return
        super().refuse(broken)

    def to_input(self) -> SessionInput:
        return SessionInput(
            mode=self.mode.data,
            online_url=self.online_url.data or "",
            capacity=self.capacity.data or 0,
            selection=self.selection.data,
            days=tuple(_days(self)),
            requests_until=self.requests_until.data,
            offer_hours=self.offer_hours.data or 48,
            needs_approval=bool(self.needs_approval.data),
            unit_code=self.unit_code.data or "",
            for_all="for_all" in self and bool(self.for_all.data),
            words=self.words.data or "",
            trainers=chosen(self.trainers),
        )


class NewSessionForm(SessionForm):
    every = SelectField(
        _l("Repeat"),
        choices=[SelectChoice("", _l("once")), *options(EVERY_NAMES)],
        default="",
    )
    times = IntegerField(_l("How many dates"), [Optional(), NumberRange(1, 26)], default=1)

    @property
    def rhythm(self) -> Every | None:
        return next((one for one in Every if str(one.value) == self.every.data), None)


def _days(form: SessionForm) -> list[DayInput]:
    found = []
    for line in form.days:
        one = line.form
        if one.day.data is None:
            if one.begins.data or one.ends.data or one.topic.data:
                raise RuleBroken(n_("Choose a day."), field=one.day.name)
            continue
        if one.begins.data is None or one.ends.data is None:
            raise RuleBroken(n_("Write from when until when."), field=one.begins.name)
        found.append(
            DayInput(
                day=one.day.data,
                begins=one.begins.data,
                ends=one.ends.data,
                room_id=one.room.data,
                topic=one.topic.data or "",
            )
        )
    return found


def filled_session(held: TrainingSession, zone: Any) -> dict[str, Any]:
    """A session as its form shows it, in its agency's time."""
    until = held.requests_until.astimezone(zone)
    return {
        "mode": held.mode,
        "online_url": held.online_url,
        "capacity": held.capacity,
        "selection": held.selection,
        "requests_until": None if held.requests_until == held.starts_at else until.date(),
        "offer_hours": held.offer_hours,
        "needs_approval": held.needs_approval,
        "unit_code": held.unit.code if held.unit else "",
        "for_all": held.unit is None,
        "words": held.words,
        "trainers": [one.id for one in held.trainers],
        "days": [
            {
                "day": one.starts_at.astimezone(zone).date(),
                "begins": one.starts_at.astimezone(zone).time(),
                "ends": one.ends_at.astimezone(zone).time(),
                "room": one.room_id,
                "topic": one.topic,
            }
            for one in held.days
        ],
    }


class CallOffForm(Form):
    reason = TextAreaField(_l("Why"), [needed(_l("Say why: people have made plans.")), Length(max=500)])
    with_series = BooleanField(_l("Call off the later dates of this series too"))


class MoneyForm(Form):
    budget = AmountField(_l("Budget"))
    spent = AmountField(_l("Spent"))

    def to_input(self) -> Money:
        return Money(budget=self.budget.data, spent=self.spent.data)


class MaterialForm(Form):
    title = TextLine(_l("Title"), [needed(_l("Give it a title.")), Length(max=160)])
    file = FileField(_l("PDF or picture"), [Optional()])
    url = TextLine(_l("or a link"), [Length(max=400)])
