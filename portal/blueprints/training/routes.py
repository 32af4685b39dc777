"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    approvals,
    catalogue,
    feeds,
    looks,
    materials,
    places,
    rooms,
    seat_looks,
    seat_requests,
    seats,
    session_work,
    sessions,
    teach,
    trainers,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "approvals",
    "blueprint",
    "catalogue",
    "feeds",
    "looks",
    "materials",
    "places",
    "rooms",
    "seat_looks",
    "seat_requests",
    "seats",
    "session_work",
    "sessions",
    "teach",
    "trainers",
]
