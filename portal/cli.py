"""`flask …` commands of the whole portal; those of a feature stand beside its routes. They call the same actions."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from portal import backup as backups
from portal import erasure_book
from portal.config import ROOT
from portal.database import migrations_are_current, own_session, reading
from portal.demo import loader
from portal.extensions import db
from portal.web.clock import today
from portal.web.transactions import settings


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Make the database current and fill an empty one with demo data, unless PORTAL_DEMO=0."""
    upgrade()
    click.echo("Basis data siap / database is current")
    tell_of_erasures()
    config = settings()
    with own_session(db.engine, config) as session, session.begin():
        if config.has_demo and loader.is_empty(session):
            click.echo("Memuat data demo / loading demo data …")
            loader.load(session, today=today(config.timezone))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the whole database into FILE, which only its owner may read."""
    try:
        click.echo(f"{backups.backup(settings(), file)} ({file.stat().st_size:,} bytes)")
    except backups.BackupFailed as failed:
        raise click.ClickException(str(failed)) from failed


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.confirmation_option(prompt="This replaces the database. Is everything else stopped?")
@with_appcontext
def restore(file: Path) -> None:
    """Put a backup in place of the database, and erase again who was erased since."""
    note_erasures()
    db.engine.dispose()
    try:
        backups.restore(settings(), file)
    except backups.BackupFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo("Restored")
    tell_of_erasures()


def note_erasures() -> None:
    """What the database to be replaced knows; a damaged one knows nothing more than the book."""
    try:
        erasure_book.write_down(db.engine, settings())
    except Exception as failure:
        click.echo(f"Erasures of the present database could not be read: {type(failure).__name__}")


def tell_of_erasures() -> None:
    """Erase again, as soon as the database has today's shape."""
    from portal.keeping import ERASURE

    with reading(), own_session(db.engine, settings()) as session:
        if not migrations_are_current(session):
            click.echo("The backup is of an earlier version: run `flask prepare`, which erases again.")
            return
    outcome = erasure_book.erase_all_again(db.engine, settings(), ERASURE)
    if outcome.again or outcome.unmatched:
        click.echo(f"Erased again: {outcome.again}; not matched: {outcome.unmatched}")


@click.command("check")
@click.option("--deploy", is_flag=True, help="Judge the settings as those of a public installation.")
@with_appcontext
def check(deploy: bool) -> None:
    """Read back what the portal promises about its settings; exits 1 when something must not go live."""
    from portal.deploy_check import findings, is_refused

    found = findings(current_app, db.engine)
    for finding in found:
        click.echo(f"{finding.verdict.value:<8} {finding.text}")
    if deploy and is_refused(found):
        raise click.exceptions.Exit(1)


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only count.")
@with_appcontext
def retention(dry_run: bool) -> None:
    """Carry out the retention table now."""
    from portal.housekeeping import tidy

    for rule, count in tidy(db.engine, settings(), is_dry=dry_run):
        click.echo(f"{count:>8}  {rule.what} · {rule.keeps.days} d · {rule.basis} · {rule.then}")


def init_app(app: Flask) -> None:
    from portal.blueprints.admin.commands import audit, organisation
    from portal.blueprints.admin.erasure_commands import commands as erasures
    from portal.blueprints.auth.commands import commands as accounts
    from portal.blueprints.public_reviews.commands import commands as public_reviews
    from portal.blueprints.rewards.commands import commands as rewards
    from portal.demo.commands import commands as demo
    from portal.extensions import migrate

    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    own = (prepare, backup, restore, check, retention)
    for command in (*own, demo, accounts, organisation, audit, erasures, public_reviews, rewards):
        app.cli.add_command(command)
