"""Modules being written, of somebody's agency."""

from itertools import count

from sqlalchemy.orm import Session

from portal.domain.files import StoredFile
from portal.domain.learning.modules.models import (
    Lesson,
    LessonKind,
    Module,
    ModuleFile,
    ModuleVersion,
    VersionState,
)
from portal.domain.learning.paths.models import LearningPath, PathStep
from tests.factories import NOW, Role, _added, employee, role, unit
from tests.factories_studying import CONTENTS, module

_numbers = count(1)


def author(session: Session, home=None):
    """A trainer of the whole agency."""
    home = home or unit(session)
    who = employee(session, unit_=home)
    role(session, who, Role.TRAINER, over=home)
    return who


def draft(
    session: Session, who, *kinds: LessonKind, state: VersionState = VersionState.DRAFT
) -> ModuleVersion:
    """With one complete lesson of each kind named."""
    number = next(_numbers)
    one = _added(
        session,
        Module(code=f"naskah-{number}", agency_id=who.agency_id, author_id=who.account_id, created_at=NOW),
    )
    version = _added(
        session,
        ModuleVersion(
            module_id=one.id, number=1, title=f"Naskah {number}", summary="Ringkas", state=state,
            author_id=who.account_id, created_at=NOW,
            submitted_at=NOW if state is VersionState.IN_REVIEW else None,
        ),
    )  # fmt: skip
    for place, kind in enumerate(kinds, start=1):
        _added(
            session,
            Lesson(
                version_id=version.id, number=place, kind=kind, title=f"Pelajaran {place}",
                content=CONTENTS[kind],
            ),
        )  # fmt: skip
    session.expire(version)
    return version


def stored(session: Session, content: bytes, media_type: str, name: str) -> StoredFile:
    """A file that lies on the disk."""
    number = next(_numbers)
    path = session.info["uploads"] / "ab" / f"authored-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return _added(
        session,
        StoredFile(
            path=f"ab/authored-{number}", name=name, media_type=media_type, size=len(content),
            sha256=f"{number}", uploaded_at=NOW,
        ),
    )  # fmt: skip


def shown_file(session: Session, version_id: int, content: bytes, media_type: str, name: str) -> ModuleFile:
    file = stored(session, content, media_type, name)
    return _added(session, ModuleFile(version_id=version_id, name=name, words=name, file_id=file.id))


def path(
    session: Session, *modules: Module, agency_id: int | None = None, is_shown: bool = True
) -> LearningPath:
    steps = [
        PathStep(module_id=one.id, number=number)
        for number, one in enumerate(modules or (module(session),), 1)
    ]
    return _added(
        session,
        LearningPath(title="Jalur", agency_id=agency_id, is_shown=is_shown, created_at=NOW, steps=steps),
    )
