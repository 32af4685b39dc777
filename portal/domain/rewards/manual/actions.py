"""A decision's way: proposed with a reason, approved or refused by a second person, told, perhaps objected to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record as write_down
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.manual.booking import give, window_of
from portal.domain.rewards.manual.inputs import LONGEST_REASON, SHORTEST_REASON, Proposal
from portal.domain.rewards.manual.models import DAYS_TO_OBJECT, DecisionState, ManualAward
from portal.domain.rewards.manual.policies import is_about, may_decide, may_propose, may_withdraw
from portal.domain.rewards.manual.queries import deciders_of, points_held, spent
from portal.domain.rewards.rules.models import RuleKind, RuleState, RuleVersion
from portal.domain.rewards.sql import one_evaluator
from portal.domain.words import n_

GIVEN = n_("You were given %(points)s points: “%(rule)s”. Read why.")
TAKEN = n_(
    "%(points)s points were taken from you: “%(rule)s”. Read why. You can object within %(days)s days."
)


def propose(session: Session, wanted: Proposal, *, by: Viewer, at: datetime, day: date) -> ManualAward:
    """Nothing is booked yet; those who may approve are told."""
    person, version = wanted.person, wanted.version
    if is_about(by, person):
        raise RuleBroken(n_("Nobody decides about their own points."))
    if not may_propose(by, person):
        raise NotAllowed
    reason = said(wanted.reason, "reason")
    window_key = window_of(version, day)
    _may_be_decided(session, wanted, day)
    _only_once(session, version, person.id, window_key)
    one = ManualAward(
        rule_id=version.rule_id,
        rule_version_id=version.id,
        employee_id=person.id,
        window_key=window_key,
        points=wanted.points,
        reason=reason,
        author_id=by.account_id,
        subject_id=person.account_id,
        proposed_at=at,
    )
    session.add(one)
    session.flush()
    _tell_deciders(session, one, n_("“%(rule)s” for %(name)s waits for a second person."), at)
    note(session, "decision.propose", one, by, at, points=one.signed_points)
    return one


def approve(session: Session, one: ManualAward, words: str, *, by: Viewer, at: datetime, day: date) -> Award:
    """Booked for the period of this day, and told to the person with the reason."""
    _second_person(one, by)
    one_evaluator(session)
    one.window_key = window_of(one.version, day)
    wanted = Proposal(version=one.version, person=one.employee, points=one.points, reason=one.reason)
    _may_be_decided(session, wanted, day, but=one)
    _only_once(session, one.version, one.employee_id, one.window_key, but=one)
    one.state, one.decided_by, one.decided_at, one.note = (
        DecisionState.APPROVED,
        by.account_id,
        at,
        words.strip(),
    )
    award = give(session, one, at=at, day=day)
    _tell_person(session, one, at)
    _tell_author(session, one, n_("Your proposal “%(rule)s” for %(name)s was approved."), at)
    note(session, "decision.approve", one, by, at, points=one.signed_points)
    return award


def refuse(session: Session, one: ManualAward, words: str, *, by: Viewer, at: datetime) -> None:
    """Nothing happens to the person's points; the author reads why."""
    _second_person(one, by)
    one.note = said(words, "note")
    one.state, one.decided_by, one.decided_at = DecisionState.REFUSED, by.account_id, at
    _tell_author(session, one, n_("Your proposal “%(rule)s” for %(name)s was refused. Read why."), at)
    note(session, "decision.refuse", one, by, at)


def withdraw(session: Session, one: ManualAward, *, by: Viewer, at: datetime) -> None:
    if not may_withdraw(by, one):
        raise RuleBroken(n_("Only a proposal of your own that still waits can be withdrawn."))
    one.state = DecisionState.WITHDRAWN
    note(session, "decision.withdraw", one, by, at)


def said(words: str, field: str) -> str:
    """A written reason that is long enough to be one."""
    words = words.strip()
    if len(words) < SHORTEST_REASON:
        raise RuleBroken(
            n_("Write the reason in at least %(least)s characters: what happened, when, and how one knows."),
            field=field,
            least=SHORTEST_REASON,
        )
    if len(words) > LONGEST_REASON:
        raise RuleBroken(
            n_("The reason is longer than %(most)s characters."), field=field, most=LONGEST_REASON
        )
    return words


