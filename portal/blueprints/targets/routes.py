"""Everything under /targets, gathered: importing a module adds its routes."""

from portal.blueprints.targets import checkins, indicators, looks, overview, plans, results, review
from portal.blueprints.targets.blueprint import blueprint

__all__ = ["blueprint", "checkins", "indicators", "looks", "overview", "plans", "results", "review"]
