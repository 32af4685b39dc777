"""What a year of training left behind: who was there, what people thought, learned and do, and what it is worth.

Seats say who came (`portal.demo.training_seats`); here stands everything that follows from it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.demo import bulk, training_certificates, training_live
from portal.demo.training_answers import Answers, names
from portal.demo.world import World
from portal.domain.training.attendance.models import Attendance, Way
from portal.domain.training.courses.models import Trainer
from portal.domain.training.proof.models import (
    BehaviourCheck,
    CourseMeasure,
    CourseQuestion,
    Feedback,
    FeedbackGiven,
    TakenTest,
    TrainerRating,
)
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.domain.words import n_

CAME = (SeatState.COMPLETED, SeatState.ATTENDED)
SATISFACTION = ("satisfaction", "", n_("Satisfaction index of the units trained"))
TARGETS = ("targets", "", n_("Targets achieved in the units trained"))
# What some courses want to move.
MEASURED = {
    "komunikasi-pelayanan": (SATISFACTION,),
    "menangani-pengaduan": (SATISFACTION,),
    "pelayanan-prima": (SATISFACTION, TARGETS),
    "manajemen-waktu": (TARGETS, SATISFACTION),
    "adminduk": (SATISFACTION,),
    "coaching-atasan": (TARGETS,),
    "menyusun-skp": (TARGETS,),
}


def load(session: Session, world: World) -> None:
    random = Random(f"proof {world.today}")
    _figures(session, world)
    training_live.load(session, world)
    answers = Answers(session, world, random)
    attendance: list[dict[str, Any]] = []
    for held, seats in _held(session):
        for seat in seats:
            attendance += _attendance(random, held, seat)
            if held.state is SessionState.FINISHED and seat.state is SeatState.COMPLETED:
                answers.completed(held, seat)
    for start in range(0, len(attendance), bulk.CHUNK):
        session.execute(insert(Attendance), attendance[start : start + bulk.CHUNK])
    _write(session, answers)
    training_certificates.load(session, world, random)


def _held(session: Session) -> list[tuple[TrainingSession, list[Enrolment]]]:
    """Sessions that have begun with those who had a seat, the earliest first."""
    noted = select(Attendance.enrolment_id)
    seats: dict[int, list[Enrolment]] = {}
    for seat in session.scalars(
        select(Enrolment)
        .where(Enrolment.state.in_((*CAME, SeatState.ABSENT)), Enrolment.id.not_in(noted))
        .order_by(Enrolment.session_id, Enrolment.id)
    ):
        seats.setdefault(seat.session_id, []).append(seat)
    sessions = session.scalars(
        select(TrainingSession)
        .where(TrainingSession.state == SessionState.FINISHED)
        .options(
            joinedload(TrainingSession.course),
            joinedload(TrainingSession.agency),
            selectinload(TrainingSession.days),
            selectinload(TrainingSession.trainers),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    return [(held, seats.get(held.id, [])) for held in sessions]


def _attendance(random: Random, held: TrainingSession, seat: Enrolment) -> list[dict[str, Any]]:
    """On time or a little late; whoever was absent is not noted at all."""
    if seat.state is SeatState.ABSENT:
        return []
    rows = []
    for day in held.days:
        by_hand = random.random() < 0.06
        at: datetime = day.starts_at + timedelta(seconds=random.randint(-1500, 900))
        rows.append(
            {
                "enrolment_id": seat.id,
                "day_id": day.id,
                "is_present": True,
                "way": Way.TRAINER if by_hand else Way.QR,
                "at": at,
                "by": None,
                "reason": "Ponsel habis baterai, tanda tangan di daftar" if by_hand else "",
            }
        )
    return rows


def _figures(session: Session, world: World) -> None:
    ids = names(session)
    rows = [
        {
            "course_id": ids[code],
            "source": source,
            "key": key,
            "label": label,
            "added_by": None,
            "added_at": world.now - timedelta(days=300),
        }
        for code, figures in MEASURED.items()
        if code in ids
        for source, key, label in figures
    ]
    bulk.add(session, CourseMeasure, rows)


def _write(session: Session, answers: Answers) -> None:
    bulk.add(session, CourseQuestion, answers.questions)
    bulk.add(session, TakenTest, answers.tests)
    bulk.add(session, Feedback, answers.feedback)
    bulk.add(session, TrainerRating, answers.ratings)
    if answers.given:
        session.execute(insert(FeedbackGiven), answers.given)
    bulk.add(session, BehaviourCheck, answers.checks)
    for trainer in session.scalars(select(Trainer)):
        scores = answers.scores.get(trainer.id, [])
        trainer.rating_sum, trainer.rating_count = sum(scores), len(scores)
    session.flush()
