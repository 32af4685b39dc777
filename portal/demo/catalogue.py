"""Demo catalogue: what the agencies offer, and requests in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.recognition import lines_of
from portal.demo.world import Person, World
from portal.domain.notifications.models import Notification
from portal.domain.rewards.catalogue.deciding import ALPHABET, APPROVED, CODE_LENGTH
from portal.domain.rewards.catalogue.models import (
    HOLDING,
    BookingKind,
    CatalogueItem,
    Redemption,
    RedemptionBooking,
    RedemptionState,
)
from portal.domain.rewards.ledger.models import LedgerEntry

READER = "pegawai@demo.test"
DECIDER = "kepegawaian@demo.test"
SHARE = 0.16
STATES = (
    RedemptionState.PICKED_UP,
    RedemptionState.REQUESTED,
    RedemptionState.PICKED_UP,
    RedemptionState.APPROVED,
    RedemptionState.REFUSED,
    RedemptionState.CANCELLED,
)
REFUSALS = (
    "Jadwal kunjungan belajar triwulan ini sudah penuh. Silakan ajukan lagi bulan depan.",
    "Barang menunggu pengadaan berikutnya. Poin Anda sudah kembali.",
)


def load(session: Session, world: World) -> None:
    items = _items(session, world)
    redemptions = list(_redemptions(session, world, items))
    ids = bulk.add(session, Redemption, redemptions)
    bookings = [row for number, one in zip(ids, redemptions, strict=True) for row in _bookings(number, one)]
    bulk.add(session, RedemptionBooking, bookings)
    _notice(session, world, ids, redemptions)


def _items(session: Session, world: World) -> dict[int, list[dict[str, Any]]]:
    """By agency; the same offers everywhere, bought from each agency's own budget."""
    rows = [
        {
            "agency_id": agency.id,
            "name": name,
            "words": words,
            "icon": icon,
            "points": int(points),
            "stock": int(stock),
            "per_person": int(most),
            "valid_from": date(world.today.year, 1, 1),
            "valid_to": date(world.today.year, 12, 31),
            "is_open": True,
            "created_at": world.now - timedelta(days=300),
        }
        for agency in world.agencies.values()
        for name, words, icon, points, stock, most in lines_of("catalogue.txt")
    ]
    ids = bulk.add(session, CatalogueItem, rows)
    found: dict[int, list[dict[str, Any]]] = {}
    for number, row in zip(ids, rows, strict=True):
        found.setdefault(int(str(row["agency_id"])), []).append({"id": number, **row})
    return found


def _redemptions(
    session: Session, world: World, items: dict[int, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Some of those who can afford something; the employee of the demo in three states."""
    balance = _balances(session, world)
    codes: set[str] = set()
    reader = world.by_email.get(READER)
    chosen = [person for person in world.people if person.id in balance and world.random.random() < SHARE]
    everybody = [one for one in chosen if one is not reader]
    wanted = [(person, STATES[place % len(STATES)]) for place, person in enumerate(everybody)]
    if reader is not None:
        own = (RedemptionState.PICKED_UP, RedemptionState.REFUSED, RedemptionState.APPROVED)
        wanted += [(reader, state) for state in own]
    for person, state in wanted:
        affordable = [one for one in items[person.agency_id] if one["points"] <= balance.get(person.id, 0)]
        if affordable:
            item = world.random.choice(affordable)
            if state in HOLDING:
                balance[person.id] -= item["points"]
            yield _redemption(world, person, item, state, codes)


def _balances(session: Session, world: World) -> dict[int, int]:
    rows = session.execute(
        select(LedgerEntry.employee_id, func.sum(LedgerEntry.points))
        .where(LedgerEntry.booked_on >= date(world.today.year, 1, 1))
        .where(LedgerEntry.booked_on < date(world.today.year + 1, 1, 1))
        .group_by(LedgerEntry.employee_id)
    )
    return {employee_id: int(points) for employee_id, points in rows}


def _redemption(
    world: World, person: Person, item: dict[str, Any], state: RedemptionState, codes: set[str]
) -> dict[str, Any]:
    days = world.random.randint(1, 5) if state is RedemptionState.REQUESTED else world.random.randint(6, 60)
    if state is RedemptionState.APPROVED:
        days = min(days, 20)  # what waits longer goes back to the shelf
    days = min(days, world.today.timetuple().tm_yday - 1)  # points are those of this year
    asked = world.now - timedelta(days=days, minutes=-7 * days)  # within office hours
    decider = world.accounts[DECIDER]
    is_decided = state not in (RedemptionState.REQUESTED, RedemptionState.CANCELLED)
    is_finished = state in (RedemptionState.PICKED_UP, RedemptionState.REFUSED, RedemptionState.CANCELLED)
    by = person.account_id if state is RedemptionState.CANCELLED else decider
    return {
        "item_id": item["id"],
        "employee_id": person.id,
        "agency_id": person.agency_id,
        "year": world.today.year,
        "points": item["points"],
        "state": state,
        "code": _code(world.random, codes) if state is RedemptionState.APPROVED else None,
        "reason": world.random.choice(REFUSALS) if state is RedemptionState.REFUSED else None,
        "requested_at": asked,
        "decided_at": asked + timedelta(days=1) if is_decided else None,
        "decided_by": decider if is_decided else None,
        "finished_at": asked + timedelta(days=2) if is_finished else None,
        "finished_by": by if is_finished else None,
    }


def _code(random: Random, codes: set[str]) -> str:
    while (code := "".join(random.choice(ALPHABET) for _ in range(CODE_LENGTH))) in codes:
        pass
    codes.add(code)
    return code


def _bookings(number: int, one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    common = {"redemption_id": number, "employee_id": one["employee_id"], "year": one["year"]}
    yield {
        **common,
        "kind": BookingKind.RESERVED,
        "points": -one["points"],
        "booked_at": one["requested_at"],
    }
    if one["state"] not in HOLDING:
        yield {
            **common,
            "kind": BookingKind.RELEASED,
            "points": one["points"],
            "booked_at": one["finished_at"],
        }


def _notice(session: Session, world: World, ids: list[int], redemptions: list[dict[str, Any]]) -> None:
    """What is ready for the employee of the demo stands in the inbox."""
    reader = world.by_email.get(READER)
    for number, one in zip(ids, redemptions, strict=True):
        if reader and one["employee_id"] == reader.id and one["state"] is RedemptionState.APPROVED:
            item = session.get_one(CatalogueItem, one["item_id"])
            row = {
                "account_id": reader.account_id,
                "icon": "gift",
                "message": APPROVED,
                "values": {"item": item.name},
                "link": f"/rewards/catalogue/requests/{number}",
                "created_at": one["decided_at"],
            }
            bulk.add(session, Notification, [row])
