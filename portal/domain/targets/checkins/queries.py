"""Questions about check-ins and the evidence behind them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from portal.domain.errors import NotFound
from portal.domain.files import StoredFile
from portal.domain.organisation.acting import ACTING, EVALUATORS, Acting, accounts_deciding
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.targets.achievement import Report
from portal.domain.targets.checkins.models import Decision, EntryState, Evidence, ProgressEntry
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.plans.queries import plan_for

# What waits for a decision. Places: those of who acts.
WAITING = (
    select(ProgressEntry)
    .join(PerformancePlan, PerformancePlan.id == ProgressEntry.plan_id)
    .where(
        PerformancePlan.evaluator_id.in_(EVALUATORS),
        PerformancePlan.employee_id != ACTING,
        ProgressEntry.state == EntryState.SUBMITTED,
    )
)

QUEUE = 20
CORRECTABLE = frozenset({EntryState.SUBMITTED, EntryState.APPROVED, EntryState.RETURNED})


def entry_for(
    session: Session, viewer: Viewer, entry_id: int, at: datetime
) -> tuple[PerformancePlan, ProgressEntry]:
    entry = session.scalars(
        select(ProgressEntry)
        .where(ProgressEntry.id == entry_id)
        .options(joinedload(ProgressEntry.indicator).joinedload(Indicator.result), *_shown())
    ).one_or_none()
    if entry is None:
        raise NotFound
    return plan_for(session, viewer, entry.plan_id, at), entry


def evidence_for(
    session: Session, viewer: Viewer, entry_id: int, evidence_id: int, at: datetime
) -> StoredFile:
    """The file, for those who may see the plan it belongs to."""
    _plan, entry = entry_for(session, viewer, entry_id, at)
    for evidence in entry.evidence:
        if evidence.id == evidence_id and evidence.file is not None:
            return evidence.file
    raise NotFound


def history_of(session: Session, indicator: Indicator) -> Sequence[ProgressEntry]:
    """Every check-in of an indicator with its decisions and evidence, newest day first."""
    return session.scalars(
        select(ProgressEntry)
        .where(ProgressEntry.indicator_id == indicator.id)
        .options(*_shown())
        .order_by(ProgressEntry.as_of_on.desc(), ProgressEntry.id.desc())
    ).all()


def correction_of(session: Session, entry: ProgressEntry) -> ProgressEntry | None:
    return session.scalars(select(ProgressEntry).where(ProgressEntry.supersedes_id == entry.id)).first()


def approved_reports(session: Session, indicator_ids: Iterable[int]) -> dict[int, list[Report]]:
    """The approved values of each indicator in the order of their days."""
    rows = session.execute(
        select(ProgressEntry.indicator_id, ProgressEntry.as_of_on, ProgressEntry.value)
        .where(
            ProgressEntry.indicator_id.in_(tuple(indicator_ids)),
            ProgressEntry.state == EntryState.APPROVED,
            ProgressEntry.value.is_not(None),
        )
        .order_by(ProgressEntry.indicator_id, ProgressEntry.as_of_on, ProgressEntry.id)
    )
    reports: defaultdict[int, list[Report]] = defaultdict(list)
    for indicator_id, day, value in rows:
        if value is not None:
            reports[indicator_id].append(Report(day, value))
    return reports


def open_entries_of(session: Session, plan: PerformancePlan) -> Sequence[ProgressEntry]:
    """What is not settled yet: waiting check-ins, and returned ones nobody has corrected; oldest first."""
    corrected = select(ProgressEntry.supersedes_id).where(
        ProgressEntry.plan_id == plan.id, ProgressEntry.supersedes_id.is_not(None)
    )
    return session.scalars(
        select(ProgressEntry)
        .where(
            ProgressEntry.plan_id == plan.id,
            ProgressEntry.state.in_((EntryState.SUBMITTED, EntryState.RETURNED)),
            ProgressEntry.id.not_in(corrected),
        )
        .options(selectinload(ProgressEntry.decisions))
        .order_by(ProgressEntry.submitted_at, ProgressEntry.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody whose check-ins wait for a decision, and how many."""

    employee_id: int
    name: str
    entries: int


def people_waiting(session: Session, acting: Acting) -> list[Waiter]:
    """Whose check-ins wait, by name."""
    ids = waiting(acting).subquery()
    rows = session.execute(
        select(Employee.id, Employee.name, func.count())
        .join(PerformancePlan, PerformancePlan.employee_id == Employee.id)
        .join(ids, ids.c.plan_id == PerformancePlan.id)
        .group_by(Employee.id, Employee.name)
        .order_by(Employee.name, Employee.id)
    )
    return [Waiter(*row) for row in rows]


def entries_waiting(
    session: Session, acting: Acting, number: int = 1, *, of: int | None = None
) -> Page[ProgressEntry]:
    """Check-ins on which one may decide, of everybody or `of` one person.

    Each person's stand together: who has waited longest comes first, and within a person the oldest report.
    """
    query = waiting(acting).options(
        joinedload(ProgressEntry.indicator).joinedload(Indicator.result),
        joinedload(ProgressEntry.plan).options(
            joinedload(PerformancePlan.employee).options(
                joinedload(Employee.unit), joinedload(Employee.position), joinedload(Employee.agency)
            ),
            joinedload(PerformancePlan.evaluator),
        ),
        selectinload(ProgressEntry.evidence).joinedload(Evidence.file),
    )
    if of is not None:
        query = query.where(PerformancePlan.employee_id == of)
    since = func.min(ProgressEntry.submitted_at).over(partition_by=PerformancePlan.employee_id)
    order = (since, PerformancePlan.employee_id, ProgressEntry.submitted_at, ProgressEntry.id)
    return page_of(session, query.order_by(*order), number, QUEUE)


def waiting(acting: Acting) -> Select[ProgressEntry]:
    return WAITING.params(acting.places)


def accounts_to_ask(session: Session, plan: PerformancePlan, at: datetime) -> list[int]:
    """The evaluator's account and those of who stands in today, except the rated person's own."""
    return accounts_deciding(session, plan.evaluator_id, about=plan.employee_id, at=at)


def _shown() -> tuple[ExecutableOption, ...]:
    decisions = selectinload(ProgressEntry.decisions)
    return (
        decisions.joinedload(Decision.by),
        decisions.joinedload(Decision.stood_in_for),
        selectinload(ProgressEntry.evidence).joinedload(Evidence.file),
    )


def may_be_corrected(session: Session, entry: ProgressEntry) -> bool:
    """Settled or waiting, and nobody has corrected it yet."""
    return entry.state in CORRECTABLE and correction_of(session, entry) is None
