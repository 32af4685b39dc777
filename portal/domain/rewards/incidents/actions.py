"""What the nightly check found: written down once, mended, and told to the administrators."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.metrics import MetricSource
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Role, RoleAssignment
from portal.domain.rewards.incidents.models import Incident
from portal.domain.rewards.ledger.verify import Difference, repair, verify
from portal.domain.words import n_

FOUND = n_("Sums of rewards disagreed. What could be built anew has been; please look at the list.")


def note_differences(
    session: Session, differences: Sequence[Difference], sources: Iterable[MetricSource], *, at: datetime
) -> list[Incident]:
    """Write down what is new, build the sums anew, and mark what is no longer there. Gives the new ones."""
    open_ = {
        _name(one.what, one.key): one
        for one in session.scalars(select(Incident).where(Incident.mended_at.is_(None)))
    }
    new = [_incident(one, at) for one in differences if _name(one.what, _plain(one.key)) not in open_]
    session.add_all(new)
    left = _left_after_repair(session, sources) if differences else set()
    for incident in [*open_.values(), *new]:
        incident.seen_at = at
        if _name(incident.what, incident.key) not in left:
            incident.mended_at = at
    session.flush()
    if new:
        _tell_administrators(session, at)
    return new


def _left_after_repair(session: Session, sources: Iterable[MetricSource]) -> set[str]:
    """Caches can be built anew; a ledger or a feature's own rows that disagree need a person."""
    repair(session)
    return {_name(one.what, _plain(one.key)) for one in verify(session, sources)}


def _incident(one: Difference, at: datetime) -> Incident:
    return Incident(what=one.what, key=_plain(one.key), by=one.by, found_at=at, seen_at=at)


def _plain(key: Iterable[Any]) -> list[Any]:
    return [part.isoformat() if isinstance(part, date) else part for part in key]


def _name(what: str, key: list[Any]) -> str:
    return json.dumps([what, *key])


def _tell_administrators(session: Session, at: datetime) -> None:
    keepers = select(RoleAssignment.account_id).where(
        RoleAssignment.role == Role.ADMIN, RoleAssignment.unit_id.is_(None)
    )
    for account_id in session.scalars(keepers.distinct().order_by(RoleAssignment.account_id)):
        notify(session, account_id, FOUND, link="/admin/rewards/incidents", at=at, icon="alert-triangle")
