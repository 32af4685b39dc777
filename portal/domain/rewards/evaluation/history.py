"""What the engine has been doing: runs with their counts, people waiting, late facts, reactions that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.audit.models import AuditEntry
from portal.domain.errors import NotFound
from portal.domain.events import Event
from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.evaluation.models import EvaluationRun
from portal.domain.rewards.facts.models import Dirty, StoredFact
from portal.domain.rewards.rules.models import Rule, RuleVersion

FAILED = "reaction.failed"
KEEPERS = (Role.ADMIN, Role.HR_ADMIN)


@dataclass(frozen=True, slots=True)
class Health:
    """`late`: facts of this year that were counted in a later period than they happened in."""

    waiting: int
    late: int
    failed: Sequence[AuditEntry]


def note_failure(session: Session, event: Event, at: datetime) -> None:
    """Write down that a reaction to the event was undone, so that an administrator sees it."""
    record(session, FAILED, by=None, subject_type=type(event).__name__, at=at)


def runs_of(session: Session, viewer: Viewer, number: int = 1) -> Page[EvaluationRun]:
    """Newest first, with rule and version."""
    query = (
        select(EvaluationRun)
        .join(RuleVersion, RuleVersion.id == EvaluationRun.rule_version_id)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(_kept_by(viewer))
        .options(joinedload(EvaluationRun.version).joinedload(RuleVersion.rule))
        .order_by(EvaluationRun.id.desc())
    )
    return page_of(session, query, number)


def run_for(session: Session, viewer: Viewer, run_id: int) -> EvaluationRun:
    run = session.scalar(
        select(EvaluationRun)
        .join(RuleVersion, RuleVersion.id == EvaluationRun.rule_version_id)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(EvaluationRun.id == run_id, _kept_by(viewer))
    )
    if run is None:
        raise NotFound
    return run


def health(session: Session, viewer: Viewer, day: date, most: int = 10) -> Health:
    """People are counted within the viewer's units; failures concern everybody and are shown to administrators."""
    spans = viewer.spans(*KEEPERS)
    if not spans:
        raise NotFound
    within = or_(*(Employee.unit_key.between(low, high) for low, high in spans))
    waiting = select(func.count(Dirty.employee_id.distinct())).join(
        Employee, Employee.id == Dirty.employee_id
    )
    late = select(func.count(StoredFact.id)).where(
        StoredFact.year == day.year,
        StoredFact.counted_on != StoredFact.day,
        or_(*(StoredFact.unit_key.between(low, high) for low, high in spans)),
    )
    failed: Sequence[AuditEntry] = ()
    if viewer.has(Role.ADMIN):
        newest = select(AuditEntry).where(AuditEntry.verb == FAILED).order_by(AuditEntry.id.desc())
        failed = session.scalars(newest.limit(most)).all()
    return Health(session.scalar(waiting.where(within)) or 0, session.scalar(late) or 0, failed)


def _kept_by(viewer: Viewer) -> ColumnElement[bool]:
    spans = viewer.spans(*KEEPERS)
    if EVERYWHERE in spans:
        return Rule.id.is_not(None)
    roots = select(OrgUnit.agency_id).where(
        OrgUnit.level == 1, or_(False, *(OrgUnit.path_key.between(low, high) for low, high in spans))
    )
    return Rule.agency_id.in_(roots)
