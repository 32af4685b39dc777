"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    access_report,
    catalogue,
    feeds,
    hours,
    hours_people,
    hours_rules,
    looks,
    materials,
    needs,
    places,
    rooms,
    session_work,
    sessions,
    teach,
    trainers,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "access_report",
    "blueprint",
    "catalogue",
    "feeds",
    "hours",
    "hours_people",
    "hours_rules",
    "looks",
    "materials",
    "needs",
    "places",
    "rooms",
    "session_work",
    "sessions",
    "teach",
    "trainers",
]
