"""What everybody may read: services, their results, and the state of one's own review by its receipt."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.public_reviews.blueprint import blueprint
from portal.blueprints.public_reviews.periods import chosen_period, period_links, short_name
from portal.domain.errors import RuleBroken
from portal.domain.public_reviews.elements import BY_CODE
from portal.domain.public_reviews.improvements.models import IMPROVEMENT_STATE_NAMES
from portal.domain.public_reviews.improvements.queries import for_elements, improvements_of
from portal.domain.public_reviews.results.figures import Figure, figures_of, story_of
from portal.domain.public_reviews.reviews import queries as reviews
from portal.domain.public_reviews.reviews.models import STATE_NAMES
from portal.domain.public_reviews.satisfaction import FEWEST, GRADE_NAMES, REGULATIONS, WEIGHT_MODE_NAMES
from portal.domain.public_reviews.services import queries
from portal.web.clock import today
from portal.web.filters import number as in_digits
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import public
from portal.web.transactions import current_session, settings


@blueprint.get("/services")
@public
def services() -> ResponseReturnValue:
    session, words = current_session(), request.args.get("q", "")[:80]
    agency_id = request.args.get("agency", 0, type=whole)
    page = queries.open_services(
        session,
        words=words,
        agency_id=agency_id if 0 < agency_id < 2**31 else None,
        number=request.args.get("page", 1, type=whole),
    )
    return render_template(
        "public_reviews/services.html",
        page=page,
        rows=figures_of(session, page.items, today(settings().timezone)),
        agencies=queries.agencies_with_services(session),
        words=words,
        agency_id=agency_id,
        grades=GRADE_NAMES,
    )


@blueprint.get("/services/<code>")
@public
def show_service(code: str) -> ResponseReturnValue:
    session = current_session()
    service = queries.service_by_code(session, code)
    day = today(service.agency.timezone)
    try:
        period, is_chosen = chosen_period(request.args.get("period", ""), day)
    except RuleBroken:
        period, is_chosen = chosen_period("", day)
    story = story_of(session, service.id, period)
    if not is_chosen and not story.now.is_shown and story.before.is_shown:
        story = story_of(session, service.id, period.previous)
    promises = improvements_of(session, service.id)
    return render_template(
        "public_reviews/service.html",
        service=service,
        story=story,
        links=period_links(code, story.now.period, day),
        promises=promises,
        promise_for=for_elements(promises),
        replies=reviews.replies_of(session, service.id),
        counters=queries.open_counters(session, service.id),
        labels=[short_name(one.period) for one in story.trend],
        bars=bars_of(story.now),
        by_code=BY_CODE,
        grades=GRADE_NAMES,
        modes=WEIGHT_MODE_NAMES,
        states=IMPROVEMENT_STATE_NAMES,
        regulation=REGULATIONS[0],
        fewest=FEWEST,
    )


def bars_of(figure: Figure) -> list[tuple[str, float, int, str]]:
    """The elements from best to worst: name with rank, mean, highest, mean in words."""
    return [
        (
            say(BY_CODE[one.code].name) if one.rank is None else f"{one.rank}. {say(BY_CODE[one.code].name)}",
            float(one.mean or 0),
            4,
            _("too few") if one.mean is None else in_digits(one.mean, 2),
        )
        for one in sorted(figure.elements, key=lambda one: one.order)
    ]


@blueprint.get("/receipts/<number>")
@public
def receipt(number: str) -> ResponseReturnValue:
    found = reviews.receipt(current_session(), number)
    return render_template("public_reviews/receipt.html", receipt=found, states=STATE_NAMES)
