"""All pages of the feature hang on one blueprint."""

from portal.blueprints.public_reviews import public, survey
from portal.blueprints.public_reviews.blueprint import blueprint

__all__ = ["blueprint", "public", "survey"]
