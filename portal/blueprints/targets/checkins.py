from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.blueprints.targets.blueprint import blueprint
from portal.blueprints.targets.forms import CheckinForm, reason_form
from portal.domain import files
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.acting import acting_for
from portal.domain.targets.checkins import actions, queries
from portal.domain.targets.checkins.inputs import NewCheckIn
from portal.domain.targets.checkins.preview import Preview, preview_of
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import indicator_for, today_of
from portal.domain.targets.policies import is_own, may_decide, may_report
from portal.web.clock import now
from portal.web.fields import parse_amount
from portal.web.numbers import whole
from portal.web.people import current_viewer
from portal.web.responses import attachment, changed, refused
from portal.web.transactions import current_session, settings, short_read


@blueprint.get("/indicators/<int:indicator_id>/checkins/new")
def new_checkin(indicator_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    plan, indicator = _reportable(indicator_id)
    form = CheckinForm(as_of_on=min(today_of(me, now()), plan.last_day))
    if (corrects_id := request.args.get("corrects", type=whole)) is not None:
        _plan, old = queries.entry_for(session, me, corrects_id, now())
        form = CheckinForm(value=old.value, as_of_on=old.as_of_on, note=old.note, corrects_id=old.id)
    return _form_page(form, plan, indicator)


@blueprint.post("/indicators/<int:indicator_id>/checkins")
def create_checkin(indicator_id: int) -> ResponseReturnValue:
    """Files are checked and written before the transaction begins; who may not report never gets that far."""
    me, form = current_viewer(), CheckinForm()
    with short_read() as session:
        _plan, _indicator = indicator_for(session, me, indicator_id, now())
        if not is_own(me, _plan):
            raise NotAllowed
    if form.validate_on_submit() and not form.preview.data:
        with form.catching():
            new = _input(form)
            plan, indicator = indicator_for(current_session(), me, indicator_id, now())
            entry = actions.submit(current_session(), plan, indicator, new, by=me, at=now())
            there = url_for(".show_checkin", entry_id=entry.id)
            return changed(there, said=_("Sent. Your evaluator decides next; you will be told."))
    plan, indicator = indicator_for(current_session(), me, indicator_id, now())
    if form.preview.data and not form.errors:
        return _form_page(form, plan, indicator)
    return refused("targets/checkin_form.html", **_context(form, plan, indicator))


@blueprint.get("/indicators/<int:indicator_id>/preview")
def preview_checkin(indicator_id: int) -> ResponseReturnValue:
    """What the bar would show if this value were approved; asked while typing."""
    _plan, indicator = indicator_for(current_session(), current_viewer(), indicator_id, now())
    value = parse_amount(request.args.get("value", "").strip(), str(get_locale()))
    corrects_id = request.args.get("corrects_id", type=whole)
    effect = preview_of(current_session(), indicator, value, corrects_id=corrects_id)
    return render_template("targets/_preview.html", effect=effect, indicator=indicator)


@blueprint.get("/checkins/<int:entry_id>")
def show_checkin(entry_id: int) -> ResponseReturnValue:
    return render_template("targets/checkin.html", **_entry(entry_id), reason_form=reason_form)


@blueprint.get("/checkins/<int:entry_id>/evidence/<int:evidence_id>")
def evidence(entry_id: int, evidence_id: int) -> ResponseReturnValue:
    return attachment(queries.evidence_for(current_session(), current_viewer(), entry_id, evidence_id, now()))


@blueprint.post("/checkins/<int:entry_id>/approve")
def approve_checkin(entry_id: int) -> ResponseReturnValue:
    session, me, at = current_session(), current_viewer(), now()
    plan, entry = queries.entry_for(session, me, entry_id, at)
    actions.approve(session, plan, entry, by=me, at=at)
    return _decided(entry_id, _("Approved. The progress counts now."))


@blueprint.post("/checkins/<int:entry_id>/return")
def return_checkin(entry_id: int) -> ResponseReturnValue:
    session, me, at, form = current_session(), current_viewer(), now(), reason_form(entry_id)
    plan, entry = queries.entry_for(session, me, entry_id, at)
    if form.validate_on_submit():
        with form.catching():
            actions.return_(session, plan, entry, form.reason.data or "", by=me, at=at)
            return _decided(entry_id, _("Returned with your reason."))
    return _still_deciding(entry_id, form)


@blueprint.post("/checkins/<int:entry_id>/void")
def void_checkin(entry_id: int) -> ResponseReturnValue:
    session, me, at, form = current_session(), current_viewer(), now(), reason_form(entry_id)
    plan, entry = queries.entry_for(session, me, entry_id, at)
    if form.validate_on_submit():
        with form.catching():
            actions.void(session, plan, entry, form.reason.data or "", by=me, at=at)
            return _decided(entry_id, _("The approval is taken back; the progress no longer counts."))
    return _still_deciding(entry_id, form)


def _decided(entry_id: int, said: str) -> ResponseReturnValue:
    current_session().flush()
    there = url_for(".show_checkin", entry_id=entry_id)
    return changed(there, fragment=_fragment(), said=said, reason_form=reason_form, **_entry(entry_id))


def _still_deciding(entry_id: int, form: object) -> ResponseReturnValue:
    shown = _entry(entry_id)
    if not shown["may_decide"]:
        raise NotAllowed
    return refused(
        "targets/checkin.html", fragment=_fragment(), said=None, reason_form=lambda _id: form, **shown
    )


def _fragment() -> str:
    """The queue shows a check-in shorter than its own page does."""
    return "targets/_queued.html" if request.form.get("in_queue") else "targets/_checkin.html"


def _entry(entry_id: int) -> dict[str, Any]:
    session, me, at = current_session(), current_viewer(), now()
    plan, entry = queries.entry_for(session, me, entry_id, at)
    return {
        "plan": plan,
        "entry": entry,
        "may_decide": may_decide(acting_for(session, me, at), plan),
        "may_correct": may_report(me, plan) and queries.may_be_corrected(session, entry),
        "effect": preview_of(session, entry.indicator, entry.value, corrects_id=entry.supersedes_id),
    }


def _reportable(indicator_id: int) -> tuple[PerformancePlan, Indicator]:
    plan, indicator = indicator_for(current_session(), current_viewer(), indicator_id, now())
    if not may_report(current_viewer(), plan):
        raise NotAllowed
    return plan, indicator


def _input(form: CheckinForm) -> NewCheckIn:
    try:
        prepared = tuple(
            files.prepare(settings().uploads, upload.filename or "", upload.read())
            for upload in form.files.data or ()
            if upload and upload.filename
        )
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="files", **broken.values) from broken
    return NewCheckIn(
        value=form.value.data,
        as_of_on=form.as_of_on.data,
        note=form.note.data or "",
        link=form.link.data or "",
        files=prepared,
        corrects_id=form.corrects_id.data,
    )


def _form_page(form: CheckinForm, plan: PerformancePlan, indicator: Indicator) -> str:
    return render_template("targets/checkin_form.html", **_context(form, plan, indicator))


def _context(form: CheckinForm, plan: PerformancePlan, indicator: Indicator) -> dict[str, Any]:
    effect: Preview | None = preview_of(
        current_session(), indicator, form.value.data, corrects_id=form.corrects_id.data
    )
    return {"form": form, "plan": plan, "indicator": indicator, "effect": effect}
