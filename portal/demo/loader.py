"""Fill an empty installation with the demo data, feature by feature."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import (
    catalogue,
    change,
    credentials,
    decisions,
    erasure,
    flags,
    learning,
    learning_authoring,
    learning_records,
    organisation,
    oversight,
    public_reviews,
    recognition,
    rewards,
    targets,
    training,
    training_hours,
    training_needs,
    training_proof,
    training_requests,
    training_seats,
)
from portal.demo.world import World, build
from portal.domain.errors import RuleBroken
from portal.domain.organisation.models import Agency
from portal.domain.words import n_


def is_empty(session: Session) -> bool:
    """Whether nobody has set this installation up yet."""
    return session.scalar(select(Agency.id).limit(1)) is None


def load(
    session: Session, *, today: date, seed: int = 2026, employees: int = 400, reviews: int | None = None
) -> World:
    """The same data for the same day, seed and size. Refuses when there is an agency already."""
    if not is_empty(session):
        raise RuleBroken(n_("There is data already. Demo data are only loaded into an empty database."))
    with without_collector():
        world = build(session, today, seed, employees)
        organisation.load(session, world)
        targets.load(session, world)
        public_reviews.load(session, world, reviews)
        learning.load(session, world)
        learning_records.load(session, world)
        training.load(session, world)
        training_seats.load(session, world)
        training_proof.load(session, world)
        training_hours.load(session, world)
        training_requests.load(session, world)
        training_needs.load(session, world)
        learning_authoring.load(session, world)
        change.load(session, world)
        flags.plant(session, world)
        rewards.load(session, world)
        credentials.load(session, world)
        recognition.load(session, world)
        catalogue.load(session, world)
        decisions.load(session, world)
        flags.load(session, world)
        erasure.load(session, world)
        oversight.load(session, world)
    return world


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of rows go by and none is part of a circle: looking for circles would double the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
