"""Rules to begin with: each with the sentence people would read, and what is still missing."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.rewards.rule_forms import PAID
from portal.domain.errors import NotAllowed
from portal.domain.organisation.models import Role
from portal.domain.rewards.rules import queries
from portal.domain.rewards.rules.choices import agencies_within
from portal.domain.rewards.rules.gallery import by_category
from portal.domain.rewards.rules.pack import COMING
from portal.domain.rewards.rules.sentence import within
from portal.domain.rewards.rules.templates import CATEGORY_NAMES, Template
from portal.web.languages import say
from portal.web.people import current_viewer, only
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_gallery", __name__, url_prefix="/admin/rewards")


@blueprint.get("/templates")
@only(Role.ADMIN, Role.HR_ADMIN)
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    if not agencies_within(session, me):
        raise NotAllowed
    offered = queries.metrics(session)

    def missing(template: Template) -> list[str]:
        """The numbers it waits for, in words."""
        return [
            within(say(COMING[code].label)) if code in COMING else code for code in template.missing(offered)
        ]

    return render_template(
        "rewards/admin/templates.html",
        categories=[(say(CATEGORY_NAMES[category]), found) for category, found in by_category()],
        metrics={**COMING, **offered},
        missing=missing,
        paid=PAID,
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
