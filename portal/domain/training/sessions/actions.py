"""Sessions: planned once or as a series, changed and called off; whoever is concerned is told."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.organisation.events import BranchMoved
from portal.domain.organisation.models import OrgUnit
from portal.domain.training.sessions.models import TrainingSession


def follow_branch(session: Session, event: BranchMoved) -> None:
    """Sessions are for the keys their unit has now."""
    unit = select(OrgUnit).where(OrgUnit.id == TrainingSession.unit_id)
    session.execute(
        sa.update(TrainingSession)
        .where(TrainingSession.unit_low.between(event.low, event.high), TrainingSession.unit_id.is_not(None))
        .values(
            unit_low=unit.with_only_columns(OrgUnit.path_key).scalar_subquery(),
            unit_high=unit.with_only_columns(OrgUnit.path_end).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
