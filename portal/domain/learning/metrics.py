"""The facts that reward rules may build on. Events and history read the same rows, so they cannot differ.

Of a quiz only the first attempt is told: who tries again learns, but does not raise the figure.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from portal.domain.learning.events import ModuleFinished, QuizHandedIn
from portal.domain.learning.studies.models import QuizAttempt, Study
from portal.domain.metrics import Fact, Metric, MetricKind, MetricSource, MetricUse
from portal.domain.words import n_

MODULES_FINISHED = Metric(
    code="learning.modules_finished",
    kind=MetricKind.COUNT,
    use=MetricUse.OUTCOME,
    label=n_("Modules finished"),
    unit=n_("modules"),
)
QUIZ_SCORE = Metric(
    code="learning.quiz_score",
    kind=MetricKind.RATING,
    use=MetricUse.QUALITY,
    label=n_("Quiz score at the first attempt"),
    unit=n_("of 100"),
)


def _finished() -> Select[*tuple[Any, ...]]:
    return select(
        literal(MODULES_FINISHED.code).label("metric"),
        Study.employee_id.label("employee_id"),
        Study.finished_on.label("day"),
        literal(1).label("value"),
        literal(1).label("n"),
        literal("study").label("source_type"),
        Study.id.label("source_id"),
        literal(0).label("source_rev"),
    ).where(Study.finished_on.is_not(None))


def _scores() -> Select[*tuple[Any, ...]]:
    return (
        select(
            literal(QUIZ_SCORE.code).label("metric"),
            Study.employee_id.label("employee_id"),
            QuizAttempt.handed_in_on.label("day"),
            QuizAttempt.score.label("value"),
            literal(1).label("n"),
            literal("quiz_attempt").label("source_type"),
            QuizAttempt.id.label("source_id"),
            literal(0).label("source_rev"),
        )
        .join(Study, Study.id == QuizAttempt.study_id)
        .where(QuizAttempt.number == 1, QuizAttempt.handed_in_on.is_not(None))
    )


def history() -> Select[*tuple[Any, ...]]:
    return select(union_all(_finished(), _scores()).subquery("learning_facts"))


def facts_of(session: Session, event: ModuleFinished | QuizHandedIn) -> Iterable[Fact]:
    if isinstance(event, ModuleFinished):
        told = _finished().where(Study.id == event.study_id)
    else:
        told = _scores().where(QuizAttempt.id == event.attempt_id)
    return [Fact(**row) for row in session.execute(told).mappings()]


METRIC_SOURCE = MetricSource(
    metrics=(MODULES_FINISHED, QUIZ_SCORE),
    facts_of={ModuleFinished: facts_of, QuizHandedIn: facts_of},
    history=history,
)
