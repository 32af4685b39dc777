"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    attendance,
    catalogue,
    certificates,
    externals,
    looks,
    places,
    proof,
    proof_looks,
    results,
    roster,
    sessions,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = ["attendance", "certificates", "externals", "proof", "proof_looks", "results", "roster"]
__all__ += ["blueprint", "catalogue", "looks", "places", "sessions"]
