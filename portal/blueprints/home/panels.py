"""The home page is made of panels; who one is decides which. Each panel is a template and the answers it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.database import Session
from portal.domain.organisation.models import Role
from portal.domain.organisation.people import queries as people
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Window, last_periods, period_of
from portal.domain.public_reviews.results import figures
from portal.domain.public_reviews.reviews.queries import new_reviews
from portal.domain.public_reviews.satisfaction import GRADE_NAMES
from portal.domain.rewards.boards.pages import Reach, board_for
from portal.domain.rewards.ledger.queries import points_by_month
from portal.domain.rewards.periods import quarter_key
from portal.domain.rewards.profile import profile_of
from portal.domain.targets.overview import queries as targets
from portal.domain.targets.overview.tasks import next_tasks
from portal.web.clock import now, today
from portal.web.filters import day as day_words

MONTHS = 12
PEOPLE = 5
BOARD = 5


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    data: dict[str, Any]


def panels_for(session: Session, viewer: Viewer) -> Iterator[Panel]:
    """What waits for others first, then one's own, then what one looks after."""
    day = today(viewer.timezone)
    for is_for, template, make in PANELS:
        if is_for(viewer):
            yield Panel(f"home/_{template}.html", make(session, viewer, day))


def _waiting(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    return {
        "waiting": targets.waiting_for(session, viewer, now()),
        "people": targets.people_of(session, viewer, now(), day=day).items[:PEOPLE],
    }


def _own(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    """An employee's own targets, citizens' words and next tasks."""
    assert viewer.employee_id is not None
    quarter = period_of(day, Window.QUARTER)
    return {
        "progress": targets.progress_of(session, viewer.employee_id, quarter),
        "tasks": next_tasks(session, viewer, now()),
        "figure": figures.officer_figure(session, viewer.employee_id, quarter),
        "rewards": _rewards(session, viewer, day) if viewer.has_rewards else None,
    }


def _rewards(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    assert viewer.employee_id is not None
    months = last_periods(day, Window.MONTH, MONTHS)
    return {
        "profile": profile_of(session, viewer.employee_id, day),
        "board": board_for(session, viewer, Reach.AGENCY, quarter_key(day), most=BOARD),
        "months": [
            (day_words(start, "MMM"), points)
            for start, points in points_by_month(session, viewer.employee_id, months)
        ],
    }


def _services(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    """The satisfaction index of the services one manages, or leads; the inbox is for those who manage."""
    quarter, lately = period_of(day, Window.QUARTER), figures.year_to(day)
    is_manager = viewer.has(Role.SERVICE_MANAGER)
    if is_manager:
        now, months = (figures.index_for(session, viewer, period) for period in (quarter, lately))
    else:
        low, high = viewer.spans(Role.LEADER)[0]
        now, months = (figures.index_of_unit(session, low, high, period) for period in (quarter, lately))
    return {
        "index": now,
        "months": months.months,
        "new": new_reviews(session, viewer, today=day) if is_manager else None,
        "grades": GRADE_NAMES,
    }


def _administration(session: Session, viewer: Viewer, _day: date) -> dict[str, Any]:
    return {"figures": people.figures(session, viewer) if viewer.spans(Role.HR_ADMIN) else None}


def _holds(*roles: Role) -> Callable[[Viewer], bool]:
    return lambda viewer: bool(viewer.spans(*roles))


def _holds_some(*roles: Role) -> Callable[[Viewer], bool]:
    """Held by name: an administrator of the installation looks after services only when asked to."""
    return lambda viewer: viewer.has(*roles)


PANELS: tuple[
    tuple[Callable[[Viewer], bool], str, Callable[[Session, Viewer, date], dict[str, Any]]], ...
] = (
    (lambda viewer: viewer.is_evaluator, "waiting", _waiting),
    (_holds(Role.HR_ADMIN, Role.AUDITOR), "administration", _administration),
    (_holds_some(Role.SERVICE_MANAGER, Role.LEADER), "services", _services),
    (lambda viewer: viewer.employee_id is not None, "own", _own),
)
