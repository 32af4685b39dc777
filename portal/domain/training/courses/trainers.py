"""The directory of trainers: colleagues and experts from outside, with what they are good at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.organisation.people.choosing import colleague
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.training.courses.inputs import TrainerInput
from portal.domain.training.courses.models import Trainer
from portal.domain.training.courses.queries import of_agency
from portal.domain.training.policies import may_teach
from portal.domain.words import n_

A_PAGE = 24


def _known(viewer: Viewer) -> ColumnElement[bool]:
    return of_agency(Trainer.agency_id, viewer)


def directory(
    session: Session, viewer: Viewer, *, search: str = "", kind: str = "", number: int = 1
) -> Page[Trainer]:
    """Active ones by name; `kind` internal or external; `search` looks into name, expertise and organisation."""
    query = select(Trainer).where(_known(viewer), Trainer.is_active)
    if kind:
        query = query.where(
            Trainer.employee_id.is_not(None) if kind == "internal" else Trainer.employee_id.is_(None)
        )
    if search:
        texts = (Trainer.name, Trainer.expertise, Trainer.organisation)
        query = query.where(
            or_(*(func.lower(one).contains(search.lower(), autoescape=True) for one in texts))
        )
    return page_of(session, query.order_by(Trainer.name, Trainer.id), number, A_PAGE)


def trainer_for(session: Session, viewer: Viewer, trainer_id: int) -> Trainer:
    found = session.scalar(_one(trainer_id).where(_known(viewer)))
    if found is None:
        raise NotFound
    return found


def _one(trainer_id: int) -> Select[Trainer]:
    return select(Trainer).where(Trainer.id == trainer_id)


def trainer_to_edit(session: Session, viewer: Viewer, trainer_id: int) -> Trainer:
    found = trainer_for(session, viewer, trainer_id)
    if not may_edit_trainer(viewer, found):
        raise NotFound
    return found


def may_edit_trainer(viewer: Viewer, trainer: Trainer) -> bool:
    """Who teaches or plans in the trainer's agency; somebody for all agencies, whoever teaches anywhere."""
    return may_teach(viewer) and trainer.agency_id in (None, viewer.agency_id)


def trainers_to_choose(session: Session, viewer: Viewer) -> Sequence[tuple[int, str]]:
    """With what tells two of the same name apart."""
    rows = session.scalars(
        select(Trainer).where(_known(viewer), Trainer.is_active).order_by(Trainer.name, Trainer.id).limit(300)
    )
    return [(one.id, ", ".join(part for part in (one.name, one.organisation) if part)) for one in rows]


def add_trainer(session: Session, given: TrainerInput, *, by: Viewer) -> Trainer:
    if not may_teach(by):
        raise NotAllowed
    trainer = Trainer(agency_id=by.agency_id)
    _fill(session, trainer, given, by)
    session.add(trainer)
    session.flush()
    return trainer


def change_trainer(session: Session, trainer: Trainer, given: TrainerInput, *, by: Viewer) -> None:
    if not may_edit_trainer(by, trainer):
        raise NotAllowed
    _fill(session, trainer, given, by)
    session.flush()


def _fill(session: Session, trainer: Trainer, given: TrainerInput, by: Viewer) -> None:
    who = colleague(session, trainer.agency_id or by.agency_id or 0, None, given.nip, "nip")
    if who is not None:
        twin = session.scalar(
            select(Trainer.id).where(Trainer.employee_id == who.id, Trainer.id != trainer.id)
        )
        if twin is not None:
            raise RuleBroken(n_("This colleague is in the directory already."), field="nip")
        trainer.employee_id = who.id
    name = who.name if who else given.name
    if not name:
        raise RuleBroken(n_("Write the name, or the NIP of a colleague."), field="name")
    trainer.name, trainer.organisation = name, given.organisation
    trainer.expertise, trainer.words, trainer.is_active = given.expertise, given.words, given.is_active
