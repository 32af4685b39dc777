"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    access_report,
    catalogue,
    hours,
    hours_people,
    hours_rules,
    looks,
    needs,
    places,
    sessions,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "access_report",
    "blueprint",
    "catalogue",
    "hours",
    "hours_people",
    "hours_rules",
    "looks",
    "needs",
    "places",
    "sessions",
]