def _second_person(one: ManualAward, by: Viewer) -> None:
    if one.state is not DecisionState.PROPOSED:
        raise RuleBroken(n_("This has already been decided."))
    if one.author_id == by.account_id:
        raise RuleBroken(n_("You proposed this. Another person decides about it."))
    if not may_decide(by, one):
        raise NotAllowed


def _may_be_decided(session: Session, wanted: Proposal, day: date, but: ManualAward | None = None) -> None:
    """The rule is live and for this person, and its limits hold."""
    version, rule = wanted.version, wanted.version.rule
    is_live = rule.is_manual and rule.state is RuleState.LIVE and rule.live_version_id == version.id
    if not is_live or rule.agency_id not in (None, wanted.person.agency_id):
        raise RuleBroken(n_("This rule does not count any more. Choose another one."), field="rule")
    if not 0 < wanted.points <= version.points:
        raise RuleBroken(
            n_("This rule allows between 1 and %(most)s points."), field="points", most=version.points
        )
    already = spent(session, rule.id, day) - (but.points if but else 0)
    if version.budget is not None and already + wanted.points > version.budget:
        left = max(0, version.budget - already)
        raise RuleBroken(
            n_("Only %(left)s points of this year's budget are left."), field="points", left=left
        )
    if rule.kind is RuleKind.DEDUCTION:
        _not_below_zero(session, wanted, day)


def _not_below_zero(session: Session, wanted: Proposal, day: date) -> None:
    held = points_held(session, wanted.person.id, window_of(wanted.version, day))
    if wanted.points > held:
        raise RuleBroken(
            n_("The person has %(held)s points this year; no more than that can be taken."),
            field="points",
            held=held,
        )


def _only_once(
    session: Session, version: RuleVersion, employee_id: int, window_key: int, but: ManualAward | None = None
) -> None:
    decided = select(Award.id).where(
        Award.rule_id == version.rule_id, Award.window_key == window_key, Award.employee_id == employee_id
    )
    waiting = select(ManualAward.id).where(
        ManualAward.rule_id == version.rule_id,
        ManualAward.window_key == window_key,
        ManualAward.employee_id == employee_id,
        ManualAward.state.in_((DecisionState.PROPOSED, DecisionState.APPROVED)),
        ManualAward.id != (but.id if but else 0),
    )
    with session.no_autoflush:
        is_double = session.scalar(decided) is not None or session.scalar(waiting) is not None
    if is_double:
        raise RuleBroken(
            n_("There is already a decision by this rule for this person in this period."), field="rule"
        )


def _tell_person(session: Session, one: ManualAward, at: datetime) -> None:
    is_gift = one.signed_points > 0
    notify(
        session,
        one.employee.account_id,
        GIVEN if is_gift else TAKEN,
        link=f"/rewards/decisions/{one.id}",
        at=at,
        icon="award" if is_gift else "alert-triangle",
        rule=one.rule.name,
        points=one.points,
        days=DAYS_TO_OBJECT,
    )


def _tell_author(session: Session, one: ManualAward, message: str, at: datetime) -> None:
    link = f"/admin/rewards/decisions/{one.id}"
    notify(session, one.author_id, message, link=link, at=at, rule=one.rule.name, name=one.employee.name)


def _tell_deciders(session: Session, one: ManualAward, message: str, at: datetime) -> None:
    link = f"/admin/rewards/decisions/{one.id}"
    for account_id in deciders_of(session, one.employee, [one.author_id]):
        notify(session, account_id, message, link=link, at=at, rule=one.rule.name, name=one.employee.name)


def note(session: Session, verb: str, one: ManualAward, by: Viewer, at: datetime, **details: Any) -> None:
    """In the audit log, without the words of the reason."""
    write_down(
        session, verb, by=by.account_id, subject_type="decision", subject_id=one.id,
        unit_key=one.employee.unit_key, at=at, rule=one.rule_id, **details,
    )  # fmt: skip
