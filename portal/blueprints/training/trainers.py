"""Who teaches: the directory, one trainer's page, and adding experts from inside and outside."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.forms import TrainerErasureForm, TrainerForm
from portal.blueprints.training.teach import keepers
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Role
from portal.domain.training.courses import erasing_trainers as erasing
from portal.domain.training.courses import queries as courses
from portal.domain.training.courses import trainers as directory
from portal.domain.training.policies import may_teach
from portal.domain.training.sessions import listing
from portal.keeping import ERASURE
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/trainers")
def trainers() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    search, kind = request.args.get("q", "").strip()[:80], request.args.get("kind", "")
    kind = kind if kind in ("internal", "external") else ""
    number = request.args.get("page", 1, type=whole)
    page = directory.directory(session, me, search=search, kind=kind, number=number)
    return render_template(
        "training/trainers.html", page=page, search=search, kind=kind, may_add=may_teach(me)
    )


@blueprint.get("/trainers/<int:trainer_id>")
def show_trainer(trainer_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    trainer = directory.trainer_for(session, me, trainer_id)
    taught = courses.courses_by_trainer(session, me, trainer.id)
    return render_template(
        "training/trainer.html",
        trainer=trainer,
        taught=taught,
        dates=listing.next_dates(session, me, [one.id for one in taught], at=at),
        may_edit=directory.may_edit_trainer(me, trainer) and not trainer.is_erased,
        may_erase=erasing.may_erase_trainer(session, me, trainer) and not trainer.is_erased,
    )


@blueprint.route("/trainers/new", methods=["GET", "POST"])
@keepers
def new_trainer() -> ResponseReturnValue:
    session, me, form = current_session(), current_viewer(), TrainerForm()
    if form.validate_on_submit():
        with form.catching():
            trainer = directory.add_trainer(session, form.to_input(), by=me)
            there = url_for(".show_trainer", trainer_id=trainer.id)
            return changed(there, said=_("%(name)s is in the directory.", name=trainer.name))
    if form.is_submitted():
        return refused("training/trainer_form.html", form=form, trainer=None)
    return render_template("training/trainer_form.html", form=form, trainer=None)


@blueprint.route("/trainers/<int:trainer_id>/edit", methods=["GET", "POST"])
@keepers
def edit_trainer(trainer_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    trainer = directory.trainer_to_edit(session, me, trainer_id)
    form = TrainerForm(obj=trainer)
    if form.validate_on_submit():
        with form.catching():
            directory.change_trainer(session, trainer, form.to_input(), by=me)
            return changed(url_for(".show_trainer", trainer_id=trainer.id), said=_("Kept."))
    if form.is_submitted():
        return refused("training/trainer_form.html", form=form, trainer=trainer)
    return render_template("training/trainer_form.html", form=form, trainer=trainer)


@blueprint.route("/trainers/<int:trainer_id>/erase", methods=["GET", "POST"])
@only(Role.HR_ADMIN, Role.ADMIN)
def erase_trainer(trainer_id: int) -> ResponseReturnValue:
    """Only of somebody from outside: colleagues are erased as employees, once they have left."""
    session, me, form = current_session(), current_viewer(), TrainerErasureForm()
    trainer = directory.trainer_for(session, me, trainer_id)
    if not erasing.may_erase_trainer(session, me, trainer):
        raise NotFound
    if form.validate_on_submit():
        with form.catching():
            typed = {"typed_name": form.name.data or "", "reason": form.reason.data or ""}
            erasing.erase_trainer(session, trainer, ERASURE, **typed, by=me, at=now())
            return changed(url_for(".trainers"), said=_("The data of this person are erased."))
    page: dict[str, Any] = {
        "form": form,
        "trainer": trainer,
        "parts": erasing.parts_of_trainer(session, trainer, ERASURE),
    }
    if form.is_submitted():
        return refused("training/trainer_erase.html", **page)
    return render_template("training/trainer_erase.html", **page)
