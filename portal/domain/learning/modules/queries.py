"""Questions of those who write and review modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.domain.errors import NotFound, RuleBroken
from portal.domain.learning.modules.models import Lesson, Module, ModuleFile, ModuleVersion, VersionState
from portal.domain.learning.modules.policies import is_near, may_author, may_review, may_write
from portal.domain.organisation.models import Role
from portal.domain.organisation.viewers import Viewer
from portal.domain.pages import Page, page_of
from portal.domain.words import n_

A_PAGE = 25
MOST_WAITING = 50


@dataclass(frozen=True, slots=True)
class Written:
    """A module with its newest version, which may be a draft beside a published one."""

    module: Module
    newest: ModuleVersion


def _near(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.has(Role.ADMIN):
        return true()
    return or_(Module.agency_id.is_(None), Module.agency_id == (viewer.agency_id or 0))


def _newest() -> Select[Any]:
    last = (
        select(func.max(ModuleVersion.number))
        .where(ModuleVersion.module_id == Module.id)
        .correlate(Module)
        .scalar_subquery()
    )
    both: Select[*tuple[Any, ...]] = (
        select(Module, ModuleVersion)
        .join(ModuleVersion, (ModuleVersion.module_id == Module.id) & (ModuleVersion.number == last))
        .options(joinedload(Module.live_version), joinedload(Module.agency))
    )
    return cast(Select[Any], both)


def own_modules(session: Session, viewer: Viewer, number: int = 1) -> Page[Written]:
    """Written by this person, the newest first."""
    mine = _newest().where(Module.author_id == viewer.account_id)
    return _written(
        page_of(session, mine.order_by(ModuleVersion.created_at.desc(), Module.id), number, A_PAGE)
    )


def others_modules(session: Session, viewer: Viewer, number: int = 1) -> Page[Written]:
    """What colleagues have published, by title: to look at, to copy, to take along."""
    theirs = _newest().where(
        _near(viewer),
        Module.live_version_id.is_not(None),
        or_(Module.author_id != viewer.account_id, Module.author_id.is_(None)),
    )
    return _written(page_of(session, theirs.order_by(ModuleVersion.title, Module.id), number, A_PAGE))


def _written(page: Page[tuple[Module, ModuleVersion]]) -> Page[Written]:
    return Page(
        [Written(module, newest) for module, newest in page.items], page.number, page.total, page.size
    )


def waiting_for_review(session: Session, viewer: Viewer) -> Sequence[ModuleVersion]:
    """What this person may decide, the longest waiting first."""
    found = session.scalars(
        select(ModuleVersion)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(ModuleVersion.state == VersionState.IN_REVIEW, _near(viewer))
        .options(contains_eager(ModuleVersion.module))
        .order_by(ModuleVersion.submitted_at, ModuleVersion.id)
        .limit(MOST_WAITING)
    ).all()
    return [version for version in found if may_review(viewer, version)]


def version_to_see(session: Session, viewer: Viewer, version_id: int) -> ModuleVersion:
    """With its lessons. Drafts only for who writes them, those in review also for who decides."""
    found = session.scalar(
        select(ModuleVersion)
        .where(ModuleVersion.id == version_id)
        .options(
            joinedload(ModuleVersion.module).joinedload(Module.live_version),
            selectinload(ModuleVersion.lessons),
        )
    )
    if found is None or not _may_see(viewer, found):
        raise NotFound
    return found


def _may_see(viewer: Viewer, version: ModuleVersion) -> bool:
    if may_write(viewer, version.module):
        return True
    if version.state is VersionState.IN_REVIEW:
        return may_review(viewer, version)
    is_out = version.state is VersionState.PUBLISHED
    return is_out and is_near(viewer, version.module) and (may_author(viewer) or may_review(viewer, version))


def lesson_to_see(session: Session, viewer: Viewer, lesson_id: int) -> Lesson:
    """Through its version, which is loaded with every lesson."""
    version_id = session.scalar(select(Lesson.version_id).where(Lesson.id == lesson_id))
    version = version_to_see(session, viewer, version_id or 0)
    return next(lesson for lesson in version.lessons if lesson.id == lesson_id)


def draft_to_write(session: Session, viewer: Viewer, version_id: int) -> ModuleVersion:
    """Held until the end of the transaction. Refuses what is no draft any more."""
    version = version_to_see(session, viewer, version_id)
    if not may_write(viewer, version.module):
        raise NotFound
    session.refresh(version, with_for_update={"of": ModuleVersion}, attribute_names=["state"])
    check_open(viewer, version)
    return version


def check_open(viewer: Viewer, version: ModuleVersion) -> None:
    """Only drafts are written, by those who write the module."""
    if not may_write(viewer, version.module):
        raise NotFound
    if version.state is not VersionState.DRAFT:
        raise RuleBroken(n_("This version cannot be changed any more. Begin a new one."))


def lesson_to_write(session: Session, viewer: Viewer, lesson_id: int) -> Lesson:
    lesson = lesson_to_see(session, viewer, lesson_id)
    draft_to_write(session, viewer, lesson.version_id)
    session.refresh(lesson)
    return lesson


def module_to_write(session: Session, viewer: Viewer, module_id: int) -> Module:
    found = session.get(Module, module_id, options=[joinedload(Module.live_version)])
    if found is None or not may_write(viewer, found):
        raise NotFound
    return found


def files_of_version(session: Session, version_id: int) -> Sequence[ModuleFile]:
    return session.scalars(
        select(ModuleFile)
        .where(ModuleFile.version_id == version_id)
        .options(joinedload(ModuleFile.file))
        .order_by(ModuleFile.name)
    ).all()


def versions_of(session: Session, module_id: int) -> Sequence[ModuleVersion]:
    """The newest first."""
    return session.scalars(
        select(ModuleVersion)
        .where(ModuleVersion.module_id == module_id)
        .order_by(ModuleVersion.number.desc())
    ).all()


def known_themes(session: Session, viewer: Viewer) -> Sequence[str]:
    """To be suggested, so that one word stays one theme."""
    return session.scalars(
        select(ModuleVersion.theme)
        .join(Module, Module.live_version_id == ModuleVersion.id)
        .where(_near(viewer), ModuleVersion.theme != "")
        .distinct()
        .order_by(ModuleVersion.theme)
        .limit(50)
    ).all()
