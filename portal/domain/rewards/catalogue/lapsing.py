"""What is approved but never fetched goes back to the shelf, and its points to the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.notifications.actions import notify
from portal.domain.rewards.catalogue.models import PICK_UP_WITHIN, Redemption, RedemptionState
from portal.domain.rewards.catalogue.redeeming import close_unused
from portal.domain.rewards.jobs import Begin
from portal.domain.words import n_

MOST_AT_ONCE = 200
LAPSED = n_("“%(item)s” was not picked up within 30 days. Your points are free again.")


def lapse(session: Session, *, at: datetime) -> int:
    """How many came back."""
    waiting = session.scalars(
        select(Redemption)
        .where(Redemption.state == RedemptionState.APPROVED, Redemption.decided_at < at - PICK_UP_WITHIN)
        .options(joinedload(Redemption.item), joinedload(Redemption.employee))
        .order_by(Redemption.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(of=Redemption, skip_locked=True)
    ).all()
    for redemption in waiting:
        close_unused(session, redemption, RedemptionState.CANCELLED, by=None, at=at)
        notify(
            session, redemption.employee.account_id, LAPSED, at=at, icon="gift", item=redemption.item.name,
            link=f"/rewards/catalogue/requests/{redemption.id}",
        )  # fmt: skip
        record(
            session, "redemption.lapse", by=None, subject_type="redemption", subject_id=redemption.id,
            unit_key=redemption.employee.unit_key, at=at, points=redemption.points,
        )  # fmt: skip
    session.flush()
    return len(waiting)


def lapse_all(begin: Begin, at: datetime) -> int:
    """In short transactions."""
    came_back = 0
    while True:
        with begin() as session:
            some = lapse(session, at=at)
        came_back += some
        if not some:
            return came_back
