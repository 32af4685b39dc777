"""What evaluators decide about the training of their people."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.seat_forms import ReasonForm, reason_form
from portal.domain.errors import NotFound
from portal.domain.organisation.acting import acting_for
from portal.domain.training.seats import approving, requesting
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session
from portal.wiring import HOURS_THIS_YEAR


@blueprint.get("/approvals")
def approvals() -> ResponseReturnValue:
    """Only for those who evaluate somebody, or stand in for somebody who does."""
    if not current_viewer().is_evaluator:
        raise NotFound
    return render_template("training/approvals.html", **_queue())


def _queue(refused_form: tuple[int, ReasonForm] | None = None) -> dict[str, Any]:
    session, at = current_session(), now()
    acting = acting_for(session, current_viewer(), at)
    waiting = approving.to_approve(session, acting, HOURS_THIS_YEAR, at)
    forms = {one.enrolment.id: reason_form(one.enrolment.id) for one in waiting}
    if refused_form is not None:
        forms[refused_form[0]] = refused_form[1]
    return {
        "waiting": waiting,
        "decided": approving.lately_decided(session, acting),
        "forms": forms,
        "problem": refused_form[1] if refused_form is not None else None,
        "at": at,
    }


@blueprint.post("/approvals/<int:enrolment_id>/approve")
def approve_seat(enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), reason_form(enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            requesting.approve(session, enrolment_id, by=me, at=now())
            return changed(url_for(".approvals"), said=_("Approved. The person is told."))
    return refused("training/approvals.html", **_queue((enrolment_id, form)))


@blueprint.post("/approvals/<int:enrolment_id>/refuse")
def refuse_seat(enrolment_id: int) -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), reason_form(enrolment_id)
    if form.validate_on_submit():
        with form.catching():
            requesting.refuse(session, enrolment_id, form.reason.data or "", by=me, at=now())
            return changed(url_for(".approvals"), said=_("Not approved. The person is told why."))
    return refused("training/approvals.html", **_queue((enrolment_id, form)))
