"""Certificates of completed training and modules."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.demo import bulk, training_elsewhere
from portal.demo.world import Person, World
from portal.domain.codes import ALPHABET, LENGTH
from portal.domain.learning.modules.models import ModuleVersion
from portal.domain.learning.studies.models import Study
from portal.domain.periods import local_day
from portal.domain.training.certificates.issuing import number_of
from portal.domain.training.certificates.models import (
    Certificate,
    CertificateChange,
    CertificateSeries,
    CertificateState,
)
from portal.domain.training.courses.models import Course, CourseKind
from portal.domain.training.proof.completion import SOURCE
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession

HR = "kepegawaian@demo.test"
MODULE_SOURCE = "study"
# One certificate is shown that was taken back.
TAKEN_BACK = "Pemeriksaan menunjukkan kehadiran dititipkan kepada rekan. Hasil klarifikasi ada pada BKPSDM."


def load(session: Session, world: World, random: Random) -> None:
    rows = [*_of_training(session, world, random), *_of_modules(session, world)]
    rows.sort(key=lambda row: (row["issued_at"], row["employee_id"], row["source_id"]))
    _number(session, world, random, rows)
    bulk.add(session, Certificate, rows)
    changes = [_change(row) for row in rows]
    _take_one_back(session, rows, changes, world)
    bulk.add(session, CertificateChange, changes)
    training_elsewhere.load(session, world, random)


def _of_training(session: Session, world: World, random: Random) -> list[dict[str, Any]]:
    found = session.execute(
        select(Enrolment.id, Enrolment.employee_id, TrainingSession, Course)
        .join(TrainingSession, TrainingSession.id == Enrolment.session_id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(Enrolment.state == SeatState.COMPLETED)
        .order_by(Enrolment.id)
    )
    return [
        _row(
            world, world.by_id[employee_id], course.title, course.kind, course.learning_hours,
            held.starts_at, held.ends_at, (SOURCE, enrolment_id),
            min(held.ends_at + timedelta(hours=random.randint(1, 90)), world.now),
        )
        for enrolment_id, employee_id, held, course in found
    ]  # fmt: skip


def _of_modules(session: Session, world: World) -> list[dict[str, Any]]:
    found = session.execute(
        select(Study, ModuleVersion)
        .join(ModuleVersion, ModuleVersion.id == Study.version_id)
        .where(Study.finished_at.is_not(None))
        .order_by(Study.id)
    )
    return [
        _row(
            world, world.by_id[study.employee_id], version.title, CourseKind.E_LEARNING, version.learning_hours,
            study.started_at, study.finished_at, (MODULE_SOURCE, study.id), study.finished_at,
        )
        for study, version in found
        if study.finished_at is not None
    ]  # fmt: skip


def _row(
    world: World,
    person: Person,
    title: str,
    kind: CourseKind,
    hours: int,
    began: datetime,
    ended: datetime,
    source: tuple[str, int],
    at: datetime,
) -> dict[str, Any]:
    return {
        "employee_id": person.id,
        "agency_id": person.agency_id,
        "unit_key": person.unit_key,
        "name": person.name,
        "title": title,
        "kind": kind,
        "hours": hours,
        "began_on": local_day(began, person.timezone),
        "ended_on": local_day(ended, person.timezone),
        "source_type": source[0],
        "source_id": source[1],
        "state": CertificateState.VALID,
        "revision": 1,
        "issued_at": at,
        "changed_at": at,
    }


def _number(session: Session, world: World, random: Random, rows: list[dict[str, Any]]) -> None:
    """In the order of their issue, counted by agency and year."""
    numbers = {agency.id: agency.number for agency in world.agencies.values()}
    last: dict[tuple[int, int], int] = {}
    following = bulk.next_id(session, Certificate)
    for place, row in enumerate(rows):
        key = (row["agency_id"], row["ended_on"].year)
        last[key] = last.get(key, 0) + 1
        row["id"] = following + place
        row["number"] = number_of(numbers[key[0]], key[1], last[key])
        row["code"] = "".join(random.choices(ALPHABET, k=LENGTH))
    if last:
        series = [
            {"agency_id": agency, "year": year, "last": count} for (agency, year), count in last.items()
        ]
        session.execute(insert(CertificateSeries), series)


def _change(row: dict[str, Any], **different: Any) -> dict[str, Any]:
    return {
        "certificate_id": row["id"], "state": row["state"], "revision": 1, "name": row["name"],
        "title": row["title"], "at": row["issued_at"], "by": None, "reason": "", **different,
    }  # fmt: skip


def _take_one_back(
    session: Session, rows: list[dict[str, Any]], changes: list[dict[str, Any]], world: World
) -> None:
    """Of somebody without a demo account, some weeks old; the seat says attended again."""
    of_training = [row for row in rows if row["source_type"] == SOURCE]
    chosen = next((row for row in reversed(of_training) if _is_fit(row, world)), None)
    if chosen is None:
        return
    at = world.now - timedelta(days=5)
    made = session.get_one(Certificate, chosen["id"])
    made.state, made.changed_at = CertificateState.REVOKED, at
    session.get_one(Enrolment, chosen["source_id"]).state = SeatState.ATTENDED
    by = world.accounts.get(HR)
    changes.append(_change(chosen, state=CertificateState.REVOKED, at=at, by=by, reason=TAKEN_BACK))
    session.flush()


def _is_fit(row: dict[str, Any], world: World) -> bool:
    person = world.by_id[row["employee_id"]]
    is_surabaya = person.agency_id == world.agencies["surabaya"].id
    return (
        is_surabaya and "@demo.test" not in person.email and row["issued_at"] < world.now - timedelta(days=20)
    )
