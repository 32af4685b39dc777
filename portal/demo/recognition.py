"""Demo recognition: walls full of honours, what colleagues say about them, announcements ahead and past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.names import TEXTS
from portal.demo.world import Person, World
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry
from portal.domain.rewards.recognition.congratulating import CONGRATULATED
from portal.domain.rewards.recognition.models import (
    Announcement,
    Congratulation,
    CongratulationReport,
    CongratulationState,
    ReportOutcome,
    WallPost,
)
from portal.domain.rewards.rules.models import RuleVersion

JUST_NOW = timedelta(hours=22)
TALKED_ABOUT = timedelta(days=100)
SHOWN_FOR = timedelta(days=14)
WITHOUT_WORDS = 0.3
MOST_VOICES = 6
LEADER = "pimpinan@demo.test"
READER = "pegawai@demo.test"


class Post(NamedTuple):
    id: int
    person: Person
    granted_at: datetime


def load(session: Session, world: World) -> None:
    posts = _posts(session, world)
    said = _congratulations(session, world, posts)
    _reports(session, world, said)
    _announcements(session, world)
    _notices(session, world, posts, said)


def lines_of(name: str) -> list[list[str]]:
    """The lines of a text file, each split at its bars."""
    lines = (TEXTS / name).read_text().splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


def _posts(session: Session, world: World) -> list[Post]:
    """One for each award with a badge. Those of the open period, granted in one go, are spread over its days."""
    rows = session.execute(
        select(Award.id, Award.employee_id, func.max(LedgerEntry.id), func.max(LedgerEntry.booked_at))
        .join(LedgerEntry, LedgerEntry.award_id == Award.id)
        .join(RuleVersion, RuleVersion.id == Award.rule_version_id)
        .where(Award.state == AwardState.GRANTED, RuleVersion.badge_id.is_not(None))
        .group_by(Award.id, Award.employee_id)
        .order_by(Award.id)
    ).all()
    posts = [
        (award_id, world.by_id[employee_id], ledger_id, _moment(world, booked_at))
        for award_id, employee_id, ledger_id, booked_at in rows
        if employee_id in world.by_id
    ]
    ids = bulk.add(
        session,
        WallPost,
        [
            {
                "award_id": award_id,
                "ledger_id": ledger_id,
                "employee_id": person.id,
                "agency_id": person.agency_id,
                "granted_at": granted_at,
            }
            for award_id, person, ledger_id, granted_at in posts
        ],
    )
    return [Post(number, one[1], one[3]) for number, one in zip(ids, posts, strict=True)]


def _moment(world: World, booked_at: datetime) -> datetime:
    if booked_at >= world.now - JUST_NOW:
        return world.now - timedelta(minutes=world.random.randint(40, 40 * 24 * 60))
    return booked_at + timedelta(minutes=world.random.randint(0, 600))


def _congratulations(session: Session, world: World, posts: Sequence[Post]) -> list[dict[str, Any]]:
    """By people of the same unit and the person's evaluator, on honours that others may read about."""
    words = _words_by_sex()
    shown = set(session.scalars(select(Employee.id).where(Employee.is_recognisable)))
    rows: list[dict[str, Any]] = []
    for post in posts:
        if post.person.id not in shown or post.granted_at < world.now - TALKED_ABOUT:
            continue
        for author in _colleagues(world, post.person):
            said = (
                "" if world.random.random() < WITHOUT_WORDS else world.random.choice(words[post.person.sex])
            )
            later = timedelta(minutes=world.random.randint(5, 3 * 24 * 60))
            rows.append(
                {
                    "post_id": post.id,
                    "author_id": author.id,
                    "subject_id": post.person.id,
                    "words": said,
                    "state": CongratulationState.SHOWN,
                    "written_at": min(post.granted_at + later, world.now - timedelta(minutes=4)),
                }
            )
    rows.sort(key=lambda row: row["written_at"])
    ids = bulk.add(session, Congratulation, rows)
    return [{"id": number, **row} for number, row in zip(ids, rows, strict=True)]


def _words_by_sex() -> dict[str, list[str]]:
    lines = lines_of("congratulations.txt")
    return {sex: [line[-1] for line in lines if len(line) == 1 or line[0] == sex] for sex in "LP"}


def _colleagues(world: World, person: Person) -> list[Person]:
    near = [one for one in world.by_unit[person.unit_id] if one.id != person.id]
    if person.evaluator_id and (above := world.by_id.get(person.evaluator_id)) and above not in near:
        near.append(above)
    return world.random.sample(near, min(len(near), world.random.randint(0, MOST_VOICES)))


def _reports(session: Session, world: World, said: Sequence[dict[str, Any]]) -> None:
    """One that waits for HR in the first agency, one decided long ago."""
    surabaya = world.agencies["surabaya"].id
    there = [row for row in said if row["words"] and world.by_id[row["subject_id"]].agency_id == surabaya]
    if len(there) < 2:
        return
    first, last = there[0], there[-1]
    common = {"decided_at": None, "decided_by": None, "outcome": None}
    rows = [
        {
            **common,
            "congratulation_id": first["id"],
            "reporter_id": first["subject_id"],
            "reason": "Saya kurang nyaman dengan candaan ini dibaca satu kantor.",
            "reported_at": first["written_at"] + timedelta(hours=3),
            "decided_at": first["written_at"] + timedelta(days=1),
            "decided_by": world.accounts["kepegawaian@demo.test"],
            "outcome": ReportOutcome.KEPT,
        },
        {
            **common,
            "congratulation_id": last["id"],
            "reporter_id": last["subject_id"],
            "reason": "Mohon dilihat: menurut saya ini menyindir rekan lain.",
            "reported_at": world.now - timedelta(minutes=3),
        },
    ]
    bulk.add(session, CongratulationReport, rows)


def _announcements(session: Session, world: World) -> None:
    rows = []
    for address, days, title, words in lines_of("announcements.txt"):
        for agency in world.agencies.values():
            unit = world.units.get(agency.key if address == "*" else address)
            if unit is None or unit.agency_id != agency.id:
                continue
            head = world.by_unit[unit.id][0] if world.by_unit.get(unit.id) else world.by_email[LEADER]
            starts_on = world.today + timedelta(days=int(days))
            rows.append(
                {
                    "agency_id": agency.id,
                    "unit_id": unit.id,
                    "author_id": head.account_id,
                    "author_name": head.name.split(",")[0],
                    "title": title,
                    "words": words,
                    "starts_on": starts_on,
                    "ends_on": starts_on + SHOWN_FOR,
                    "written_at": world.now - timedelta(days=8),
                }
            )
    bulk.add(session, Announcement, rows)


def _notices(session: Session, world: World, posts: Sequence[Post], said: Sequence[dict[str, Any]]) -> None:
    """The employee of the demo finds good words in the inbox."""
    person = world.by_email.get(READER)
    own = [row for row in said if person is not None and row["subject_id"] == person.id]
    if person is None or not own:
        return
    latest = own[-1]
    badge = session.scalars(
        select(Award).join(WallPost, WallPost.award_id == Award.id).where(WallPost.id == latest["post_id"])
    ).one()
    row = {
        "account_id": person.account_id,
        "icon": "confetti",
        "message": CONGRATULATED,
        "values": {"badge": badge.version.badge.name if badge.version.badge else badge.rule.name},
        "link": f"/rewards/wall/{latest['post_id']}",
        "created_at": latest["written_at"],
    }
    bulk.add(session, Notification, [row])
