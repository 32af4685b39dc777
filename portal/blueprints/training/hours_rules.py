"""What counts how much, and what is asked of whom: everybody reads it, administrators write the next lines."""

from __future__ import annotations

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.training.blueprint import blueprint
from portal.blueprints.training.hours_forms import DutyForm, RateForm
from portal.domain.organisation.models import EMPLOYMENT_NAMES, Role
from portal.domain.organisation.policies import may_run_installation
from portal.domain.training.hours import rates
from portal.domain.training.hours.law import MINUTES, OCCASIONS
from portal.domain.training.hours.models import Counting, HoursDuty, HoursRate
from portal.web.clock import now, today
from portal.web.people import current_viewer, only
from portal.web.responses import changed
from portal.web.transactions import current_session

LINES: dict[str, type[HoursRate] | type[HoursDuty]] = {"rates": HoursRate, "duties": HoursDuty}


@blueprint.get("/hours/rules")
def hours_rules() -> ResponseReturnValue:
    return _page(RateForm(formdata=None), DutyForm(formdata=None))


@blueprint.post("/hours/rules/rates")
@only(Role.ADMIN)
def write_rate() -> ResponseReturnValue:
    me, form = current_viewer(), RateForm()
    if form.validate_on_submit():
        with form.catching():
            day = today(me.timezone)
            rates.write_rate(current_session(), form.content(), by=me, at=now(), today=day)
            return changed(url_for(".hours_rules"), said=_("Written. It counts from that day on."))
    return _page(form, DutyForm(formdata=None), 422)


@blueprint.post("/hours/rules/duties")
@only(Role.ADMIN)
def write_duty() -> ResponseReturnValue:
    me, form = current_viewer(), DutyForm()
    if form.validate_on_submit():
        with form.catching():
            day = today(me.timezone)
            rates.write_duty(current_session(), form.content(), by=me, at=now(), today=day)
            return changed(url_for(".hours_rules"), said=_("Written. It counts from that day on."))
    return _page(RateForm(formdata=None), form, 422)


@blueprint.post("/hours/rules/<any(rates, duties):table>/<int:line_id>/withdraw")
@only(Role.ADMIN)
def withdraw_line(table: str, line_id: int) -> ResponseReturnValue:
    me = current_viewer()
    rates.take_out(current_session(), LINES[table], line_id, by=me, at=now(), today=today(me.timezone))
    return changed(url_for(".hours_rules"), said=_("Withdrawn: the line before it goes on."))


def _page(rate_form: RateForm, duty_form: DutyForm, status: int = 200) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    page = render_template(
        "training/hours/rules.html",
        rates=rates.all_rates(session),
        duties=rates.all_duties(session),
        rate_form=rate_form,
        duty_form=duty_form,
        may_write=may_run_installation(me),
        today=today(me.timezone),
        employment_names=EMPLOYMENT_NAMES,
        by_activity=Counting.ACTIVITY,
        minutes=MINUTES,
        warned=[(date(2000, one.month, 1), one.percent) for one in OCCASIONS],
    )
    return page, status
