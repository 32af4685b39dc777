"""The pages of training side by side: what stands in the row of tabs, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask.blueprints import BlueprintSetupState

from portal.blueprints.training.blueprint import blueprint
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.policies import may_teach
from portal.domain.words import n_
from portal.web.languages import say
from portal.web.people import current_viewer


@dataclass(frozen=True, slots=True)
class Tab:
    """`inside`: endpoints that belong to the tab besides its own."""

    endpoint: str
    label: str
    is_for: Callable[[Viewer], bool]
    inside: tuple[str, ...] = ()


def everybody(_viewer: Viewer) -> bool:
    return True


def employees(viewer: Viewer) -> bool:
    return viewer.employee_id is not None


TABS: list[Tab] = [
    Tab("training.index", n_("Catalogue"), everybody),
    Tab("training.calendar", n_("Calendar"), everybody),
    Tab("training.trainers", n_("Trainers"), everybody),
    Tab("training.teach", n_("Workshop"), may_teach),
]


def training_tabs() -> list[dict[str, object]]:
    """As the `tabs` macro takes them."""
    here = request.endpoint
    return [
        {
            "label": say(tab.label),
            "url": url_for(tab.endpoint),
            "current": here == tab.endpoint or here in tab.inside,
        }
        for tab in TABS
        if tab.is_for(current_viewer())
    ]


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals["training_tabs"] = training_tabs
