"""A request: made by an employee, cancelled by them until it is picked up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session, joinedload

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.rewards.catalogue.balance import balance_of, one_at_a_time, release, reserve
from portal.domain.rewards.catalogue.models import HOLDING, CatalogueItem, Redemption, RedemptionState
from portal.domain.rewards.options.choosing import options_of
from portal.domain.words import n_

ASKED = n_("%(name)s would like to redeem points for “%(item)s”.")
CANCELLABLE = (RedemptionState.REQUESTED, RedemptionState.APPROVED)


def request_item(session: Session, item: CatalogueItem, *, by: Viewer, day: date, at: datetime) -> Redemption:
    """Reserve one piece and its points until HR decides. The last piece and the last points go to one request only."""
    if by.employee_id is None or by.agency_id != item.agency_id:
        raise NotAllowed
    if not options_of(session, by.agency_id).has_catalogue:
        raise RuleBroken(n_("The catalogue is switched off in your agency."))
    if not item.is_open or not item.is_valid_on(day):
        raise RuleBroken(n_("This cannot be asked for at present."))
    one_at_a_time(session, by.employee_id)
    _check_limit(session, item, by.employee_id, day.year)
    balance = balance_of(session, by.employee_id, day.year)
    if balance.left < item.points:
        raise RuleBroken(
            n_("You have %(left)s points to redeem; this takes %(points)s."),
            left=balance.to_spend,
            points=item.points,
        )
    _take_piece(session, item)
    made = Redemption(
        item_id=item.id,
        employee_id=by.employee_id,
        agency_id=item.agency_id,
        year=day.year,
        points=item.points,
        requested_at=at,
    )
    session.add(made)
    session.flush()
    reserve(session, made, at=at)
    _tell_deciders(session, made, item, by, at)
    return made


def cancel(session: Session, redemption: Redemption, *, by: Viewer, at: datetime) -> None:
    """Piece and points are free again."""
    if by.employee_id != redemption.employee_id:
        raise NotAllowed
    locked(session, redemption)
    if redemption.state not in CANCELLABLE:
        raise RuleBroken(n_("This request is closed already."))
    close_unused(session, redemption, RedemptionState.CANCELLED, by=by, at=at)


def close_unused(
    session: Session, redemption: Redemption, state: RedemptionState, *, by: Viewer | None, at: datetime
) -> None:
    """A request that comes to nothing gives everything back; by nobody when its time ran out."""
    redemption.state, redemption.code = state, None
    redemption.finished_at, redemption.finished_by = at, by.account_id if by else None
    release(session, redemption, at=at)
    session.execute(
        update(CatalogueItem)
        .where(CatalogueItem.id == redemption.item_id)
        .values(stock=CatalogueItem.stock + 1)
    )


def locked(session: Session, redemption: Redemption) -> None:
    """As it is now, and unchanged by anybody else until the commit."""
    session.execute(select(Redemption.id).where(Redemption.id == redemption.id).with_for_update())
    session.refresh(redemption, ["state", "code"])


def redemptions_of(session: Session, employee_id: int, number: int = 1) -> Page[Redemption]:
    query = (
        select(Redemption)
        .where(Redemption.employee_id == employee_id)
        .options(joinedload(Redemption.item))
        .order_by(Redemption.id.desc())
    )
    return page_of(session, query, number)


def own_redemption(session: Session, viewer: Viewer, redemption_id: int) -> Redemption:
    found = session.get(Redemption, redemption_id)
    if found is None or viewer.employee_id is None or found.employee_id != viewer.employee_id:
        raise NotFound
    return found


def held_pieces(session: Session, item_id: int, employee_id: int, year: int) -> int:
    """How many pieces of an item somebody has asked for or got this year."""
    return (
        session.scalar(
            select(func.count(Redemption.id)).where(
                Redemption.item_id == item_id,
                Redemption.employee_id == employee_id,
                Redemption.year == year,
                Redemption.state.in_(HOLDING),
            )
        )
        or 0
    )


def _check_limit(session: Session, item: CatalogueItem, employee_id: int, year: int) -> None:
    if item.per_person is not None and held_pieces(session, item.id, employee_id, year) >= item.per_person:
        raise RuleBroken(n_("You have had as many of this as one person may have in a year."))


def _take_piece(session: Session, item: CatalogueItem) -> None:
    """The count is lowered in the database itself: of many at once only as many succeed as there are pieces."""
    taken = session.execute(
        update(CatalogueItem)
        .where(CatalogueItem.id == item.id, CatalogueItem.stock > 0)
        .values(stock=CatalogueItem.stock - 1)
    )
    if cast("CursorResult[Any]", taken).rowcount != 1:
        raise RuleBroken(n_("The last piece has just gone."))


def _tell_deciders(
    session: Session, redemption: Redemption, item: CatalogueItem, by: Viewer, at: datetime
) -> None:
    for account_id in deciders_over(session, by.unit_key or 0, Role.HR_ADMIN, but=[by.account_id]):
        notify(
            session, account_id, ASKED, link=f"/admin/rewards/requests/{redemption.id}", at=at, icon="gift",
            name=by.name, item=item.name,
        )  # fmt: skip
