"""All pages of the feature hang on one blueprint."""

from portal.blueprints.public_reviews import inbox, manage, mine, public, slips, survey
from portal.blueprints.public_reviews.blueprint import blueprint

__all__ = ["blueprint", "inbox", "manage", "mine", "public", "slips", "survey"]
