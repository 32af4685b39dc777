"""Questions about concerns: what one may name, what was asked before, and what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.domain.change.campaigns.models import Campaign, CampaignState
from portal.domain.change.concerns.models import Concern, ConcernState, FaqEntry, Topic
from portal.domain.change.scope import concerns
from portal.domain.errors import NotFound
from portal.domain.organisation.models import Employee, OrgUnit, Role
from portal.domain.organisation.paths import ancestors_of
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of

SMALLEST_PART = 10
"""A part with fewer people would say too much about who wrote."""


def parts_to_name(session: Session, viewer: Viewer) -> Sequence[OrgUnit]:
    """The agency, and those units above the viewer, or the viewer's own, in which enough people work."""
    if viewer.unit_key is None:
        return []
    people = (
        select(func.count(Employee.id))
        .where(Employee.unit_key.between(OrgUnit.path_key, OrgUnit.path_end), Employee.left_on.is_(None))
        .scalar_subquery()
    )
    return session.scalars(
        select(OrgUnit)
        .where(
            OrgUnit.path_key.in_(ancestors_of(viewer.unit_key)),
            or_(OrgUnit.parent_id.is_(None), people >= SMALLEST_PART),
        )
        .order_by(OrgUnit.path_key)
    ).all()


def campaigns_to_name(session: Session, viewer: Viewer, day: date) -> Sequence[Campaign]:
    """Running campaigns that concern the viewer and so many others that naming one says nothing."""
    known = [unit.id for unit in parts_to_name(session, viewer)]
    return session.scalars(
        select(Campaign)
        .where(
            Campaign.state == CampaignState.LIVE,
            Campaign.unit_id.in_(known),
            Campaign.starts_on <= day,
        )
        .order_by(Campaign.starts_on.desc(), Campaign.id)
    ).all()


def faq_for(
    session: Session,
    viewer: Viewer,
    *,
    search: str = "",
    topic: Topic | None = None,
    campaign_id: int | None = None,
    number: int = 1,
    size: int = 10,
) -> Page[FaqEntry]:
    """Answers for units the viewer works in or answers for, the latest first."""
    query = (
        select(FaqEntry)
        .join(FaqEntry.unit)
        .outerjoin(FaqEntry.campaign)
        .where(FaqEntry.withdrawn_on.is_(None), or_(concerns(viewer), _answered_by(viewer)))
        .options(contains_eager(FaqEntry.unit), contains_eager(FaqEntry.campaign), joinedload(FaqEntry.by))
        .order_by(FaqEntry.published_on.desc(), FaqEntry.id.desc())
    )
    if wanted := search.strip()[:80].lower():
        query = query.where(
            or_(
                func.lower(FaqEntry.question).contains(wanted, autoescape=True),
                func.lower(FaqEntry.answer).contains(wanted, autoescape=True),
            )
        )
    if topic is not None:
        query = query.where(FaqEntry.topic == topic)
    if campaign_id is not None:
        query = query.where(FaqEntry.campaign_id == campaign_id)
    return page_of(session, query, number, size)


def _answered_by(viewer: Viewer) -> ColumnElement[bool]:
    """What somebody with this unit and this campaign beside it may answer."""
    is_owner = and_(Campaign.owner_id == (viewer.employee_id or 0), Campaign.state != CampaignState.DRAFT)
    return or_(inside(OrgUnit.path_key, viewer, Role.HR_ADMIN), is_owner)


def faq_entry_for(session: Session, viewer: Viewer, entry_id: int) -> FaqEntry:
    """One that the viewer answers for."""
    found = session.scalar(
        select(FaqEntry)
        .join(FaqEntry.unit)
        .outerjoin(FaqEntry.campaign)
        .where(FaqEntry.id == entry_id, FaqEntry.withdrawn_on.is_(None), _answered_by(viewer))
        .options(contains_eager(FaqEntry.unit), contains_eager(FaqEntry.campaign))
    )
    if found is None:
        raise NotFound
    return found


def concerns_kept(session: Session, viewer: Viewer, state: ConcernState, number: int = 1) -> Page[Concern]:
    """Those the viewer answers: what has waited longest first, else the latest first."""
    by_day = Concern.said_on if state is ConcernState.WAITING else Concern.said_on.desc()
    query = (
        select(Concern)
        .join(Concern.unit)
        .outerjoin(Concern.campaign)
        .where(Concern.state == state, _answered_by(viewer))
        .options(contains_eager(Concern.unit), contains_eager(Concern.campaign))
        .order_by(by_day, Concern.id)
    )
    return page_of(session, query, number)


def count_waiting(session: Session, viewer: Viewer) -> int:
    query = (
        select(func.count(Concern.id))
        .join(Concern.unit)
        .outerjoin(Concern.campaign)
        .where(Concern.state == ConcernState.WAITING, _answered_by(viewer))
    )
    return session.scalar(query) or 0


def concern_for(session: Session, viewer: Viewer, concern_id: int) -> Concern:
    found = session.scalar(
        select(Concern)
        .join(Concern.unit)
        .outerjoin(Concern.campaign)
        .where(Concern.id == concern_id, _answered_by(viewer))
        .options(contains_eager(Concern.unit), contains_eager(Concern.campaign), joinedload(Concern.official))
    )
    if found is None:
        raise NotFound
    return found


def concern_with_receipt(session: Session, receipt_hash: str) -> Concern | None:
    """For whoever holds the receipt, and without asking who that is."""
    return session.scalar(
        select(Concern)
        .where(Concern.receipt_hash == receipt_hash)
        .options(joinedload(Concern.official), joinedload(Concern.unit))
    )
