"""Pictures, documents and videos of a module: named, counted, kept as long as some version shows them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.files import Prepared, StoredFile
from portal.domain.learning.modules.checking import files_of
from portal.domain.learning.modules.models import ModuleFile, ModuleVersion
from portal.domain.learning.modules.queries import files_of_version
from portal.domain.learning.modules.reading import draft_from
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

MOST_FILES = 60
MOST_BYTES = 56 * 2**20
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.(?:pdf|png|jpg|jpeg|mp4|webm)")
PICTURES, DOCUMENTS, VIDEOS = ("image/png", "image/jpeg"), ("application/pdf",), ("video/mp4", "video/webm")
FITTING = {"picture": PICTURES, "file": DOCUMENTS, "video": VIDEOS}


def add_file(
    session: Session, version: ModuleVersion, prepared: Prepared, *, by: Viewer, at: datetime
) -> ModuleFile:
    """Refuses what would make the module too heavy to be carried elsewhere."""
    present = files_of_version(session, version.id)
    if len(present) >= MOST_FILES:
        raise RuleBroken(n_("A module has at most %(most)s files."), field="upload", most=MOST_FILES)
    if sum(one.file.size for one in present) + prepared.size > MOST_BYTES:
        raise RuleBroken(n_("The files of a module have at most 56 MB together."), field="upload")
    stored = files.keep(session, prepared, by=by.account_id, at=at)
    name = free_name(prepared.name, {one.name for one in present})
    one = ModuleFile(version_id=version.id, name=name, words=prepared.name, file_id=stored.id)
    session.add(one)
    session.flush()
    return one


def free_name(told: str, taken: Collection[str]) -> str:
    """Small letters, digits and hyphens, as it can stand in an address and in an archive."""
    path = PurePosixPath(told.lower())
    stem = re.sub(r"[^a-z0-9]+", "-", path.stem).strip("-")[:50].strip("-") or "file"
    name, number = f"{stem}{path.suffix}", 2
    while name in taken:
        name, number = f"{stem}-{number}{path.suffix}", number + 1
    return name


def fitting(present: Collection[ModuleFile], kind: str) -> list[ModuleFile]:
    """Those that a block of that kind can show."""
    return [one for one in present if one.file.media_type in FITTING.get(kind, ())]


def shown_in(version: ModuleVersion) -> dict[str, str]:
    """By the name of a file, the title of the first lesson that shows it."""
    shown: dict[str, str] = {}
    for lesson in version.lessons:
        for name in files_of(draft_from(lesson.kind, lesson.content)):
            shown.setdefault(name, lesson.title)
    return shown


def remove_file(session: Session, version: ModuleVersion, name: str) -> None:
    one = session.scalar(
        select(ModuleFile).where(ModuleFile.version_id == version.id, ModuleFile.name == name)
    )
    if one is None:
        raise NotFound
    if title := shown_in(version).get(name):
        raise RuleBroken(n_("“%(title)s” still shows this file."), title=title)
    file_id = one.file_id
    session.delete(one)
    session.flush()
    if not session.scalar(select(func.count(ModuleFile.id)).where(ModuleFile.file_id == file_id)):
        session.delete(session.get_one(StoredFile, file_id))
        session.flush()


def file_of_version(session: Session, version_id: int, name: str) -> StoredFile:
    found = session.scalar(
        select(StoredFile)
        .join(ModuleFile, ModuleFile.file_id == StoredFile.id)
        .where(ModuleFile.version_id == version_id, ModuleFile.name == name)
    )
    if found is None:
        raise NotFound
    return found
