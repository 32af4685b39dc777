from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.public_reviews.codes import hash_of, visit_token
from portal.domain.public_reviews.services.actions import may_manage
from portal.domain.public_reviews.services.models import Counter
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.words import n_

LASTS = timedelta(hours=72)
MOST_AT_ONCE = 500


def issue(
    session: Session,
    counter: Counter,
    count: int,
    *,
    officer: Employee | None = None,
    by: Viewer | None,
    at: datetime,
) -> list[str]:
    """Make slips for one counter, good for 72 hours, and give their tokens: the only time they are known.

    `by` is None for the operator's command line. An officer may not make slips in their own name.
    """
    if by is not None and not may_manage(by, counter.service.unit_key):
        raise NotAllowed
    if not 1 <= count <= MOST_AT_ONCE:
        raise RuleBroken(n_("Make between 1 and %(most)s slips at a time."), field="count", most=MOST_AT_ONCE)
    if by is not None and officer is not None and officer.id == by.employee_id:
        raise RuleBroken(n_("Nobody makes slips in their own name. Ask a colleague."), field="officer_id")
    tokens = [visit_token() for _ in range(count)]
    session.execute(
        insert(VisitToken),
        [
            {
                "token_hash": hash_of(token),
                "counter_id": counter.id,
                "officer_id": officer.id if officer else None,
                "issued_by": by.account_id if by else None,
                "issued_at": at,
                "expires_at": at + LASTS,
            }
            for token in tokens
        ],
    )
    record(
        session,
        "visit.issue",
        by=by.account_id if by else None,
        subject_type="counter",
        subject_id=counter.id,
        unit_key=counter.service.unit_key,
        at=at,
        label=f"{counter.service.name}, {counter.name}",
        count=count,
        officer_id=officer.id if officer else None,
    )
    return tokens
