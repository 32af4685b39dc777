"""Attendance as trainers keep it: the code on their screen, the roster, sheets in and out, the closing."""

from __future__ import annotations

from typing import Any

import segno
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from markupsafe import Markup
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from portal.blueprints.training.blueprint import blueprint
from portal.domain.errors import RuleBroken
from portal.domain.training.attendance import actions, codes, queries, settling, sheets
from portal.domain.training.attendance.rules import is_taking_notes
from portal.domain.training.sessions.models import SessionDay, TrainingSession
from portal.domain.training.sessions.queries import session_to_run
from portal.domain.words import n_
from portal.web.clock import now
from portal.web.fields import IdSelect
from portal.web.filters import day as day_name
from portal.web.forms import Form
from portal.web.people import current_viewer
from portal.web.responses import changed, download, page_or_fragment, refused
from portal.web.spreadsheets import MEDIA_TYPES, Sheet, spreadsheet
from portal.web.transactions import current_session, settings


class MarkForm(Form):
    day = IdSelect(_l("Sitting"), [InputRequired()])
    is_present = RadioField(
        _l("Was there?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice("yes", _l("Yes, was there")), SelectChoice("no", _l("No, was not there"))],
    )
    reason = TextAreaField(
        _l("Why you note this by hand"), [Length(max=300, message=_l("Use at most %(max)d characters."))]
    )


class SheetForm(Form):
    file = FileField(_l("Filled-in sheet"), [FileRequired(_l("Choose a file."))])


def _held(session_id: int, *, to_change: bool = False) -> TrainingSession:
    return session_to_run(current_session(), current_viewer(), session_id, to_change=to_change)


@blueprint.get("/sessions/<int:session_id>/attendance")
def attendance(session_id: int) -> ResponseReturnValue:
    return render_template("training/roster.html", **_roster(session_id), form=SheetForm(), faults=())


def _roster(session_id: int) -> dict[str, Any]:
    held, at = _held(session_id), now()
    return {
        "held": held,
        "lines": queries.roster(current_session(), held),
        "now_sitting": queries.sitting_now(held, at),
        "at": at,
    }


@blueprint.get("/sessions/<int:session_id>/screen/<int:day_id>")
def attendance_screen(session_id: int, day_id: int) -> ResponseReturnValue:
    """For the projector: a code that changes by itself, and how many have scanned it."""
    held = _held(session_id)
    day = queries.day_of(held, day_id)
    return page_or_fragment("training/screen.html", "training/_screen_code.html", **_code(held, day))


def _code(held: TrainingSession, day: SessionDay) -> dict[str, Any]:
    session, at = current_session(), now()
    context: dict[str, Any] = {
        "held": held,
        "day": day,
        "picture": None,
        "seconds": codes.seconds_left(at),
        "count": queries.count_present(session, day.id),
        "seated": queries.count_seated(session, held.id),
        "at": at,
    }
    if is_taking_notes(held, day, at):
        code = actions.shown_code(session, held, day, by=current_viewer(), at=at)
        context["picture"] = qr_picture(url_for(".scan", day_id=day.id, code=code))
    return context


def qr_picture(path: str) -> Markup:
    drawing = segno.make(settings().base_url + path, error="m").svg_inline(
        scale=8, border=3, dark="#000", light="#fff", title=_("QR code for attendance"), omitsize=True
    )
    return Markup(drawing)


@blueprint.route("/sessions/<int:session_id>/attendance/<int:enrolment_id>", methods=["GET", "POST"])
def mark_attendance(session_id: int, enrolment_id: int) -> ResponseReturnValue:
    """A person without a device, or a correction."""
    held = _held(session_id, to_change=request.method == "POST")
    form = _mark_form(held)
    if form.validate_on_submit():
        with form.catching():
            actions.mark(
                current_session(), held, enrolment_id, form.day.data or 0, form.is_present.data == "yes",
                form.reason.data or "", by=current_viewer(), at=now(),
            )  # fmt: skip
            return changed(url_for(".attendance", session_id=session_id), said=_("Noted, with your reason."))
    held = _held(session_id)
    line = queries.line_of(current_session(), held, enrolment_id)
    context: dict[str, Any] = {"held": held, "line": line, "form": form}
    page = "training/mark.html"
    return refused(page, **context) if form.is_submitted() else render_template(page, **context)


def _mark_form(held: TrainingSession) -> MarkForm:
    form = MarkForm()
    form.day.choices = [
        SelectChoice(str(day.id), f"{number}: {day_name(day.starts_at)}")
        for number, day in enumerate(held.days, start=1)
    ]
    return form


@blueprint.get("/sessions/<int:session_id>/attendance.<any(xlsx, csv):kind>")
def attendance_sheet(session_id: int, kind: str) -> ResponseReturnValue:
    held = _held(session_id)
    head, rows = sheets.table_of(current_session(), held)
    sheet = Sheet(
        title=_("Attendance"), head=head, rows=rows, widths=[8, 32, 32, *(16 for _day in held.days)]
    )
    return download(spreadsheet(kind, sheet), f"{held.course.code}-{held.id}.{kind}", MEDIA_TYPES[kind])


@blueprint.post("/sessions/<int:session_id>/attendance/sheet")
def import_attendance(session_id: int) -> ResponseReturnValue:
    """All of it or nothing: faults come back with row and column."""
    form = SheetForm()
    faults: tuple[sheets.Fault, ...] = ()
    if form.validate_on_submit():
        name, content = form.file.data.filename or "", form.file.data.read()
        with form.catching():
            session, held = current_session(), _held(session_id, to_change=True)
            reading = sheets.read(session, held, name, content)
            faults = reading.faults
            if faults:
                raise RuleBroken(n_("Nothing was changed: some cells cannot be read."), field="file")
            count = sheets.apply(session, held, reading.wishes, name, by=current_viewer(), at=now())
            said = ngettext("%(num)s note was changed.", "%(num)s notes were changed.", count)
            return changed(url_for(".attendance", session_id=session_id), said=said)
    return refused("training/roster.html", **_roster(session_id), form=form, faults=faults)


@blueprint.post("/sessions/<int:session_id>/finish")
def finish_session(session_id: int) -> ResponseReturnValue:
    form = SheetForm(None)
    if form.is_submitted():
        with form.catching():
            held = _held(session_id, to_change=True)
            settling.finish(current_session(), held, by=current_viewer(), at=now())
            said = _("The session is closed. Who attended is asked for feedback.")
            return changed(url_for(".attendance", session_id=session_id), said=said)
    return refused("training/roster.html", **_roster(session_id), form=form, faults=())
