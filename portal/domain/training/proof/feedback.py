"""Level 1, what people thought: given once by those who attended, kept without a name, shown from five answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.events import announce
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.training.attendance.queries import own_line
from portal.domain.training.courses.models import Trainer
from portal.domain.training.proof.completion import complete_if_done
from portal.domain.training.proof.events import SessionRated
from portal.domain.training.proof.models import FEWEST, Feedback, FeedbackGiven, TrainerRating
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import TrainingSession
from portal.domain.words import n_

ASPECTS: Mapping[str, str] = {
    "relevance": n_("Fits my work"),
    "clarity": n_("Clear and well built"),
    "usefulness": n_("I can use it"),
    "organisation": n_("Place, time and materials"),
}
TRAINERS = n_("Trainers")
ONLY_ATTENDED = n_("Feedback is for those who attended this session.")
LARGEST_NUMBER = 2**62
MOST_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """Each from 1 (bad) to 4 (very good); `trainers` by their ids."""

    relevance: int
    clarity: int
    usefulness: int
    organisation: int
    trainers: Mapping[int, int]
    words: str = ""


def give(session: Session, held: TrainingSession, opinion: Opinion, *, by: Viewer, at: datetime) -> bool:
    """Whether the certificate came with it. Refused for those who were absent, and a second time."""
    line = own_line(session, held, by)
    if line is None or line.enrolment.state not in (SeatState.ATTENDED, SeatState.COMPLETED):
        raise RuleBroken(ONLY_ATTENDED)
    _once(session, line.enrolment, held, at)
    session.add(
        Feedback(
            id=_random(), session_id=held.id, relevance=opinion.relevance, clarity=opinion.clarity,
            usefulness=opinion.usefulness, organisation=opinion.organisation, words=opinion.words.strip(),
        )
    )  # fmt: skip
    for trainer in held.trainers:
        if (score := opinion.trainers.get(trainer.id)) is not None:
            _rate(session, held, trainer, score)
    announce(session, SessionRated(session_id=held.id))
    return complete_if_done(session, held, line.enrolment, at=at) is not None


def _once(session: Session, enrolment: Enrolment, held: TrainingSession, at: datetime) -> None:
    try:
        with session.begin_nested():
            session.add(
                FeedbackGiven(enrolment_id=enrolment.id, given_on=local_day(at, held.agency.timezone))
            )
    except IntegrityError as broken:
        raise RuleBroken(n_("You have given your feedback already. Thank you.")) from broken


def _rate(session: Session, held: TrainingSession, trainer: Trainer, score: int) -> None:
    session.add(TrainerRating(id=_random(), session_id=held.id, trainer_id=trainer.id, score=score))
    session.execute(
        update(Trainer)
        .where(Trainer.id == trainer.id)
        .values(rating_sum=Trainer.rating_sum + score, rating_count=Trainer.rating_count + 1)
    )


def _random() -> int:
    """A number that says nothing about when the row was written."""
    return secrets.randbelow(LARGEST_NUMBER) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What a group thought, from five answers on. `means` out of 4, by aspect; `asked`: who could have answered."""

    count: int
    asked: int
    means: tuple[tuple[str, Decimal], ...]
    words: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST

    @property
    def overall(self) -> Decimal | None:
        if not self.is_shown:
            return None
        return (sum((mean for _name, mean in self.means), Decimal()) / len(self.means)).quantize(
            Decimal("0.1")
        )


def opinions(session: Session, held_ids: Select[int], asked: int) -> Opinions:
    """Of the sessions `held_ids`. Below five answers only their number is told."""
    columns = [getattr(Feedback, name) for name in ASPECTS]
    row = session.execute(
        select(func.count(Feedback.id), *(func.sum(column) for column in columns)).where(
            Feedback.session_id.in_(held_ids)
        )
    ).one()
    count = int(row[0])
    if count < FEWEST:
        return Opinions(count=count, asked=asked, means=(), words=())
    means = [(text, _mean(total, count)) for text, total in zip(ASPECTS.values(), row[1:], strict=True)]
    return Opinions(
        count=count,
        asked=asked,
        means=(*means, *_of_trainers(session, held_ids)),
        words=tuple(_words(session, held_ids)),
    )


def _of_trainers(session: Session, held_ids: Select[int]) -> list[tuple[str, Decimal]]:
    total, count = session.execute(
        select(func.sum(TrainerRating.score), func.count()).where(TrainerRating.session_id.in_(held_ids))
    ).one()
    return [(TRAINERS, _mean(total, count))] if count >= FEWEST else []


def _words(session: Session, held_ids: Select[int]) -> Sequence[str]:
    """In the order of their random numbers: nobody's place tells when they wrote."""
    return session.scalars(
        select(Feedback.words)
        .where(Feedback.session_id.in_(held_ids), Feedback.words != "")
        .order_by(Feedback.id)
        .limit(MOST_WORDS)
    ).all()


def _mean(total: int | Decimal, count: int) -> Decimal:
    return (Decimal(total) / count).quantize(Decimal("0.01"))
