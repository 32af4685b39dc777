"""Rules for those who look after them, and for those they are for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.facts.models import StoredMetric
from portal.domain.rewards.rules.models import Rule, RuleKind, RuleState, RuleVersion

KEEPERS = (Role.ADMIN, Role.HR_ADMIN)


def _kept_by(viewer: Viewer) -> ColumnElement[bool]:
    """Rules of agencies whose root the viewer looks after; all of them for administrators of all."""
    spans = viewer.spans(*KEEPERS)
    if EVERYWHERE in spans:
        return Rule.id.is_not(None)
    if not spans:
        return false()
    roots = select(OrgUnit.agency_id).where(
        OrgUnit.level == 1, or_(*(OrgUnit.path_key.between(low, high) for low, high in spans))
    )
    return Rule.agency_id.in_(roots)


def rule_for(session: Session, viewer: Viewer, rule_id: int) -> Rule:
    found = session.scalar(select(Rule).where(Rule.id == rule_id, _kept_by(viewer)))
    if found is None:
        raise NotFound
    return found


def version_for(session: Session, viewer: Viewer, version_id: int) -> RuleVersion:
    found = session.get(RuleVersion, version_id)
    if found is None:
        raise NotFound
    rule_for(session, viewer, found.rule_id)
    return found


def rule_called(session: Session, code: str) -> Rule:
    found = session.scalar(select(Rule).where(Rule.code == code))
    if found is None:
        raise NotFound
    return found


def metrics(session: Session) -> dict[str, StoredMetric]:
    """Every number that features offer, by code."""
    return {
        metric.code: metric for metric in session.scalars(select(StoredMetric).order_by(StoredMetric.code))
    }


def latest_version(session: Session, rule: Rule) -> RuleVersion:
    """What would be previewed: the newest version, live or not."""
    found = session.scalars(
        select(RuleVersion).where(RuleVersion.rule_id == rule.id).order_by(RuleVersion.number.desc()).limit(1)
    ).first()
    if found is None:
        raise NotFound
    return found


def live_versions(session: Session) -> Sequence[RuleVersion]:
    """What counts by itself, in the order of the rules."""
    query = select(RuleVersion).join(Rule, Rule.live_version_id == RuleVersion.id)
    counts = (Rule.state == RuleState.LIVE, Rule.kind == RuleKind.AUTOMATIC)
    return session.scalars(query.where(*counts).order_by(Rule.id)).all()
