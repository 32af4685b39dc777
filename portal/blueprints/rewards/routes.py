"""What an employee sees of rewards: standing, awards and why, what is missing, the statement of points."""

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.rewards.award_badge import badge_of
from portal.blueprints.rewards.words import Metrics
from portal.database import Session
from portal.domain.errors import NotFound
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards import explain
from portal.domain.rewards.evidence import explain_award
from portal.domain.rewards.ledger import reading
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.manual.queries import decision_behind
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.profile import profile_of
from portal.domain.rewards.rules import queries as rules
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.tree import metrics_of, read
from portal.domain.rewards.seasons.queries import SeasonState, seasons_of
from portal.domain.rewards.uncounted import Uncounted, Why, uncounted
from portal.web.clock import now, today
from portal.web.people import current_viewer
from portal.web.transactions import current_session

blueprint = Blueprint("rewards", __name__, url_prefix="/rewards")


def own_number(me: Viewer) -> int:
    if me.employee_id is None:
        raise NotFound
    return me.employee_id


@blueprint.get("")
def index() -> ResponseReturnValue:
    me = current_viewer()
    session, employee_id, day = current_session(), own_number(me), today(me.timezone)
    profile = profile_of(session, employee_id, day)
    known = rules.metrics(session)
    chances = explain.reachable(session, employee_id, day, known) if me.has_rewards else []
    seasons = seasons_of(session, me.agency_id, day) if me.has_rewards else []
    held = {one.badge.id for one in profile.won}
    return render_template(
        "rewards/index.html",
        profile=profile,
        locked=[chance for chance in chances if chance.version.badge_id not in {None, *held}],
        ahead=sorted((one for one in chances if not one.is_met), key=lambda one: -one.nearness),
        reached=[one for one in chances if one.is_met],
        seasons=[one for one in seasons if one.state(day) is not SeasonState.OVER],
        day_now=day,
        metrics=known,
    )


@blueprint.get("/awards/<int:award_id>")
def award(award_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    seen = reading.award_seen(session, me, award_id, now())
    if not seen.is_whole:
        return render_template("rewards/award_shared.html", seen=seen)
    known = rules.metrics(session)
    return render_template(
        "rewards/award.html",
        seen=seen,
        parts=explain_award(session, seen.award),
        uncounted=_taken_back(session, seen.award, known),
        bookings=reading.bookings_of(session, award_id),
        decision=decision_behind(session, award_id) if seen.award.rule.is_manual else None,
        metrics=known,
        **badge_of(session, me, seen, now(), known),
    )


def _taken_back(session: Session, award: Award, known: Metrics) -> list[Uncounted]:
    """What was voided among the results of an award that is gone."""
    if award.state is not AwardState.REVOKED:
        return []
    ids, start = _metric_ids(award.version, known), period_from(award.window_key).start
    found = uncounted(session, award.employee_id, ids, start.year)
    return [one for one in found if one.why is Why.VOIDED and one.day >= start]


def _metric_ids(version: RuleVersion, known: Metrics) -> list[int]:
    return [known[code].id for code in metrics_of(read(version.tree)) if code in known]


@blueprint.get("/rules/<int:rule_id>/me")
def rule(rule_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    employee_id, day = own_number(me), today(me.timezone)
    version = reading.version_that_counts(session, me, rule_id)
    metrics = rules.metrics(session)
    return render_template(
        "rewards/rule.html",
        chance=explain.explain(session, version, employee_id, day),
        version=version,
        awards=reading.awards_by_rule(session, employee_id, rule_id),
        metrics=metrics,
        uncounted=uncounted(session, employee_id, _metric_ids(version, metrics), day.year),
    )


def init_app(app: Flask) -> None:
    from portal.blueprints.rewards import (
        announcements,
        authoring,
        badges,
        boards,
        catalogue,
        catalogue_items,
        comparing,
        congratulations,
        credential_words,
        credentials,
        decisions,
        flag_words,
        flags,
        gallery,
        honour_roll,
        incentives,
        incidents,
        issuer,
        key_commands,
        manual_rules,
        objections,
        people,
        periods,
        pictures,
        places,
        previews,
        redemptions,
        rooms,
        rule_facts,
        runs,
        season_words,
        seasons,
        showing,
        standings,
        statements,
        versions,
        wall,
        words,
        years,
    )

    app.register_blueprint(blueprint)
    for part in (
        rooms,
        pictures,
        words,
        standings,
        previews,
        boards,
        people,
        authoring,
        versions,
        badges,
        runs,
    ):
        part.init_app(app)
    for part in (statements, rule_facts, gallery, comparing, manual_rules, decisions, objections):
        part.init_app(app)
    for part in (credential_words, credentials, showing, issuer, key_commands):
        part.init_app(app)
    for part in (places, wall, congratulations, announcements, honour_roll):
        part.init_app(app)
    for part in (catalogue, catalogue_items, redemptions, incentives):
        part.init_app(app)
    for part in (flag_words, flags, periods, incidents):
        part.init_app(app)
    for part in (season_words, seasons, years):
        part.init_app(app)
