"""`flask …` commands. They call the same actions as the routes."""

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade

from portal.config import ROOT


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Make the database current before the servers start."""
    upgrade()
    click.echo("Database is current.")


def init_app(app: Flask) -> None:
    from portal.demo.commands import commands as demo
    from portal.extensions import db, migrate

    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    app.cli.add_command(prepare)
    app.cli.add_command(demo)
