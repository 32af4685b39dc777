"""`flask demo load`: the same loader as at the first `make run`."""

from datetime import UTC, datetime
from time import perf_counter

import click
from flask import current_app
from flask.cli import AppGroup

from portal.database import own_session
from portal.demo import loader
from portal.domain.errors import RuleBroken
from portal.extensions import db

commands = AppGroup("demo", help="Demo data.")


@commands.command("load")
@click.option("--employees", default=400, show_default=True, type=click.IntRange(200, 1_000_000))
@click.option("--reviews", default=None, type=click.IntRange(0, 10_000_000), help="Public reviews.")
@click.option("--seed", default=2026, show_default=True)
def load(employees: int, reviews: int | None, seed: int) -> None:
    """Fill an empty database with four agencies and their people."""
    began = perf_counter()
    today = datetime.now(UTC).date()
    with own_session(db.engine, current_app.extensions["portal_config"]) as session:
        try:
            world = loader.load(session, today=today, seed=seed, employees=employees, reviews=reviews)
        except RuleBroken as broken:
            raise click.ClickException(str(broken)) from broken
        session.commit()
    click.echo(f"{len(world.people)} people in {len(world.units)} units, {perf_counter() - began:.1f} s")
