"""What becomes of a congratulation: taken back, hidden, reported; and what HR decides about reports."""

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.recognition_forms import ReportForm
from portal.domain.organisation.models import Role
from portal.domain.rewards.recognition import congratulating, reports
from portal.domain.rewards.recognition.models import REPORT_OUTCOME_NAMES, ReportOutcome
from portal.domain.rewards.recognition.wall import congratulation_seen
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_congratulations", __name__)


@blueprint.post("/rewards/congratulations/<int:congratulation_id>/<any(take_back, hide, show):verb>")
def change(congratulation_id: int, verb: str) -> ResponseReturnValue:
    me = current_viewer()
    said = congratulation_seen(current_session(), me, congratulation_id)
    if verb == "take_back":
        congratulating.take_back(said, by=me)
        told = _("Your congratulation is taken back.")
    elif verb == "hide":
        congratulating.hide(said, by=me)
        told = _("It is hidden. Only you and whoever wrote it still see it.")
    else:
        congratulating.show(said, by=me)
        told = _("Colleagues see it again.")
    return changed(url_for("rewards_wall.show", post_id=said.post_id), said=told)


@blueprint.route("/rewards/congratulations/<int:congratulation_id>/report", methods=["GET", "POST"])
def report(congratulation_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    said, form = congratulation_seen(session, me, congratulation_id), ReportForm()
    if form.validate_on_submit():
        with form.catching():
            reports.report(session, said, form.reason.data or "", by=me, at=now())
            return changed(
                url_for("rewards_wall.show", post_id=said.post_id),
                said=_("HR will look at it and tell you what they decided."),
            )
    page = "rewards/recognition/report.html"
    said = congratulation_seen(current_session(), me, congratulation_id)
    return (
        refused(page, form=form, said_words=said)
        if form.is_submitted()
        else render_template(page, form=form, said_words=said)
    )


@blueprint.get("/admin/rewards/reports")
@only(Role.HR_ADMIN)
def index() -> ResponseReturnValue:
    page = reports.reports_for(current_session(), current_viewer(), request.args.get("page", 1, type=whole))
    return render_template("rewards/recognition/reports.html", page=page, outcomes=REPORT_OUTCOME_NAMES)


@blueprint.post("/admin/rewards/reports/<int:report_id>/<any(kept, removed):outcome>")
@only(Role.HR_ADMIN)
def decide(report_id: int, outcome: str) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = reports.report_for(session, me, report_id)
    reports.decide(session, found, ReportOutcome(outcome), by=me, at=now())
    return changed(url_for(".index"), said=_("Decided. Both people have been told."))


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
