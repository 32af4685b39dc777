"""`flask accounts …`: the first administrator, and invitations from the console."""

import click
from flask.cli import with_appcontext

from portal import mail
from portal.database import own_session
from portal.domain.accounts import actions
from portal.domain.accounts.links import make_link
from portal.domain.accounts.models import LinkPurpose
from portal.domain.accounts.queries import account_by_email
from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.organisation.own import give_role_from_console
from portal.extensions import db
from portal.web.clock import now
from portal.web.transactions import settings


@click.group("accounts")
def commands() -> None:
    """Accounts and their first roles."""


@commands.command("create-admin")
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Make EMAIL an administrator of the installation and print the one-time link that sets the password."""
    try:
        with own_session(db.engine, settings()) as session, session.begin():
            account = account_by_email(session, email) or actions.create_account(
                session, email=email, name=email.partition("@")[0], at=now()
            )
            give_role_from_console(session, account, Role.ADMIN, None, at=now())
            token = make_link(session, account, LinkPurpose.INVITATION, at=now())
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo("This link works once, within 72 hours:")
    click.echo(mail.link_to(settings(), LinkPurpose.INVITATION, token))


@commands.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="A role to give along.")
@click.option("--unit", help="The code of the unit for which the role counts, or agency/unit.")
@click.option("--name", default="", help="The name in the letter.")
@with_appcontext
def invite(email: str, role: str | None, unit: str | None, name: str) -> None:
    """Send EMAIL a letter with a link that sets the password; with --role and --unit give a role as well."""
    try:
        with own_session(db.engine, settings()) as session, session.begin():
            account = account_by_email(session, email) or actions.create_account(
                session, email=email, name=name or email.partition("@")[0], at=now()
            )
            if role:
                give_role_from_console(session, account, Role(role), unit, at=now())
            actions.invite(session, account, at=now())
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    where = "by mail" if settings().mail_url else f"into {settings().instance / 'outbox'}"
    click.echo(f"The invitation goes out {where} as soon as the worker runs.")
