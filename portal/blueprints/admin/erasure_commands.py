"""`flask erasures`: what was erased, and erasing it once more."""

import click
from flask.cli import AppGroup

from portal import erasure_book
from portal.database import own_session, reading
from portal.domain.organisation.erasure.queries import erasures
from portal.domain.training.courses.erasing_trainers import erased_trainers
from portal.extensions import db
from portal.keeping import ERASURE
from portal.web.transactions import settings

commands = AppGroup("erasures", help="People whose data were erased, by number.")


@commands.command("list")
def show() -> None:
    """What the database knows, and how much of it the book beside the database holds."""
    config = settings()
    with reading(), own_session(db.engine, config) as session:
        for trainer in erased_trainers(session):
            click.echo(f"{trainer.at:%Y-%m-%d %H:%M}  trainer {trainer.trainer_id}  by {trainer.by}")
        for one in erasures(session):
            click.echo(
                f"{one.erased_at:%Y-%m-%d %H:%M}  employee {one.employee_id}  by {one.erased_by}  {one.reason}"
            )
    click.echo(f"{sum(1 for _line in erasure_book.lines(config))} in {erasure_book.file_of(config)}")


@commands.command("reapply")
def reapply() -> None:
    """Erase again whoever stands in the book. `restore` and `prepare` do it by themselves."""
    config = settings()
    outcome = erasure_book.erase_all_again(db.engine, config, ERASURE)
    erasure_book.write_down(db.engine, config)
    click.echo(
        f"erased again {outcome.again}, stood already {outcome.standing}, not matched {outcome.unmatched}"
    )
    if outcome.unmatched:
        raise click.ClickException("Some numbers belong to somebody else here: was SECRET_KEY changed?")
