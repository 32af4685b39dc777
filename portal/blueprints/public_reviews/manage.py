"""The service manager's own services: what they are, their counters, how they fare."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.public_reviews.blueprint import blueprint
from portal.blueprints.public_reviews.manage_forms import (
    CounterForm,
    ImprovementForm,
    ProgressForm,
    ServiceForm,
)
from portal.blueprints.public_reviews.periods import short_name
from portal.blueprints.public_reviews.printing import poster_of
from portal.domain.organisation.models import Role
from portal.domain.periods import Window, period_of
from portal.domain.public_reviews.elements import BY_CODE
from portal.domain.public_reviews.improvements.actions import move_on, promise
from portal.domain.public_reviews.improvements.models import IMPROVEMENT_STATE_NAMES, ImprovementState
from portal.domain.public_reviews.improvements.queries import improvements_of, managed_improvement
from portal.domain.public_reviews.results.advice import advice_for
from portal.domain.public_reviews.results.figures import figures_of, story_of
from portal.domain.public_reviews.reviews.queries import waiting_counts
from portal.domain.public_reviews.satisfaction import GRADE_NAMES
from portal.domain.public_reviews.services import actions, queries
from portal.domain.public_reviews.services.models import COUNTER_KIND_NAMES, Service
from portal.domain.public_reviews.visits.queries import slip_counts
from portal.web.clock import now, today
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session


@blueprint.get("/reviews")
@only(Role.SERVICE_MANAGER)
def index() -> ResponseReturnValue:
    session, me, words = current_session(), current_viewer(), request.args.get("q", "")[:80]
    page = queries.managed_services(session, me, words=words, number=request.args.get("page", 1, type=whole))
    return render_template(
        "public_reviews/manage/index.html",
        page=page,
        rows=figures_of(session, page.items, today(me.timezone)),
        waiting=waiting_counts(session, me),
        words=words,
        grades=GRADE_NAMES,
    )


@blueprint.get("/reviews/services/new")
@only(Role.SERVICE_MANAGER)
def new_service() -> ResponseReturnValue:
    return render_template("public_reviews/manage/service_form.html", form=_service_form(), service=None)


@blueprint.post("/reviews/services")
@only(Role.SERVICE_MANAGER)
def create_service() -> ResponseReturnValue:
    form = _service_form()
    if form.validate_on_submit():
        with form.catching():
            service = actions.create(current_session(), form.given(), by=current_viewer(), at=now())
            return changed(
                url_for(".manage_service", code=service.code), said=_("The service can be reviewed now.")
            )
    return refused("public_reviews/manage/service_form.html", form=form, service=None)


@blueprint.get("/reviews/services/<code>")
@only(Role.SERVICE_MANAGER)
def manage_service(code: str) -> ResponseReturnValue:
    service = queries.managed_service(current_session(), current_viewer(), code)
    return render_template("public_reviews/manage/service.html", **_page_of(service))


@blueprint.get("/reviews/services/<code>/edit")
@only(Role.SERVICE_MANAGER)
def edit_service(code: str) -> ResponseReturnValue:
    service = queries.managed_service(current_session(), current_viewer(), code)
    return render_template(
        "public_reviews/manage/service_form.html", form=_service_form(service), service=service
    )


@blueprint.post("/reviews/services/<code>/edit")
@only(Role.SERVICE_MANAGER)
def update_service(code: str) -> ResponseReturnValue:
    service = queries.managed_service(current_session(), current_viewer(), code)
    form = _service_form(service)
    if form.validate_on_submit():
        with form.catching():
            actions.update(current_session(), service, form.given(), by=current_viewer(), at=now())
            return changed(url_for(".manage_service", code=service.code), said=_("The service was changed."))
    return refused(
        "public_reviews/manage/service_form.html",
        form=form,
        service=queries.managed_service(current_session(), current_viewer(), code),
    )


@blueprint.post("/reviews/services/<code>/counters")
@only(Role.SERVICE_MANAGER)
def create_counter(code: str) -> ResponseReturnValue:
    service, form = queries.managed_service(current_session(), current_viewer(), code), CounterForm()
    if form.validate_on_submit():
        with form.catching():
            actions.add_counter(current_session(), service, form.given(), by=current_viewer(), at=now())
            return changed(
                url_for(".manage_service", code=code), said=_("The counter has its own QR code now.")
            )
    return refused("public_reviews/manage/service.html", **_page_again(code, counter_form=form))


@blueprint.route("/reviews/counters/<int:counter_id>/edit", methods=["GET", "POST"])
@only(Role.SERVICE_MANAGER)
def edit_counter(counter_id: int) -> ResponseReturnValue:
    counter = queries.managed_counter(current_session(), current_viewer(), counter_id)
    form = CounterForm(obj=counter)
    if form.validate_on_submit():
        with form.catching():
            actions.change_counter(current_session(), counter, form.given(), by=current_viewer(), at=now())
            return changed(
                url_for(".manage_service", code=counter.service.code), said=_("The counter was changed.")
            )
    show = refused if form.is_submitted() else render_template
    if form.is_submitted():
        counter = queries.managed_counter(current_session(), current_viewer(), counter_id)
    return show("public_reviews/manage/counter_form.html", form=form, counter=counter)


@blueprint.get("/reviews/counters/<int:counter_id>/poster.pdf")
@only(Role.SERVICE_MANAGER)
def poster(counter_id: int) -> ResponseReturnValue:
    counter = queries.managed_counter(current_session(), current_viewer(), counter_id)
    return download(poster_of(counter), f"poster-{counter.code}.pdf", "application/pdf")


@blueprint.post("/reviews/services/<code>/improvements")
@only(Role.SERVICE_MANAGER)
def create_improvement(code: str) -> ResponseReturnValue:
    service, form = queries.managed_service(current_session(), current_viewer(), code), ImprovementForm()
    if form.validate_on_submit():
        with form.catching():
            day = today(service.agency.timezone)
            promise(current_session(), service, form.given(), by=current_viewer(), today=day, at=now())
            return changed(
                url_for(".manage_service", code=code), said=_("The action stands on the public page now.")
            )
    return refused("public_reviews/manage/service.html", **_page_again(code, improvement_form=form))


@blueprint.post("/reviews/improvements/<int:improvement_id>")
@only(Role.SERVICE_MANAGER)
def move_improvement(improvement_id: int) -> ResponseReturnValue:
    improvement = managed_improvement(current_session(), current_viewer(), improvement_id)
    code, form = improvement.service.code, ProgressForm()
    if form.validate_on_submit():
        with form.catching():
            state = ImprovementState(form.state.data)
            move_on(
                current_session(), improvement, state, form.result.data or "", by=current_viewer(), at=now()
            )
            return changed(url_for(".manage_service", code=code), said=_("The action was changed."))
    return refused(
        "public_reviews/manage/service.html", **_page_again(code, progress=form, progress_id=improvement_id)
    )


def _service_form(service: Service | None = None) -> ServiceForm:
    session, me = current_session(), current_viewer()
    form = ServiceForm(obj=service)
    units = queries.units_to_choose(session, me)
    form.unit_id.choices = [SelectChoice(str(unit_id), name) for unit_id, name in units]
    if not form.unit_id.choices:
        abort(404)
    if service is not None and not form.is_submitted():
        modes = queries.modes_of(session, [service.id])[service.id]
        form.weight_mode.data = queries.mode_on(modes, today(service.agency.timezone)).value
    return form


def _page_again(code: str, **changed_parts: Any) -> dict[str, Any]:
    """The service's page with one of its forms as it was refused."""
    current_session().rollback()
    service = queries.managed_service(current_session(), current_viewer(), code)
    return _page_of(service) | changed_parts


def _page_of(service: Service) -> dict[str, Any]:
    session, day = current_session(), today(service.agency.timezone)
    story = story_of(session, service.id, period_of(day, Window.QUARTER))
    return {
        "service": service,
        "story": story,
        "labels": [short_name(one.period) for one in story.trend],
        "advice": advice_for(session, service, story, day),
        "counters": queries.counters_of(session, service.id),
        "slips": slip_counts(session, service.id, at=now()),
        "improvements": improvements_of(session, service.id),
        "counter_form": CounterForm(formdata=None),
        "improvement_form": ImprovementForm(formdata=None),
        "progress": ProgressForm(formdata=None),
        "progress_id": None,
        "by_code": BY_CODE,
        "grades": GRADE_NAMES,
        "kinds": COUNTER_KIND_NAMES,
        "states": IMPROVEMENT_STATE_NAMES,
    }
