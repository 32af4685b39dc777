"""Demo rewards: live rules, their badges, levels, and twelve months of awards on closed and open boards.

Must be loaded after every feature that offers metrics: it takes in their facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.world import World
from portal.domain.metrics import MetricSource
from portal.domain.periods import Window, last_periods, period_of
from portal.domain.rewards.badges.models import Badge, Level, Shape, Tier
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.evaluation.closing import GRACE, begin_closing, close
from portal.domain.rewards.evaluation.preview import preview
from portal.domain.rewards.evaluation.runs import start_backfill, step
from portal.domain.rewards.facts.models import Rollup, StoredMetric
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import GrantPolicy, Rule, RuleVersion
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import (
    Aggregate,
    Comparator,
    Leaf,
    Node,
    all_of,
    fingerprint,
    metrics_of,
    to_json,
)
from portal.domain.rewards.sql import analyze
from portal.wiring import METRICS

QUARTERS = 5
ALMOST_THERE = "pegawai@demo.test"
AUTHOR, APPROVER = "admin@demo.test", "kepegawaian@demo.test"

LEVELS = (
    (0, "Perintis", "stairs-up"),
    (100, "Pelayan andal", "star"),
    (300, "Penggerak", "bolt"),
    (600, "Teladan", "medal"),
    (1000, "Inspirator", "trophy"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule with its badge, as the administrators of the demo agencies would write it."""

    code: str
    name: str
    words: str
    badge: str
    shape: Shape
    tier: Tier
    icon: str
    points: int
    policy: GrantPolicy
    tree: Node
    window: RuleWindow = RuleWindow.QUARTER
    family: str = ""


def load(session: Session, world: World, sources: Iterable[MetricSource] = METRICS) -> None:
    take_in(session, sources)
    session.add_all(Level(points=points, name=name, icon=icon) for points, name, icon in LEVELS)
    versions = [_live(session, world, wish) for wish in _wishes(session, world)]
    analyze(session)
    _close_what_is_over(session, world)
    for version in versions:
        _apply_to_open_windows(session, world, version)
    refresh_unit_sizes(session)
    analyze(session)


def _leaf(
    metric: str,
    aggregate: Aggregate,
    threshold: int,
    at_least: int = 0,
    window: RuleWindow = RuleWindow.QUARTER,
) -> Leaf:
    return Leaf(
        metric=metric,
        aggregate=aggregate,
        window=window,
        comparator=Comparator.AT_LEAST,
        threshold=threshold,
        at_least=at_least,
    )


def _wishes(session: Session, world: World) -> list[Wish]:
    """Only rules whose numbers some feature offers."""
    achieved = _achieved_by(session, world) + 1
    wishes = [
        Wish(
            "bintang-layanan",
            "Bintang layanan",
            "Untuk petugas yang dinilai puas oleh banyak warga dan juga mencapai targetnya.",
            "Bintang layanan",
            Shape.SEAL,
            Tier.GOLD,
            "star",
            200,
            GrantPolicy.AT_ONCE_REVOCABLE,
            all_of(
                _leaf("reviews.rating", Aggregate.AVG, 340, at_least=20),
                _leaf("targets.achieved", Aggregate.COUNT, 1),
            ),
        ),
        Wish(
            "pencapai-target",
            "Pencapai target",
            "Untuk target yang tercapai dan disetujui pejabat penilai.",
            "Pencapai target",
            Shape.SHIELD,
            Tier.SILVER,
            "target",
            60 + 20 * achieved,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.achieved", Aggregate.COUNT, achieved),
        ),
        Wish(
            "dekat-dengan-warga",
            "Dekat dengan warga",
            "Untuk layanan yang dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.BRONZE,
            "users-group",
            40,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 10),
            family="dekat-dengan-warga",
        ),
        *_further_wishes(),
    ]
    known = set(session.scalars(select(StoredMetric.code)))
    return [wish for wish in wishes if set(metrics_of(wish.tree)) <= known]


def _further_wishes() -> list[Wish]:
    """Steps below and above the main three, so that boards have a shape and everybody has a next one."""
    month, year = RuleWindow.MONTH, RuleWindow.YEAR
    return [
        Wish(
            "dekat-dengan-warga-perak",
            "Dekat dengan warga (perak)",
            "Untuk pelayanan kepada banyak warga, dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.SILVER,
            "users-group",
            90,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 40),
            family="dekat-dengan-warga",
        ),
        Wish(
            "dekat-dengan-warga-emas",
            "Dekat dengan warga (emas)",
            "Untuk pelayanan kepada sangat banyak warga, dibuktikan dengan slip kunjungan.",
            "Dekat dengan warga",
            Shape.HEX,
            Tier.GOLD,
            "users-group",
            150,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 200),
            family="dekat-dengan-warga",
        ),
        Wish(
            "hadir-bulan-ini",
            "Hadir untuk warga",
            "Untuk tiga warga atau lebih yang dilayani dan memberi ulasan dalam satu bulan.",
            "Hadir untuk warga",
            Shape.CIRCLE,
            Tier.BRONZE,
            "thumb-up",
            15,
            GrantPolicy.AT_CLOSE,
            _leaf("reviews.verified", Aggregate.COUNT, 3, window=month),
            month,
        ),
        Wish(
            "disukai-warga",
            "Disukai warga",
            "Untuk penilaian warga yang sangat baik dari sedikitnya lima ulasan dalam satu bulan.",
            "Disukai warga",
            Shape.SEAL,
            Tier.SILVER,
            "heart-handshake",
            25,
            GrantPolicy.AT_ONCE_REVOCABLE,
            _leaf("reviews.rating", Aggregate.AVG, 345, at_least=5, window=month),
            month,
        ),
        Wish(
            "langkah-pertama",
            "Langkah pertama",
            "Untuk target pertama yang tercapai dan disetujui dalam setahun.",
            "Langkah pertama",
            Shape.OCT,
            Tier.BRONZE,
            "flag",
            30,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.achieved", Aggregate.COUNT, 1, window=year),
            year,
        ),
        Wish(
            "tepat-waktu",
            "Tepat waktu",
            "Untuk dua target yang tercapai sebelum jatuh tempo dalam setahun.",
            "Tepat waktu",
            Shape.CIRCLE,
            Tier.GOLD,
            "clock",
            70,
            GrantPolicy.AT_CLOSE,
            _leaf("targets.on_time", Aggregate.SUM, 2, window=year),
            year,
        ),
    ]


def _achieved_by(session: Session, world: World) -> int:
    """What the person who is to be one target short has achieved in the present quarter."""
    quarter = period_of(world.today, Window.QUARTER)
    person = world.by_email.get(ALMOST_THERE)
    found = session.scalar(
        select(func.sum(Rollup.n))
        .join(StoredMetric, StoredMetric.id == Rollup.metric_id)
        .where(
            StoredMetric.code == "targets.achieved",
            Rollup.year == quarter.start.year,
            Rollup.month.between(quarter.start.month, quarter.start.month + 2),
            Rollup.employee_id == (person.id if person else 0),
        )
    )
    return max(0, int(found or 0))


def _live(session: Session, world: World, wish: Wish) -> RuleVersion:
    """Written by one person, approved on its preview by another."""
    badge = Badge(
        code=wish.code,
        family=wish.family or wish.code,
        name=wish.badge,
        words=wish.words,
        shape=wish.shape,
        tier=wish.tier,
        icon=wish.icon,
    )
    began = world.now - timedelta(days=365)
    rule = Rule(code=wish.code, name=wish.name, words=wish.words, created_at=began)
    session.add_all([badge, rule])
    session.flush()
    version = RuleVersion(
        rule_id=rule.id,
        number=1,
        tree=to_json(wish.tree),
        fingerprint=fingerprint(wish.tree),
        window=wish.window,
        scope=Scope().to_json(),
        policy=wish.policy,
        points=wish.points,
        badge_id=badge.id,
        author_id=world.accounts.get(AUTHOR),
        created_at=began,
    )
    session.add(version)
    session.flush()
    version.report = preview(session, version, world.today).to_json()
    version.approved_by, version.approved_at = world.accounts.get(APPROVER), began + timedelta(days=1)
    go_live(session, version, at=began + timedelta(days=1))
    return version


def _close_what_is_over(session: Session, world: World) -> None:
    """Every quarter that ended, in order; the last one stays open to late facts until its grace is over."""
    for quarter in last_periods(world.today, Window.QUARTER, QUARTERS)[:-1]:
        for agency in world.agencies.values():
            ended = _moment(quarter.end, agency.timezone)
            if ended + GRACE <= world.now:
                close(session, agency.id, quarter, at=ended + GRACE, is_silent=True)
            else:
                begin_closing(session, agency.id, quarter, at=ended)


def _apply_to_open_windows(session: Session, world: World, version: RuleVersion) -> None:
    at = world.now - timedelta(hours=20)
    for run in start_backfill(session, version, at=at, day=world.today):
        while step(session, run, at=at):
            session.flush()


def _moment(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(6, 0), ZoneInfo(timezone))
