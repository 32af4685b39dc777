"""Congratulations somebody asked HR to look at, and what HR decides about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.recognition.models import (
    Congratulation,
    CongratulationReport,
    CongratulationState,
    ReportOutcome,
)
from portal.domain.words import n_

DECIDED = {
    ReportOutcome.KEPT: n_("HR looked at the congratulation you reported and left it as it is."),
    ReportOutcome.REMOVED: n_("HR removed the congratulation you reported."),
}
REMOVED = n_("HR removed a congratulation of yours after a report.")


def report(
    session: Session, said: Congratulation, reason: str, *, by: Viewer, at: datetime
) -> CongratulationReport:
    """Anybody who reads it may, but not its author. Reported by the person it is for, it is hidden at once."""
    if by.employee_id is None or by.employee_id == said.author_id:
        raise NotAllowed
    asked = select(CongratulationReport.id).where(CongratulationReport.congratulation_id == said.id)
    if session.scalar(asked) is not None:
        raise RuleBroken(n_("HR has been asked about this already."), field="reason")
    if by.employee_id == said.subject_id:
        said.state = CongratulationState.HIDDEN
    made = CongratulationReport(
        congratulation_id=said.id, reporter_id=by.employee_id, reason=reason, reported_at=at
    )
    session.add(made)
    session.flush()
    return made


def reports_for(session: Session, viewer: Viewer, number: int = 1) -> Page[CongratulationReport]:
    """Open ones first, then the latest decided, about people where the viewer administers people."""
    query = (
        select(CongratulationReport)
        .join(Congratulation, Congratulation.id == CongratulationReport.congratulation_id)
        .join(Employee, Employee.id == Congratulation.subject_id)
        .where(inside(Employee.unit_key, viewer))
        .options(
            joinedload(CongratulationReport.reporter),
            joinedload(CongratulationReport.congratulation).joinedload(Congratulation.author),
            joinedload(CongratulationReport.congratulation).joinedload(Congratulation.subject),
        )
        .order_by(CongratulationReport.decided_at.is_not(None), CongratulationReport.id.desc())
    )
    return page_of(session, query, number)


def report_for(session: Session, viewer: Viewer, report_id: int) -> CongratulationReport:
    found = session.get(CongratulationReport, report_id)
    if found is None:
        raise NotFound
    subject = session.get_one(Employee, found.congratulation.subject_id)
    if not viewer.covers(subject.unit_key, Role.HR_ADMIN):
        raise NotFound
    return found


def decide(
    session: Session, found: CongratulationReport, outcome: ReportOutcome, *, by: Viewer, at: datetime
) -> None:
    """By a person who neither wrote nor reported it."""
    said = found.congratulation
    if by.employee_id is not None and by.employee_id in (said.author_id, found.reporter_id):
        raise NotAllowed
    if found.decided_at is not None:
        raise RuleBroken(n_("This has been decided already."))
    found.decided_at, found.decided_by, found.outcome = at, by.account_id, outcome
    if outcome is ReportOutcome.REMOVED:
        said.words, said.state = "", CongratulationState.REMOVED
        _tell(session, said.author_id, REMOVED, at)
    _tell(session, found.reporter_id, DECIDED[outcome], at)
    record(
        session, "congratulation.decide", by=by.account_id, subject_type="employee",
        subject_id=said.subject_id, at=at, outcome=outcome.value,
    )  # fmt: skip


def _tell(session: Session, employee_id: int, message: str, at: datetime) -> None:
    account_id = session.get_one(Employee, employee_id).account_id
    notify(session, account_id, message, link="/rewards/wall", at=at, icon="message-circle")
