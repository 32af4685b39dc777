"""What the templates of targets need besides their data: names of states, tabs of periods, people as avatars."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.domain.organisation.models import Employee
from portal.domain.organisation.naming import initials_of
from portal.domain.targets.checkins.models import ENTRY_STATE_NAMES, VERDICT_NAMES
from portal.domain.targets.checkins.queries import Waiter
from portal.domain.targets.overview.plan_page import PlanPage
from portal.domain.targets.plans.contents import (
    ASPECT_NAMES,
    DIRECTION_NAMES,
    PERSPECTIVE_NAMES,
    READING_NAMES,
    RESULT_KIND_NAMES,
)
from portal.domain.targets.plans.models import APPROACH_NAMES, PLAN_STATE_NAMES, PerformancePlan


@dataclass(frozen=True, slots=True)
class Face:
    name: str
    initials: str
    picture_url: str | None = None


def person_of(employee: Employee) -> Face:
    return Face(employee.name, initials_of(employee.name))


def period_label(plan: PerformancePlan) -> str:
    whole_year = (plan.starts_on.month, plan.starts_on.day, plan.period.months) == (1, 1, 12)
    last = plan.last_day
    return f"{plan.starts_on.year}" if whole_year else f"{plan.starts_on:%m/%Y}–{last:%m/%Y}"


def plan_tabs(view: PlanPage) -> list[dict[str, Any]]:
    return [
        {
            "label": period_label(plan),
            "url": url_for("targets.show", plan_id=plan.id),
            "current": plan.id == view.plan.id,
        }
        for plan in view.siblings
    ]


def waiter_options(waiters: list[Waiter]) -> list[tuple[Any, str]]:
    """Everybody, or one of those whose reports wait."""
    return [("", _("Everybody")), *((one.employee_id, f"{one.name} ({one.entries})") for one in waiters)]


WORDS = {
    "plan_state_names": PLAN_STATE_NAMES,
    "entry_state_names": ENTRY_STATE_NAMES,
    "verdict_names": VERDICT_NAMES,
    "aspect_names": ASPECT_NAMES,
    "direction_names": DIRECTION_NAMES,
    "reading_names": READING_NAMES,
    "result_kind_names": RESULT_KIND_NAMES,
    "perspective_names": PERSPECTIVE_NAMES,
    "approach_names": APPROACH_NAMES,
    "person_of": person_of,
    "plan_tabs": plan_tabs,
    "waiter_options": waiter_options,
}


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """As globals, because imported macros see nothing else."""
    state.app.jinja_env.globals.update(WORDS)
