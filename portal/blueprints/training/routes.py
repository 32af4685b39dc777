"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    approvals,
    catalogue,
    looks,
    places,
    seat_looks,
    seat_requests,
    seats,
    sessions,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "approvals",
    "blueprint",
    "catalogue",
    "looks",
    "places",
    "seat_looks",
    "seat_requests",
    "seats",
    "sessions",
]
