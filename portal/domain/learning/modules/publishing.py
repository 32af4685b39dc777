"""The way of a version to learners: handed in, read by somebody else, published; and modules taken out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.audit.actions import record
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.modules import queries
from portal.domain.learning.modules.checking import faults, files_of
from portal.domain.learning.modules.models import (
    Lesson,
    Module,
    ModuleFile,
    ModuleState,
    ModuleVersion,
    VersionState,
)
from portal.domain.learning.modules.policies import may_review, may_write
from portal.domain.learning.modules.reading import draft_from
from portal.domain.notifications.actions import notify, take_back
from portal.domain.organisation.models import Role
from portal.domain.organisation.roles.queries import deciders_over
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

MOST_TOLD = 20
ASKED = n_("%(name)s asks you to look at a module: %(title)s")


@dataclass(frozen=True, slots=True)
class LessonFaults:
    lesson: Lesson
    faults: Sequence[RuleBroken]


def faults_of_lesson(lesson: Lesson, known_files: Collection[str]) -> list[RuleBroken]:
    content = draft_from(lesson.kind, lesson.content)
    missing = [
        RuleBroken(n_("The file “%(name)s” is missing."), field="blocks", name=name)
        for name in sorted(files_of(content) - set(known_files))
    ]
    return [*faults(content), *missing]


def faults_of_version(version: ModuleVersion, present: Sequence[ModuleFile]) -> list[LessonFaults]:
    """What keeps it from being published, lesson by lesson; lessons without faults are left out."""
    known = {one.name for one in present}
    found = [LessonFaults(lesson, faults_of_lesson(lesson, known)) for lesson in version.lessons]
    return [one for one in found if one.faults]


def submit(session: Session, version_id: int, *, by: Viewer, at: datetime) -> ModuleVersion:
    """Those who may decide are told."""
    version = queries.draft_to_write(session, by, version_id)
    if not version.lessons:
        raise RuleBroken(n_("A module needs at least one lesson."))
    if not version.summary:
        raise RuleBroken(n_("Say in a sentence or two what the module is about."))
    if faults_of_version(version, queries.files_of_version(session, version.id)):
        raise RuleBroken(n_("Some lessons are not finished yet. The list says what is missing."))
    version.state, version.submitted_at, version.author_id = VersionState.IN_REVIEW, at, by.account_id
    version.review_note = ""
    roles = (Role.HR_ADMIN,) if version.module.agency_id is None else (Role.HR_ADMIN, Role.TRAINER)
    but = [by.account_id, version.module.author_id]
    for account_id in deciders_over(session, by.unit_key or 0, *roles, but=but)[:MOST_TOLD]:
        notify(
            session, account_id, ASKED,
            link=address(version), at=at, icon="school", name=by.name, title=version.title,
        )  # fmt: skip
    session.flush()
    return version


def address(version: ModuleVersion) -> str:
    return f"/learning/author/versions/{version.id}"


def take_back_submission(session: Session, version_id: int, *, by: Viewer) -> ModuleVersion:
    version = _in_review(session, version_id, by)
    if not may_write(by, version.module):
        raise NotAllowed
    version.state, version.submitted_at = VersionState.DRAFT, None
    take_back(session, [address(version)])
    return version


def _in_review(session: Session, version_id: int, viewer: Viewer) -> ModuleVersion:
    version = queries.version_to_see(session, viewer, version_id)
    session.refresh(version, with_for_update={"of": ModuleVersion}, attribute_names=["state"])
    if version.state is not VersionState.IN_REVIEW:
        raise RuleBroken(n_("This version no longer waits for a review."))
    return version


def send_back(session: Session, version_id: int, note: str, *, by: Viewer, at: datetime) -> ModuleVersion:
    version = _to_decide(session, version_id, by)
    if not note:
        raise RuleBroken(n_("Say what should become better."), field="note")
    version.state, version.submitted_at = VersionState.DRAFT, None
    version.reviewer_id, version.review_note = by.account_id, note
    _tell_author(session, version, n_("Your module “%(title)s” came back with a note."), at=at)
    return version


def publish(session: Session, version_id: int, note: str, *, by: Viewer, at: datetime) -> ModuleVersion:
    """From now on newcomers begin this version; who began an earlier one stays there."""
    version = _to_decide(session, version_id, by)
    module = version.module
    version.state, version.published_at = VersionState.PUBLISHED, at
    version.reviewer_id, version.review_note = by.account_id, note
    module.live_version_id, module.state = version.id, ModuleState.PUBLISHED
    _note(session, "learning.module_published", module, version.title, by=by, at=at)
    _tell_author(session, version, n_("Your module “%(title)s” is published."), at=at)
    session.flush()
    session.expire(module, ["live_version"])
    return version


def _to_decide(session: Session, version_id: int, by: Viewer) -> ModuleVersion:
    version = _in_review(session, version_id, by)
    if not may_review(by, version):
        raise NotAllowed
    take_back(session, [address(version)])
    return version


def _tell_author(session: Session, version: ModuleVersion, message: str, *, at: datetime) -> None:
    notify(
        session, version.author_id, message, link=address(version), at=at, icon="school", title=version.title
    )


def _note(session: Session, verb: str, module: Module, title: str, *, by: Viewer, at: datetime) -> None:
    record(
        session, verb, by=by.account_id, subject_type="module", subject_id=module.id,
        unit_key=by.unit_key, at=at, label=title,
    )  # fmt: skip


def retire(session: Session, module_id: int, *, by: Viewer, at: datetime) -> Module:
    """Nobody begins it any more; who has begun goes on."""
    return _offer(session, module_id, ModuleState.PUBLISHED, ModuleState.RETIRED, by=by, at=at)


def offer_again(session: Session, module_id: int, *, by: Viewer, at: datetime) -> Module:
    return _offer(session, module_id, ModuleState.RETIRED, ModuleState.PUBLISHED, by=by, at=at)


def _offer(
    session: Session, module_id: int, old: ModuleState, new: ModuleState, *, by: Viewer, at: datetime
) -> Module:
    module = queries.module_to_write(session, by, module_id)
    if module.state is not old or module.live_version is None:
        raise RuleBroken(n_("The module was changed meanwhile. Open the page again."))
    module.state = new
    verb = "learning.module_retired" if new is ModuleState.RETIRED else "learning.module_offered_again"
    _note(session, verb, module, module.live_version.title, by=by, at=at)
    return module
