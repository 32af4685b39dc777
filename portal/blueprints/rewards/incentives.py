"""The list of those who met a rule, for the treasurer. A page with masked numbers; whole ones only in the export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import NotFound
from portal.domain.organisation.models import EMPLOYMENT_NAMES, Role
from portal.domain.periods import Period, Window, last_periods, parse_period
from portal.domain.rewards.incentives.listing import REACHED_NAMES, Line, busiest_rule, export, met_by
from portal.domain.rewards.options.choosing import choices_for
from portal.domain.rewards.rules.models import Rule, RuleState
from portal.domain.rewards.rules.reading import rule_seen, rules_seen
from portal.web.clock import now, today
from portal.web.filters import day, period
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import download
from portal.web.spreadsheets import MEDIA_TYPES, Cell, Sheet, spreadsheet
from portal.web.transactions import current_session

blueprint = Blueprint("rewards_incentives", __name__, url_prefix="/admin/rewards/incentives")
keepers = only(Role.HR_ADMIN)
OFFERED = ((Window.QUARTER, 5), (Window.MONTH, 6), (Window.YEAR, 2))


@blueprint.get("")
@keepers
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    rules = [row.rule for row in rules_seen(session, me) if row.rule.state is not RuleState.DRAFT]
    span = _asked_period()
    asked = request.args.get("rule", type=whole) or busiest_rule(session, me, span)
    rule = next((one for one in rules if one.id == asked), rules[0] if rules else None)
    number = request.args.get("page", 1, type=whole)
    return render_template(
        "rewards/catalogue/incentives.html",
        rules=[(str(one.id), one.name) for one in rules],
        rule=rule,
        span=span,
        periods=[(one.code, period(one)) for one in _periods()],
        page=met_by(session, me, rule, span, number) if rule else None,
        reached_names=REACHED_NAMES,
        switched_off=[one.agency for one in choices_for(session, me) if not one.options.has_incentives],
    )


@blueprint.post("/<int:rule_id>/<code>/<any(csv, xlsx):kind>")
@keepers
def take_out(rule_id: int, code: str, kind: str) -> ResponseReturnValue:
    """A POST, because taking whole NIPs out of the portal is written into the audit log."""
    session, me = current_session(), current_viewer()
    rule, span = rule_seen(session, me, rule_id), parse_period(code)
    if rule.state is RuleState.DRAFT:
        raise NotFound
    lines = export(session, rule, span, kind, by=me, at=now())
    content = spreadsheet(kind, Sheet(_("Incentives"), _head(), _rows(rule, lines)))
    return download(content, f"{rule.code}-{span.code}.{kind}", MEDIA_TYPES[kind])


def _head() -> list[str]:
    return [
        _("NIP"),
        _("Name"),
        _("Employment"),
        _("Rank and grade"),
        _("Position"),
        _("Unit"),
        _("Agency"),
        _("Rule"),
        _("Period"),
        _("Outcome"),
        _("Earned on"),
    ]


def _rows(rule: Rule, lines: Iterable[Line]) -> Iterator[list[Cell]]:
    for line in lines:
        person = line.person
        yield [
            person.nip,
            person.name,
            EMPLOYMENT_NAMES[person.employment],
            person.grade,
            person.position.name if person.position else "",
            person.unit.name,
            person.agency.name,
            rule.name,
            period(line.window),
            say(REACHED_NAMES[line.reached]),
            day(line.granted_at),
        ]


def _periods() -> list[Period]:
    today_ = today(current_viewer().timezone)
    return [one for window, count in OFFERED for one in last_periods(today_, window, count)[::-1]]


def _asked_period() -> Period:
    """One of those offered; the last whole quarter unless another is asked for."""
    offered = _periods()
    return next((one for one in offered if one.code == request.args.get("period")), offered[1])


def incentives_url(rule: Rule, span: Period, kind: str) -> str:
    return url_for("rewards_incentives.take_out", rule_id=rule.id, code=span.code, kind=kind)


def init_app(app: Flask) -> None:
    helpers: dict[str, Any] = {"incentives_url": incentives_url}
    app.jinja_env.globals.update(helpers)
    app.register_blueprint(blueprint)
