"""Five questions without a name. Nothing of the request is kept beside the answers: no key, no line in the log."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.change.blueprint import blueprint
from portal.blueprints.change.forms import pulse_form
from portal.domain.change.pulses import actions, results
from portal.domain.change.pulses.groups import LEAST
from portal.domain.change.pulses.models import Readiness
from portal.domain.change.scope import today_of
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import refused
from portal.web.transactions import current_session

PAGE = "change/pulse.html"


@blueprint.get("/pulses/<int:pulse_id>")
def pulse(pulse_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    found = results.pulse_for(session, me, pulse_id)
    is_done = results.took_part(session, me, found)
    today = today_of(me, now())
    return render_template(PAGE, pulse=found, form=pulse_form(), is_done=is_done, today=today, least=LEAST)


@blueprint.post("/pulses/<int:pulse_id>")
def answer_pulse(pulse_id: int) -> ResponseReturnValue:
    g.is_without_time = True
    session, me, form = current_session(), current_viewer(), pulse_form()
    found = results.pulse_for(session, me, pulse_id)
    if form.validate_on_submit():
        with form.catching():
            scores = {one: int(form[one.value].data) for one in Readiness}
            actions.answer(session, found, scores, by=me, at=now())
            flash(_("Thank you. Your answers are in, without your name."))
            return redirect(url_for(".pulse", pulse_id=pulse_id), code=303)
    again = results.pulse_for(session, me, pulse_id)
    return refused(PAGE, pulse=again, form=form, is_done=False, today=today_of(me, now()), least=LEAST)
