"""The facts that reward rules may build on. Events and history read the same rows, so they cannot differ.

An indicator is achieved once: undoing and redoing the approval that tipped it adds -1 and +1 on the same day.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Integer, Select, case, cast, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.targets.checkins.models import AchievementMark, Decision, ProgressEntry
from portal.domain.targets.events import CheckInApproved, CheckInVoided
from portal.domain.words import n_

ACHIEVED = Metric(
    code="targets.achieved",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Targets achieved"),
    unit=n_("targets"),
)
ON_TIME = Metric(
    code="targets.on_time",
    kind=MetricKind.YES_NO,
    use=MetricUse.OUTCOME,
    label=n_("Target achieved by its due date"),
    unit=n_("targets"),
)
PROGRESS_APPROVED = Metric(
    code="targets.progress_approved",
    kind=MetricKind.COUNT,
    use=MetricUse.VOLUME,
    label=n_("Check-ins approved"),
    unit=n_("check-ins"),
)


def facts(decision_ids: tuple[int, ...] | None = None) -> Select[Any]:
    """All facts of this feature, or only those that some decisions made."""
    of_entries = (
        select(
            literal(PROGRESS_APPROVED.code).label("metric"),
            ProgressEntry.author_id.label("employee_id"),
            ProgressEntry.as_of_on.label("day"),
            Decision.effect.label("value"),
            Decision.effect.label("n"),
            literal("checkin").label("source_type"),
            Decision.entry_id.label("source_id"),
            Decision.number.label("source_rev"),
        )
        .join(ProgressEntry, ProgressEntry.id == Decision.entry_id)
        .where(Decision.effect != 0)
    )
    met_on_time = case((AchievementMark.is_on_time, AchievementMark.sign), else_=0)
    parts = [of_entries, _of_marks(ACHIEVED, AchievementMark.sign), _of_marks(ON_TIME, met_on_time)]
    if decision_ids is not None:
        columns = (Decision.id, AchievementMark.decision_id, AchievementMark.decision_id)
        parts = [part.where(column.in_(decision_ids)) for part, column in zip(parts, columns, strict=True)]
    return select(union_all(*parts).subquery("target_facts"))


def _of_marks(metric: Metric, value: Any) -> Select[*tuple[Any, ...]]:
    return select(
        literal(metric.code),
        AchievementMark.employee_id,
        AchievementMark.day,
        cast(value, Integer),
        AchievementMark.sign,
        literal("indicator"),
        AchievementMark.indicator_id,
        AchievementMark.number,
    )


def facts_of(session: Session, event: CheckInApproved | CheckInVoided) -> Iterable[Fact]:
    return [Fact(**row) for row in session.execute(facts(event.decision_ids)).mappings()]


def history() -> Select[Any]:
    return facts()


SOURCE = MetricSource(
    metrics=(ACHIEVED, ON_TIME, PROGRESS_APPROVED),
    facts_of={CheckInApproved: facts_of, CheckInVoided: facts_of},
    history=history,
)
