"""`flask public-reviews …`: for the operator of the installation, who may do everything."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.blueprints.public_reviews.printing import form_address
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.periods import local_day, parse_period
from portal.domain.public_reviews.results.figures import figure_of
from portal.domain.public_reviews.reviews.importing import import_reviews
from portal.domain.public_reviews.reviews.sheets import LARGEST_FILE, read_sheet
from portal.domain.public_reviews.satisfaction import WeightMode, half_up
from portal.domain.public_reviews.services.models import Service
from portal.domain.public_reviews.services.queries import counter_by_code, service_by_code
from portal.domain.public_reviews.visits.actions import issue
from portal.extensions import db

commands = AppGroup("public-reviews", help="Reviews of public services.")


@commands.command("import")
@click.argument("service")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(service: str, file: Path) -> None:
    """Store the reviews of a CSV or XLSX file; the same file again stores nothing."""
    found, at = _service(service), datetime.now(UTC)
    if file.stat().st_size > LARGEST_FILE:
        raise click.ClickException("The file is larger than 10 MB. Split it.")
    try:
        sheet = read_sheet(file.name, file.read_bytes(), today=local_day(at, found.agency.timezone))
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    for fault in sheet.faults:
        click.echo(f"row {fault.row}, {fault.column}: {fault.message} ({fault.value})", err=True)
    if sheet.faults:
        raise click.ClickException("Nothing was stored.")
    new = import_reviews(db.session(), found, sheet.rows, by=None, at=at)
    db.session.commit()
    click.echo(f"{new} new reviews, {len(sheet.rows) - new} known.")


@commands.command("index")
@click.argument("service")
@click.argument("period")
@click.option("--weight-mode", type=click.Choice([mode.value for mode in WeightMode]), default=None)
@click.option("--json", "as_json", is_flag=True)
def index(service: str, period: str, weight_mode: str | None, as_json: bool) -> None:
    """The satisfaction index of a service in 2026, 2026-S1, 2026-Q3 or 2026-07."""
    found = _service(service)
    try:
        span = parse_period(period)
    except RuleBroken as broken:
        raise click.ClickException(str(broken)) from broken
    mode = WeightMode(weight_mode) if weight_mode else None
    figure = figure_of(db.session(), found.id, span, mode, fewest_answers=1)
    answer = {
        "index": None if figure.index is None else float(figure.index),
        "grade": figure.grade,
        "respondents": figure.respondents,
        "weight_mode": figure.mode.value,
        "elements": {
            one.code: {"mean": None if one.exact is None else float(half_up(one.exact, 4)), "n": one.n}
            for one in figure.elements
        },
    }
    if as_json:
        click.echo(json.dumps(answer))
    elif figure.index is None:
        click.echo("Fewer than five reviews: no figure.")
    else:
        click.echo(
            f"{figure.index} {figure.grade} from {figure.respondents} respondents ({figure.mode.value})"
        )


@commands.command("tokens")
@click.argument("counter")
@click.argument("count", type=click.IntRange(1, 500))
def tokens(counter: str, count: int) -> None:
    """Print the addresses of COUNT new visit slips, good for 72 hours."""
    try:
        found = counter_by_code(db.session(), counter)
    except NotFound as missing:
        raise click.ClickException(f"No open counter has the code {counter}.") from missing
    made = issue(db.session(), found, count, by=None, at=datetime.now(UTC))
    db.session.commit()
    with current_app.test_request_context():
        for token in made:
            click.echo(form_address(found.code, token))


def _service(code: str) -> Service:
    try:
        return service_by_code(db.session(), code)
    except NotFound as missing:
        raise click.ClickException(f"No service has the code {code}.") from missing
