"""The desk of those who write modules: theirs, their colleagues', and what waits for a decision."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.learning.author_forms import DetailsForm
from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.modules import actions, publishing, queries
from portal.domain.learning.modules.details import ModuleDetails, details_from
from portal.domain.learning.modules.policies import may_author
from portal.domain.organisation.models import Role
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session


@blueprint.get("/author")
@only(Role.TRAINER, Role.HR_ADMIN)
def author() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    number = request.args.get("page", 1, type=whole)
    shows_others = request.args.get("show") == "others" or not may_author(me)
    page = (queries.others_modules if shows_others else queries.own_modules)(session, me, number)
    return render_template(
        "learning/author/index.html",
        page=page,
        shows_others=shows_others,
        waiting=queries.waiting_for_review(session, me),
        is_author=may_author(me),
    )


@blueprint.get("/author/new")
@only(Role.TRAINER)
def new_module() -> ResponseReturnValue:
    return render_template("learning/author/details.html", **_page(DetailsForm()))


def _page(form: DetailsForm) -> dict[str, Any]:
    themes = queries.known_themes(current_session(), current_viewer())
    return {"form": form, "themes": themes, "version": None}


@blueprint.post("/author/new")
@only(Role.TRAINER)
def create_module() -> ResponseReturnValue:
    form = DetailsForm()
    if form.validate_on_submit():
        with form.catching():
            version = actions.create(current_session(), details_in(form), by=current_viewer(), at=now())
            there = url_for(".show_version", version_id=version.id)
            return changed(there, said=_("The module is begun. Now add its first lesson."))
    return refused("learning/author/details.html", **_page(form))


def details_in(form: DetailsForm) -> ModuleDetails:
    return details_from({name: "" if value is None else value for name, value in form.data.items()})


@blueprint.post("/author/versions/<int:version_id>/copy")
@only(Role.TRAINER)
def copy_module(version_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    made = actions.copy(session, queries.version_to_see(session, me, version_id), by=me, at=now())
    return changed(
        url_for(".show_version", version_id=made.id), said=_("A copy of your own. Change what you like.")
    )


@blueprint.post("/author/modules/<int:module_id>/versions")
@only(Role.TRAINER)
def begin_version(module_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    module = queries.module_to_write(session, me, module_id)
    version = actions.begin_version(session, module, by=me, at=now())
    said = _("A new version. Who has begun the module stays on the old one.")
    return changed(url_for(".show_version", version_id=version.id), said=said)


@blueprint.post("/author/modules/<int:module_id>/retire")
@only(Role.TRAINER)
def retire_module(module_id: int) -> ResponseReturnValue:
    module = publishing.retire(current_session(), module_id, by=current_viewer(), at=now())
    said = _("No longer offered. Who has begun it can finish it.")
    return changed(url_for(".show_version", version_id=module.live_version_id), said=said)


@blueprint.post("/author/modules/<int:module_id>/offer")
@only(Role.TRAINER)
def offer_module(module_id: int) -> ResponseReturnValue:
    module = publishing.offer_again(current_session(), module_id, by=current_viewer(), at=now())
    return changed(url_for(".show_version", version_id=module.live_version_id), said=_("Offered again."))
