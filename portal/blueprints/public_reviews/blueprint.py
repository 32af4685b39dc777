"""The blueprint itself, and the keys it derives once."""

from typing import cast

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState

from portal.database import derived_key
from portal.domain.public_reviews.reviews.inputs import Limits

blueprint = Blueprint("public_reviews", __name__)


@blueprint.record_once
def derive_keys(state: BlueprintSetupState) -> None:
    config = state.app.extensions["portal_config"]
    state.app.extensions["review_keys"] = {
        purpose: derived_key(config, f"reviews/{purpose}") for purpose in ("address", "stamp", "puzzle")
    }
    state.app.config.setdefault("REVIEW_LIMITS", Limits(per_address_and_hour=config.reviews_per_address))


def key_for(purpose: str) -> bytes:
    return cast(dict[str, bytes], current_app.extensions["review_keys"])[purpose]


def limits() -> Limits:
    return cast(Limits, current_app.config["REVIEW_LIMITS"])
