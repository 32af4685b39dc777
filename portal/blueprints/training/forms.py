"""What trainers fill in about courses, trainers and rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from portal.domain.training.courses.actions import WRITTEN
from portal.domain.training.courses.inputs import CourseInput, TrainerInput
from portal.domain.training.courses.models import (
    COMPETENCE_GROUP_NAMES,
    COURSE_KIND_NAMES,
    CompetenceGroup,
    Course,
    CourseKind,
)
from portal.domain.training.sessions.rooms import RoomInput
from portal.web.fields import IdSelect, TextLine, needed, one_of, options
from portal.web.forms import Form

Pairs = Sequence[tuple[int, str]]
MOST_NEEDS, MOST_TRAINERS = 3, 4


def id_choices(pairs: Pairs) -> list[SelectChoice]:
    return [SelectChoice("", "–"), *(SelectChoice(id_, name) for id_, name in pairs)]


def with_chosen(pairs: Pairs, now: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """What is chosen already can stay, also when it is no longer offered to others."""
    known = {id_ for id_, _name in pairs}
    return [*pairs, *(one for one in now if one[0] not in known)]


def chosen(fields: Any) -> tuple[int, ...]:
    return tuple(field.data for field in fields if field.data)


class ListForm(Form):
    """A form with lists of fields, which take no filters."""

    class Meta(Form.Meta):
        def bind_field(self, form: object, unbound_field: object, options: dict[str, object]) -> object:
            if getattr(unbound_field, "field_class", None) in (FieldList, FormField):
                return unbound_field.bind(form=form, **options)  # type: ignore[attr-defined]
            return super().bind_field(form, unbound_field, options)


class CourseForm(ListForm):
    title = TextLine(_l("Title"), [needed(_l("Give the course a title.")), Length(max=160)])
    summary = TextAreaField(
        _l("In two sentences"),
        [Length(max=500)],
        description=_l("What it is about and why it is worth the time."),
    )
    kind = SelectField(
        _l("Kind of training"),
        choices=options(COURSE_KIND_NAMES),
        coerce=one_of(CourseKind),
        default=CourseKind.COURSE,
    )
    group = RadioField(
        _l("Competence"),
        choices=options(COMPETENCE_GROUP_NAMES),
        coerce=one_of(CompetenceGroup),
        default=CompetenceGroup.TECHNICAL,
    )
    tags = TextLine(
        _l("Topics"),
        [Length(max=300)],
        description=_l(
            "Up to eight, separated by commas. They join the course to indicators and weak service elements."
        ),
    )
    outcomes = TextAreaField(
        _l("Afterwards one can"),
        [Length(max=3000)],
        description=_l("One line each, as something to do: “answer a complaint within a day”."),
    )
    audience = TextAreaField(_l("Whom it is for"), [Length(max=1000)])
    learning_hours = IntegerField(
        _l("Learning hours (JP)"),
        [InputRequired(_l("Write a whole number.")), NumberRange(1, 400)],
        default=8,
        description=_l("One is 45 minutes."),
    )
    least_attendance = IntegerField(
        _l("Attendance a certificate needs"),
        [InputRequired(_l("Write a whole number.")), NumberRange(0, 100)],
        default=80,
    )
    has_tests = BooleanField(_l("With a test before and after"))
    provider = TextLine(_l("Provider"), [Length(max=160)])
    needs = FieldList(IdSelect(_l("Must be completed first")), min_entries=MOST_NEEDS, max_entries=MOST_NEEDS)
    trainers = FieldList(IdSelect(_l("Trainer")), min_entries=MOST_TRAINERS, max_entries=MOST_TRAINERS)
    for_all = BooleanField(_l("Offer it to every agency"))

    def offer(self, courses: Pairs, trainers: Pairs) -> None:
        for field in self.needs:
            field.choices = id_choices(courses)
        for field in self.trainers:
            field.choices = id_choices(trainers)

    def to_input(self) -> CourseInput:
        tags = (part.strip() for part in (self.tags.data or "").split(","))
        return CourseInput(
            title=self.title.data or "",
            kind=self.kind.data,
            group=self.group.data,
            summary=self.summary.data or "",
            outcomes=self.outcomes.data or "",
            audience=self.audience.data or "",
            provider=self.provider.data or "",
            learning_hours=self.learning_hours.data or 0,
            least_attendance=self.least_attendance.data or 0,
            has_tests=bool(self.has_tests.data),
            tags=tuple(tag[:40] for tag in tags if tag),
            needs=chosen(self.needs),
            trainers=chosen(self.trainers),
            for_all="for_all" in self and bool(self.for_all.data),
        )


def filled_course(course: Course) -> dict[str, object]:
    """A course as its form shows it."""
    return {
        **{name: getattr(course, name) for name in WRITTEN},
        "tags": ", ".join(one.tag for one in course.tags),
        "needs": [one.id for one in course.needs],
        "trainers": [one.id for one in course.trainers],
        "for_all": course.agency_id is None,
    }


class NoteForm(Form):
    note = TextAreaField(
        _l("What should change"),
        [needed(_l("Say what should change, so that the author can do it.")), Length(max=1000)],
    )


class TrainerForm(Form):
    nip = TextLine(
        _l("NIP of a colleague"),
        [Length(max=40)],
        description=_l("Leave it empty for somebody from outside."),
    )
    name = TextLine(_l("Name"), [Length(max=120)])
    organisation = TextLine(
        _l("From"), [Length(max=160)], description=_l("University, ministry, firm, unit.")
    )
    expertise = TextLine(_l("Expertise"), [needed(_l("Say what this person is good at.")), Length(max=200)])
    words = TextAreaField(_l("About"), [Length(max=1500)])
    is_active = BooleanField(_l("Can be chosen for courses"), default=True)

    def to_input(self) -> TrainerInput:
        return TrainerInput(
            name=self.name.data or "",
            nip=self.nip.data or "",
            organisation=self.organisation.data or "",
            expertise=self.expertise.data or "",
            words=self.words.data or "",
            is_active=bool(self.is_active.data),
        )


class TrainerErasureForm(Form):
    reason = TextLine(
        _l("Reason"),
        [needed(_l("Say why, for example the number and day of the written request.")), Length(max=300)],
        description=_l("For example the number and day of the written request. Without the name: it stays."),
    )
    name = TextLine(
        _l("Type the person's name"),
        [needed(_l("Type the name as it stands above.")), Length(max=160)],
        description=_l("As it stands above, to make sure that it is this person."),
        render_kw={"autocomplete": "off"},
    )


class RoomForm(Form):
    name = TextLine(_l("Name"), [needed(_l("Give the room a name.")), Length(max=120)])
    address = TextLine(_l("Address"), [Length(max=200)])
    capacity = IntegerField(_l("Seats"), [InputRequired(_l("Write a whole number.")), NumberRange(1, 5000)])
    is_accessible = BooleanField(_l("Reached without a step"), default=True)
    is_active = BooleanField(_l("In use"), default=True)

    def to_input(self) -> RoomInput:
        return RoomInput(
            name=self.name.data or "",
            address=self.address.data or "",
            capacity=self.capacity.data or 0,
            is_accessible=bool(self.is_accessible.data),
            is_active=bool(self.is_active.data),
        )
