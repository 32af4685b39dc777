"""Finished modules as something to count elsewhere: hours of learning, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

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
    study_id: int
    employee_id: int
    title: str
    hours: int
    began_on: date
    ended_on: date


def finished_module(session: Session, study_id: int) -> FinishedModule | None:
    """What a certificate says about it; the first day is that of the agency's calendar or the day before."""
    row = session.execute(
        select(Study, ModuleVersion.title, ModuleVersion.learning_hours)
        .join(ModuleVersion, ModuleVersion.id == Study.version_id)
        .where(Study.id == study_id, Study.finished_on.is_not(None))
    ).one_or_none()
    if row is None or row.Study.finished_on is None:
        return None
    study = row.Study
    return FinishedModule(
        study.id,
        study.employee_id,
        row.title,
        row.learning_hours,
        min(study.started_at.date(), study.finished_on),
        study.finished_on,
    )
