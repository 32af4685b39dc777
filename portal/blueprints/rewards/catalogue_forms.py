"""What people fill in about the catalogue and the lists for incentives."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.domain.rewards.catalogue.items import ICONS, ItemInput
from portal.web.fields import DayField, IdSelect, TextLine
from portal.web.forms import Form
from portal.web.languages import say

MOST = 1_000_000


class ItemForm(Form):
    """`stock_seen` is what the page showed: pieces asked for meanwhile stay taken."""

    agency = IdSelect(_l("Agency"), choices=[], validate_choice=False)
    name = TextLine(_l("Name"), [DataRequired(), Length(max=80)])
    words = TextAreaField(_l("What it is, and where it is picked up"), [Length(max=500)])
    points = IntegerField(_l("Points"), [InputRequired(), NumberRange(1, MOST)])
    stock = IntegerField(_l("Pieces left"), [InputRequired(), NumberRange(0, MOST)])
    stock_seen = HiddenField()
    per_person = IntegerField(_l("How many a person may have in a year"), [Optional(), NumberRange(1, 1000)])
    valid_from = DayField(_l("Can be asked for from"), [Optional()])
    valid_to = DayField(_l("until"), [Optional()])
    icon = RadioField(_l("Symbol"), choices=[], default="gift")
    picture = FileField(_l("Photo of the item"), [Optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.icon.choices = [SelectChoice(name, say(words)) for name, words in ICONS.items()]

    def to_input(self) -> ItemInput:
        return ItemInput(
            name=self.name.data or "",
            words=self.words.data or "",
            icon=self.icon.data,
            points=self.points.data or 0,
            stock=self.stock.data or 0,
            per_person=self.per_person.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )

    @property
    def seen(self) -> int:
        text = str(self.stock_seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else self.stock.data or 0


class DecisionForm(Form):
    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why, so that the person understands it.")), Length(max=300)]
    )


class CodeForm(Form):
    code = StringField(_l("Code"), [DataRequired(_l("Type the code the person shows you.")), Length(max=20)])


class OptionsForm(Form):
    has_catalogue = BooleanField(_l("Catalogue: points may be redeemed"))
    has_incentives = BooleanField(_l("Lists for incentives"))
