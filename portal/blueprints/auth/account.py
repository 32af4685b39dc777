import json
from datetime import date, datetime
from typing import Any

from flask import Response, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.auth.blueprint import blueprint
from portal.blueprints.auth.forms import PictureForm, PrivacyForm, ProfileForm
from portal.domain.accounts import actions, queries
from portal.domain.accounts.models import Theme
from portal.domain.organisation.own import employee_of, own_roles, set_privacy
from portal.keeping import MY_DATA
from portal.web.clock import now
from portal.web.people import current_viewer
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session


def tabs(here: str) -> list[dict[str, Any]]:
    """The three parts of the account."""
    parts = (
        (".account", _("Profile")),
        (".security", _("Signing in")),
        (".privacy", _("Data and privacy")),
    )
    return [{"label": label, "url": url_for(end), "current": end == here} for end, label in parts]


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    return render_template("auth/account.html", **profile_page())


@blueprint.post("/account")
def change_profile() -> ResponseReturnValue:
    form, me = ProfileForm(), current_viewer()
    if form.validate_on_submit():
        with form.catching():
            mine = queries.active_account(current_session(), me.account_id)
            actions.change_profile(
                current_session(),
                mine,
                name=form.name.data or "",
                locale=form.locale.data,
                timezone=form.timezone.data,
                theme=Theme(form.theme.data),
            )
            session["lang"] = form.locale.data
            return changed(url_for(".account"), said=_("Your profile is saved."))
    return refused("auth/account.html", **profile_page(form=form))


def profile_page(**given: Any) -> dict[str, Any]:
    """What the profile page shows; a refused form takes the place of the stored values."""
    me = current_viewer()
    stored = {"name": me.name, "locale": me.locale, "timezone": me.timezone, "theme": me.theme.value}
    return {
        "tabs_": tabs(".account"),
        "form": ProfileForm(formdata=None, **stored),
        "picture_form": PictureForm(formdata=None),
        "roles": own_roles(current_session(), me.account_id),
        **given,
    }


@blueprint.get("/account/privacy")
def privacy() -> ResponseReturnValue:
    employee = employee_of(current_session(), current_viewer().account_id)
    return render_template(
        "auth/privacy.html",
        tabs_=tabs(".privacy"),
        employee=employee,
        form=PrivacyForm(formdata=None, obj=employee),
    )


@blueprint.post("/account/privacy")
def change_privacy() -> ResponseReturnValue:
    form = PrivacyForm()
    if form.validate_on_submit():
        with form.catching():
            set_privacy(
                current_session(),
                current_viewer(),
                is_on_boards=form.is_on_boards.data,
                is_recognisable=form.is_recognisable.data,
                is_quiet=form.is_quiet.data,
            )
            return changed(url_for(".privacy"), said=_("Your choices are saved."))
    employee = employee_of(current_session(), current_viewer().account_id)
    return refused("auth/privacy.html", tabs_=tabs(".privacy"), employee=employee, form=form)


@blueprint.get("/account/my-data.json")
def my_data() -> Response:
    """Everything the portal keeps about this person, from every feature that keeps something."""
    me = current_viewer()
    content = {name: ask(current_session(), me) for name, ask in MY_DATA.items()}
    text = json.dumps({"made_at": now(), **content}, ensure_ascii=False, indent=2, default=_plain)
    return download(text.encode(), "my-data.json", "application/json")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
