"""Everything under /training, gathered: importing a module adds its routes."""

from portal.blueprints.training import (
    catalogue,
    looks,
    places,
    sessions,
)
from portal.blueprints.training.blueprint import blueprint

__all__ = ["blueprint", "catalogue", "looks", "places", "sessions"]
