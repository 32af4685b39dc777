"""The catalogue as its keepers see it: items, and which parts of rewards an agency uses."""

from typing import Any

from flask import Blueprint, Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.rewards.catalogue_forms import ItemForm, OptionsForm
from portal.domain import files
from portal.domain.errors import RuleBroken
from portal.domain.files import Prepared
from portal.domain.organisation.models import Role
from portal.domain.rewards.catalogue import items
from portal.domain.rewards.options.choosing import Options, choice_for, choices_for, choose
from portal.web.clock import now, today
from portal.web.people import current_viewer, only
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings

blueprint = Blueprint("rewards_items", __name__, url_prefix="/admin/rewards/catalogue")
keepers = only(Role.HR_ADMIN)
PAGE = "rewards/catalogue/edit.html"


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    return render_template(
        "rewards/catalogue/items.html",
        rows=items.items_kept(session, me),
        choices=choices_for(session, me),
        day=today(me.timezone),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@keepers
def new() -> ResponseReturnValue:
    """The picture is written before the transaction begins."""
    form, me = ItemForm(agency=current_viewer().agency_id), current_viewer()
    if form.validate_on_submit():
        with form.catching():
            picture = _prepared(form)
            session = current_session()
            items.add_item(session, form.agency.data or 0, form.to_input(), picture, by=me, at=now())
            return changed(url_for(".index"), said=_("The item is in the catalogue."))
    _offer_agencies(form)
    return refused(PAGE, form=form) if form.is_submitted() else render_template(PAGE, form=form)


@blueprint.route("/<int:item_id>/edit", methods=["GET", "POST"])
@keepers
def edit(item_id: int) -> ResponseReturnValue:
    me, form = current_viewer(), ItemForm()
    if form.is_submitted():
        if form.validate():
            with form.catching():
                picture, session = _prepared(form), current_session()
                item = items.item_kept(session, me, item_id)
                items.change_item(
                    session, item, form.to_input(), picture, stock_seen=form.seen, by=me, at=now()
                )
                return changed(url_for(".index"), said=_("The item is changed."))
        shown = items.item_kept(current_session(), me, item_id)
        return refused(PAGE, form=form, item=shown)
    item = items.item_kept(current_session(), me, item_id)
    filled = ItemForm(obj=item, agency=item.agency_id, stock_seen=item.stock, picture=None)
    return render_template(PAGE, form=filled, item=item)


@blueprint.post("/<int:item_id>/<any(close, open):verb>")
@keepers
def change_state(item_id: int, verb: str) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    item = items.item_kept(session, me, item_id)
    items.set_open(session, item, verb == "open", by=me, at=now())
    said = _("It can be asked for again.") if verb == "open" else _("Nobody can ask for it any more.")
    return changed(url_for(".index"), said=said)


@blueprint.route("/options/<int:agency_id>", methods=["GET", "POST"])
@keepers
def options(agency_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    choice = choice_for(session, me, agency_id)
    form = OptionsForm(obj=choice.options)
    if form.validate_on_submit():
        with form.catching():
            wanted = Options(form.has_incentives.data, form.has_catalogue.data)
            choose(session, choice, wanted, by=me, at=now())
            return changed(url_for(".index"), said=_("Your choices are saved."))
    page = "rewards/catalogue/options.html"
    shown: dict[str, Any] = {"form": form, "agency": choice.agency}
    return refused(page, **shown) if form.is_submitted() else render_template(page, **shown)


def _prepared(form: ItemForm) -> Prepared | None:
    upload: Any = form.picture.data
    if not upload or not upload.filename:
        return None
    try:
        return files.prepare(settings().uploads, upload.filename, upload.read(), pictures_only=True)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="picture", **broken.values) from broken


def _offer_agencies(form: ItemForm) -> None:
    kept = choices_for(current_session(), current_viewer())
    form.agency.choices = [SelectChoice(one.agency.id, one.agency.name) for one in kept]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
