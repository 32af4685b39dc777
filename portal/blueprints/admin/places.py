"""The blueprint of the administrators' pages and the tabs over them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from portal.domain.organisation.models import (
    DEPUTY_KIND_NAMES,
    EMPLOYMENT_NAMES,
    EXPOSURE_NAMES,
    ROLE_NAMES,
    Role,
)
from portal.domain.organisation.policies import may_run_installation
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import viewer_or_none

ZONES = {
    "Asia/Jakarta": "WIB (Jakarta)",
    "Asia/Pontianak": "WIB (Pontianak)",
    "Asia/Makassar": "WITA (Makassar)",
    "Asia/Jayapura": "WIT (Jayapura)",
}

MESSAGE_KINDS = {
    "mail": n_("Letter"),
    "invitation": n_("Invitation"),
    "password_reset": n_("Link for a new password"),
    "files.remove": n_("Removing files"),
    "erasure.finish": n_("Finishing an erasure"),
}

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


def _hr(viewer: Viewer) -> bool:
    return bool(viewer.spans(Role.HR_ADMIN))


def _auditor(viewer: Viewer) -> bool:
    return bool(viewer.spans(Role.AUDITOR, Role.ADMIN))


TABS = (
    ("admin.index", n_("Overview"), _hr),
    ("admin.units", n_("Units"), _hr),
    ("admin.people", n_("People"), _hr),
    ("admin.roles", n_("Roles"), _hr),
    ("admin.invitations", n_("Invitations"), _hr),
    ("admin.imports", n_("Import"), _hr),
    ("admin.agencies", n_("Agencies"), may_run_installation),
    ("admin.audit", n_("Audit log"), _auditor),
    ("admin.outbox", n_("Failed messages"), may_run_installation),
)


@blueprint.context_processor
def tabs() -> dict[str, Any]:
    """`admin_tabs`: the places this person may enter, with the present one marked."""
    viewer = viewer_or_none()  # error pages of these addresses are for everybody
    entries = []
    for endpoint, label, is_for in TABS:
        if viewer is not None and is_for(viewer):
            url = url_for(endpoint)
            here = request.path == url or (endpoint != "admin.index" and request.path.startswith(f"{url}/"))
            entries.append({"label": say(label), "url": url, "current": here})
    return {"admin_tabs": entries}


@blueprint.context_processor
def names() -> dict[str, Any]:
    """What the kinds of things are called; templates translate."""
    return {
        "role_names": ROLE_NAMES,
        "employments": EMPLOYMENT_NAMES,
        "exposures": EXPOSURE_NAMES,
        "deputy_kinds": DEPUTY_KIND_NAMES,
        "zones": ZONES,
        "message_kinds": MESSAGE_KINDS,
        "field_names": {"left_on": n_("Back in service")},
    }


def options_of(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """For a filter: everything, or one of these."""
    return [("", _("All")), *((str(value), say(name)) for value, name in names.items())]


def page_number() -> int:
    return request.args.get("page", 1, type=whole)
