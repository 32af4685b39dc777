"""Making visit slips: the answer is the sheet itself, because afterwards nobody knows the tokens any more."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.public_reviews.blueprint import blueprint
from portal.blueprints.public_reviews.manage_forms import SlipsForm
from portal.blueprints.public_reviews.printing import form_address, slips_of, table_of
from portal.demo.public_reviews_slips import demo_slips
from portal.domain.organisation.models import Role
from portal.domain.public_reviews.services.models import Counter
from portal.domain.public_reviews.services.queries import managed_counter
from portal.domain.public_reviews.visits.actions import LASTS, issue
from portal.domain.public_reviews.visits.queries import first_unused, officer_to_name, officers_to_choose
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import download, refused
from portal.web.transactions import current_session


@blueprint.get("/reviews/counters/<int:counter_id>/slips")
@only(Role.SERVICE_MANAGER)
def new_slips(counter_id: int) -> ResponseReturnValue:
    counter = managed_counter(current_session(), current_viewer(), counter_id)
    return render_template(
        "public_reviews/manage/slips.html", form=_form(counter), counter=counter, example=_example(counter)
    )


@blueprint.post("/reviews/counters/<int:counter_id>/slips")
@only(Role.SERVICE_MANAGER)
def create_slips(counter_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    counter = managed_counter(session, me, counter_id)
    form = _form(counter)
    if form.validate_on_submit():
        with form.catching():
            unit = counter.service.unit
            officer_id = form.officer_id.data
            officer = (
                officer_to_name(session, officer_id, unit.path_key, unit.path_end) if officer_id else None
            )
            at = now()
            tokens = issue(session, counter, form.count.data or 0, officer=officer, by=me, at=at)
            if form.sheet.data == "csv":
                return download(
                    table_of(counter, tokens, until=at + LASTS), f"{counter.code}.csv", "text/csv"
                )
            return download(
                slips_of(counter, tokens, until=at + LASTS), f"{counter.code}.pdf", "application/pdf"
            )
    counter = managed_counter(session, me, counter_id)
    return refused("public_reviews/manage/slips.html", form=form, counter=counter, example=_example(counter))


def _form(counter: Counter) -> SlipsForm:
    form, unit = SlipsForm(), counter.service.unit
    people = officers_to_choose(current_session(), current_viewer(), unit.path_key, unit.path_end)
    form.officer_id.choices = [
        SelectChoice("0", _("Nobody: the slip only proves the visit")),
        *(SelectChoice(str(employee_id), name) for employee_id, name in people),
    ]
    return form


def _example(counter: Counter) -> str | None:
    """In the demo: the address on a slip that can still be used, to see the loop without a printer."""
    if not current_viewer().is_demo:
        return None
    token = first_unused(current_session(), demo_slips(counter.code), counter.id, at=now())
    return form_address(counter.code, token) if token else None
