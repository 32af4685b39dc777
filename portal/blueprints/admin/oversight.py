"""Pages that show what happened: the audit log, and messages that could not be delivered."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.admin.audit_words import Telling
from portal.blueprints.admin.forms import AuditFilterForm
from portal.blueprints.admin.places import blueprint, options_of, page_number
from portal.domain import outbox as messages
from portal.domain.audit import queries
from portal.domain.audit.actions import record
from portal.domain.audit.oversight import last_check, note_check
from portal.domain.audit.verbs import VERB_NAMES
from portal.domain.organisation.models import Role
from portal.domain.organisation.people.choosing import account_called
from portal.web import limits
from portal.web.clock import now
from portal.web.people import current_viewer, only
from portal.web.responses import changed
from portal.web.transactions import current_session, short_read


@blueprint.get("/audit")
@only(Role.AUDITOR, Role.ADMIN)
def audit() -> ResponseReturnValue:
    session, viewer = current_session(), current_viewer()
    form = AuditFilterForm(request.args)
    filters = _filters(form, viewer.timezone) if form.validate() else queries.Filters()
    spans = viewer.spans(Role.AUDITOR, Role.ADMIN)
    page = queries.entries(session, page_number(), spans=spans, filters=filters)
    return render_template(
        "admin/audit.html",
        page=page,
        form=form,
        telling=Telling(session, page.items),
        checked=last_check(session),
        verbs=VERB_NAMES,
        options=options_of(VERB_NAMES),
    )


@blueprint.post("/audit/check")
@only(Role.AUDITOR, Role.ADMIN)
def check_audit() -> ResponseReturnValue:
    """The whole log is read before the transaction begins, so that nobody waits for it."""
    viewer, at = current_viewer(), now()
    limits.require("audit-check", str(viewer.account_id), 10, timedelta(hours=1))
    with short_read() as read:
        broken = queries.first_broken(read)
    note_check(current_session(), broken, by=viewer.account_id, at=at)
    if broken is None:
        return changed(url_for(".audit"), said=_("The audit log is whole: every seal fits."))
    flash(_("The audit log is broken at entry %(id)s. Tell the administrator.", id=broken), "bad")
    return changed(url_for(".audit"))


def _filters(form: AuditFilterForm, timezone: str) -> queries.Filters:
    actor = form.actor.data or ""
    until = form.until.data + timedelta(days=1) if form.until.data and form.until.data.year < 9999 else None
    return queries.Filters(
        verb=form.verb.data or "",
        actor_id=(account_called(current_session(), actor) or 0) if actor else None,
        since=_start_of(form.since.data, timezone),
        until=_start_of(until, timezone),
    )


def _start_of(day: date | None, timezone: str) -> datetime | None:
    if day is None or day.year < 1950:
        return None
    return datetime.combine(day, time.min, ZoneInfo(timezone)).astimezone(UTC)


@blueprint.get("/outbox")
@only(Role.ADMIN)
def outbox() -> ResponseReturnValue:
    return render_template("admin/outbox.html", page=messages.failed(current_session(), page_number()))


@blueprint.post("/outbox/<int:message_id>/retry")
@only(Role.ADMIN)
def retry_message(message_id: int) -> ResponseReturnValue:
    session, viewer, at = current_session(), current_viewer(), now()
    message = messages.retry(session, message_id, at=at)
    record(
        session, "outbox.retry", by=viewer.account_id, subject_type="outbox", subject_id=message.id, at=at,
        kind=message.kind,
    )  # fmt: skip
    return changed(url_for(".outbox"), said=_("The message will be tried again."))
