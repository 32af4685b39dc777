"""`flask …` commands. They call the same actions as the routes."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Make the database current before the servers start."""
    upgrade()
    click.echo("Database is current.")


def init_app(app: Flask) -> None:
    from portal.extensions import db, migrate

    migrate.init_app(app, db, directory=str(current_directory(app)), render_as_batch=True)
    app.cli.add_command(prepare)


def current_directory(app: Flask) -> object:
    from portal.config import ROOT

    return ROOT / "migrations"


__all__ = ["current_app", "init_app"]
