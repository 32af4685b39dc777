"""`flask …` commands of the whole portal; those of a feature stand beside its routes. They call the same actions."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade

from portal import backup as backups
from portal.config import ROOT
from portal.database import own_session
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
    """Put a backup in place of the database."""
    db.engine.dispose()
    try:
        backups.restore(settings(), file)
    except backups.BackupFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo("Restored")


def init_app(app: Flask) -> None:
    from portal.blueprints.rewards.commands import commands as rewards
    from portal.demo.commands import commands as demo
    from portal.extensions import migrate

    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    for command in (prepare, backup, restore, demo, rewards):
        app.cli.add_command(command)
