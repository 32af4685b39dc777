"""Certificates from elsewhere: handing them in, and HR's look at them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange

from portal.blueprints.training.blueprint import blueprint
from portal.domain import files
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared
from portal.domain.organisation.models import Role
from portal.domain.training.certificates import external, queries
from portal.domain.training.certificates.models import ExternalCertificate
from portal.domain.training.courses.models import COURSE_KIND_NAMES, CourseKind
from portal.web.clock import now, today
from portal.web.fields import DayField, TextLine, needed, one_of, options
from portal.web.forms import Form
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import attachment, changed, refused
from portal.web.transactions import current_session, settings

TOO_LONG = _l("Use at most %(max)d characters.")


class ClaimForm(Form):
    title = TextLine(
        _l("Name of the training"), [needed(_l("Write its name.")), Length(max=200, message=TOO_LONG)]
    )
    provider = TextLine(
        _l("Who held it"), [needed(_l("Write who held it.")), Length(max=160, message=TOO_LONG)]
    )
    number = TextLine(_l("Number on the certificate"), [Length(max=80, message=TOO_LONG)])
    kind = SelectField(_l("Kind"), choices=options(COURSE_KIND_NAMES), coerce=one_of(CourseKind))
    hours = IntegerField(
        _l("Learning hours (JP)"),
        [needed(_l("Write the hours as they stand on the certificate.")), NumberRange(1, 1000)],
        description=_l("1 JP is 45 minutes."),
    )
    began_on = DayField(_l("First day"), [needed(_l("Choose the first day."))])
    ended_on = DayField(_l("Last day"), [needed(_l("Choose the last day."))])
    file = FileField(_l("The certificate"), description=_l("PDF, PNG or JPG, at most 10 MB."))

    def claim(self) -> external.Claim:
        return external.Claim(
            title=self.title.data or "",
            provider=self.provider.data or "",
            number=self.number.data or "",
            kind=CourseKind(self.kind.data),
            hours=self.hours.data or 0,
            began_on=self.began_on.data,
            ended_on=self.ended_on.data,
        )


class DecisionForm(Form):
    hours = IntegerField(_l("JP that count"), [NumberRange(1, 1000)])
    reason = TextAreaField(_l("Reason, if it is not accepted"), [Length(max=500, message=TOO_LONG)])


@blueprint.route("/certificates/external/new", methods=["GET", "POST"])
def hand_in_external() -> ResponseReturnValue:
    """The file is checked and written before the transaction begins."""
    me, form = current_viewer(), ClaimForm()
    if me.employee_id is None:
        raise NotFound
    if form.validate_on_submit():
        with form.catching():
            prepared = _prepared(form)
            external.hand_in(
                current_session(), form.claim(), prepared, by=me, today=today(me.timezone), at=now()
            )
            return changed(url_for(".certificates"), said=_("Handed in. HR checks it; you will be told."))
    page = "training/external_new.html"
    return refused(page, form=form) if form.is_submitted() else render_template(page, form=form)


def _prepared(form: ClaimForm) -> Prepared | None:
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    try:
        return files.prepare(settings().uploads, upload.filename, upload.read())
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file", **broken.values) from broken


def _external(external_id: int) -> ExternalCertificate:
    return queries.external_for(current_session(), current_viewer(), external_id)


@blueprint.get("/certificates/external/<int:external_id>")
def show_external(external_id: int) -> ResponseReturnValue:
    one = _external(external_id)
    form = DecisionForm(hours=one.hours_accepted or one.hours)
    return render_template("training/external.html", **_context(one), form=form)


def _context(one: ExternalCertificate) -> dict[str, Any]:
    decides = external.may_decide(one, current_viewer())
    same = queries.others_with_same_file(current_session(), one) if decides else ()
    return {
        "one": one,
        "may_decide": decides,
        "same": same,
        "is_own": one.employee_id == current_viewer().employee_id,
    }


@blueprint.get("/certificates/external/<int:external_id>/file")
def external_file(external_id: int) -> ResponseReturnValue:
    one = _external(external_id)
    if one.file is None:
        raise NotFound
    return attachment(one.file)


@blueprint.post("/certificates/external/<int:external_id>/withdraw")
def withdraw_external(external_id: int) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.catching():
            external.withdraw(current_session(), _external(external_id), by=current_viewer(), at=now())
            return changed(url_for(".certificates"), said=_("Taken back. Nobody looks at it any more."))
    return refused("training/external.html", **_context(_external(external_id)), form=form)


@blueprint.get("/certificates/review")
@only(Role.HR_ADMIN)
def review_externals() -> ResponseReturnValue:
    is_waiting = request.args.get("show") != "decided"
    number = request.args.get("page", 1, type=whole)
    page = queries.externals_under(current_session(), current_viewer(), is_waiting=is_waiting, number=number)
    return render_template("training/externals.html", page=page, is_waiting=is_waiting)


@blueprint.post("/certificates/external/<int:external_id>/decide")
@only(Role.HR_ADMIN)
def decide_external(external_id: int) -> ResponseReturnValue:
    form, session, me = DecisionForm(), current_session(), current_viewer()
    verifies = request.form.get("decision") == "verify"
    if form.validate_on_submit() or not verifies:
        with form.catching():
            one = _external(external_id)
            if not external.may_decide(one, me):
                raise NotFound
            if verifies:
                external.verify(session, one, form.hours.data or 0, by=me, at=now())
                said = _("Verified. The hours count from now on.")
            else:
                external.refuse(session, one, form.reason.data or "", by=me, at=now())
                said = _("Not accepted. The person reads your reason.")
            return changed(url_for(".review_externals"), said=said)
    return refused("training/external.html", **_context(_external(external_id)), form=form)
