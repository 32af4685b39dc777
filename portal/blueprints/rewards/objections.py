"""What was decided about one's own points, why, and how to object."""

from typing import Any

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.decision_forms import ObjectionForm
from portal.domain.rewards.manual import objections, queries
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session

blueprint = Blueprint("own_decisions", __name__, url_prefix="/rewards/decisions")
PAGE = "rewards/decisions/own.html"


@blueprint.route("/<int:decision_id>", methods=["GET", "POST"])
def show(decision_id: int) -> ResponseReturnValue:
    """The decision with its reason; posting objects to it."""
    session, me, form = current_session(), current_viewer(), ObjectionForm()
    one = queries.own_decision(session, me, decision_id)
    if form.validate_on_submit():
        with form.catching():
            objections.object_to(session, one, form.words.data or "", by=me, at=now())
            return changed(
                url_for(".show", decision_id=decision_id),
                said=_("Your objection is on its way. Somebody who was not part of the decision answers."),
            )
    context: dict[str, Any] = {
        "form": form,
        "one": one,
        "names": queries.names_of(session, [one.author_id, one.decided_by]),
        "may_object": objections.may_object(me, one, now()),
    }
    return refused(PAGE, **context) if form.is_submitted() else render_template(PAGE, **context)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
