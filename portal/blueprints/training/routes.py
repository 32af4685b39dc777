"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    catalogue,
    feeds,
    looks,
    materials,
    places,
    rooms,
    session_work,
    sessions,
    teach,
    trainers,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "blueprint",
    "catalogue",
    "feeds",
    "looks",
    "materials",
    "places",
    "rooms",
    "session_work",
    "sessions",
    "teach",
    "trainers",
]
