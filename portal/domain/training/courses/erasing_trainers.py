"""Erasing a trainer from outside, who is nobody's employee: the entry, and the name wherever it stands.

No table knows of it: the audit log does, by number and by a keyed hash of the name, so that a backup put back is
erased again.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.audit.models import AuditEntry
from portal.domain.erasing import Declaration, Person
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.organisation.erasure.actions import AGAIN, check_words, mark_of
from portal.domain.organisation.erasure.queries import Part, parts_about
from portal.domain.organisation.models import Agency
from portal.domain.organisation.naming import plain_name
from portal.domain.organisation.viewers import Viewer
from portal.domain.outbox import post
from portal.domain.scrubbing import ERASED_NAME
from portal.domain.training.courses.models import Trainer
from portal.domain.training.erasing import TEACHING
from portal.domain.training.policies import manages
from portal.domain.words import n_

VERB = "trainer.erase"


@dataclass(frozen=True, slots=True)
class TrainerErasure:
    trainer_id: int
    mark: str
    by: int
    at: datetime


def may_erase_trainer(session: Session, viewer: Viewer, trainer: Trainer) -> bool:
    """Whoever looks after the training of the agency in whose directory the entry stands."""
    agency = session.get(Agency, trainer.agency_id) if trainer.agency_id else None
    return trainer.employee_id is None and manages(viewer, agency)


def parts_of_trainer(session: Session, trainer: Trainer, declared: Iterable[Declaration]) -> list[Part]:
    """What would go now."""
    found = [part for part in parts_about(session, _person(trainer), declared) if part.count]
    return found if trainer.is_erased else [Part(TEACHING, 1), *found]


def erase_trainer(
    session: Session,
    trainer: Trainer,
    declared: Iterable[Declaration],
    *,
    typed_name: str,
    reason: str,
    by: Viewer,
    at: datetime,
) -> None:
    """It cannot be taken back. Ratings and held sessions stay as numbers."""
    if not may_erase_trainer(session, by, trainer):
        raise NotAllowed
    if trainer.is_erased:
        raise RuleBroken(n_("The data of this person were erased already."))
    check_words(trainer.name, typed_name, reason)
    mark = mark_of(session, trainer.name)
    _carry_out(session, trainer, declared, at=at)
    record(
        session, VERB, by=by.account_id, subject_type="trainer", subject_id=trainer.id, unit_key=by.unit_key,
        at=at, mark=mark, reason=reason.strip()[:300],
    )  # fmt: skip


def erase_trainer_again(
    session: Session, before: TrainerErasure, declared: Iterable[Declaration], *, now: datetime
) -> bool | None:
    """True when it was done now, False when it stands, None when the number belongs to somebody else here."""
    trainer = session.get(Trainer, before.trainer_id)
    if trainer is None or trainer.is_erased:
        return False
    if not hmac.compare_digest(mark_of(session, trainer.name), before.mark):
        return None
    _carry_out(session, trainer, declared, at=before.at)
    record(
        session, VERB, by=before.by, subject_type="trainer", subject_id=trainer.id, at=now, mark=before.mark,
        reason=AGAIN,
    )  # fmt: skip
    return True


def erased_trainers(session: Session) -> list[TrainerErasure]:
    """All that were carried out, oldest first."""
    rows = session.scalars(select(AuditEntry).where(AuditEntry.verb == VERB).order_by(AuditEntry.id))
    return [
        TrainerErasure(row.subject_id or 0, row.details["mark"], row.actor_id or 0, row.at) for row in rows
    ]


def _person(trainer: Trainer) -> Person:
    if trainer.is_erased:
        return Person()
    return Person(words=tuple(dict.fromkeys((trainer.name, plain_name(trainer.name)))))


def _carry_out(session: Session, trainer: Trainer, declared: Iterable[Declaration], *, at: datetime) -> None:
    person = _person(trainer)
    for one in declared:
        for eraser in one.erasers:
            eraser.erase(session, person, at=at)
    trainer.name = ERASED_NAME
    trainer.organisation = trainer.expertise = trainer.words = ""
    trainer.is_active = False
    post(session, "erasure.finish", {"addresses": []}, at=at)
    session.flush()
    session.expire_all()
