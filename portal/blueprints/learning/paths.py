"""Required modules: who has to finish what by when, and how far they are."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.paths import actions, queries
from portal.domain.organisation.models import Role
from portal.domain.organisation.people.choosing import unit_called, units_in_reach
from portal.web.clock import now
from portal.web.fields import DayField, IdSelect, TextLine, needed
from portal.web.forms import Form
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


class RequirementForm(Form):
    module = IdSelect(_l("Module"))
    unit = TextLine(
        _l("Unit code"),
        [needed(_l("Name the unit."))],
        description=_l("It counts there and below."),
        render_kw={"list": "known-units", "autocomplete": "off", "maxlength": 40},
    )
    is_for_evaluators = BooleanField(_l("Only for those who evaluate somebody"))
    due_on = DayField(_l("To be finished by"), [needed(_l("Choose a day."))])
    why = TextAreaField(
        _l("Why it is worth their time"),
        [needed(_l("Say why: a reason moves more than a duty.")), Length(max=300)],
    )


@blueprint.get("/required")
@only(Role.HR_ADMIN)
def required() -> ResponseReturnValue:
    return render_template("learning/required.html", **_page(_form()))


def _form() -> RequirementForm:
    form = RequirementForm()
    form.module.choices = list(queries.modules_to_require(current_session(), current_viewer()))
    return form


def _page(form: RequirementForm) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    return {
        "form": form,
        "standings": queries.standings(session, me),
        "known_units": units_in_reach(session, me),
    }


@blueprint.post("/required")
@only(Role.HR_ADMIN)
def require_module() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), _form()
    if form.validate_on_submit():
        with form.catching():
            day: date = form.due_on.data
            actions.require(
                session,
                form.module.data,
                unit_called(session, me, form.unit.data or ""),
                day,
                form.why.data or "",
                is_for_evaluators=bool(form.is_for_evaluators.data),
                by=me,
                at=now(),
            )
            return changed(url_for(".required"), said=_("Kept. Everybody concerned is told within the hour."))
    return refused("learning/required.html", **_page(form))


@blueprint.post("/required/<int:requirement_id>/lift")
@only(Role.HR_ADMIN)
def lift_requirement(requirement_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.lift(session, queries.requirement_for(session, me, requirement_id), by=me, at=now())
    return changed(url_for(".required"), said=_("No longer required. What was finished stays finished."))
