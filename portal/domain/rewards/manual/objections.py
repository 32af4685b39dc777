"""The person's word against a decision, and the answer of a third official."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.manual.actions import note, said
from portal.domain.rewards.manual.booking import take_back
from portal.domain.rewards.manual.models import DAYS_TO_OBJECT, DecisionState, ManualAward, Objection
from portal.domain.rewards.manual.policies import is_about, may_answer
from portal.domain.rewards.manual.queries import deciders_of
from portal.domain.rewards.sql import one_evaluator
from portal.domain.words import n_


def may_object(viewer: Viewer, one: ManualAward, at: datetime) -> bool:
    """Once, by the person, in time."""
    until = one.object_until
    is_open = one.state is DecisionState.APPROVED and one.objection is None
    return is_open and is_about(viewer, one.employee) and until is not None and at < until


def object_to(session: Session, one: ManualAward, words: str, *, by: Viewer, at: datetime) -> Objection:
    """Those who proposed and approved are told; somebody else answers."""
    if not is_about(by, one.employee):
        raise NotAllowed
    if not may_object(by, one, at):
        raise RuleBroken(
            n_("One can object once, within %(days)s days after the decision."), days=DAYS_TO_OBJECT
        )
    objection = Objection(manual_award_id=one.id, words=said(words, "words"), objected_at=at)
    session.add(objection)
    session.flush()
    session.refresh(one, ["objection"])
    involved = [one.author_id, one.decided_by]
    answering = deciders_of(session, one.employee, involved)
    for account_id in dict.fromkeys([*involved, *answering]):
        notify(
            session,
            account_id,
            n_("%(name)s objects to “%(rule)s”. Somebody who was not part of it answers."),
            link=f"/admin/rewards/decisions/{one.id}",
            at=at,
            icon="message",
            name=one.employee.name,
            rule=one.rule.name,
        )
    note(session, "decision.object", one, by, at)
    return objection


def answer(
    session: Session, one: ManualAward, is_upheld: bool, words: str, *, by: Viewer, at: datetime, day: date
) -> None:
    """Upheld, the points go back where they were, in a booking of its own."""
    objection = one.objection
    if objection is None or objection.is_upheld is not None:
        raise RuleBroken(n_("There is no objection that waits for an answer."))
    if by.account_id in (one.author_id, one.decided_by):
        raise RuleBroken(n_("Somebody who neither proposed nor approved this answers the objection."))
    if not may_answer(by, one):
        raise NotAllowed
    objection.answer = said(words, "answer")
    objection.is_upheld, objection.answered_by, objection.answered_at = is_upheld, by.account_id, at
    if is_upheld and one.award is not None:
        one_evaluator(session)
        one.state = DecisionState.TAKEN_BACK
        take_back(session, one, one.award, at=at, day=day)
    _tell(session, one, is_upheld, at)
    note(session, "decision.answer", one, by, at, is_upheld=is_upheld)


def _tell(session: Session, one: ManualAward, is_upheld: bool, at: datetime) -> None:
    link = f"/rewards/decisions/{one.id}"
    upheld = n_("Your objection to “%(rule)s” was upheld: the decision was taken back.")
    kept = n_("Your objection to “%(rule)s” was answered: the decision stays. Read why.")
    message = upheld if is_upheld else kept
    notify(session, one.employee.account_id, message, link=link, at=at, icon="message", rule=one.rule.name)
