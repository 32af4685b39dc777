"""Practical work: handed in by learners, rated by a trainer, back to the learner with a comment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import NotAllowed, NotFound, RuleBroken
from portal.domain.files import Prepared
from portal.domain.learning.modules.contents import AssignmentContent
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.learning.studies.actions import mark_done, open_lesson
from portal.domain.learning.studies.policies import may_rate
from portal.domain.learning.studies.queries import content_of, walk_of
from portal.domain.learning.studies.rating import raters
from portal.domain.learning.studies.records import HandIn
from portal.domain.notifications.actions import notify
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


def assignment_of(lesson: Lesson) -> AssignmentContent:
    content = content_of(lesson)
    if not isinstance(content, AssignmentContent):
        raise NotFound
    return content


def works_on(session: Session, study_id: int, lesson_id: int) -> Sequence[HandIn]:
    """Everything handed in for an assignment, oldest first."""
    return session.scalars(
        select(HandIn)
        .where(HandIn.study_id == study_id, HandIn.lesson_id == lesson_id)
        .order_by(HandIn.number)
    ).all()


def hand_in(
    session: Session,
    study_id: int,
    number: int,
    text: str,
    prepared: Prepared | None,
    *,
    by: Viewer,
    at: datetime,
) -> HandIn:
    """One work at a time: again only after the last one came back."""
    walk, step, lesson = open_lesson(session, study_id, number, LessonKind.ASSIGNMENT, by=by)
    earlier = works_on(session, study_id, lesson.id)
    _may_hand_in(assignment_of(lesson), earlier, text, prepared)
    work = HandIn(
        study_id=study_id,
        lesson_id=lesson.id,
        number=len(earlier) + 1,
        text=text,
        file_id=files.keep(session, prepared, by=by.account_id, at=at).id if prepared else None,
        handed_in_at=at,
    )
    session.add(work)
    try:
        session.flush()
    except IntegrityError as twin:
        raise RuleBroken(n_("Your work has been handed in from another window already.")) from twin
    walk.study.touched_at, walk.study.last_lesson_id = at, lesson.id
    for account_id in raters(session, walk.study.employee.unit_key, but=by.account_id):
        message = n_("%(name)s handed in work to be rated: %(title)s")
        link = f"/learning/assignments/{work.id}"
        notify(
            session,
            account_id,
            message,
            link=link,
            at=at,
            icon="clipboard-text",
            name=by.name,
            title=step.title,
        )
    return work


def _may_hand_in(
    content: AssignmentContent, earlier: Sequence[HandIn], text: str, prepared: Prepared | None
) -> None:
    if earlier and earlier[-1].is_accepted is None:
        raise RuleBroken(n_("Your work waits for a trainer. You can hand in again once it has been rated."))
    if earlier and earlier[-1].is_accepted:
        raise RuleBroken(n_("Your work has been accepted already."))
    if content.needs_file and prepared is None:
        raise RuleBroken(n_("Choose the file with your work."), field="file")
    if not text and prepared is None:
        raise RuleBroken(n_("Write your work here or choose a file."), field="text")


def rate(
    session: Session, work: HandIn, scores: Sequence[int], comment: str, *, by: Viewer, at: datetime
) -> HandIn:
    """One score of 0 to 100 a criterion; accepted when their mean, rounded half up, reaches what is asked.

    Work that goes back needs a comment to go on with.
    """
    walk = walk_of(session, work.study_id)
    session.refresh(work)
    if not may_rate(by, walk.study.employee):
        raise NotAllowed
    if work.rated_at is not None:
        raise RuleBroken(n_("This work has been rated already."))
    content = assignment_of(work.lesson)
    if len(scores) != len(content.criteria) or not all(0 <= score <= 100 for score in scores):
        raise RuleBroken(n_("Rate every criterion."))
    score = (2 * sum(scores) + len(scores)) // (2 * len(scores))
    is_accepted = score >= content.pass_score
    if not is_accepted and not comment:
        raise RuleBroken(n_("Say what is missing, so that the next try can be better."), field="comment")
    work.scores, work.score, work.is_accepted = list(scores), score, is_accepted
    work.comment, work.rater_id, work.rated_at = comment, by.account_id, at
    if is_accepted:
        mark_done(session, walk, next(one for one in walk.steps if one.id == work.lesson_id), at=at)
    _tell_author(session, work, at)
    return work


def _tell_author(session: Session, work: HandIn, at: datetime) -> None:
    message = (
        n_("Your work was accepted: %(title)s")
        if work.is_accepted
        else n_("Your work came back with a comment: %(title)s")
    )
    link = f"/learning/studies/{work.study_id}/lessons/{work.lesson.number}"
    notify(
        session, work.study.employee.account_id, message, link=link, at=at, icon="clipboard-check",
        title=work.lesson.title,
    )  # fmt: skip
