"""The workshop: rules and a rule's life."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.editor import (
    workshop,
)
from portal.database import Session
from portal.domain.organisation.models import Role
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.rules import actions, queries, reading
from portal.domain.rewards.rules.choices import unit_names
from portal.domain.rewards.rules.ending import holders_of
from portal.domain.rewards.rules.models import RULE_STATE_NAMES, RuleState
from portal.domain.words import n_
from portal.web.clock import now, today
from portal.web.languages import say
from portal.web.people import current_viewer, only
from portal.web.responses import changed
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_admin", __name__, url_prefix="/admin/rewards")
keepers = only(Role.ADMIN, Role.HR_ADMIN)
VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "pause": (actions.pause, n_("The rule is paused. Nothing is granted until it goes on.")),
    "resume": (actions.resume, n_("The rule counts again.")),
    "retire": (actions.retire, n_("The rule is retired. What was won stays.")),
}


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    asked = request.args.get("state", "")
    state = RuleState(asked) if asked in list(RuleState) else None
    return render_template(
        "rewards/admin/index.html",
        rows=reading.rules_seen(session, me, state),
        metrics=queries.metrics(session),
        state=state.value if state else "",
        states=[("", _("All"))] + [(one.value, say(name)) for one, name in RULE_STATE_NAMES.items()],
        may_edit=may_start(session),
    )


def may_start(session: Session) -> bool:
    """Whether there is an agency, or the installation, whose rules this person keeps."""
    shop = workshop(session, current_viewer())
    return shop.may_be_for_all or bool(shop.agencies)


@blueprint.get("/rules/<int:rule_id>")
@keepers
def show(rule_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    rule = reading.rule_seen(session, me, rule_id)
    versions = reading.versions_seen(session, rule)
    return render_template(
        "rewards/admin/show.html",
        rule=rule,
        versions=versions,
        names=reading.names_of(session, versions),
        metrics=queries.metrics(session),
        may_edit=reading.may_keep(session, me, rule.agency_id),
        holders=holders_of(session, rule),
        units=unit_names(session, versions),
    )


@blueprint.post("/rules/<int:rule_id>/<any(pause, resume, retire):verb>")
@keepers
def change_state(rule_id: int, verb: str) -> ResponseReturnValue:
    """What happened during a pause is worked through when the rule goes on."""
    session, me = current_session(), current_viewer()
    rule = queries.rule_for(session, me, rule_id)
    act, said = VERBS[verb]
    act(session, rule, by=me, at=now())
    if verb == "resume" and rule.live_version_id:
        live = queries.version_for(session, me, rule.live_version_id)
        start_backfill(session, live, by=me, at=now(), day=today(me.timezone))
    return changed(url_for(".show", rule_id=rule.id), said=say(said))
