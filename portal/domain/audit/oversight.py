"""What an auditor begins with: what was done lately, and whether the record itself and the points were found whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.audit.models import AuditEntry
from portal.domain.audit.queries import Spans, inside_spans

CHECK, POINTS_CHECK = "audit.check", "rewards.check"


@dataclass(frozen=True, slots=True)
class Deed:
    """How often something was done, and when last."""

    verb: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Oversight:
    """`checks` and `points_checks` hold the last look at each, None before the first."""

    deeds: list[Deed]
    checked: AuditEntry | None
    points_checked: AuditEntry | None

    @property
    def entries(self) -> int:
        return sum(deed.times for deed in self.deeds)


def oversight(session: Session, spans: Spans, *, since: datetime) -> Oversight:
    """What was done since a moment in the parts one may read about, the most recent kind first."""
    last = func.max(AuditEntry.at)
    rows = session.execute(
        select(AuditEntry.verb, func.count(), last)
        .where(AuditEntry.at >= since, inside_spans(spans))
        .group_by(AuditEntry.verb)
        .order_by(last.desc(), AuditEntry.verb)
    )
    return Oversight([Deed(*row) for row in rows], last_check(session), _last(session, POINTS_CHECK))


def note_check(session: Session, broken: int | None, *, by: int | None, at: datetime) -> AuditEntry:
    """Write down that the seals of all entries were looked at; `broken` is the first that does not fit."""
    return record(session, CHECK, by=by, subject_type="audit", subject_id=broken, at=at, whole=broken is None)


def note_points_check(session: Session, differences: int, *, at: datetime) -> AuditEntry:
    """Write down how many sums of points disagreed with the facts behind them."""
    return record(
        session,
        POINTS_CHECK,
        by=None,
        subject_type="reward",
        at=at,
        whole=differences == 0,
        count=differences,
    )


def last_check(session: Session) -> AuditEntry | None:
    """When somebody, or the night, looked at all seals last."""
    return _last(session, CHECK)


def _last(session: Session, verb: str) -> AuditEntry | None:
    return session.scalar(
        select(AuditEntry).where(AuditEntry.verb == verb).order_by(AuditEntry.id.desc()).limit(1)
    )
