"""What happens to signs of gaming: kept once, decided by a person with a reason, answered by those concerned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Employee, Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import batched
from portal.domain.rewards.flags.models import Flag, FlagAnswer, FlagDecision, FlagState
from portal.domain.rewards.flags.policies import may_answer, may_decide
from portal.domain.rewards.flags.vouching import Finding, Look
from portal.domain.rewards.sql import one_evaluator
from portal.domain.words import n_

LEAST_REASON = 10
WAITING = n_("Something unusual was noticed in rewards. Please look at it; nothing has been changed.")
IN_ORDER = n_("A routine look at rewards concerned you too. Everything was found to be in order.")
NOT_IN_ORDER = n_("A decision about rewards concerns you. You can read what it rests on, and answer.")
ANSWERED = n_("%(name)s has answered your decision about rewards.")


def keep(session: Session, look: Look, findings: Iterable[Finding], *, at: datetime) -> list[Flag]:
    """Write down what is new and renew the evidence of what is open; gives the new ones. A repeat adds nothing."""
    one_evaluator(session)
    by_key = {finding.key(look): finding for finding in findings}
    known = {
        flag.key: flag
        for keys in batched(sorted(by_key))
        for flag in session.scalars(select(Flag).where(Flag.key.in_(keys)))
    }
    new = []
    for key, finding in by_key.items():
        flag = known.get(key)
        if flag is None:
            new.append(_flag(look, finding, at))
        elif flag.state is FlagState.OPEN:
            flag.evidence, flag.seen_at = finding.evidence, at
    session.add_all(new)
    session.flush()
    _tell_deciders(session, new, at)
    return new


def _flag(look: Look, finding: Finding, at: datetime) -> Flag:
    return Flag(
        key=finding.key(look),
        kind=finding.kind,
        period_key=look.period_key,
        subject_id=finding.subject_id,
        partner_id=finding.partner_id,
        source_kind=finding.source_kind,
        evidence=finding.evidence,
        state=FlagState.OPEN,
        found_at=at,
        seen_at=at,
    )


def _tell_deciders(session: Session, flags: Sequence[Flag], at: datetime) -> None:
    """One line each, however many there are; nobody is told about themselves."""
    told: set[int] = set()
    for flag in flags:
        people = session.scalars(select(Employee).where(Employee.id.in_(flag.people_ids))).all()
        subject = next(person for person in people if person.id == flag.subject_id)
        concerned = [person.account_id for person in people]
        told |= set(deciders_over(session, subject.unit_key, Role.HR_ADMIN, but=concerned))
    for account_id in sorted(told):
        notify(session, account_id, WAITING, link="/admin/rewards/flags", at=at, icon="flag")


def decide(
    session: Session, flag: Flag, verdict: FlagState, reason: str, *, by: Viewer, at: datetime
) -> FlagDecision:
    """In order or not, with a reason that those concerned will read. What was decided may be decided anew."""
    if not may_decide(by, flag):
        raise NotAllowed
    if verdict not in (FlagState.DISMISSED, FlagState.CONFIRMED):
        raise RuleBroken(n_("Choose whether it is in order."), field="verdict")
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken(
            n_("Write a reason of at least %(least)s characters. Those concerned will read it."),
            field="reason",
            least=LEAST_REASON,
        )
    if flag.state is verdict:
        raise RuleBroken(n_("It has already been decided like this."), field="verdict")
    decision = FlagDecision(
        flag_id=flag.id, verdict=verdict, reason=reason.strip(), decided_by=by.account_id, decided_at=at
    )
    flag.decisions.append(decision)
    flag.state, flag.decided_at = verdict, at
    record(
        session,
        f"flag.{'confirm' if verdict is FlagState.CONFIRMED else 'dismiss'}",
        by=by.account_id,
        subject_type="flag",
        subject_id=flag.id,
        unit_key=flag.subject.unit_key,
        at=at,
        kind=flag.kind.value,
    )
    _tell_concerned(session, flag, at)
    return decision


def _tell_concerned(session: Session, flag: Flag, at: datetime) -> None:
    words, icon = (NOT_IN_ORDER, "flag") if flag.state is FlagState.CONFIRMED else (IN_ORDER, "circle-check")
    for person in (flag.subject, flag.partner):
        if person is not None:
            notify(session, person.account_id, words, link=f"/rewards/flags/{flag.id}", at=at, icon=icon)


def answer(session: Session, flag: Flag, words: str, *, by: Viewer, at: datetime) -> FlagAnswer:
    """What a person concerned says; whoever decided is told."""
    if not may_answer(by, flag) or by.employee_id is None:
        raise NotAllowed
    if not words.strip():
        raise RuleBroken(n_("Write your answer."), field="words")
    given = FlagAnswer(flag_id=flag.id, employee_id=by.employee_id, words=words.strip(), answered_at=at)
    flag.answers.append(given)
    notify(
        session,
        flag.decisions[-1].decided_by,
        ANSWERED,
        link=f"/admin/rewards/flags/{flag.id}",
        at=at,
        icon="message",
        name=by.name,
    )
    return given
