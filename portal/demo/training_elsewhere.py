"""Certificates that people brought from elsewhere: most decided, some waiting for HR."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from fpdf import FPDF
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.names import TEXTS
from portal.demo.world import Person, World
from portal.domain import files
from portal.domain.organisation.models import Employment
from portal.domain.training.certificates.models import ExternalCertificate, ExternalState
from portal.domain.training.courses.models import CourseKind

HR, HOME = "kepegawaian@demo.test", "surabaya"
STILL_WAITING = 4  # for the HR of the demo accounts
SHARE_WITH_OTHERS = 0.16
MOST_FROM_ELSEWHERE = 2000
MOST_FILES = 80
REASONS = (
    "Berkas tidak memuat jumlah jam pelajaran. Mohon unggah transkripnya.",
    "Nama pada sertifikat tidak sama dengan nama Anda. Mohon hubungi penyelenggara.",
)


def load(session: Session, world: World, random: Random) -> None:
    lines = (TEXTS / "training" / "elsewhere.txt").read_text().splitlines()
    offers = [
        [part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")
    ]
    brought = [person for person in world.people if random.random() < SHARE_WITH_OTHERS]
    chosen = [one for one in brought if one.employment is Employment.PNS][:MOST_FROM_ELSEWHERE]
    late = [one.id for one in chosen if one.agency_id == world.agencies[HOME].id][:STILL_WAITING]
    rows = [
        _external(
            world,
            random,
            one,
            random.choice(offers),
            days=random.randint(4, 330 if one.id not in late else 20),
        )
        for one in chosen
    ]
    if (known := world.by_email.get("pegawai@demo.test")) is not None:
        rows.append(_external(world, random, known, offers[1], ExternalState.VERIFIED, days=170))
    _hand_in_files(session, world, rows)
    bulk.add(session, ExternalCertificate, rows)


def _hand_in_files(session: Session, world: World, rows: list[dict[str, Any]]) -> None:
    """What waits comes first. The last who waits in Surabaya hands in the paper of somebody else."""
    for row in rows:
        row["file_id"] = None
    waiting_first = sorted(rows, key=lambda row: row["state"] is not ExternalState.WAITING)
    for row in waiting_first[:MOST_FILES]:
        row["file_id"] = _file(session, world, f"{world.by_id[row['employee_id']].name}: {row['title']}")
    surabaya = world.agencies[HOME].id
    of_surabaya = [row for row in waiting_first if world.by_id[row["employee_id"]].agency_id == surabaya]
    waiting = [row for row in of_surabaya if row["state"] is ExternalState.WAITING]
    if len(of_surabaya) > len(waiting) > 0:
        waiting[-1]["file_id"] = of_surabaya[len(waiting)]["file_id"]


def _external(
    world: World,
    random: Random,
    person: Person,
    offer: list[str],
    state: ExternalState | None = None,
    *,
    days: int,
) -> dict[str, Any]:
    """What was handed in lately mostly waits."""
    title, provider, kind, hours = offer
    ended: date = world.today - timedelta(days=days)
    handed_in = world.now - timedelta(days=random.randint(0, min(days - 1, 20)), hours=2)
    if days > 25:
        handed_in = world.now - timedelta(days=days - random.randint(2, 20))
        state = state or random.choices((ExternalState.VERIFIED, ExternalState.REFUSED), (9, 1))[0]
    state = state or ExternalState.WAITING
    is_decided = state is not ExternalState.WAITING
    return {
        "employee_id": person.id,
        "unit_key": person.unit_key,
        "title": title,
        "provider": provider,
        "number": f"{random.randint(100, 999)}/{kind[:3].upper()}/{ended.year}",
        "kind": CourseKind(kind),
        "hours": int(hours),
        "hours_accepted": int(hours) if state is ExternalState.VERIFIED else None,
        "began_on": ended - timedelta(days=max(0, int(hours) // 8 - 1)),
        "ended_on": ended,
        "state": state,
        "reason": random.choice(REASONS) if state is ExternalState.REFUSED else "",
        "handed_in_at": handed_in,
        "decided_by": world.accounts.get(HR) if is_decided else None,
        "decided_at": min(handed_in + timedelta(days=3), world.now) if is_decided else None,
    }


def _file(session: Session, world: World, words: str) -> int | None:
    """A small paper; none where the session knows no place for uploads."""
    root: Path | None = session.info.get("uploads")
    if root is None:
        return None
    page = FPDF(orientation="L")
    page.set_creation_date(datetime.combine(world.today, datetime.min.time()))
    page.add_page()
    page.set_font("Helvetica", "B", 28)
    page.cell(0, 60, "SERTIFIKAT", align="C", new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=14)
    page.cell(0, 10, words, align="C")
    prepared = files.prepare(root, "sertifikat.pdf", bytes(page.output()))
    return files.keep(session, prepared, by=None, at=world.now).id
