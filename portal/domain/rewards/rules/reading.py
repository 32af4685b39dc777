"""Rules as the workshop's pages show them: also those of all agencies, which HR administrators may only read."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.accounts.models import Account
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Agency, OrgUnit, Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.rules.models import Rule, RuleState, RuleVersion

READERS = (Role.ADMIN, Role.HR_ADMIN)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what is live, or its newest version while nothing is."""

    rule: Rule
    version: RuleVersion | None
    agency_name: str | None


def rules_seen(session: Session, viewer: Viewer, state: RuleState | None = None) -> list[RuleRow]:
    """By name; drafts show their newest version."""
    newest = (
        select(RuleVersion.rule_id, func.max(RuleVersion.id).label("id"))
        .group_by(RuleVersion.rule_id)
        .subquery()
    )
    shown = func.coalesce(Rule.live_version_id, newest.c.id)
    query = (
        select(Rule, RuleVersion, Agency.name)
        .outerjoin(newest, newest.c.rule_id == Rule.id)
        .outerjoin(RuleVersion, RuleVersion.id == shown)
        .outerjoin(Agency, Agency.id == Rule.agency_id)
        .where(_seen_by(viewer))
        .options(joinedload(RuleVersion.badge))
        .order_by(Rule.name, Rule.id)
    )
    if state is not None:
        query = query.where(Rule.state == state)
    return [RuleRow(*row) for row in session.execute(query)]


def rule_seen(session: Session, viewer: Viewer, rule_id: int) -> Rule:
    rule = session.scalar(select(Rule).where(Rule.id == rule_id, _seen_by(viewer)))
    if rule is None:
        raise NotFound
    return rule


def version_seen(session: Session, viewer: Viewer, version_id: int) -> RuleVersion:
    version = session.scalar(
        select(RuleVersion)
        .join(Rule, Rule.id == RuleVersion.rule_id)
        .where(RuleVersion.id == version_id, _seen_by(viewer))
        .options(joinedload(RuleVersion.rule), joinedload(RuleVersion.badge))
    )
    if version is None:
        raise NotFound
    return version


def versions_seen(session: Session, rule: Rule) -> list[RuleVersion]:
    """Newest first, with their badges."""
    return list(
        session.scalars(
            select(RuleVersion)
            .where(RuleVersion.rule_id == rule.id)
            .options(joinedload(RuleVersion.badge))
            .order_by(RuleVersion.number.desc())
        )
    )


def names_of(session: Session, versions: list[RuleVersion]) -> dict[int, str]:
    """Authors and approvers by account."""
    wanted = {one.author_id for one in versions} | {one.approved_by for one in versions}
    wanted |= {one.returned_by for one in versions}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted - {None})))
    return {account_id: name for account_id, name in rows}


def may_keep(session: Session, viewer: Viewer, agency_id: int | None) -> bool:
    """Whether the viewer administers the whole of the rule's agency, or of the installation."""
    spans = viewer.spans(*READERS)
    if EVERYWHERE in spans or agency_id is None:
        return EVERYWHERE in spans
    root = session.scalar(select(OrgUnit.path_key).where(OrgUnit.level == 1, OrgUnit.agency_id == agency_id))
    return root is not None and viewer.covers(root, *READERS)


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    spans = viewer.spans(*READERS)
    if EVERYWHERE in spans:
        return Rule.id.is_not(None)
    if not spans:
        return false()
    roots = select(OrgUnit.agency_id).where(
        OrgUnit.level == 1, or_(*(OrgUnit.path_key.between(low, high) for low, high in spans))
    )
    is_common = Rule.agency_id.is_(None) & (Rule.state != RuleState.DRAFT)
    return or_(Rule.agency_id.in_(roots), is_common)
