"""Courses are written, handed in, reviewed by somebody else, published, and at last no longer offered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.notifications.actions import notify
from portal.domain.organisation.models import Agency, Role
from portal.domain.organisation.paths import child_key
from portal.domain.organisation.roles.queries import holders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.training.courses.inputs import CourseInput
from portal.domain.training.courses.models import (
    Course,
    CoursePrerequisite,
    CourseState,
    CourseTag,
    CourseTrainer,
    Trainer,
)
from portal.domain.training.courses.queries import offered
from portal.domain.training.policies import manages, may_edit, may_review, may_teach
from portal.domain.words import n_

MOST_TAGS = 8
# What certificates say stays as it was when somebody else approved it.
FIXED = ("title", "kind", "group", "learning_hours", "least_attendance")
WRITTEN = (*FIXED, "summary", "outcomes", "audience", "provider", "has_tests")


def create(session: Session, given: CourseInput, *, by: Viewer, at: datetime) -> Course:
    """A draft of the writer's agency, or of all agencies."""
    agency_id = None if given.for_all else by.agency_id
    agency = session.get(Agency, agency_id) if agency_id else None
    if not may_teach(by) or (agency is None and not manages(by, None)):
        raise NotAllowed
    course = Course(code=secrets.token_hex(8), agency=agency, author_id=by.account_id, created_at=at)
    _fill(course, given)
    session.add(course)
    session.flush()
    course.code = f"PL-{course.id:04d}"
    _join(session, course, given, by)
    return course


def change(session: Session, course: Course, given: CourseInput, *, by: Viewer) -> Course:
    """While it is reviewed nobody changes it; once published, what certificates say stays."""
    if not may_edit(by, course):
        raise NotAllowed
    if course.state is CourseState.IN_REVIEW:
        raise RuleBroken(n_("The course is being reviewed. Take it back first."))
    if course.state is not CourseState.DRAFT:
        _refuse_fixed(course, given)
    _fill(course, given)
    _join(session, course, given, by)
    return course


def _refuse_fixed(course: Course, given: CourseInput) -> None:
    for name in FIXED:
        if getattr(course, name) != getattr(given, name):
            raise RuleBroken(
                n_("Certificates say this, so it stays as it was approved. Copy the course to change it."),
                field=name,
            )


def _fill(course: Course, given: CourseInput) -> None:
    for name in WRITTEN:
        setattr(course, name, getattr(given, name))


def _join(session: Session, course: Course, given: CourseInput, by: Viewer) -> None:
    tags = dict.fromkeys(tag.lower() for tag in given.tags)
    if len(tags) > MOST_TAGS:
        raise RuleBroken(n_("At most %(most)s topics."), field="tags", most=MOST_TAGS)
    kept = {one.tag: one for one in course.tags}
    course.tags = [kept.get(tag) or CourseTag(tag=tag) for tag in tags]
    _set_needs(session, course, given.needs, by)
    _set_trainers(session, course, given.trainers)
    session.flush()
    session.expire(course, ["needs", "trainers", "tags"])


def _set_needs(session: Session, course: Course, wanted: Sequence[int], by: Viewer) -> None:
    """Offered courses, and none that needs this one itself, however far away."""
    own = list(
        session.scalars(select(CoursePrerequisite.needs_id).where(CoursePrerequisite.course_id == course.id))
    )
    found = (
        list(session.scalars(select(Course.id).where(Course.id.in_(wanted), offered(by)))) if wanted else []
    )
    chosen = [one for one in dict.fromkeys(wanted) if one in found or one in own]
    if course.id in _needed_by(session, chosen) | set(chosen):
        raise RuleBroken(n_("A course can't be needed for itself."), field="needs")
    session.execute(delete(CoursePrerequisite).where(CoursePrerequisite.course_id == course.id))
    if chosen:
        rows = [{"course_id": course.id, "needs_id": one} for one in chosen]
        session.execute(insert(CoursePrerequisite), rows)


def _needed_by(session: Session, course_ids: Sequence[int]) -> set[int]:
    """Everything that has to come before these courses."""
    known: set[int] = set()
    frontier = set(course_ids)
    while frontier:
        below = select(CoursePrerequisite.needs_id).where(CoursePrerequisite.course_id.in_(frontier))
        frontier = set(session.scalars(below)) - known
        known |= frontier
    return known


