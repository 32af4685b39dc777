"""`flask rewards …`: try a rule, apply rules to what already happened, check every sum."""

from contextlib import AbstractContextManager

import click
from flask.cli import AppGroup

from portal.database import Session, beginner
from portal.domain.errors import NotFound
from portal.domain.rewards import jobs
from portal.domain.rewards.evaluation.runs import start_backfill
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.ledger.checks import check as keep_check
from portal.domain.rewards.periods import period_from
from portal.domain.rewards.previews.making import preview
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.queries import latest_version, live_versions, metrics, rule_called
from portal.domain.rewards.rules.sentence import sentence
from portal.domain.rewards.rules.tree import read
from portal.extensions import db
from portal.web.clock import now, today
from portal.web.transactions import settings
from portal.wiring import METRICS

commands = AppGroup("rewards", help="Rules, awards and their ledger.")


def begin() -> AbstractContextManager[Session]:
    return beginner(db.engine, settings())()


def version_called(session: Session, code: str) -> RuleVersion:
    try:
        return latest_version(session, rule_called(session, code))
    except NotFound:
        raise click.ClickException(f"There is no rule {code}") from None


@commands.command("simulate")
@click.argument("rule")
def simulate(rule: str) -> None:
    """Say whom the newest version of RULE would favour today. Writes nothing."""
    with begin() as session:
        version = version_called(session, rule)
        if version.rule.is_manual:
            raise click.ClickException(f"{rule} is decided by people: there is nothing to simulate")
        click.echo(sentence(read(version.tree), metrics(session)))
        seen = preview(session, version, today(settings().timezone))
        click.echo(f"window {period_from(seen.window_key).start} … {period_from(seen.window_key).end}")
        click.echo(f"gain {seen.gain}  keep {seen.keep}  lose {seen.lose}  points {seen.points_cost}")
        click.echo(f"one condition short {seen.nearly}  of {seen.people} people it is for")
        for unit in seen.groups["unit"]:
            click.echo(f"{unit.gain:>8}  {unit.name}")


@commands.command("backfill")
@click.argument("rule", required=False)
def backfill(rule: str | None) -> None:
    """Take in what the features know, then apply RULE, or every live rule, to all windows that are open."""
    with begin() as session:
        click.echo(f"{take_in(session, METRICS)} new facts")
    with begin() as session:
        versions = [version_called(session, rule)] if rule else live_versions(session)
        runs = [
            run.id
            for version in versions
            for run in start_backfill(session, version, at=now(), day=today(settings().timezone))
        ]
    steps = jobs.work_on_runs(begin, now())
    click.echo(f"{len(runs)} runs in {steps} steps")


@commands.command("verify")
def check() -> None:
    """Compare ledger, decisions, scores, monthly sums, facts and their sources; ends with 1 when something differs."""
    with begin() as session:
        differences = keep_check(session, METRICS, at=now())
    for one in differences:
        click.echo(f"{one.what}: {one.key} differs by {one.by}", err=True)
    if differences:
        raise SystemExit(1)
    click.echo("Ledger, scores and facts agree")
