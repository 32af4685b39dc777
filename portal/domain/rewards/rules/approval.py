"""The second person: approves a version after reading whom it would favour, or sends it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.rules.actions import note, only_keepers
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.rewards.rules.telling import tell_author
from portal.domain.words import n_


def approve(
    session: Session, version: RuleVersion, report: dict[str, Any], *, by: Viewer, at: datetime
) -> None:
    """Somebody else than the author has read the preview report, which stays with the version."""
    _decides(session, version, by)
    version.approved_by, version.approved_at, version.report = by.account_id, at, report
    note(session, "rule.approve", version.rule, by, at, version=version.number)
    message = n_("Your reward rule “%(rule)s” is approved and can go live.")
    tell_author(session, version, message, at=at)


def send_back(session: Session, version: RuleVersion, reason: str, *, by: Viewer, at: datetime) -> None:
    """Not like this: the author reads why and writes the next version."""
    _decides(session, version, by)
    if not reason.strip():
        raise RuleBroken(n_("Say what should change; the author reads it."), field="reason")
    version.returned_by, version.returned_at, version.returned_because = by.account_id, at, reason.strip()
    note(session, "rule.return", version.rule, by, at, version=version.number)
    message = n_("Your reward rule “%(rule)s” was sent back: %(reason)s")
    tell_author(session, version, message, at=at, reason=reason.strip())


def _decides(session: Session, version: RuleVersion, by: Viewer) -> None:
    """Only another keeper than the author, and once."""
    only_keepers(session, by, version.rule.agency_id)
    if version.author_id == by.account_id:
        raise RuleBroken(n_("Another person than the author approves a rule."))
    if version.approved_at is not None:
        raise RuleBroken(n_("This version has already been approved."))
    if version.returned_at is not None:
        raise RuleBroken(n_("This version was sent back. The author writes the next one."))
