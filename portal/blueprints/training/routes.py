"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    attendance,
    catalogue,
    certificates,
    externals,
    feeds,
    looks,
    materials,
    places,
    proof,
    proof_looks,
    results,
    rooms,
    roster,
    session_work,
    sessions,
    teach,
    trainers,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = [
    "attendance",
    "blueprint",
    "catalogue",
    "certificates",
    "externals",
    "feeds",
    "looks",
    "materials",
    "places",
    "proof",
    "proof_looks",
    "results",
    "rooms",
    "roster",
    "session_work",
    "sessions",
    "teach",
    "trainers",
]
