"""What is kept about one person's certificates and shared badges, for that person's "my data"."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.credentials.models import Credential
from portal.domain.rewards.ledger.models import Award


def own_credentials(session: Session, me: Viewer) -> list[dict[str, Any]]:
    made = session.scalars(
        select(Credential)
        .join(Award, Award.id == Credential.award_id)
        .where(Award.employee_id == (me.employee_id or 0))
        .options(joinedload(Credential.badge))
        .order_by(Credential.id)
    )
    return [
        {
            "badge": one.badge.name,
            "code": one.code,
            "granted_at": one.granted_at,
            "issued_at": one.issued_at,
            "expires_at": one.expires_at,
            "shared_at": one.shared_at,
            "withdrawn_at": one.withdrawn_at,
        }
        for one in made
    ]
