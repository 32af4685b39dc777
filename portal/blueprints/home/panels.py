"""The home page is made of panels; who one is decides which. Each panel is a template and the answers it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.database import Session
from portal.domain.audit.oversight import oversight
from portal.domain.audit.verbs import VERB_NAMES
from portal.domain.organisation.acting import acting_for
from portal.domain.organisation.models import Role
from portal.domain.organisation.people import queries as people
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Window, last_periods, period_of
from portal.domain.public_reviews.results import figures
from portal.domain.public_reviews.reviews.queries import new_reviews
from portal.domain.public_reviews.satisfaction import GRADE_NAMES
from portal.domain.rewards.glance import glance_of
from portal.domain.rewards.news import news_of
from portal.domain.targets.overview.home import first_people, oldest_waiting, own_targets
from portal.domain.targets.overview.queries import waiting_for
from portal.domain.targets.plans.queries import today_of
from portal.domain.training.seats.approving import AWAITING_APPROVAL
from portal.web.clock import now, today
from portal.web.filters import day as day_words

MONTHS = 12
PEOPLE = 5
BOARD = 5
BADGES = 8
OLDEST = 2
WATCHED = timedelta(days=30)


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
    acting = acting_for(session, viewer, now())
    return {
        "waiting": waiting_for(session, acting, AWAITING_APPROVAL, at=now()),
        "oldest": oldest_waiting(session, acting, OLDEST),
        "people": first_people(session, viewer, acting, day, PEOPLE),
    }


def _own(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    """An employee's own targets, citizens' words and next tasks."""
    assert viewer.employee_id is not None
    return {
        "targets": own_targets(session, viewer.employee_id, today_of(viewer, now())),
        "figure": figures.officer_figure(session, viewer.employee_id, period_of(day, Window.QUARTER)),
        "rewards": _rewards(session, viewer, day) if viewer.has_rewards else None,
    }


def _rewards(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    glance = glance_of(session, viewer, day, last_periods(day, Window.MONTH, MONTHS), BOARD)
    return {
        "glance": glance,
        "news": news_of(session, viewer, day, now()),
        "won": glance.won[:BADGES],
        "missing": glance.missing[: max(0, BADGES - len(glance.won))],
        "months": [(day_words(start, "MMM"), points) for start, points in glance.months],
    }


def _services(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    """The satisfaction index of the services one manages, or leads; the inbox is for those who manage."""
    quarter, months = period_of(day, Window.QUARTER), last_periods(day, Window.MONTH, MONTHS)
    is_manager = viewer.has(Role.SERVICE_MANAGER)
    if is_manager:
        index = figures.index_for(session, viewer, quarter, months)
    else:
        index = figures.index_of_unit(session, *viewer.spans(Role.LEADER)[0], quarter, months)
    return {
        "index": index,
        "new": new_reviews(session, viewer, today=day) if is_manager else None,
        "grades": GRADE_NAMES,
    }


def _administration(session: Session, viewer: Viewer, _day: date) -> dict[str, Any]:
    return {"figures": people.figures(session, viewer)}


def _audit(session: Session, viewer: Viewer, day: date) -> dict[str, Any]:
    since = now() - WATCHED
    return {
        "watch": oversight(session, viewer.spans(Role.AUDITOR), since=since),
        "since": day - WATCHED,
        "verbs": VERB_NAMES,
    }


def _holds(*roles: Role) -> Callable[[Viewer], bool]:
    return lambda viewer: bool(viewer.spans(*roles))


def _holds_some(*roles: Role) -> Callable[[Viewer], bool]:
    """Held by name: an administrator of the installation looks after services only when asked to."""
    return lambda viewer: viewer.has(*roles)


PANELS: tuple[
    tuple[Callable[[Viewer], bool], str, Callable[[Session, Viewer, date], dict[str, Any]]], ...
] = (
    (lambda viewer: viewer.is_evaluator, "waiting", _waiting),
    (_holds(Role.AUDITOR), "audit", _audit),
    (_holds(Role.HR_ADMIN), "administration", _administration),
    (_holds_some(Role.SERVICE_MANAGER, Role.LEADER), "services", _services),
    (lambda viewer: viewer.employee_id is not None, "own", _own),
)
