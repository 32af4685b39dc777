"""What is being written just now: a module that waits for its review, one half-written, and two learning paths."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.learning import AUTHOR
from portal.demo.learning_texts import ModuleText, drafts
from portal.demo.world import World
from portal.domain.learning.modules.models import Lesson, Module, ModuleState, ModuleVersion, VersionState
from portal.domain.learning.modules.publishing import ASKED, address
from portal.domain.learning.modules.reading import to_json
from portal.domain.learning.paths.models import LearningPath, PathStep, Prerequisite, RequiredModule
from portal.domain.notifications.actions import notify

REVIEWER = "kepegawaian@demo.test"
# How many days ago the module was handed in; None: still being written.
HANDED_IN = {"melayani-penyandang-disabilitas": 2, "rapat-yang-berguna": None}
# Title, summary, modules, and whether it is for every agency.
PATHS = (
    (
        "Siap di loket pelayanan",
        "Bagi yang baru bertugas di depan warga: berbicara dengan terang, menangani keluhan, menjaga kepercayaan.",
        ("komunikasi-pelayanan", "menangani-keluhan", "etika-integritas"),
        False,
    ),
    (
        "Menjadi atasan yang membimbing",
        "Dari alasan menilai kinerja sampai percakapan yang membuat orang ingin menjadi lebih baik.",
        ("mengapa-kinerja", "target-jelas", "umpan-balik"),
        True,
    ),
)
COUNTERS = "surabaya.mulyorejo.pelayanan"
WHY = "Loket tanpa antrean segera dimulai: kita menyambut warga dengan cara yang sama."
NEEDS = (("umpan-balik", "mengapa-kinerja"),)


def load(session: Session, world: World) -> None:
    if AUTHOR not in world.by_email:
        return
    for text in drafts():
        _write(session, world, text)
    _lead(session, world)
    session.flush()


def _write(session: Session, world: World, text: ModuleText) -> None:
    author, days = world.by_email[AUTHOR], HANDED_IN[text.code]
    begun = world.now - timedelta(days=12)
    module = Module(
        code=text.code,
        agency_id=author.agency_id,
        state=ModuleState.DRAFT,
        author_id=author.account_id,
        created_at=begun,
    )
    session.add(module)
    session.flush()
    version = ModuleVersion(
        module_id=module.id, number=1, title=text.title, summary=text.summary, outcomes=text.outcomes,
        theme=text.theme, icon=text.icon, group=text.group, minutes=text.minutes,
        learning_hours=text.learning_hours, author_id=author.account_id, created_at=begun,
        state=VersionState.DRAFT if days is None else VersionState.IN_REVIEW,
        submitted_at=None if days is None else world.now - timedelta(days=days),
    )  # fmt: skip
    session.add(version)
    session.flush()
    for one in text.lessons:
        session.add(
            Lesson(
                version_id=version.id, number=one.number, kind=one.kind, title=one.title,
                minutes=one.minutes, content=to_json(one.content),
            )
        )  # fmt: skip
    if version.submitted_at is not None:
        _ask(session, world, version, version.submitted_at)


def _ask(session: Session, world: World, version: ModuleVersion, at: datetime) -> None:
    notify(
        session, world.accounts.get(REVIEWER), ASKED,
        link=address(version), at=at, icon="school", name=world.by_email[AUTHOR].name, title=version.title,
    )  # fmt: skip


def _lead(session: Session, world: World) -> None:
    ids = {code: id_ for code, id_ in session.execute(select(Module.code, Module.id))}
    for title, summary, codes, is_for_all in PATHS:
        steps = [PathStep(module_id=ids[code], number=number) for number, code in enumerate(codes, start=1)]
        session.add(
            LearningPath(
                title=title, summary=summary, is_shown=True, steps=steps, created_at=world.now,
                agency_id=None if is_for_all else world.by_email[AUTHOR].agency_id,
                author_id=world.accounts.get(AUTHOR),
            )
        )  # fmt: skip
    _require(session, world, [ids[code] for code in PATHS[0][2]])
    session.add_all(Prerequisite(module_id=ids[one], needs_id=ids[needed]) for one, needed in NEEDS)


def _require(session: Session, world: World, modules: Sequence[int]) -> None:
    """The first path, for those who stand at a counter soon."""
    if COUNTERS not in world.units:
        return
    told = world.now - timedelta(days=5)
    session.add_all(
        RequiredModule(
            module_id=module_id, unit_id=world.units[COUNTERS].id, due_on=world.today + timedelta(days=40),
            why=WHY, set_by=world.accounts.get(REVIEWER), set_at=told, told_at=told,
        )
        for module_id in modules
    )  # fmt: skip
