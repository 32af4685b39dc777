"""Finished modules as something to count elsewhere: hours of learning, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotFound
from portal.domain.learning.modules.models import ModuleVersion
from portal.domain.learning.studies.models import Study


def finished_modules() -> Select[*tuple[Any, ...]]:
    """One row for each finished study, with the learning hours (JP) of its version; its theme is the tag."""
    return (
        select(
            Study.id.label("source_id"),
            Study.employee_id,
            Study.finished_on.label("day"),
            Study.finished_at.label("at"),
            literal("e_learning").label("kind"),
            ModuleVersion.learning_hours.label("hours"),
            ModuleVersion.title.label("title"),
            literal("").label("provider"),
            ModuleVersion.theme.label("tags"),
        )
        .join(ModuleVersion, ModuleVersion.id == Study.version_id)
        .where(Study.finished_at.is_not(None))
    )


@dataclass(frozen=True, slots=True)
class FinishedModule:
    """`told` is what a certificate says: whose, which, how many hours, from which day to which."""

    at: datetime
    told: dict[str, Any]


def finished_module(session: Session, study_id: int) -> FinishedModule:
    study = session.get_one(Study, study_id, options=[joinedload(Study.version)])
    if study.finished_at is None or study.finished_on is None:
        raise NotFound
    told = {
        "source_id": study.id,
        "employee_id": study.employee_id,
        "title": study.version.title,
        "hours": study.version.learning_hours,
        "began_on": min(study.started_at.date(), study.finished_on),
        "ended_on": study.finished_on,
    }
    return FinishedModule(study.finished_at, told)
