from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth.account import profile_page
from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import PictureForm
from portal.domain import files
from portal.domain.accounts import actions, queries
from portal.domain.accounts.pictures import squared
from portal.web import responses
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, refused
from portal.web.transactions import current_session, settings


@blueprint.post("/account/picture")
def change_picture() -> ResponseReturnValue:
    """The picture is cut and written before the transaction begins."""
    form = PictureForm()
    if form.validate_on_submit():
        with form.catching():
            content = squared(form.picture.data.read())
            new = files.prepare(settings().uploads, "picture.png", content, pictures_only=True)
            mine = queries.active_account(current_session(), current_viewer().account_id)
            actions.change_picture(current_session(), mine, new, at=now())
            return changed(url_for(".account"), said=_("Your picture is saved."))
    return refused("auth/account.html", **profile_page(picture_form=form))


@blueprint.post("/account/picture/remove")
def remove_picture() -> ResponseReturnValue:
    mine = queries.active_account(current_session(), current_viewer().account_id)
    actions.change_picture(current_session(), mine, None, at=now())
    return changed(url_for(".account"), said=_("Your picture is gone. Colleagues see your initials."))


@blueprint.get("/account/pictures/<int:account_id>")
def picture(account_id: int) -> Response:
    """Colleagues see each other's faces; the public does not."""
    return responses.picture(queries.picture_of(current_session(), account_id))
