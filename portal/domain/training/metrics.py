"""The facts of training that reward rules may build on: hours and completions as the ledger has them, and teaching.

A line that takes hours back is the same fact with the opposite sign under the next revision.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Integer, Select, case, cast, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.training.hours.events import HoursBooked, TeachingBooked
from portal.domain.training.hours.models import HoursEntry, TaughtHours
from portal.domain.training.hours.sources import COMPLETED
from portal.domain.words import n_

SCALE = 100
HOURS = Metric(
    code="training.hours",
    kind=MetricKind.SUM,
    use=MetricUse.OUTCOME,
    label=n_("Learning hours with proof"),
    unit=n_("JP"),
    scale=SCALE,
)
DONE = Metric(
    code="training.completed",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Trainings completed"),
    unit=n_("trainings"),
)
TAUGHT = Metric(
    code="training.taught",
    kind=MetricKind.SUM,
    use=MetricUse.OUTCOME,
    label=n_("Hours taught to colleagues"),
    unit=n_("JP"),
    scale=SCALE,
)


def _hours() -> Select[*tuple[Any, ...]]:
    return _of_entries(HOURS, HoursEntry.hours * SCALE)


def _completed() -> Select[*tuple[Any, ...]]:
    sign = case((HoursEntry.hours > 0, 1), else_=-1)
    return _of_entries(DONE, sign).where(HoursEntry.source_type == COMPLETED.source_type)


def _of_entries(metric: Metric, value: Any) -> Select[*tuple[Any, ...]]:
    return select(
        literal(metric.code).label("metric"),
        HoursEntry.employee_id.label("employee_id"),
        HoursEntry.day.label("day"),
        cast(value, Integer).label("value"),
        cast(case((HoursEntry.hours > 0, 1), else_=-1), Integer).label("n"),
        HoursEntry.source_type.label("source_type"),
        HoursEntry.source_id.label("source_id"),
        HoursEntry.revision.label("source_rev"),
    )


def _taught() -> Select[*tuple[Any, ...]]:
    return select(
        literal(TAUGHT.code).label("metric"),
        TaughtHours.employee_id.label("employee_id"),
        TaughtHours.day.label("day"),
        cast(TaughtHours.hours * SCALE, Integer).label("value"),
        literal(1).label("n"),
        literal("taught_hours").label("source_type"),
        TaughtHours.id.label("source_id"),
        literal(0).label("source_rev"),
    )


def history() -> Select[*tuple[Any, ...]]:
    return select(union_all(_hours(), _completed(), _taught()).subquery("training_facts"))


def facts_of(session: Session, event: HoursBooked | TeachingBooked) -> Iterable[Fact]:
    if isinstance(event, HoursBooked):
        told = union_all(*(part.where(HoursEntry.id == event.entry_id) for part in (_hours(), _completed())))
        rows = session.execute(select(told.subquery("training_facts")))
    else:
        rows = session.execute(_taught().where(TaughtHours.session_id == event.session_id))
    return [Fact(**row) for row in rows.mappings()]


METRIC_SOURCE = MetricSource(
    metrics=(HOURS, DONE, TAUGHT),
    facts_of={HoursBooked: facts_of, TeachingBooked: facts_of},
    history=history,
)
