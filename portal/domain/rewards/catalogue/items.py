"""What an agency offers: its HR administrators add, change, close and open items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.files import Prepared, StoredFile, keep
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption, RedemptionState
from portal.domain.rewards.options.choosing import choices_for, options_of
from portal.domain.words import n_

ICONS: dict[str, str] = {
    "gift": n_("Gift"),
    "tag": n_("Voucher"),
    "book": n_("Book"),
    "school": n_("Learning"),
    "clock": n_("Time"),
    "presentation": n_("Visit or talk"),
    "certificate": n_("Certificate"),
    "plant-2": n_("Plant"),
    "camera": n_("Picture"),
    "heart": n_("Health"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemInput:
    name: str
    words: str
    icon: str
    points: int
    stock: int
    per_person: int | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item as its keepers see it: how many pieces are asked for, approved or handed over."""

    item: CatalogueItem
    waiting: int
    given: int


def offers_for(session: Session, viewer: Viewer, day: date) -> list[CatalogueItem]:
    """Open items of the viewer's agency that can be asked for on that day; the sold out ones last."""
    if not options_of(session, viewer.agency_id).has_catalogue:
        return []
    is_gone = case((CatalogueItem.stock > 0, 0), else_=1)
    query = (
        select(CatalogueItem)
        .where(CatalogueItem.agency_id == viewer.agency_id, CatalogueItem.is_open)
        .order_by(is_gone, CatalogueItem.points, CatalogueItem.id)
    )
    return [item for item in session.scalars(query) if item.is_valid_on(day)]


def offer_for(session: Session, viewer: Viewer, item_id: int) -> CatalogueItem:
    """An item of the viewer's agency, open or not, while the catalogue is in use."""
    item = session.get(CatalogueItem, item_id)
    if item is None or item.agency_id != viewer.agency_id:
        raise NotFound
    if not options_of(session, viewer.agency_id).has_catalogue:
        raise NotFound
    return item


def picture_of(session: Session, viewer: Viewer, item_id: int) -> StoredFile:
    item = session.get(CatalogueItem, item_id)
    kept = {choice.agency.id for choice in choices_for(session, viewer)}
    if item is None or item.picture_id is None or item.agency_id not in {viewer.agency_id, *kept}:
        raise NotFound
    return session.get_one(StoredFile, item.picture_id)


def items_kept(session: Session, viewer: Viewer) -> list[KeptItem]:
    """All items of the agencies whose catalogue the viewer keeps, open ones first."""
    agencies = [choice.agency.id for choice in choices_for(session, viewer)]
    waiting = (RedemptionState.REQUESTED, RedemptionState.APPROVED)
    rows = session.execute(
        select(
            CatalogueItem,
            func.count(case((Redemption.state.in_(waiting), 1))),
            func.count(case((Redemption.state == RedemptionState.PICKED_UP, 1))),
        )
        .outerjoin(Redemption, Redemption.item_id == CatalogueItem.id)
        .where(CatalogueItem.agency_id.in_(agencies))
        .options(joinedload(CatalogueItem.agency))
        .group_by(CatalogueItem.id)
        .order_by(CatalogueItem.is_open.desc(), CatalogueItem.points, CatalogueItem.id)
    )
    return [KeptItem(item, asked, given) for item, asked, given in rows]


def item_kept(session: Session, viewer: Viewer, item_id: int) -> CatalogueItem:
    item = session.get(CatalogueItem, item_id)
    if item is None or item.agency_id not in {one.agency.id for one in choices_for(session, viewer)}:
        raise NotFound
    return item


def add_item(
    session: Session, agency_id: int, new: ItemInput, picture: Prepared | None, *, by: Viewer, at: datetime
) -> CatalogueItem:
    if agency_id not in {choice.agency.id for choice in choices_for(session, by)}:
        raise NotAllowed
    item = CatalogueItem(agency_id=agency_id, created_at=at)
    _fill(session, item, new, picture, by, at)
    session.add(item)
    session.flush()
    _note(session, "catalogue.add", item, by, at)
    return item


def change_item(
    session: Session,
    item: CatalogueItem,
    new: ItemInput,
    picture: Prepared | None,
    *,
    stock_seen: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Requests made before keep the points they were made for.

    Stock is moved by what was typed against what was seen: pieces asked for meanwhile stay taken.
    """
    now_left = session.scalar(
        select(CatalogueItem.stock).where(CatalogueItem.id == item.id).with_for_update()
    )
    left = (now_left or 0) + new.stock - stock_seen
    if left < 0:
        raise RuleBroken(
            n_("Pieces have been asked for meanwhile: only %(left)s are left."), field="stock", left=now_left
        )
    _fill(session, item, replace(new, stock=left), picture, by, at)
    session.flush()
    _note(session, "catalogue.change", item, by, at)


def set_open(session: Session, item: CatalogueItem, is_open: bool, *, by: Viewer, at: datetime) -> None:
    item.is_open = is_open
    _note(session, "catalogue.open" if is_open else "catalogue.close", item, by, at)


def _fill(
    session: Session, item: CatalogueItem, new: ItemInput, picture: Prepared | None, by: Viewer, at: datetime
) -> None:
    if new.icon not in ICONS:
        raise RuleBroken(n_("There is no picture of this name."), field="icon")
    if new.valid_from and new.valid_to and new.valid_to < new.valid_from:
        raise RuleBroken(n_("The last day lies before the first."), field="valid_to")
    item.name, item.words, item.icon = new.name, new.words, new.icon
    item.points, item.stock, item.per_person = new.points, new.stock, new.per_person
    item.valid_from, item.valid_to = new.valid_from, new.valid_to
    if picture is not None:
        item.picture_id = keep(session, picture, by=by.account_id, at=at).id


def _note(session: Session, verb: str, item: CatalogueItem, by: Viewer, at: datetime) -> None:
    record(
        session, verb, by=by.account_id, subject_type="catalogue_item", subject_id=item.id, at=at,
        name=item.name, points=item.points, stock=item.stock,
    )  # fmt: skip
