"""The page on which somebody asks that their data be erased, and takes it back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth.account import tabs
from portal.blueprints.auth.blueprint import blueprint
from portal.domain.organisation.erasure import actions, queries
from portal.keeping import ERASURE
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed
from portal.web.transactions import current_session


@blueprint.get("/account/erasure")
def erasure() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    return render_template(
        "auth/erasure.html",
        tabs_=tabs(".privacy"),
        request_=queries.open_request_of(session, me.employee_id) if me.employee_id else None,
        goes=queries.kinds_of(ERASURE),
        stays=list(queries.kept_of(ERASURE)),
    )


@blueprint.post("/account/erasure")
def ask_erasure() -> ResponseReturnValue:
    actions.ask(current_session(), by=current_viewer(), at=now())
    return changed(url_for(".erasure"), said=_("Your request is noted. HR has been told."))


@blueprint.post("/account/erasure/withdraw")
def withdraw_erasure() -> ResponseReturnValue:
    actions.withdraw(current_session(), by=current_viewer(), at=now())
    return changed(url_for(".erasure"), said=_("Your request is taken back. Nothing will be erased."))
