"""`flask rewards renew-key`: sign certificates and badges with a new key."""

import click
from flask import Flask
from flask.cli import with_appcontext

from portal.blueprints.rewards.commands import begin, commands
from portal.domain.rewards.credentials.keys import make_key, renew_key
from portal.web.clock import now


@click.command("renew-key")
@click.option(
    "--withdraw", is_flag=True, help="The former keys are in wrong hands: nothing they signed counts."
)
@with_appcontext
def renew(withdraw: bool) -> None:
    """Make a new signing key. What was signed before stays good unless it is withdrawn."""
    new = make_key()
    with begin() as session:
        renew_key(session, new, at=now(), withdraw=withdraw)
    click.echo(f"signing with {new.kid}")


def init_app(app: Flask) -> None:
    commands.add_command(renew)
