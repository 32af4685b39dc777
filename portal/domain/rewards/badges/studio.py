"""Making badges and levels. Administrators of the whole installation only: they are the same for everybody."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import EVERYWHERE, Viewer
from portal.domain.rewards.art import ICONS
from portal.domain.rewards.badges.catalogue import is_held, is_taken, points_taken
from portal.domain.rewards.badges.models import Badge, FormerBadge, Level, Shape, Tier
from portal.domain.words import n_

CHANGEABLE = ("name", "words", "criteria", "shape", "tier", "icon", "lasts_months")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeInput:
    name: str
    words: str
    shape: Shape
    tier: Tier
    icon: str
    family: str = ""
    criteria: str = ""
    lasts_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelInput:
    name: str
    points: int
    icon: str
    words: str = ""


def may_keep_badges(by: Viewer) -> bool:
    return EVERYWHERE in by.spans(Role.ADMIN)


def create_badge(session: Session, new: BadgeInput, *, by: Viewer, at: datetime) -> Badge:
    _check(by, new.icon)
    badge = Badge(
        code=_free_code(session, f"{new.name} {new.tier}"),
        family=new.family or new.name,
        name=new.name,
        words=new.words,
        shape=new.shape,
        tier=new.tier,
        icon=new.icon,
        criteria=new.criteria,
        lasts_months=new.lasts_months,
    )
    session.add(badge)
    session.flush()
    record(
        session, "badge.create", by=by.account_id, subject_type="badge", subject_id=badge.id, at=at,
        label=badge.name,
    )  # fmt: skip
    return badge


def change_badge(session: Session, badge: Badge, new: BadgeInput, *, by: Viewer, at: datetime) -> None:
    """From now on. What was issued keeps the words and the drawing it was issued with, and nobody loses a tier."""
    _check(by, new.icon)
    if new.tier != badge.tier and is_held(session, badge.id):
        raise RuleBroken(
            n_("People have won this badge, so its tier stays. Make a new badge for another tier."),
            field="tier",
        )
    before = badge.look
    for name in CHANGEABLE:
        setattr(badge, name, getattr(new, name))
    badge.family = new.family or new.name
    if badge.look == before:
        return
    shown = {name: getattr(before, name) for name in CHANGEABLE}
    session.add(FormerBadge(badge_id=badge.id, number=before.number, replaced_at=at, **shown))
    badge.version = before.number + 1
    session.flush()
    record(
        session,
        "badge.change",
        by=by.account_id,
        subject_type="badge",
        subject_id=badge.id,
        at=at,
        label=badge.name,
        version=badge.version,
    )


def create_level(session: Session, new: LevelInput, *, by: Viewer, at: datetime) -> Level:
    level = Level()
    session.add(_filled(session, level, new, by))
    session.flush()
    record(
        session, "level.create", by=by.account_id, subject_type="level", subject_id=level.id, at=at,
        label=level.name,
    )  # fmt: skip
    return level


def change_level(session: Session, level: Level, new: LevelInput, *, by: Viewer, at: datetime) -> None:
    _filled(session, level, new, by)
    record(
        session,
        "level.change",
        by=by.account_id,
        subject_type="level",
        subject_id=level.id,
        at=at,
        label=new.name,
        points=new.points,
    )


def _filled(session: Session, level: Level, new: LevelInput, by: Viewer) -> Level:
    _check(by, new.icon)
    if points_taken(session, new.points, but=level.id):
        raise RuleBroken(n_("Another level already begins at these points."), field="points")
    level.name, level.points, level.icon, level.words = new.name, new.points, new.icon, new.words
    return level


def _check(by: Viewer, icon: str) -> None:
    if not may_keep_badges(by):
        raise NotAllowed
    if icon not in ICONS:
        raise RuleBroken(n_("There is no picture of this name."), field="icon")


def _free_code(session: Session, text: str) -> str:
    """The words as they stand in an address, with a number when others came first."""
    stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "badge"
    code, number = stem, 1
    while is_taken(session, code):
        number += 1
        code = f"{stem}-{number}"
    return code
