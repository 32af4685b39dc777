"""What people write when they ask for a seat, give it back, or decide on somebody else's."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.web.forms import Form


class AskForm(Form):
    motive = TextAreaField(
        _l("What will you do with it at work?"),
        [Length(max=500)],
        description=_l("One or two sentences. Your evaluator and the trainer read them."),
    )


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [Length(max=300)])


def reason_form(enrolment_id: int) -> ReasonForm:
    """Several of these stand on one page, so their fields carry the id."""
    return ReasonForm(prefix=f"r{enrolment_id}-")
