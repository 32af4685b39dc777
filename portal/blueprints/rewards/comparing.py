"""Two versions of a rule side by side, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.rewards.rule_facts import Units, fact_name, value_words
from portal.blueprints.rewards.words import Metrics, leaf_words, rule_words
from portal.database import Session
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Role
from portal.domain.rewards.rules import queries, reading
from portal.domain.rewards.rules.choices import unit_names
from portal.domain.rewards.rules.differences import Differences, differences
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.tree import Leaf
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_comparing", __name__, url_prefix="/admin/rewards/rules")


@dataclass(frozen=True, slots=True)
class Row:
    """`kind`: added, removed or changed. Without a counterpart a side is empty."""

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    before: RuleVersion
    after: RuleVersion
    rows: list[Row]


def comparison(session: Session, before: RuleVersion, after: RuleVersion, metrics: Metrics) -> Comparison:
    found = differences(before, after)
    rows = [
        *_conditions(found, metrics),
        *_structure(found, before, after, metrics),
        *_fields(found, unit_names(session, [before, after])),
    ]
    return Comparison(before, after, rows)


def against_live(session: Session, version: RuleVersion) -> Comparison | None:
    """What a version would change in what is live now; None for a first version and for the live one."""
    live = version.rule.live_version
    if live is None or live.id == version.id:
        return None
    return comparison(session, live, version, queries.metrics(session))


def _conditions(found: Differences, metrics: Metrics) -> Iterator[Row]:
    def words(leaf: Leaf | None) -> str:
        return leaf_words(leaf, metrics) if leaf else ""

    for one in found.leaves:
        kind = "added" if one.before is None else "removed" if one.after is None else "changed"
        yield Row(kind, _("Condition"), words(one.before), words(one.after))


def _structure(
    found: Differences, before: RuleVersion, after: RuleVersion, metrics: Metrics
) -> Iterator[Row]:
    if found.is_regrouped:
        name = _("How the conditions hang together")
        yield Row("changed", name, rule_words(before, metrics), rule_words(after, metrics))


def _fields(found: Differences, units: Units) -> Iterator[Row]:
    for one in found.fields:
        before, after = (value_words(one.name, value, units) for value in (one.before, one.after))
        yield Row("changed", fact_name(one.name), before, after)


@blueprint.get("/<int:rule_id>/compare")
@only(Role.ADMIN, Role.HR_ADMIN)
def compare(rule_id: int) -> ResponseReturnValue:
    """By the numbers of the versions: the two newest unless others are asked for."""
    session, me = current_session(), current_viewer()
    rule = reading.rule_seen(session, me, rule_id)
    versions = reading.versions_seen(session, rule)
    if len(versions) < 2:
        raise NotFound
    by_number = {one.number: one for one in versions}
    before = by_number.get(request.args.get("before", type=whole) or 0, versions[1])
    after = by_number.get(request.args.get("after", type=whole) or 0, versions[0])
    return render_template(
        "rewards/admin/compare.html",
        rule=rule,
        versions=versions,
        metrics=queries.metrics(session),
        comparison=comparison(session, before, after, queries.metrics(session)),
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
