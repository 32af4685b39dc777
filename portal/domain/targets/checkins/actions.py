"""Reporting progress and deciding on it. Nothing is overwritten: corrections and decisions are new rows."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.acting import Acting, acting_for
from portal.domain.organisation.viewers import Viewer
from portal.domain.periods import local_day
from portal.domain.targets.checkins.inputs import NewCheckIn
from portal.domain.targets.checkins.models import (
    EFFECTS,
    Decision,
    EntryState,
    Evidence,
    ProgressEntry,
    Verdict,
)
from portal.domain.targets.checkins.queries import accounts_to_ask, correction_of, may_be_corrected
from portal.domain.targets.checkins.rules import check, is_late
from portal.domain.targets.checkins.settling import settle
from portal.domain.targets.events import (
    CheckInApproved,
    CheckInReturned,
    CheckInSubmitted,
    CheckInVoided,
)
from portal.domain.targets.plans.contents import Indicator
from portal.domain.targets.plans.models import PerformancePlan
from portal.domain.targets.policies import is_own, may_decide
from portal.domain.words import n_


def submit(
    session: Session,
    plan: PerformancePlan,
    indicator: Indicator,
    new: NewCheckIn,
    *,
    by: Viewer,
    at: datetime,
) -> ProgressEntry:
    """Report a realization. With `corrects_id` it takes the place of an earlier one: on its approval
    if that one counts already, otherwise at once."""
    if not is_own(by, plan):
        raise NotAllowed
    today = local_day(at, plan.timezone)
    check(new, indicator, plan, today)
    _lock(session, indicator)
    entry = ProgressEntry(
        plan_id=plan.id,
        indicator_id=indicator.id,
        author_id=plan.employee_id,
        supersedes_id=_corrected(session, indicator, new),
        value=new.value,
        note=new.note,
        as_of_on=new.as_of_on,
        is_late=is_late(plan, today),
        submitted_at=at,
    )
    session.add(entry)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("This check-in already has a correction.")) from twin
    _attach(session, entry, new, by=by, at=at)
    announce(session, CheckInSubmitted(employee_id=entry.author_id, entry_id=entry.id))
    for account_id in accounts_to_ask(session, plan, at):
        message = n_("%(name)s reported progress: %(indicator)s")
        _tell(session, account_id, message, entry, at, name=plan.employee.name, indicator=indicator.text)
    return entry


def _corrected(session: Session, indicator: Indicator, new: NewCheckIn) -> int | None:
    if new.corrects_id is None:
        return None
    old = session.get(ProgressEntry, new.corrects_id, populate_existing=True)
    if old is None or old.indicator_id != indicator.id:
        raise RuleBroken(n_("The check-in to correct was not found."))
    if not may_be_corrected(session, old):
        raise RuleBroken(n_("This check-in already has a correction."))
    if old.state is EntryState.SUBMITTED:
        old.state = EntryState.WITHDRAWN
    return old.id


def _attach(session: Session, entry: ProgressEntry, new: NewCheckIn, *, by: Viewer, at: datetime) -> None:
    for prepared in new.files:
        stored = files.keep(session, prepared, by=by.account_id, at=at)
        session.add(Evidence(entry_id=entry.id, file_id=stored.id))
    if new.link:
        session.add(Evidence(entry_id=entry.id, link=new.link))
    session.flush()


def approve(
    session: Session, plan: PerformancePlan, entry: ProgressEntry, *, by: Viewer, at: datetime
) -> None:
    """The value counts from now on; what it corrects stops counting."""
    acting = _deciding(session, plan, entry, EntryState.SUBMITTED, by=by, at=at)
    made = [_decide(session, plan, entry, Verdict.APPROVED, acting, at)]
    entry.state = EntryState.APPROVED
    if (before := _ancestor(session, entry, EntryState.APPROVED)) is not None:
        made.append(_decide(session, plan, before, Verdict.REPLACED, acting, at))
        before.state = EntryState.REPLACED
    settle(session, entry.indicator, made[0])
    announce(
        session,
        CheckInApproved(
            employee_id=entry.author_id, entry_id=entry.id, decision_ids=tuple(one.id for one in made), at=at
        ),
    )
    message = n_("Your progress was approved: %(indicator)s")
    _tell(session, plan.employee.account_id, message, entry, at, indicator=entry.indicator.text)


def return_(
    session: Session, plan: PerformancePlan, entry: ProgressEntry, reason: str, *, by: Viewer, at: datetime
) -> None:
    """Ask for another one, saying what is wrong with this."""
    acting = _deciding(session, plan, entry, EntryState.SUBMITTED, by=by, at=at)
    _need_reason(reason)
    _decide(session, plan, entry, Verdict.RETURNED, acting, at, reason)
    entry.state = EntryState.RETURNED
    announce(session, CheckInReturned(employee_id=entry.author_id, entry_id=entry.id))
    message = n_("A check-in was returned to you: %(indicator)s")
    _tell(session, plan.employee.account_id, message, entry, at, indicator=entry.indicator.text)


def void(
    session: Session, plan: PerformancePlan, entry: ProgressEntry, reason: str, *, by: Viewer, at: datetime
) -> None:
    """Take an approval back: the check-in waits again, unless its correction does."""
    acting = _deciding(session, plan, entry, EntryState.APPROVED, by=by, at=at)
    _need_reason(reason)
    made = [_decide(session, plan, entry, Verdict.VOIDED, acting, at, reason)]
    correction = correction_of(session, entry)
    is_corrected = correction is not None and correction.state is EntryState.SUBMITTED
    entry.state = EntryState.WITHDRAWN if is_corrected else EntryState.SUBMITTED
    if (before := _ancestor(session, entry, EntryState.REPLACED)) is not None:
        made.append(_decide(session, plan, before, Verdict.RESTORED, acting, at))
        before.state = EntryState.APPROVED
    settle(session, entry.indicator, made[0])
    announce(
        session,
        CheckInVoided(
            employee_id=entry.author_id, entry_id=entry.id, decision_ids=tuple(one.id for one in made), at=at
        ),
    )
    message = n_("An approval was taken back: %(indicator)s")
    _tell(session, plan.employee.account_id, message, entry, at, indicator=entry.indicator.text)


def _deciding(
    session: Session,
    plan: PerformancePlan,
    entry: ProgressEntry,
    expected: EntryState,
    *,
    by: Viewer,
    at: datetime,
) -> Acting:
    """One decision at a time on an indicator: the second of two sees what the first left."""
    acting = acting_for(session, by, at)
    if not may_decide(acting, plan):
        raise NotAllowed
    _lock(session, entry.indicator)
    session.refresh(entry, ["state"])
    if entry.state is not expected:
        raise RuleBroken(n_("Somebody has already decided on this check-in. Open it again to see how."))
    return acting


def _lock(session: Session, indicator: Indicator) -> None:
    session.flush()
    session.refresh(
        indicator, ["realization", "reported_on", "achieved_on", "mark_count"], with_for_update=True
    )


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(n_("Give a reason, so that it can be put right."), field="reason")


def _ancestor(session: Session, entry: ProgressEntry, state: EntryState) -> ProgressEntry | None:
    """The nearest earlier entry of the chain of corrections that is in that state."""
    before_id = entry.supersedes_id
    while before_id is not None:
        before = session.get_one(ProgressEntry, before_id, populate_existing=True)
        if before.state is state:
            return before
        before_id = before.supersedes_id
    return None


def _decide(
    session: Session,
    plan: PerformancePlan,
    entry: ProgressEntry,
    verdict: Verdict,
    acting: Acting,
    at: datetime,
    reason: str = "",
) -> Decision:
    decision = Decision(
        entry_id=entry.id,
        number=len(entry.decisions),
        verdict=verdict,
        effect=EFFECTS[verdict],
        reason=reason.strip(),
        author_id=entry.author_id,
        by_id=acting.employee_id,
        for_id=acting.in_place_of(plan.evaluator_id),
        at=at,
    )
    entry.decisions.append(decision)
    session.flush()
    return decision


def _tell(
    session: Session,
    account_id: int | None,
    message: str,
    entry: ProgressEntry,
    at: datetime,
    **values: object,
) -> None:
    notify(session, account_id, message, link=f"/targets/checkins/{entry.id}", at=at, icon="target", **values)