def _set_trainers(session: Session, course: Course, wanted: Sequence[int]) -> None:
    known = session.scalars(select(Trainer.id).where(Trainer.id.in_(wanted))).all() if wanted else []
    session.execute(delete(CourseTrainer).where(CourseTrainer.course_id == course.id))
    if known:
        session.execute(insert(CourseTrainer), [{"course_id": course.id, "trainer_id": one} for one in known])


def hand_in(session: Session, course: Course, *, by: Viewer, at: datetime) -> None:
    """Ask for the review; what a reader needs to choose must be there."""
    if not may_edit(by, course):
        raise NotAllowed
    _must_be(course, CourseState.DRAFT)
    for name in ("summary", "outcomes", "audience"):
        if not getattr(course, name).strip():
            raise RuleBroken(
                n_("Before the review, say what it is about, what one can do afterwards and whom it is for.")
            )
    course.state, course.review_note = CourseState.IN_REVIEW, ""
    for account_id in _reviewers(session, course, but=by):
        notify(
            session, account_id, n_("%(name)s asks you to review the course “%(title)s”"),
            link=f"/training/courses/{course.id}", at=at, icon="school", name=by.name, title=course.title,
        )  # fmt: skip


def _reviewers(session: Session, course: Course, *, but: Viewer) -> list[int]:
    if course.agency is None:
        return holders_over(session, 0, Role.ADMIN, but=[but.account_id])
    return holders_over(session, child_key(0, 1, course.agency.number), Role.HR_ADMIN, but=[but.account_id])


def take_back(course: Course, *, by: Viewer) -> None:
    """The author goes on writing."""
    if not may_edit(by, course):
        raise NotAllowed
    _must_be(course, CourseState.IN_REVIEW)
    course.state = CourseState.DRAFT


def publish(session: Session, course: Course, *, by: Viewer, at: datetime) -> None:
    if not may_review(by, course):
        raise NotAllowed
    course.state, course.published_at = CourseState.PUBLISHED, at
    course.reviewer_id, course.review_note = by.account_id, ""
    _note(session, course, "training.course.publish", by, at)
    _tell_author(session, course, n_("“%(title)s” is published"), at)


def send_back(session: Session, course: Course, note: str, *, by: Viewer, at: datetime) -> None:
    if not may_review(by, course):
        raise NotAllowed
    course.state, course.review_note, course.reviewer_id = CourseState.DRAFT, note, by.account_id
    _tell_author(session, course, n_("“%(title)s” came back from the review: %(note)s"), at, note=note)


def retire(session: Session, course: Course, *, by: Viewer, at: datetime) -> None:
    """Leaves the catalogue; sessions that were announced are still held."""
    if not may_edit(by, course):
        raise NotAllowed
    _must_be(course, CourseState.PUBLISHED)
    course.state = CourseState.RETIRED
    _note(session, course, "training.course.retire", by, at)


def offer_again(session: Session, course: Course, *, by: Viewer, at: datetime) -> None:
    if not may_edit(by, course):
        raise NotAllowed
    _must_be(course, CourseState.RETIRED)
    course.state = CourseState.PUBLISHED
    _note(session, course, "training.course.offer_again", by, at)


def copy(session: Session, course: Course, *, by: Viewer, at: datetime) -> Course:
    """A new draft with the same words, for what may no longer be changed in the old one."""
    given = CourseInput(
        **{name: getattr(course, name) for name in WRITTEN},
        tags=tuple(one.tag for one in course.tags),
        needs=tuple(one.id for one in course.needs),
        trainers=tuple(one.id for one in course.trainers),
        for_all=by.agency_id is None,
    )
    return create(session, given, by=by, at=at)


def _must_be(course: Course, *states: CourseState) -> None:
    if course.state not in states:
        raise RuleBroken(n_("The course has meanwhile gone on to another state. Look at it again."))


def _note(session: Session, course: Course, verb: str, by: Viewer, at: datetime) -> None:
    key = child_key(0, 1, course.agency.number) if course.agency else None
    record(
        session, verb, by=by.account_id, subject_type="course", subject_id=course.id, unit_key=key, at=at,
        label=course.title,
    )  # fmt: skip


def _tell_author(session: Session, course: Course, message: str, at: datetime, **values: object) -> None:
    link = f"/training/courses/{course.id}"
    notify(session, course.author_id, message, link=link, at=at, icon="school", title=course.title, **values)
