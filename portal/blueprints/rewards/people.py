"""What managers see of their people's rewards: who stands where, and per rule what counts and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.blueprints.rewards.standings import Verdict, withheld_words
from portal.domain.rewards import explain
from portal.domain.rewards.explain import Explanation
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.ledger.reading import awards_in
from portal.domain.rewards.people import people_standing, person_seen
from portal.domain.rewards.profile import profile_of
from portal.domain.rewards.rules import queries as rules
from portal.domain.rewards.uncounted import uncounted
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_people", __name__, url_prefix="/rewards/people")


@blueprint.get("")
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    search, day = request.args.get("q", "").strip()[:80], today(me.timezone)
    number = request.args.get("page", 1, type=whole)
    found = people_standing(session, me, now(), day=day, search=search, number=number)
    return render_template("rewards/people/index.html", page=found, search=search, year=day.year)


@blueprint.get("/<int:employee_id>")
def show(employee_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    person, day = person_seen(session, me, now(), employee_id), today(me.timezone)
    known = rules.metrics(session)
    chances = explain.reachable(session, employee_id, day, known)
    return render_template(
        "rewards/people/show.html",
        person=person,
        profile=profile_of(session, employee_id, day),
        chances=chances,
        awards=awards_in(session, employee_id, day.year),
        metrics=known,
        uncounted=uncounted(session, employee_id, [one.id for one in known.values()], day.year),
    )


def their_verdict(chance: Explanation, awards: Sequence[Award]) -> Verdict:
    """The same as a person reads about themselves, told about somebody else; `awards` of that rule, newest first."""
    latest = next((one for one in awards if one.rule_id == chance.version.rule_id), None)
    if latest and latest.state is AwardState.GRANTED:
        return Verdict("ok", _("Earned"), "")
    if latest and latest.state is AwardState.REVOKED:
        return Verdict("warn", _("Taken back"), _("The numbers no longer meet the rule."))
    if chance.withheld:
        return Verdict("info", _("Met, but not paid"), withheld_words(chance))
    if chance.is_met:
        return Verdict("info", _("On course"), _("Granted when the period closes, if it is still met then."))
    return Verdict(
        "neutral",
        _("Not yet"),
        ngettext("One condition is missing.", "%(num)s conditions are missing.", chance.lacking),
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.add_template_global(their_verdict)
