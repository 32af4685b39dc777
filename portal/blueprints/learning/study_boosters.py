"""One question, some days after a module was finished."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.learning.blueprint import blueprint
from portal.blueprints.learning.study_forms import question_form
from portal.domain.learning.studies.boosters import answer_booster, booster_for
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/boosters/<int:booster_id>")
def booster(booster_id: int) -> ResponseReturnValue:
    found, question = booster_for(current_session(), current_viewer(), booster_id, at=now())
    form = question_form([question])
    return render_template("learning/booster.html", booster=found, question=question, form=form)


@blueprint.post("/boosters/<int:booster_id>")
def answer(booster_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    _found, question = booster_for(session, me, booster_id, at=now())
    form = question_form([question])
    if form.validate_on_submit():
        with form.catching():
            chosen = request.form.getlist(f"q_{question.key}")[:20]
            answer_booster(session, booster_id, chosen, by=me, at=now())
            return changed(url_for(".booster", booster_id=booster_id))
    found, question = booster_for(current_session(), me, booster_id, at=now())
    return refused("learning/booster.html", booster=found, question=question, form=form)
