"""Handing in an idea, liking it, and saying what becomes of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.change.events import IdeaAdopted
from portal.domain.change.ideas.models import NEXT, Idea, IdeaLike, IdeaState, IdeaStep
from portal.domain.change.policies import may_begin
from portal.domain.change.scope import today_of
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.events import announce
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

SAID = {
    IdeaState.LOOKED_AT: n_("Your idea “%(title)s” is being looked at."),
    IdeaState.TRIED: n_("Your idea “%(title)s” is being tried."),
    IdeaState.ADOPTED: n_("Your idea “%(title)s” is adopted. Thank you!"),
    IdeaState.DECLINED: n_("There is an answer to your idea “%(title)s”."),
}


def submit(
    session: Session, title: str, problem: str, solution: str, benefit: str, *, by: Viewer, at: datetime
) -> Idea:
    """Those who lead or administer the unit are told."""
    if by.employee_id is None or by.unit_id is None or by.unit_key is None:
        raise NotFound
    idea = Idea(
        author_id=by.employee_id,
        unit_id=by.unit_id,
        title=title,
        problem=problem,
        solution=solution,
        benefit=benefit,
        submitted_at=at,
    )
    session.add(idea)
    session.flush()
    for account_id in deciders_over(session, by.unit_key, Role.HR_ADMIN, Role.LEADER, but=(by.account_id,)):
        notify(
            session, account_id, n_("%(name)s has an idea: “%(title)s”."), link=f"/change/ideas/{idea.id}",
            at=at, icon="bulb", name=by.name, title=title,
        )  # fmt: skip
    return idea


def like(session: Session, idea: Idea, *, by: Viewer) -> None:
    """Like it, or no longer when one did."""
    if by.employee_id is None:
        raise NotFound
    if by.employee_id == idea.author_id:
        raise RuleBroken(n_("It is your own idea: colleagues may like it."))
    known = session.get(IdeaLike, (idea.id, by.employee_id))
    if known is None:
        session.add(IdeaLike(idea_id=idea.id, employee_id=by.employee_id))
    else:
        session.delete(known)
    session.flush()


def move(
    session: Session,
    idea: Idea,
    state: IdeaState,
    words: str,
    *,
    effect: str = "",
    by: Viewer,
    at: datetime,
) -> None:
    """The next stage with a word on why; adopted ideas say what they have changed. Never one's own idea."""
    if not may_begin(by, idea.unit):
        raise NotAllowed
    if idea.author_id == by.employee_id:
        raise RuleBroken(n_("Somebody else decides on your own idea."))
    if state not in NEXT[idea.state]:
        raise RuleBroken(n_("This idea cannot go there from where it is."), field="state")
    if not words:
        raise RuleBroken(n_("Say why, in words for its author."), field="words")
    if state is IdeaState.ADOPTED and not effect:
        raise RuleBroken(n_("Say what it has changed, in figures where there are some."), field="effect")
    idea.state = state
    if state is IdeaState.ADOPTED:
        idea.effect, idea.adopted_on = effect, today_of(by, at)
    session.add(IdeaStep(idea_id=idea.id, state=state, words=words, by_id=by.employee_id, at=at))
    session.flush()
    notify(
        session, idea.author.account_id, SAID[state], link=f"/change/ideas/{idea.id}", at=at, icon="bulb",
        title=idea.title,
    )  # fmt: skip
    record(
        session, f"idea.{state.value}", by=by.account_id, subject_type="idea", subject_id=idea.id,
        unit_key=idea.unit.path_key, at=at, label=idea.title,
    )  # fmt: skip
    if state is IdeaState.ADOPTED:
        announce(session, IdeaAdopted(employee_id=idea.author_id, idea_id=idea.id, at=at))
