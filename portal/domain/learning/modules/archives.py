"""A module as a zip: `module.json` and the files it shows. What may stand in it, for writing and for reading alike."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from portal.domain.learning.modules.details import details_of
from portal.domain.learning.modules.models import ModuleFile, ModuleVersion
from portal.domain.learning.modules.reading import to_json

FORMAT, FORMAT_VERSION = "prestasi-module", 1
DESCRIPTION, FOLDER = "module.json", "files/"
LARGEST_ARCHIVE = 60 * 2**20
# A day that never changes: the same module gives the same archive.
EPOCH = (2020, 1, 1, 0, 0, 0)


def write_archive(
    target: IO[bytes], version: ModuleVersion, present: Sequence[ModuleFile], uploads: Path
) -> None:
    """Files are stored as they are: pictures and videos do not shrink."""
    with zipfile.ZipFile(target, "w") as archive:
        told = json.dumps(described(version, present), ensure_ascii=False, indent=1)
        archive.writestr(_entry(DESCRIPTION), told, zipfile.ZIP_DEFLATED)
        for one in present:
            entry = _entry(FOLDER + one.name, one.file.size)
            with archive.open(entry, "w") as inside, (uploads / one.file.path).open("rb") as content:
                shutil.copyfileobj(content, inside)


def _entry(name: str, size: int = 0) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o100644 << 16
    entry.file_size = size
    return entry


def described(version: ModuleVersion, present: Sequence[ModuleFile]) -> dict[str, Any]:
    """No names of people and nothing about learners leaves with it."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "details": {**to_json(details_of(version))},
        "lessons": [
            {
                "kind": lesson.kind.value,
                "title": lesson.title,
                "minutes": lesson.minutes,
                "content": lesson.content,
            }
            for lesson in version.lessons
        ],
        "files": [one.name for one in present],
    }
