"""Certificates: one's own with their PDF, those HR looks after, and those from elsewhere."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from portal.blueprints.training import certificate_paper
from portal.blueprints.training.blueprint import blueprint
from portal.domain.codes import spaced
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Role
from portal.domain.training.certificates import issuing, queries
from portal.domain.training.certificates.models import Certificate, CertificateState
from portal.domain.training.courses.models import COURSE_KIND_NAMES
from portal.domain.training.proof.behaviour import count_waiting as count_asked
from portal.web.clock import now
from portal.web.fields import needed
from portal.web.filters import day
from portal.web.forms import Form
from portal.web.languages import say
from portal.web.numbers import whole
from portal.web.people import current_viewer, only
from portal.web.responses import changed, download, refused
from portal.web.transactions import current_session, settings

TOO_LONG = _l("Use at most %(max)d characters.")


class RevokeForm(Form):
    reason = TextAreaField(_l("Why it is taken back"), [Length(max=500, message=TOO_LONG)])


class ReissueForm(Form):
    title = StringField(
        _l("Name of the training"),
        [needed(_l("Write what the certificate is for.")), Length(max=200, message=TOO_LONG)],
    )
    reason = TextAreaField(_l("Why it is issued again"), [Length(max=500, message=TOO_LONG)])


@blueprint.get("/certificates")
def certificates() -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    return render_template(
        "training/certificates.html",
        made=queries.own_certificates(session, me),
        externals=queries.own_externals(session, me),
        waiting=queries.count_waiting(session, me),
        asked=count_asked(session, me, now()),
        keeps=bool(me.spans(Role.HR_ADMIN)),
    )


@blueprint.get("/certificates/<int:certificate_id>")
def show_certificate(certificate_id: int) -> ResponseReturnValue:
    session, me = current_session(), current_viewer()
    made = queries.certificate_for(session, me, certificate_id)
    return render_template(
        "training/certificate.html",
        made=made,
        changes=queries.changes_of(session, made),
        may_change=issuing.may_change(made, me),
        address=address_of(made),
    )


def address_of(made: Certificate) -> str:
    """Where everybody can check it, on the public name of this installation."""
    return settings().base_url + url_for("verify.show", code=made.code)


@blueprint.get("/certificates/<int:certificate_id>/certificate.pdf")
def certificate_file(certificate_id: int) -> ResponseReturnValue:
    """Only one that stands is handed out."""
    made = queries.certificate_for(current_session(), current_viewer(), certificate_id)
    if made.state is not CertificateState.VALID:
        raise NotFound
    with force_locale(settings().locale):
        content = certificate_paper.certificate(_words(made), address_of(made))
    return download(content, f"{made.number}.pdf", "application/pdf")


def _words(made: Certificate) -> certificate_paper.Words:
    """Always in the language of the installation, for it is shown to others."""
    again = f" · {_('issue %(number)s', number=made.revision)}" if made.revision > 1 else ""
    return certificate_paper.Words(
        agency=made.agency.name,
        heading=_("Certificate"),
        number=_("Number %(number)s", number=made.number) + again,
        given_to=_("given to"),
        name=made.name,
        because=_("who has taken part in and completed"),
        title=made.title,
        facts=(
            (_("Kind"), say(COURSE_KIND_NAMES[made.kind])),
            (_("Learning hours"), _("%(hours)s JP", hours=made.hours)),
            (_("Training days"), days_in_words(made)),
        ),
        day=_("Issued on %(day)s", day=day(made.issued_at)),
        scan=_("Scan the square to check it, or type the code at"),
        code=spaced(made.code),
        foot=_("Made electronically. It counts as long as the address above says so."),
    )


def days_in_words(made: Certificate) -> str:
    if made.began_on == made.ended_on:
        return day(made.began_on)
    if (made.began_on.year, made.began_on.month) == (made.ended_on.year, made.ended_on.month):
        return f"{made.began_on.day}–{day(made.ended_on)}"
    return f"{day(made.began_on, 'd MMM y')} – {day(made.ended_on, 'd MMM y')}"


@blueprint.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def revoke_certificate(certificate_id: int) -> ResponseReturnValue:
    form = RevokeForm()
    if form.validate_on_submit():
        with form.catching():
            made = _to_change(certificate_id)
            issuing.revoke(current_session(), made, form.reason.data or "", by=current_viewer(), at=now())
            there = url_for(".show_certificate", certificate_id=certificate_id)
            return changed(there, said=_("Taken back. The public check says so from now on."))
    context: dict[str, Any] = {"made": _to_change(certificate_id), "form": form, "is_revoking": True}
    page = "training/certificate_change.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


@blueprint.route("/certificates/<int:certificate_id>/reissue", methods=["GET", "POST"])
@only(Role.HR_ADMIN)
def reissue_certificate(certificate_id: int) -> ResponseReturnValue:
    form = ReissueForm(obj=_to_change(certificate_id))
    if form.validate_on_submit():
        with form.catching():
            issuing.reissue(
                current_session(), _to_change(certificate_id), form.title.data or "", form.reason.data or "",
                by=current_viewer(), at=now(),
            )  # fmt: skip
            there = url_for(".show_certificate", certificate_id=certificate_id)
            return changed(there, said=_("Issued again under the same number."))
    context: dict[str, Any] = {"made": _to_change(certificate_id), "form": form, "is_revoking": False}
    page = "training/certificate_change.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


def _to_change(certificate_id: int) -> Certificate:
    made = queries.certificate_for(current_session(), current_viewer(), certificate_id)
    if not issuing.may_change(made, current_viewer()):
        raise NotFound
    return made


@blueprint.get("/certificates/issued")
@only(Role.HR_ADMIN)
def issued_certificates() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()[:80]
    number = request.args.get("page", 1, type=whole)
    page = queries.certificates_under(current_session(), current_viewer(), words, number)
    return render_template("training/certificates_issued.html", page=page, words=words)
