"""Modules as trainers write them: begun, copied, given a further version, described, thrown away."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.learning.modules import queries
from portal.domain.learning.modules.details import ModuleDetails, describe, details_of
from portal.domain.learning.modules.models import (
    Lesson,
    Module,
    ModuleFile,
    ModuleState,
    ModuleVersion,
    VersionState,
)
from portal.domain.learning.modules.policies import may_author
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_


def create(session: Session, details: ModuleDetails, *, by: Viewer, at: datetime) -> ModuleVersion:
    """A module of the own agency in its first draft; of administrators who work nowhere, for every agency."""
    if not may_author(by):
        raise NotAllowed
    module = Module(
        code=_free_code(session, details.title),
        agency_id=by.agency_id,
        state=ModuleState.DRAFT,
        author_id=by.account_id,
        created_at=at,
    )
    session.add(module)
    session.flush()
    return _draft(session, module, details, number=1, by=by, at=at)


def _draft(
    session: Session, module: Module, details: ModuleDetails, *, number: int, by: Viewer, at: datetime
) -> ModuleVersion:
    version = ModuleVersion(
        module_id=module.id,
        number=number,
        state=VersionState.DRAFT,
        minutes=0,
        author_id=by.account_id,
        created_at=at,
    )
    describe(version, details)
    session.add(version)
    session.flush()
    return version


def _free_code(session: Session, title: str) -> str:
    """From the title; the modules whose codes begin alike are counted on."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "modul"
    taken = set(session.scalars(select(Module.code).where(Module.code.startswith(stem, autoescape=True))))
    number = 2
    while (code := stem if stem not in taken else f"{stem}-{number}") in taken:
        number += 1
    return code


def copy(session: Session, version: ModuleVersion, *, by: Viewer, at: datetime) -> ModuleVersion:
    """A module of one's own that begins as another one is."""
    made = create(session, details_of(version), by=by, at=at)
    _take_over(session, version, made)
    return made


def begin_version(session: Session, module: Module, *, by: Viewer, at: datetime) -> ModuleVersion:
    """A draft beside the published version, which learners keep. The one that is open already, if there is one."""
    newest = queries.versions_of(session, module.id)[0]
    if newest.state is not VersionState.PUBLISHED:
        return newest
    try:
        with session.begin_nested():
            made = _draft(session, module, details_of(newest), number=newest.number + 1, by=by, at=at)
    except IntegrityError as twin:
        raise RuleBroken(n_("A new version has just been begun in another window.")) from twin
    _take_over(session, newest, made)
    return made


def _take_over(session: Session, old: ModuleVersion, new: ModuleVersion) -> None:
    """Lessons are written anew; the files themselves are shared."""
    for lesson in old.lessons:
        session.add(
            Lesson(
                version_id=new.id,
                number=lesson.number,
                kind=lesson.kind,
                title=lesson.title,
                minutes=lesson.minutes,
                content=lesson.content,
            )
        )
    for one in queries.files_of_version(session, old.id):
        session.add(ModuleFile(version_id=new.id, name=one.name, words=one.words, file_id=one.file_id))
    new.minutes = old.minutes
    session.flush()


def change_details(session: Session, version_id: int, details: ModuleDetails, *, by: Viewer) -> ModuleVersion:
    version = queries.draft_to_write(session, by, version_id)
    describe(version, details)
    return version


def discard(session: Session, version_id: int, *, by: Viewer) -> Module | None:
    """Throw a draft away; with the only version the module goes, then there is none."""
    version = queries.draft_to_write(session, by, version_id)
    module = version.module
    for one in queries.files_of_version(session, version.id):
        session.delete(one)
    session.delete(version)
    session.flush()
    left = session.scalar(select(func.count(ModuleVersion.id)).where(ModuleVersion.module_id == module.id))
    if left:
        return module
    session.delete(module)
    session.flush()
    return None
