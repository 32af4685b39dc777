"""From a decision to its award and the ledger: the same books as for every other award."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.periods import Period
from portal.domain.rewards.evaluation.people import People
from portal.domain.rewards.evaluation.rule import live_rule
from portal.domain.rewards.evaluation.task import Task
from portal.domain.rewards.ledger.booking import last_entry, sum_up
from portal.domain.rewards.ledger.entries import enter
from portal.domain.rewards.ledger.models import Award, AwardState
from portal.domain.rewards.manual.models import ManualAward
from portal.domain.rewards.periods import key_of, period_from, window_at
from portal.domain.rewards.rules.models import RuleVersion
from portal.domain.words import n_

TAKEN_BACK = n_("Taken back after the person's objection was upheld.")


def window_of(version: RuleVersion, day: date) -> int:
    """The key of the period a decision of that day counts for."""
    window = window_at(day, version.window, version.season)
    if window is None:
        raise RuleBroken(n_("This rule only counts in its season."), field="rule")
    return key_of(window)


def give(session: Session, one: ManualAward, *, at: datetime, day: date) -> Award:
    """The award of an approved decision, booked. Deductions are awards of negative points."""
    award = Award(
        rule_id=one.rule_id,
        window_key=one.window_key,
        employee_id=one.employee_id,
        rule_version_id=one.rule_version_id,
        state=AwardState.GRANTED,
        revision=1,
        unit_key=one.employee.unit_key,
        points=one.signed_points,
        evidence={"decision": one.id},
        changed_at=at,
    )
    session.add(award)
    _book(session, one, award, at=at, day=day)
    one.award_id = award.id
    session.flush()
    return award


def take_back(session: Session, one: ManualAward, award: Award, *, at: datetime, day: date) -> None:
    """The opposite booking, as a row of its own."""
    award.state, award.revision = AwardState.REVOKED, award.revision + 1
    award.reason, award.changed_at = TAKEN_BACK, at
    _book(session, one, award, at=at, day=day)


def _book(session: Session, one: ManualAward, award: Award, *, at: datetime, day: date) -> None:
    award.batch = secrets.randbits(62)
    session.flush()
    window: Period = period_from(one.window_key)
    task = Task(
        rule=replace(live_rule(session, one.version), budget=None),
        window=window,
        people=People.these([one.employee_id]),
        booked_on=max(window.start, min(day, window.end - timedelta(days=1))),
        is_silent=True,
        is_decided=True,
    )
    since = last_entry(session)
    places = {**task.places, "mark": award.batch, "moment": at}
    enter(session, task, places, takes_back=award.state is AwardState.REVOKED)
    sum_up(session, since, (one.window_key,), at=at, is_silent=True)
