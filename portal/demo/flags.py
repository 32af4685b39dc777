"""Demo signs of gaming: a few unusual things in one agency, found by the same look that runs every night.

`plant` comes before the rewards, so that its reviews count; `load` after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.world import Person, World
from portal.domain.accounts.demo import DEMO_ACCOUNTS
from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer, viewer_of
from portal.domain.periods import Window, period_of
from portal.domain.public_reviews.codes import LETTERS, hash_of
from portal.domain.public_reviews.elements import CODES
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.services.models import Counter, CounterKind, Service
from portal.domain.public_reviews.visits.models import VisitToken
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.closings.actions import reopen
from portal.domain.rewards.evaluation.closing import close, due
from portal.domain.rewards.flags.actions import answer, decide
from portal.domain.rewards.flags.jobs import findings, write_down
from portal.domain.rewards.flags.models import Flag, FlagKind, FlagState
from portal.domain.rewards.flags.vouching import Look
from portal.wiring import VOUCHES

PLACE = "surabaya"
DECIDER = "kepegawaian@demo.test"
MARKET_DAY = "Layanan keliling di pasar pada hari itu; daftar kunjungan sudah dicocokkan dengan register."
TYPED_IN = "Slip diisi sendiri di loket sesudah jam layanan; ulasannya tidak mewakili warga yang dilayani."
SORRY = "Saya membantu warga lansia mengisi satu per satu. Lain kali saya minta rekan lain mendampingi."
LATE_LIST = "Rekap verifikasi dari loket baru diterima sesudah penutupan."


def plant(session: Session, world: World) -> None:
    """A market day at one counter, and at another slips with only best marks, typed in one after the other."""
    stalls = _stalls(session, world)
    if len(stalls) < 2:
        return
    random = Random(world.today.toordinal())
    (market, lively), (desk, officer) = stalls[0], stalls[-1]
    issuer = next((one for one in world.by_unit[desk.service.unit_id] if one.is_head), None)
    day = world.today - timedelta(days=4)
    _visits(session, random, market, lively, None, _moments(lively, day, time(9, 2), 150), mark=None)
    _visits(session, random, desk, officer, issuer, _moments(officer, day, time(15, 4), 95), mark=4)


def _stalls(session: Session, world: World) -> list[tuple[Counter, Person]]:
    """Desks of the agency with an officer nobody signs in as."""
    agency = world.agencies[PLACE]
    known = {email for email, _name in DEMO_ACCOUNTS}
    desks = session.scalars(
        select(Counter)
        .join(Service, Service.id == Counter.service_id)
        .where(Service.agency_id == agency.id, Counter.kind == CounterKind.DESK)
        .order_by(Counter.id)
    )
    found: dict[int, tuple[Counter, Person]] = {}
    for desk in desks:
        staff = [one for one in world.by_unit.get(desk.service.unit_id, []) if not one.is_head]
        free = [one for one in staff if one.email not in known and one.id not in found]
        if free:
            found[free[0].id] = (desk, free[0])
    return list(found.values())


def _moments(person: Person, day: Any, begins: time, seconds_apart: int) -> list[datetime]:
    first = datetime.combine(day, begins, ZoneInfo(person.timezone)).astimezone(UTC)
    return [first + timedelta(seconds=seconds_apart * step) for step in range(18)]


def _visits(
    session: Session,
    random: Random,
    desk: Counter,
    officer: Person,
    issuer: Person | None,
    moments: Sequence[datetime],
    *,
    mark: int | None,
) -> None:
    token_ids = bulk.add(
        session,
        VisitToken,
        [
            {
                "token_hash": hash_of(f"planted-{desk.id}-{at.isoformat()}"),
                "counter_id": desk.id,
                "officer_id": officer.id,
                "issued_by": issuer.account_id if issuer else None,
                "issued_at": moments[0] - timedelta(hours=1),
                "expires_at": moments[0] + timedelta(hours=71),
            }
            for at in moments
        ],
    )
    rows = [
        {
            "number": "".join(letters[:5]) + "-" + "".join(letters[5:]),
            "service_id": desk.service_id,
            "counter_id": desk.id,
            "visit_token_id": token_id,
            "officer_id": officer.id,
            "is_verified": True,
            "submitted_at": at,
            "day": at.astimezone(ZoneInfo(officer.timezone)).date(),
            "state": ReviewState.COUNTED,
            "counted_at": at,
            **{code: mark or random.choice((2, 3, 3, 4)) for code in CODES},
        }
        for token_id, at in zip(token_ids, moments, strict=True)
        if (letters := random.choices(LETTERS, k=10))
    ]
    bulk.add(session, Review, rows)


def load(session: Session, world: World) -> None:
    """The calendar and the signs as the worker leaves them, and what people did about them."""
    due(session, world.now)
    decider = _viewer(session, world.accounts.get(DECIDER))
    if decider is None:
        return
    found_at = world.now - timedelta(days=2)
    quarter = period_of(world.today, Window.QUARTER)
    looks = [Look(world.agencies[PLACE].timezone, one, VOUCHES) for one in (quarter.previous, quarter)]
    write_down(session, [(look, findings(session, look)) for look in looks], at=found_at)
    _decide_some(session, world, decider)
    _open_one_again(session, world, decider)


def _viewer(session: Session, account_id: int | None) -> Viewer | None:
    account = session.get(Account, account_id) if account_id else None
    return viewer_of(session, account) if account else None


def _decide_some(session: Session, world: World, decider: Viewer) -> None:
    """The market day is in order; what was typed in is not, and the officer answers; the rest waits."""
    at = world.now - timedelta(hours=20)
    suspects = set(session.scalars(select(Flag.subject_id).where(Flag.kind == FlagKind.GENEROUS)))
    agency_id = world.agencies[PLACE].id
    mine = (
        select(Flag)
        .join(Employee, Employee.id == Flag.subject_id)
        .where(Flag.kind == FlagKind.BURST, Employee.agency_id == agency_id)
        .order_by(Flag.id)
    )
    for flag in session.scalars(mine).all():
        is_typed_in = flag.subject_id in suspects
        verdict = FlagState.CONFIRMED if is_typed_in else FlagState.DISMISSED
        decide(session, flag, verdict, TYPED_IN if is_typed_in else MARKET_DAY, by=decider, at=at)
        officer = _viewer(session, flag.subject.account_id)
        if is_typed_in and officer is not None:
            answer(session, flag, SORRY, by=officer, at=world.now - timedelta(hours=2))


def _open_one_again(session: Session, world: World, decider: Viewer) -> None:
    """The quarter that was closed last has a second edition."""
    row = session.scalar(
        select(RewardPeriod)
        .where(RewardPeriod.agency_id == world.agencies[PLACE].id, RewardPeriod.state == PeriodState.CLOSED)
        .order_by(RewardPeriod.start.desc())
        .limit(1)
    )
    if row is not None and row.closed_at is not None:
        reopened = min(row.closed_at + timedelta(days=2), world.now - timedelta(hours=3))
        reopen(session, row, LATE_LIST, by=decider, at=reopened)
        close(session, row.agency_id, row.period, at=reopened + timedelta(hours=1), is_silent=True)
