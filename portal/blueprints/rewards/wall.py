"""The wall: the latest honours of one's unit and agency, what colleagues say about them, the poster of a month."""

from datetime import date
from typing import Any

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.blueprints.rewards.month_poster import draw
from portal.blueprints.rewards.recognition_forms import congratulation_form
from portal.domain.errors import NotFound
from portal.domain.organisation.own import employee_of
from portal.domain.organisation.paths import ancestors_of, end_of
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import Period, Window, last_periods, parse_period, period_of
from portal.domain.rewards.recognition import wall
from portal.domain.rewards.recognition.announcing import announcements_to
from portal.domain.rewards.recognition.congratulating import congratulate
from portal.domain.rewards.recognition.honours import poster_of
from portal.domain.rewards.recognition.policies import has_wall
from portal.web.clock import now, today
from portal.web.filters import period as period_words
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session, settings

blueprint = Blueprint("rewards_wall", __name__, url_prefix="/rewards/wall")
UNIT, AGENCY = "unit", "agency"
MONTHS = 6


@blueprint.get("")
def index() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    if not has_wall(me):
        return render_template("rewards/recognition/off.html")
    shown = _asked()
    found = wall.wall_of(
        session, me, span_of(me, shown), at=now(), before=request.args.get("before", type=whole)
    )
    return render_template(
        "rewards/recognition/wall.html",
        wall=found,
        shown=shown,
        tabs_=_tabs(shown),
        announcements=announcements_to(session, me, today(me.timezone)),
        myself=employee_of(session, me.account_id),
        months=_months(me),
        congratulation_form=congratulation_form,
        is_first="before" not in request.args,
    )


@blueprint.get("/<int:post_id>")
def show(post_id: int) -> ResponseReturnValue:
    return render_template("rewards/recognition/post.html", **_page(post_id), said=None)


@blueprint.post("/<int:post_id>/congratulate")
def say_something(post_id: int) -> ResponseReturnValue:
    """Answers the card alone to htmx, the page of the honour to everybody else."""
    session, me = current_session(), current_viewer()
    card, form = wall.card_seen(session, me, post_id), congratulation_form(post_id)
    if form.validate_on_submit():
        with form.catching():
            congratulate(session, card.post, form.words.data or "", by=me, at=now())
            session.flush()
            said = _("Your congratulation is there.")
            page = _page(post_id)
            return changed(
                url_for(".show", post_id=post_id),
                fragment="rewards/recognition/_card.html",
                said=said,
                **page,
            )
    shown = {**_page(post_id), "congratulation_form": lambda _id: form, "said": None}
    return refused("rewards/recognition/post.html", fragment="rewards/recognition/_card.html", **shown)


@blueprint.get("/poster.pdf")
def poster() -> Response:
    """Names of people who consent, for the notice board; of the month before unless another is asked for."""
    session, me = current_session(), current_viewer()
    shown, month = _asked(), _month(me)
    found = poster_of(session, me, span_of(me, shown), month)
    with force_locale(settings().locale):
        content = draw(
            found,
            agency=me.agency_name,
            unit=me.unit_name if shown == UNIT else "",
            month=period_words(month),
            address=f"{settings().base_url}{url_for('recognition.index')}",
        )
    return download(content, f"poster-{month.code}.pdf", "application/pdf")


def span_of(me: Viewer, shown: str) -> tuple[int, int] | None:
    """The subtree of one's own unit; None for the whole agency."""
    if shown == AGENCY or me.unit_key is None:
        return None
    return me.unit_key, end_of(me.unit_key, len(ancestors_of(me.unit_key)))


def _page(post_id: int) -> dict[str, Any]:
    session, me = current_session(), current_viewer()
    card = wall.card_seen(session, me, post_id)
    return {
        "card": card,
        "voices": wall.congratulations_under(session, card.post, me, request.args.get("page", 1, type=whole)),
        "congratulation_form": congratulation_form,
        "is_own": card.post.employee_id == me.employee_id,
        "is_alone": False,
    }


def _asked() -> str:
    return UNIT if request.args.get("show") == UNIT else AGENCY


def _tabs(shown: str) -> list[dict[str, Any]]:
    names = ((AGENCY, _("My agency")), (UNIT, _("My unit")))
    return [
        {"label": label, "url": url_for(".index", show=one), "current": one == shown} for one, label in names
    ]


def _months(me: Viewer) -> list[Period]:
    """This month and those before it, latest first."""
    return last_periods(today(me.timezone), Window.MONTH, MONTHS)[::-1]


def _month(me: Viewer) -> Period:
    day: date = today(me.timezone)
    asked = request.args.get("month")
    month = parse_period(asked) if asked else period_of(day, Window.MONTH).previous
    if month.window is not Window.MONTH or month.start > day:
        raise NotFound
    return month


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
