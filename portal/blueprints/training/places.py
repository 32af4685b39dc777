"""The pages of training side by side: what stands in the row of tabs, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from flask.blueprints import BlueprintSetupState

from portal.blueprints.training.blueprint import blueprint
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.access.reporting import may_see_access
from portal.domain.training.hours.people import may_look_after
from portal.domain.training.needs_analysis.queries import may_see_needs
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


def evaluators(viewer: Viewer) -> bool:
    return viewer.is_evaluator


# What those who look after people find side by side below their tab.
BESIDE = (
    ("training.hours_people", n_("Learning hours"), may_look_after),
    ("training.access", n_("Fair access"), may_see_access),
    ("training.needs", n_("Needs"), may_see_needs),
)
TABS: list[Tab] = [
    Tab("training.index", n_("Catalogue"), everybody),
    Tab(
        "training.mine",
        n_("My training"),
        employees,
        ("training.show_seat", "training.accept_seat", "training.decline_seat", "training.withdraw_seat"),
    ),
    Tab("training.calendar", n_("Calendar"), everybody),
    Tab(
        "training.approvals", n_("To approve"), evaluators, ("training.approve_seat", "training.refuse_seat")
    ),
    Tab("training.trainers", n_("Trainers"), everybody),
    Tab("training.hours", n_("Learning hours"), employees, ("training.hours_rules",)),
    Tab(
        "training.certificates",
        n_("Certificates"),
        employees,
        ("training.show_certificate", "training.issued_certificates", "training.review_externals"),
    ),
    Tab("training.teach", n_("Trainers' workshop"), may_teach),
    Tab("training.hours_people", n_("My people"), may_look_after, tuple(one for one, *_ in BESIDE)),
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


def people_tabs() -> list[dict[str, object]]:
    """The second row: what one reads about the people one looks after."""
    me = current_viewer()
    return [
        {"label": say(label), "url": url_for(endpoint), "current": request.endpoint == endpoint}
        for endpoint, label, is_for in BESIDE
        if is_for(me)
    ]


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(training_tabs=training_tabs, people_tabs=people_tabs)
