from collections.abc import Sequence
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.forms import reason_form
from portal.domain.organisation.acting import acting_for
from portal.domain.targets.checkins.models import ProgressEntry
from portal.domain.targets.checkins.queries import entries_waiting, people_waiting
from portal.domain.targets.plans.queries import evaluators_stood_in_for, plans_waiting
from portal.web.clock import now
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.transactions import current_session


@blueprint.get("/review")
def review() -> ResponseReturnValue:
    """What waits for one's decision, person by person, and for whom one stands in today."""
    session = current_session()
    acting = acting_for(session, current_viewer(), now())
    only_of = request.args.get("person", type=whole)
    page = entries_waiting(session, acting, request.args.get("page", 1, type=whole), of=only_of)
    return render_template(
        "targets/review.html",
        page=page,
        groups=_by_person(page.items),
        waiters=people_waiting(session, acting),
        only_of=only_of,
        plans=plans_waiting(session, acting),
        standing_in=evaluators_stood_in_for(session, acting),
        acting=acting,
        reason_form=reason_form,
    )


def _by_person(entries: Sequence[ProgressEntry]) -> list[list[ProgressEntry]]:
    return [list(own) for _person, own in groupby(entries, key=lambda entry: entry.plan.employee_id)]
