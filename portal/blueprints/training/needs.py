"""Needs analysis: what a unit's people should be able to do, who can, and the session that closes the gap."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from portal.blueprints.training.access_report import chosen_unit
from portal.blueprints.training.blueprint import blueprint
from portal.domain.organisation.models import POSITION_KIND_NAMES, PositionKind, Role
from portal.domain.organisation.people.choosing import unit_called, units_in_reach
from portal.domain.training.courses.queries import courses_tagged, tags_offered
from portal.domain.training.hours.people import units_seen
from portal.domain.training.hours.statement import READERS
from portal.domain.training.needs_analysis import actions, one_need, queries
from portal.domain.training.needs_analysis.actions import NewNeed
from portal.domain.training.needs_analysis.models import LEVEL_HOURS, LEVEL_NAMES, Level
from portal.domain.training.needs_analysis.queries import SEES
from portal.domain.training.policies import may_hold, may_teach
from portal.web.clock import now, today
from portal.web.fields import TextLine, needed, one_of, options
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session
from portal.wiring import FAIRNESS

COURSES = 6


class NeedForm(Form):
    tag = TextLine(
        _l("Competence"),
        [needed(_l("Name the competence in a word or two.")), Length(max=60)],
        description=_l("In the words of the topics of courses and modules."),
        render_kw={"list": "known-tags", "autocomplete": "off"},
    )
    level = SelectField(
        _l("Level"),
        choices=[
            SelectChoice(
                str(int(level)), _l("%(name)s (%(hours)s JP)", name=_l(LEVEL_NAMES[level]), hours=hours)
            )
            for level, hours in LEVEL_HOURS.items()
        ],
        description=_l("How many learning hours with proof stand behind the competence."),
    )
    position_kind = SelectField(
        _l("For whom"),
        choices=[SelectChoice("", _l("Everybody")), *options(POSITION_KIND_NAMES)],
        coerce=one_of(PositionKind),
        default="",
    )
    unit = TextLine(
        _l("Unit code"),
        [needed(_l("Name the unit."))],
        description=_l("It counts there and below."),
        render_kw={"list": "known-units", "autocomplete": "off", "maxlength": 40},
    )
    why = TextLine(_l("Why"), [needed(_l("Say why the work needs it.")), Length(max=200)])

    def content(self) -> NewNeed:
        kind = self.position_kind.data
        return NewNeed(
            self.tag.data or "",
            Level(int(self.level.data)),
            PositionKind(kind) if kind else None,
            self.why.data or "",
        )


@blueprint.route("/needs", methods=["GET", "POST"])
@only(*SEES)
def needs() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), NeedForm()
    if form.is_submitted() and not me.spans(Role.HR_ADMIN):
        return refused("training/needs/index.html", **_page(None))
    if form.validate_on_submit():
        with form.catching():
            unit = unit_called(session, me, form.unit.data or "")
            actions.require(session, unit, form.content(), by=me, at=now())
            return changed(url_for(".needs", unit=unit.id), said=_("Kept. The shortfall is counted at once."))
    if form.is_submitted():
        return refused("training/needs/index.html", **_page(form))
    return render_template("training/needs/index.html", **_page(form if me.spans(Role.HR_ADMIN) else None))


def _page(form: NeedForm | None) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    unit = chosen_unit(*SEES)
    return {
        "form": form,
        "unit": unit,
        "shortfalls": queries.shortfalls_in(session, me, unit, FAIRNESS.gaps, today(me.timezone)),
        "units": units_seen(session, me, *SEES),
        "known_tags": tags_offered(session, me) if form else (),
        "known_units": units_in_reach(session, me) if form else (),
        "may_plan": may_teach(me),
        "may_hold": lambda course: may_hold(me, course),
        "level_names": LEVEL_NAMES,
        "position_kind_names": POSITION_KIND_NAMES,
    }


@blueprint.get("/needs/<int:need_id>")
@only(*SEES)
def show_need(need_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    need = one_need.need_for(session, me, need_id)
    reads_names = me.covers(need.unit.path_key, *READERS)
    return render_template(
        "training/needs/need.html",
        need=need,
        places=one_need.places_of(session, need),
        page=one_need.lacking(session, need, request.args.get("page", 1, type=whole))
        if reads_names
        else None,
        courses=courses_tagged(session, me, [need.tag], COURSES),
        may_plan=may_teach(me),
        may_hold=lambda course: may_hold(me, course),
        may_lift=me.covers(need.unit.path_key, Role.HR_ADMIN),
        level_names=LEVEL_NAMES,
        position_kind_names=POSITION_KIND_NAMES,
    )


@blueprint.post("/needs/<int:need_id>/lift")
@only(Role.HR_ADMIN)
def lift_need(need_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    actions.lift(session, one_need.need_for(session, me, need_id), by=me, at=now())
    return changed(url_for(".needs"), said=_("No longer asked."))
