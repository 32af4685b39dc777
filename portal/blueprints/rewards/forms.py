"""What administrators fill in: badges, levels, an approval; and the choices that several forms offer."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.domain.rewards.art import ICONS
from portal.domain.rewards.art_names import ICON_NAMES
from portal.domain.rewards.badges.models import TIER_NAMES, Shape
from portal.web.forms import Form
from portal.web.languages import say

SHAPES = {
    Shape.HEX: _l("Hexagon"),
    Shape.OCT: _l("Octagon"),
    Shape.SEAL: _l("Seal"),
    Shape.SHIELD: _l("Shield"),
    Shape.CIRCLE: _l("Circle"),
}


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, text) for value, text in pairs]


def options(names: Mapping[Any, Any]) -> list[SelectChoice]:
    return choices((str(getattr(key, "value", key)), text) for key, text in names.items())


def said(names: Mapping[Any, str]) -> list[SelectChoice]:
    """Choices whose msgids the domain marked."""
    return choices((str(key.value), say(name)) for key, name in names.items())


def tiers() -> list[SelectChoice]:
    return said(TIER_NAMES)


def pictures() -> list[SelectChoice]:
    """By their names in the reader's language."""
    return sorted(choices((name, say(ICON_NAMES[name])) for name in ICONS), key=lambda one: str(one.label))


class BadgeForm(Form):
    name = StringField(_l("Name"), [DataRequired(), Length(max=60)])
    words = TextAreaField(_l("What it honours, in your own words"), [Length(max=300)])
    criteria = TextAreaField(_l("What one must have done for it"), [Length(max=600)])
    lasts_months = IntegerField(_l("It counts for"), [Optional(), NumberRange(1, 120)])
    family = StringField(_l("Family"), [Length(max=60)])
    shape = RadioField(_l("Shape"), choices=options(SHAPES), default="hex")
    tier = RadioField(_l("Tier"), choices=[], default="bronze")
    icon = SelectField(_l("Drawing"), choices=pictures, default="award")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tier.choices = tiers()


class LevelForm(Form):
    name = StringField(_l("Name"), [DataRequired(), Length(max=40)])
    points = IntegerField(_l("From how many points in a year"), [InputRequired(), NumberRange(0, 1_000_000)])
    words = TextAreaField(_l("What it opens"), [Length(max=200)])
    icon = SelectField(_l("Drawing"), choices=pictures, default="star")


class SendBackForm(Form):
    reason = TextAreaField(
        _l("What should change"),
        [DataRequired(_l("Say what should change; the author reads it.")), Length(max=500)],
    )


class ApprovalForm(Form):
    has_read = BooleanField(
        _l("I have read whom this rule would favour today, and what it costs"),
        [InputRequired(_l("Tick this once you have read it."))],
    )


class DecisionForm(Form):
    """On a sign of gaming."""

    verdict = RadioField(
        _l("Your decision"),
        [DataRequired()],
        choices=options(
            {"dismissed": _l("All in order"), "confirmed": _l("Not in order: something has to be corrected")}
        ),
    )
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


class AnswerForm(Form):
    words = TextAreaField(_l("Your answer"), [DataRequired(), Length(max=2000)])


class ReopenForm(Form):
    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=1000)])
