"""What the page of an award says of its badge: how it was won, until when it counts, what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.database import Session
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards import explain
from portal.domain.rewards.badges.catalogue import look_at
from portal.domain.rewards.badges.roads import Road, road_of, roads_of
from portal.domain.rewards.credentials.actions import ends_at
from portal.domain.rewards.credentials.queries import own_credential
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.ledger.queries import badges_of
from portal.domain.rewards.ledger.reading import SeenAward
from portal.web.clock import today


def badge_of(
    session: Session, me: Viewer, seen: SeenAward, at: datetime, known: dict[str, StoredMetric]
) -> dict[str, Any]:
    """`look` None: the award carries no badge. The credential and the road are for the holder alone."""
    award, badge = seen.award, seen.award.version.badge
    if badge is None:
        return {"look": None, "ends_at": None, "is_over": False, "shown": None, "road": None}
    look = look_at(session, badge, award.changed_at)
    ends = ends_at(award.changed_at, look.lasts_months, me.timezone)
    return {
        "look": look,
        "ends_at": ends,
        "is_over": ends is not None and ends <= at,
        "shown": own_credential(session, me, award.id, at) if seen.is_own else None,
        "road": _road(session, me, award, known) if seen.is_own else None,
    }


def _road(session: Session, me: Viewer, award: Award, known: dict[str, StoredMetric]) -> Road | None:
    badge = award.version.badge
    if badge is None or not me.has_rewards:
        return None
    chances = explain.reachable(session, award.employee_id, today(me.timezone), known)
    return road_of(badge, roads_of(badges_of(session, award.employee_id), chances))
