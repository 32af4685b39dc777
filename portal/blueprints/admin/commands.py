"""`flask organisation import` and `flask audit verify`."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.audit_anchor import first_lost
from portal.config import Config
from portal.database import own_session, reading
from portal.domain.audit.queries import first_broken
from portal.domain.errors import RuleBroken
from portal.domain.organisation.imports import actions
from portal.domain.organisation.imports.columns import SPELLINGS, Column
from portal.domain.organisation.imports.reading import read
from portal.domain.organisation.imports.steps import Plan
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import EVERYWHERE, Grant, Viewer
from portal.extensions import db
from portal.web.languages import say

organisation = AppGroup("organisation", help="Units and people.")
audit = AppGroup("audit", help="The record of who did what.")

SYSTEM = Viewer(account_id=0, name="", email="", grants=(Grant(Role.ADMIN, *EVERYWHERE),))


def _config() -> Config:
    config: Config = current_app.extensions["portal_config"]
    return config


@organisation.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_file(file: Path, dry_run: bool) -> None:
    """Bring people in from an XLSX or CSV file."""
    try:
        _import(file, dry_run)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken


def _import(file: Path, dry_run: bool) -> None:
    config, at = _config(), datetime.now(UTC)
    today = at.astimezone(ZoneInfo(config.timezone)).date()
    content = file.read_bytes()
    rows = read(file.name, content)
    with reading(), own_session(db.engine, config) as session:
        made = actions.dry_run(session, rows, by=SYSTEM, today=today)
    _tell(made)
    if made.problems:
        raise SystemExit(1)
    if dry_run:
        return
    kept = actions.prepare(config.uploads, file.name, content)
    with own_session(db.engine, config) as session, session.begin():
        run = actions.start(session, kept, made, by=SYSTEM, at=at)
        if not actions.confirm(session, run, rows, by=SYSTEM, today=today, at=at):
            raise click.ClickException("The data changed meanwhile. Start again.")
    click.echo("Imported.")


def _tell(made: Plan) -> None:
    for kind, label in (("create", "new"), ("change", "changed"), ("same", "unchanged")):
        click.echo(f"{label}: {len(made.of_kind(kind))}")
    with force_locale(_config().locale):
        for row, column, message, values in made.problems:
            heading = SPELLINGS[Column(str(column))][0]
            click.echo(f"row {row}, {heading}: {say(str(message), **_named(values))}")


def _named(values: object) -> dict[str, object]:
    return dict(values) if isinstance(values, dict) else {}


@audit.command("verify")
def verify() -> None:
    """Check that no entry of the audit log was changed, removed or cut off."""
    with reading(), own_session(db.engine, _config()) as session:
        broken = first_broken(session)
        lost = first_lost(session, _config())
    if broken is not None:
        raise click.ClickException(f"The audit log is broken at entry {broken}.")
    if lost is not None:
        raise click.ClickException(f"Entry {lost} was anchored and is gone or changed: the log was cut off.")
    click.echo("The audit log is whole.")
