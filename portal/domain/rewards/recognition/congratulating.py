"""A colleague's good words: said once, taken back by whoever said them, hidden by whom they are for, reported to HR."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Employee
from portal.domain.organisation.viewers import Viewer
from portal.domain.rewards.recognition.models import (
    LONGEST_WORDS,
    Congratulation,
    CongratulationState,
    WallPost,
)
from portal.domain.rewards.recognition.policies import may_congratulate
from portal.domain.words import n_

CONGRATULATED = n_("Colleagues congratulate you on “%(badge)s”.")
ALREADY = n_("You have congratulated on this already.")
State = CongratulationState


def congratulate(session: Session, post: WallPost, words: str, *, by: Viewer, at: datetime) -> Congratulation:
    """Once per colleague and post. What was taken back may be said again; what was hidden or removed may not."""
    if not may_congratulate(by, post):
        raise NotAllowed
    if len(words) > LONGEST_WORDS:
        raise RuleBroken(n_("Write at most %(most)s characters."), field="words", most=LONGEST_WORDS)
    earlier = session.scalar(
        select(Congratulation).where(
            Congratulation.post_id == post.id, Congratulation.author_id == by.employee_id
        )
    )
    if earlier is not None:
        return _said_again(earlier, words, at)
    said = Congratulation(
        post_id=post.id,
        author_id=by.employee_id,
        subject_id=post.employee_id,
        words=words,
        written_at=at,
    )
    try:
        with session.begin_nested():
            session.add(said)
    except IntegrityError as twice:
        raise RuleBroken(ALREADY, field="words") from twice
    _tell(session, post, at)
    return said


def _said_again(earlier: Congratulation, words: str, at: datetime) -> Congratulation:
    if earlier.state is not State.TAKEN_BACK:
        raise RuleBroken(ALREADY, field="words")
    earlier.words, earlier.state, earlier.written_at = words, State.SHOWN, at
    return earlier


def take_back(said: Congratulation, *, by: Viewer) -> None:
    """The words are erased; that there were some is remembered, so that nobody is rung up over and over."""
    if by.employee_id != said.author_id:
        raise NotAllowed
    said.words, said.state = "", State.TAKEN_BACK


def hide(said: Congratulation, *, by: Viewer) -> None:
    _only_for(said, by)
    said.state = State.HIDDEN


def show(said: Congratulation, *, by: Viewer) -> None:
    _only_for(said, by)
    said.state = State.SHOWN


def _only_for(said: Congratulation, by: Viewer) -> None:
    if by.employee_id != said.subject_id:
        raise NotAllowed


def _tell(session: Session, post: WallPost, at: datetime) -> None:
    """One line however many colleagues say something, until it has been read. Quiet mode hears nothing."""
    person = session.get_one(Employee, post.employee_id)
    link = f"/rewards/wall/{post.id}"
    waiting = select(Notification.id).where(
        Notification.account_id == person.account_id,
        Notification.link == link,
        Notification.read_at.is_(None),
    )
    if person.is_quiet or person.account_id is None or session.scalar(waiting.limit(1)) is not None:
        return
    badge = post.award.version.badge
    notify(
        session, person.account_id, CONGRATULATED, link=link, at=at, icon="confetti",
        badge=badge.name if badge else post.award.rule.name,
    )  # fmt: skip
