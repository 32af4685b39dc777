from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import seal_of
from portal.domain.audit.models import AuditEntry
from portal.domain.pages import Page, page_of


def entries(session: Session, number: int = 1) -> Page[AuditEntry]:
    """Newest first."""
    return page_of(session, select(AuditEntry).order_by(AuditEntry.id.desc()), number)


def first_broken(session: Session) -> int | None:
    """The id of the first entry whose seal no longer fits what is written before and in it; None when all do."""
    previous: str | None = None
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        if entry.seal != seal_of(entry, previous, session.info["audit_key"]):
            return entry.id
        previous = entry.seal
    return None
