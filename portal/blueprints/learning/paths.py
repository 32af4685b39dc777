"""Required modules: who has to finish what by when, and how far they are."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import Length

from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.paths import actions, queries
from portal.domain.learning.paths.sequences import paths_to_require
from portal.domain.organisation.models import Role
from portal.domain.organisation.people.choosing import unit_chosen, upper_units
from portal.domain.periods import local_day
from portal.web.clock import now
from portal.web.fields import DayField, IdSelect, needed, unit_choices
from portal.web.forms import Form
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


class RequirementForm(Form):
    """`subject` is `module-7` or `path-3`."""

    subject = SelectField(_l("Module or path"))
    unit = IdSelect(
        _l("Whom it is for"),
        [needed(_l("Choose whom it is for."))],
        description=_l("Everybody in this unit and below."),
    )
    is_for_evaluators = BooleanField(_l("Only for those who evaluate somebody"))
    due_on = DayField(_l("To be finished by"), [needed(_l("Choose a day."))])
    why = TextAreaField(
        _l("Why it is worth their time"),
        [needed(_l("Say why: a reason moves more than a duty.")), Length(max=300)],
    )

    def terms(self) -> actions.Terms:
        return actions.Terms(
            due_on=self.due_on.data,
            why=self.why.data or "",
            is_for_evaluators=bool(self.is_for_evaluators.data),
        )


@blueprint.get("/required")
@only(Role.HR_ADMIN)
def required() -> ResponseReturnValue:
    return render_template("learning/required.html", **_page(_form()))


def _form() -> RequirementForm:
    form, session, me = RequirementForm(), current_session(), current_viewer()
    modules = [(f"module-{id_}", title) for id_, title in queries.modules_to_require(session, me)]
    paths = [(f"path-{id_}", title) for id_, title in paths_to_require(session, me)]
    form.subject.choices = {_("Modules"): modules, **({_("Learning paths"): paths} if paths else {})}
    form.unit.choices = [("", "–"), *unit_choices(upper_units(session, me, Role.HR_ADMIN))]
    return form


def _page(form: RequirementForm) -> dict[str, Any]:
    me = current_viewer()
    today = local_day(now(), me.agency_timezone or me.timezone)
    return {"form": form, "standings": queries.standings(current_session(), me), "today": today}


@blueprint.post("/required")
@only(Role.HR_ADMIN)
def require() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), _form()
    if form.validate_on_submit():
        with form.catching():
            kind, _dash, number = form.subject.data.partition("-")
            do = actions.require_path if kind == "path" else actions.require
            do(session, int(number), unit_chosen(session, form.unit.data), form.terms(), by=me, at=now())
            return changed(url_for(".required"), said=_("Kept. Everybody concerned is told within the hour."))
    return refused("learning/required.html", **_page(form))


@blueprint.post("/required/<int:requirement_id>/lift")
@only(Role.HR_ADMIN)
def lift_requirement(requirement_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.lift(session, queries.requirement_for(session, me, requirement_id), by=me, at=now())
    return changed(url_for(".required"), said=_("No longer required. What was finished stays finished."))
