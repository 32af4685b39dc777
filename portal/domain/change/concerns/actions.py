"""Putting a concern into the box without a name, answering it by name, and keeping the questions that were asked."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.domain.audit.actions import record
from portal.domain.change.concerns.limits import count_one
from portal.domain.change.concerns.models import Concern, ConcernState, FaqEntry, Topic
from portal.domain.change.concerns.queries import campaigns_to_name, parts_to_name
from portal.domain.change.policies import may_answer_concerns
from portal.domain.change.scope import today_of
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import OrgUnit, Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.words import n_, nn_

SHORTEST = 10
RECEIPT_LENGTH = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is easily misread
TELLS = nn_("%(num)d new concern waits for an answer.", "%(num)d new concerns wait for an answer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernInput:
    """`receipt` is drawn with the form; the same one twice is the same concern."""

    topic: Topic
    words: str
    receipt: str
    unit_id: int
    campaign_id: int | None = None


def new_receipt() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(RECEIPT_LENGTH))


def hash_of(receipt: str) -> str:
    """What is kept of a receipt; blanks and dashes in what people type do not count."""
    plain = "".join(one for one in receipt.upper() if one.isalnum())
    return hashlib.sha256(f"concern/{plain}".encode()).hexdigest()


def speak_up(session: Session, given: ConcernInput, *, by: Viewer, at: datetime) -> None:
    """Keep the words and the day. Nothing that is kept, here or beside it, leads back to the viewer."""
    if by.employee_id is None:
        raise NotAllowed
    if len(given.words) < SHORTEST:
        raise RuleBroken(n_("Write a little more, so that it can be answered."), field="words")
    if len(given.receipt) != RECEIPT_LENGTH or set(given.receipt) - set(ALPHABET):
        raise RuleBroken(n_("Open the page again and write once more."))
    receipt_hash = hash_of(given.receipt)
    if session.scalar(select(Concern.id).where(Concern.receipt_hash == receipt_hash)) is not None:
        return
    if given.unit_id not in {unit.id for unit in parts_to_name(session, by)}:
        raise RuleBroken(n_("Choose one of the parts."), field="unit")
    if given.campaign_id and given.campaign_id not in {
        one.id for one in campaigns_to_name(session, by, today_of(by, at))
    }:
        raise RuleBroken(n_("Choose one of the campaigns."), field="campaign")
    day = today_of(by, at)
    count_one(session, by, day)
    session.add(
        Concern(
            id=secrets.randbelow(2**53 - 1) + 1,
            unit_id=given.unit_id,
            campaign_id=given.campaign_id,
            topic=given.topic,
            words=given.words,
            said_on=day,
            receipt_hash=receipt_hash,
        )
    )
    session.flush()


def answer(
    session: Session, concern: Concern, words: str, question: str | None, *, by: Viewer, at: datetime
) -> None:
    """Answer by name. With `question`, as it is to be read by all, the answer joins the questions that were asked."""
    _mine(concern, by)
    if not words:
        raise RuleBroken(n_("Write an answer."), field="answer")
    concern.state, concern.answer = ConcernState.ANSWERED, words
    concern.answered_by, concern.answered_on = by.employee_id, today_of(by, at)
    if question and concern.faq_id is None:
        concern.faq = FaqEntry(
            unit_id=concern.unit_id,
            campaign_id=concern.campaign_id,
            topic=concern.topic,
            question=question,
            answer=words,
            by_id=by.employee_id,
            published_on=today_of(by, at),
        )
    session.flush()
    _note(session, "concern.answer", concern, concern.unit, by=by, at=at)


def set_aside(session: Session, concern: Concern, reason: str, *, by: Viewer, at: datetime) -> None:
    """Not answered, with a reason that its writer can read: an insult, a colleague's name, a case for somebody else."""
    _mine(concern, by)
    if concern.state is ConcernState.ANSWERED:
        raise RuleBroken(n_("This concern is answered already."))
    if not reason:
        raise RuleBroken(n_("Say why, and where such a matter belongs."), field="answer")
    concern.state, concern.answer = ConcernState.SET_ASIDE, reason
    concern.answered_by, concern.answered_on = by.employee_id, today_of(by, at)
    session.flush()
    _note(session, "concern.set_aside", concern, concern.unit, by=by, at=at)


def withdraw(session: Session, entry: FaqEntry, *, by: Viewer, at: datetime) -> None:
    """No longer shown; what was answered to its writer stays."""
    owner_id = entry.campaign.owner_id if entry.campaign else None
    if not may_answer_concerns(by, entry.unit, owner_id):
        raise NotAllowed
    entry.withdrawn_on = today_of(by, at)
    _note(session, "faq.withdraw", entry, entry.unit, by=by, at=at)


def tell(session: Session, *, at: datetime) -> int:
    """Once a day, tell those who answer how many have come; so nobody learns when. How many concerns that were."""
    new = session.scalars(
        select(Concern)
        .where(Concern.told_on.is_(None), Concern.state == ConcernState.WAITING)
        .options(joinedload(Concern.unit).joinedload(OrgUnit.agency), joinedload(Concern.campaign))
        .order_by(Concern.id)
    ).all()
    due = [one for one in new if one.said_on < local_day(at, one.unit.agency.timezone)]
    waiting: Counter[int] = Counter()
    for one in due:
        waiting.update(_to_tell(session, one))
        one.told_on = local_day(at, one.unit.agency.timezone)
    for account_id, count in waiting.items():
        notify(
            session, account_id, TELLS[0] if count == 1 else TELLS[1], link="/change/manage/concerns", at=at,
            icon="shield", num=count,
        )  # fmt: skip
    return len(due)


def _to_tell(session: Session, concern: Concern) -> set[int]:
    found = set(deciders_over(session, concern.unit.path_key, Role.HR_ADMIN))
    if concern.campaign is not None and concern.campaign.owner.account_id is not None:
        found.add(concern.campaign.owner.account_id)
    return found


def _mine(concern: Concern, by: Viewer) -> None:
    owner_id = concern.campaign.owner_id if concern.campaign else None
    if not may_answer_concerns(by, concern.unit, owner_id):
        raise NotAllowed


def _note(
    session: Session, verb: str, what: Concern | FaqEntry, unit: OrgUnit, *, by: Viewer, at: datetime
) -> None:
    """Never the words: they were written in confidence."""
    record(
        session, verb, by=by.account_id, subject_type=type(what).__tablename__, subject_id=what.id,
        unit_key=unit.path_key, at=at, topic=what.topic.value,
    )  # fmt: skip
