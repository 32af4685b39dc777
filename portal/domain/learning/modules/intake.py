"""A module that comes in as a zip: only our own format, only what it names, nothing that unpacks without end."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.domain import files
from portal.domain.errors import RuleBroken
from portal.domain.files import Prepared
from portal.domain.learning.modules import actions
from portal.domain.learning.modules.archives import (
    DESCRIPTION,
    FOLDER,
    FORMAT,
    FORMAT_VERSION,
    LARGEST_ARCHIVE,
)
from portal.domain.learning.modules.contents import Content
from portal.domain.learning.modules.details import ModuleDetails, details_from
from portal.domain.learning.modules.lessons import checked_minutes, checked_title
from portal.domain.learning.modules.library import FILE_NAME, MOST_BYTES, MOST_FILES
from portal.domain.learning.modules.limits import MOST_LESSONS
from portal.domain.learning.modules.models import Lesson, LessonKind, ModuleFile, ModuleVersion
from portal.domain.learning.modules.reading import draft_from, to_json
from portal.domain.organisation.viewers import Viewer
from portal.domain.words import n_

LARGEST_DESCRIPTION = 2 * 2**20
ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENVELOPE = {"format", "format_version", "details", "lessons", "files"}
LESSON = {"kind", "title", "minutes", "content"}


@dataclass(frozen=True, slots=True)
class LessonIn:
    kind: LessonKind
    title: str
    minutes: int
    content: Content


@dataclass(frozen=True, slots=True)
class ModuleIn:
    """Checked through; its files lie on the disk already, by the names its lessons use."""

    details: ModuleDetails
    lessons: tuple[LessonIn, ...]
    files: Mapping[str, Prepared]


def read_archive(stream: IO[bytes], uploads: Path) -> ModuleIn:
    """Before the database is touched. Refuses with a sentence; nothing is kept of what was refused."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return _module_in(archive, uploads)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as broken:
        raise RuleBroken(n_("This is no zip of a module, or it is damaged.")) from broken


def _module_in(archive: zipfile.ZipFile, uploads: Path) -> ModuleIn:
    entries = _checked_entries(archive.infolist())
    if DESCRIPTION not in entries:
        raise RuleBroken(
            n_("This zip holds no module of this portal: “%(name)s” is missing."), name=DESCRIPTION
        )
    told = _description(_unpacked(archive, entries[DESCRIPTION], LARGEST_DESCRIPTION))
    named = _file_names(told["files"])
    strangers = set(entries) - {DESCRIPTION} - {FOLDER + name for name in named}
    if strangers:
        raise RuleBroken(
            n_("The zip holds something that does not belong to a module: %(name)s"),
            name=_shown(min(strangers)),
        )
    details = details_from(_mapping(told["details"]))
    lessons = _lessons(told["lessons"])
    for name in named:
        if FOLDER + name not in entries:
            raise RuleBroken(n_("The file “%(name)s” is missing."), name=name)
    return ModuleIn(details, lessons, {n: _prepared(archive, entries[FOLDER + n], n, uploads) for n in named})


def _checked_entries(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """By name. What an archive says about itself is believed only when it says no."""
    if len(infos) > MOST_FILES + 1:
        raise RuleBroken(n_("The zip holds more than %(most)s files."), most=MOST_FILES)
    if sum(info.file_size for info in infos) > MOST_BYTES + LARGEST_DESCRIPTION:
        raise RuleBroken(n_("Unpacked, the zip would be larger than 56 MB."))
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.filename in entries or not _is_plain(info):
            raise RuleBroken(
                n_("The zip holds something that does not belong to a module: %(name)s"),
                name=_shown(info.filename),
            )
        entries[info.filename] = info
    return entries


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """A file of a name of ours: no folder, no link, no way out, nothing locked."""
    name = info.filename.removeprefix(FOLDER)
    is_ours = info.filename == DESCRIPTION or (
        info.filename != name and FILE_NAME.fullmatch(name) is not None
    )
    kind = info.external_attr >> 28
    return is_ours and kind in (0, 8) and not info.flag_bits & 1 and info.compress_type in ALLOWED_METHODS


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80]


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """No more than it may be, whatever its header says."""
    with archive.open(info) as inside:
        content = inside.read(most + 1)
    if len(content) > most:
        raise RuleBroken(n_("“%(name)s” is too large."), name=_shown(info.filename))
    return content


def _description(content: bytes) -> Mapping[str, Any]:
    try:
        told = _mapping(json.loads(content.decode("utf-8")))
    except (ValueError, RecursionError) as broken:
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION) from broken
    if told.get("format") != FORMAT or told.get("format_version") != FORMAT_VERSION:
        raise RuleBroken(n_("This zip is not of a form that this portal knows."))
    if set(told) != ENVELOPE:
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION)
    return told


def _mapping(found: object) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION)
    return found


def _list(found: object, most: int) -> list[Any]:
    if not isinstance(found, list) or len(found) > most:
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION)
    return found


def _file_names(found: object) -> list[str]:
    names = _list(found, MOST_FILES)
    if any(not isinstance(name, str) or not FILE_NAME.fullmatch(name) for name in names):
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION)
    if len(set(names)) != len(names):
        raise RuleBroken(n_("“%(name)s” cannot be read."), name=DESCRIPTION)
    return names


def _lessons(found: object) -> tuple[LessonIn, ...]:
    lessons = _list(found, MOST_LESSONS)
    return tuple(_lesson(number, _mapping(one)) for number, one in enumerate(lessons, start=1))


def _lesson(number: int, told: Mapping[str, Any]) -> LessonIn:
    kinds = {kind.value for kind in LessonKind}
    if set(told) != LESSON or told["kind"] not in kinds or not isinstance(told["title"], str):
        raise RuleBroken(n_("Lesson %(number)s of the zip cannot be read."), number=number)
    if not isinstance(told["minutes"], int) or isinstance(told["minutes"], bool):
        raise RuleBroken(n_("Lesson %(number)s of the zip cannot be read."), number=number)
    kind = LessonKind(told["kind"])
    content = draft_from(kind, told["content"])
    return LessonIn(kind, checked_title(told["title"]), checked_minutes(told["minutes"]), content)


def _prepared(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, uploads: Path) -> Prepared:
    """Known by content, pictures made anew: as if they had been handed in one by one."""
    if files.is_video(name):
        with archive.open(info) as inside:
            return files.prepare_video(uploads, name, inside)
    content = _unpacked(archive, info, files.LARGEST)
    return files.prepare(uploads, name, content)


def take_in(session: Session, arrived: ModuleIn, *, by: Viewer, at: datetime) -> ModuleVersion:
    """A draft of one's own; somebody else looks at it before learners do."""
    version = actions.create(session, arrived.details, by=by, at=at)
    for number, one in enumerate(arrived.lessons, start=1):
        session.add(
            Lesson(
                version_id=version.id,
                number=number,
                kind=one.kind,
                title=one.title,
                minutes=one.minutes,
                content=to_json(one.content),
            )
        )
    for name, prepared in arrived.files.items():
        stored = files.keep(session, prepared, by=by.account_id, at=at)
        session.add(ModuleFile(version_id=version.id, name=name, words=name, file_id=stored.id))
    version.minutes = sum(one.minutes for one in arrived.lessons)
    session.flush()
    return version


def is_too_large(stream: IO[bytes]) -> bool:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size > LARGEST_ARCHIVE
