"""What people fill in about recognition: good words, a report, an announcement."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from portal.domain.organisation.models import OrgUnit
from portal.domain.rewards.recognition.models import LONGEST_WORDS
from portal.web.fields import DayField, IdSelect, TextLine, needed
from portal.web.forms import Form


class CongratulationForm(Form):
    words = TextLine(_l("What you would like to say"), [Length(max=LONGEST_WORDS)])


def congratulation_form(post_id: int) -> CongratulationForm:
    """Several of these stand on one page, so their fields carry the id."""
    return CongratulationForm(prefix=f"p{post_id}-")


class ReportForm(Form):
    reason = TextAreaField(
        _l("What is wrong with it?"),
        [DataRequired(_l("Say in a sentence what HR should look at.")), Length(max=500)],
    )


class AnnouncementForm(Form):
    unit = IdSelect(_l("For"), [needed(_l("Choose for whom it is."))], choices=[])
    title = TextLine(_l("Title"), [DataRequired(), Length(max=100)])
    words = TextAreaField(_l("Text"), [DataRequired(), Length(max=1000)])
    first_day = DayField(_l("Shown from"), [needed(_l("Choose the first day."))])
    last_day = DayField(_l("Shown until"), [needed(_l("Choose the last day."))])

    def offer(self, units: list[OrgUnit]) -> None:
        """Units one may speak to, indented by their level."""
        highest = min((unit.level for unit in units), default=1)
        self.unit.choices = [
            SelectChoice(unit.id, "\u2003" * (unit.level - highest) + unit.name) for unit in units
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = []
