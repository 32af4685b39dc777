"""Demo rewards: rules go live, and twelve months of awards fill closed and open boards.

Must be loaded after every feature that offers metrics: it takes in their facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo.rewards_rules import LEVELS, Wish, wishes
from portal.demo.seasons import season_wishes
from portal.demo.world import World
from portal.domain.metrics import MetricSource
from portal.domain.periods import Window, last_periods, period_of
from portal.domain.rewards.badges.models import Badge, Level
from portal.domain.rewards.boards.sizes import refresh_unit_sizes
from portal.domain.rewards.evaluation.closing import GRACE, begin_closing, close
from portal.domain.rewards.evaluation.runs import start_backfill, step
from portal.domain.rewards.facts.models import Rollup, StoredMetric
from portal.domain.rewards.facts.rebuild import take_in
from portal.domain.rewards.previews.making import preview
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import Rule, RuleVersion
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.rules.tree import fingerprint, metrics_of, to_json
from portal.domain.rewards.sql import analyze
from portal.wiring import METRICS

QUARTERS = 5
ALMOST_THERE = "pegawai@demo.test"
AUTHOR, APPROVER = "admin@demo.test", "kepegawaian@demo.test"


def load(session: Session, world: World, sources: Iterable[MetricSource] = METRICS) -> None:
    take_in(session, sources)
    session.add_all(
        Level(points=points, name=name, icon=icon, words=words) for points, name, icon, words in LEVELS
    )
    versions = [_live(session, world, wish) for wish in _possible(session, world)]
    analyze(session)
    _close_what_is_over(session, world)
    for version in versions:
        _apply_to_open_windows(session, world, version)
    refresh_unit_sizes(session)
    analyze(session)


def _possible(session: Session, world: World) -> list[Wish]:
    """Only rules whose numbers some feature offers."""
    known = set(session.scalars(select(StoredMetric.code)))
    found = [*wishes(targets=_achieved_by(session, world) + 1), *season_wishes(world.today)]
    return [wish for wish in found if set(metrics_of(wish.tree)) <= known]


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
        season_start=wish.season.start if wish.season else None,
        season_end=wish.season.end if wish.season else None,
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
