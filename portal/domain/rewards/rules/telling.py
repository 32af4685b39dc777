"""Who hears of a rule on its way: those who may approve it, then its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.accounts.models import Account
from portal.domain.notifications.actions import notify, take_back
from portal.domain.organisation.models import OrgUnit, Role, RoleAssignment
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.words import n_

ICON = "award"


def page_of(version_id: int) -> str:
    return f"/admin/rewards/versions/{version_id}"


def approvers_of(session: Session, version: RuleVersion) -> Sequence[int]:
    """Accounts that look after the rule's agency, or after everything; never the author's."""
    everywhere = and_(RoleAssignment.unit_id.is_(None), RoleAssignment.role.in_((Role.ADMIN, Role.HR_ADMIN)))
    of_agency = and_(
        OrgUnit.level == 1,
        OrgUnit.agency_id == version.rule.agency_id,
        RoleAssignment.role.in_((Role.ADMIN, Role.HR_ADMIN)),
    )
    query = (
        select(RoleAssignment.account_id)
        .join(Account, Account.id == RoleAssignment.account_id)
        .outerjoin(OrgUnit, OrgUnit.id == RoleAssignment.unit_id)
        .where(
            or_(everywhere, of_agency),
            Account.disabled_at.is_(None),
            RoleAssignment.account_id != (version.author_id or 0),
        )
        .distinct()
        .order_by(RoleAssignment.account_id)
    )
    return session.scalars(query).all()


def ask_approvers(session: Session, version: RuleVersion, *, at: datetime) -> None:
    """One line for each; what asked them about an earlier version and is still unread makes room."""
    older = select(RuleVersion.id).where(
        RuleVersion.rule_id == version.rule_id, RuleVersion.number < version.number
    )
    take_back(session, [page_of(version_id) for version_id in session.scalars(older)])
    for account_id in approvers_of(session, version):
        notify(
            session, account_id, n_("The reward rule “%(rule)s” waits for your approval."),
            link=page_of(version.id), at=at, icon=ICON, rule=version.rule.name,
        )  # fmt: skip


def tell_author(session: Session, version: RuleVersion, message: str, *, at: datetime, **values: str) -> None:
    """It is decided: the author hears how, and nobody else needs to look any more."""
    take_back(session, [page_of(version.id)])
    notify(
        session, version.author_id, message,
        link=page_of(version.id), at=at, icon=ICON, rule=version.rule.name, **values,
    )  # fmt: skip
