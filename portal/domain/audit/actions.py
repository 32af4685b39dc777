import hashlib
import hmac
import json
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.domain.audit.models import AuditEntry

LOCK = 7_370_001


def record(
    session: Session,
    verb: str,
    *,
    by: int | None,
    subject_type: str,
    subject_id: int | None = None,
    unit_key: int | None = None,
    at: datetime,
    **details: object,
) -> AuditEntry:
    """Write down that account `by` did `verb` (`role.give`, `import.apply` …), chained to the entry before it.

    `details` must fit into JSON and never holds secrets or what people wrote in confidence; its `label` is what
    the subject was called that day, for readers who know nothing of its feature.
    """
    _one_at_a_time(session)
    last = session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1))
    entry = AuditEntry(
        at=at.astimezone(UTC).replace(microsecond=0),
        actor_id=by,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
        unit_key=unit_key,
        details=details,
    )
    entry.seal = seal_of(entry, last, session.info["audit_key"])
    session.add(entry)
    session.flush()
    return entry


def _one_at_a_time(session: Session) -> None:
    """SQLite writers wait for each other anyway; PostgreSQL is asked to, until the commit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def seal_of(entry: AuditEntry, previous: str | None, key: bytes) -> str:
    """HMAC-SHA-256 over the entry's content and the seal before it, as 64 hex digits."""
    content = json.dumps(
        [
            previous or "",
            entry.at.isoformat(),
            entry.actor_id,
            entry.verb,
            entry.subject_type,
            entry.subject_id,
            entry.unit_key,
            entry.details,
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
