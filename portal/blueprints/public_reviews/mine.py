"""What citizens said, for the people who served them: one's own verified reviews, and one's unit's."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.public_reviews.blueprint import blueprint
from portal.blueprints.public_reviews.manage_forms import ContestForm
from portal.blueprints.public_reviews.public import bars_of
from portal.domain.periods import Window, period_of
from portal.domain.public_reviews.results.feedback import own_feedback, unit_feedback
from portal.domain.public_reviews.reviews import moderation, queries
from portal.domain.public_reviews.reviews.models import CONTEST_STATE_NAMES
from portal.domain.public_reviews.satisfaction import FEWEST, GRADE_NAMES
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/my-feedback")
def my_feedback() -> ResponseReturnValue:
    return render_template("public_reviews/mine/own.html", **_own_page(), form=None, contested=None)


@blueprint.get("/my-feedback/unit")
def unit_page() -> ResponseReturnValue:
    me = current_viewer()
    if me.employee_id is None:
        abort(404)
    found = unit_feedback(current_session(), me, today(me.timezone), request.args.get("page", 1, type=whole))
    return render_template("public_reviews/mine/unit.html", found=found, grades=GRADE_NAMES, fewest=FEWEST)


@blueprint.post("/my-feedback/<int:review_id>/contest")
def contest_review(review_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), ContestForm()
    review = queries.named_review(session, me, review_id)
    if form.validate_on_submit():
        with form.catching():
            moderation.contest(session, review, form.reason.data or "", by=me, at=now())
            return changed(
                url_for(".my_feedback"), said=_("The service manager decides about it and answers you.")
            )
    session.rollback()
    return refused("public_reviews/mine/own.html", **_own_page(), form=form, contested=review_id)


def _own_page() -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    if me.employee_id is None:
        abort(404)
    quarter = period_of(today(me.timezone), Window.QUARTER)
    found = own_feedback(session, me, quarter, request.args.get("page", 1, type=whole))
    return {
        "found": found,
        "bars": bars_of(found.figure),
        "empty_form": ContestForm(formdata=None),
        "contest_states": CONTEST_STATE_NAMES,
        "fewest": FEWEST,
    }
