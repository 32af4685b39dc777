"""Who decided on whose check-ins, and how soon: for the look at gaming."""

from typing import Any

from sqlalchemy import Select, case, select

from portal.domain.integrity import VouchSource
from portal.domain.targets.checkins.models import Decision, ProgressEntry, Verdict


def vouches() -> Select[Any]:
    return (
        select(
            ProgressEntry.id.label("source_id"),
            Decision.author_id.label("subject_id"),
            Decision.by_id.label("voucher_id"),
            ProgressEntry.as_of_on.label("day"),
            ProgressEntry.submitted_at.label("told_at"),
            Decision.at.label("vouched_at"),
            case((Decision.verdict == Verdict.APPROVED, 1), else_=0).label("is_top"),
        )
        .join(ProgressEntry, ProgressEntry.id == Decision.entry_id)
        .where(Decision.verdict.in_((Verdict.APPROVED, Verdict.RETURNED)))
    )


VOUCHES = VouchSource(kind="checkin", is_beforehand=False, vouches=vouches)
