from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.domain.accounts.models import Account
from portal.domain.base import Base, Id
from portal.domain.files import StoredFile
from portal.domain.words import n_


class ImportState(StrEnum):
    FAULTY = "faulty"
    CHECKED = "checked"
    APPLIED = "applied"


IMPORT_STATE_NAMES = {
    ImportState.FAULTY: n_("Has errors"),
    ImportState.CHECKED: n_("Waits for your confirmation"),
    ImportState.APPLIED: n_("Imported"),
}


class ImportRun(Base):
    """One file that was checked. `problems` and `changes` are lists, loaded only where they are shown.

    A problem is [row, column, message, values]; a change is [row, kind, NIP masked, name, fields].
    """

    __tablename__ = "import_run"
    __table_args__ = (Index(None, "started_by", "id"),)

    id: Mapped[Id]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    started_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    state: Mapped[ImportState]
    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    problem_count: Mapped[int]
    warning_count: Mapped[int]
    problems: Mapped[list[Any]] = mapped_column(deferred=True)
    warnings: Mapped[list[Any]] = mapped_column(deferred=True)
    changes: Mapped[list[Any]] = mapped_column(deferred=True)
    fingerprint: Mapped[str]
    checked_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()
    starter: Mapped[Account | None] = relationship()
