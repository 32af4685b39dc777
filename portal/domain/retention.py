"""How long things are kept: what, on which ground, how long, and what happens then. Carried out every night."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from portal.domain.base import Base
from portal.domain.files import StoredFile
from portal.domain.idempotency import StoredAnswer
from portal.domain.outbox import OutboxMessage
from portal.domain.throttle import ThrottleCounter
from portal.domain.words import n_


class Rule(Protocol):
    """One line of the retention table."""

    @property
    def what(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def keeps(self) -> timedelta: ...
    @property
    def then(self) -> str: ...

    def count(self, session: Session, *, at: datetime) -> int:
        """How many are over their time."""

    def carry_out(self, session: Session, *, at: datetime) -> int:
        """Do what `then` says; how many it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Rows of `table` are removed when `is_over` holds for the moment that lies `keeps` in the past."""

    what: str
    basis: str
    keeps: timedelta
    table: type[Base]
    is_over: Callable[[datetime], ColumnElement[bool]]
    then: str = n_("Removed")

    def count(self, session: Session, *, at: datetime) -> int:
        over = self.is_over(at - self.keeps)
        return session.scalar(select(func.count()).select_from(self.table).where(over)) or 0

    def carry_out(self, session: Session, *, at: datetime) -> int:
        found = self.count(session, at=at)
        session.execute(
            delete(self.table)
            .where(self.is_over(at - self.keeps))
            .execution_options(synchronize_session=False)
        )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OrphanFiles:
    """Files on the disk that no row knows: uploads whose act was refused, and what was replaced."""

    what: str = n_("Uploaded files that belong to nothing")
    basis: str = n_("No purpose left (UU 27/2022, article 43)")
    keeps: timedelta = timedelta(days=1)
    then: str = n_("Removed")

    def count(self, session: Session, *, at: datetime) -> int:
        return len(self._orphans(session, at))

    def carry_out(self, session: Session, *, at: datetime) -> int:
        orphans = self._orphans(session, at)
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    def _orphans(self, session: Session, at: datetime) -> Sequence[Path]:
        root: Path = session.info["uploads"]
        before = (at - self.keeps).timestamp()
        found = [path for path in root.glob("*/*") if path.is_file() and path.stat().st_mtime < before]
        names = [str(path.relative_to(root)) for path in found]
        known = _known(session, names)
        return [path for path, name in zip(found, names, strict=True) if name not in known]


def _known(session: Session, names: Sequence[str]) -> set[str]:
    """In handfuls: databases limit how many values one statement may carry."""
    known: set[str] = set()
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known.update(session.scalars(select(StoredFile.path).where(StoredFile.path.in_(some))))
    return known


KERNEL: tuple[Rule, ...] = (
    Removal(
        what=n_("Answers to forms, kept so that nothing is done twice"),
        basis=n_("Reliable service"),
        keeps=timedelta(days=7),
        table=StoredAnswer,
        is_over=lambda before: StoredAnswer.stored_at < before,
    ),
    Removal(
        what=n_("Counters of attempts, without names or addresses"),
        basis=n_("Protection against abuse"),
        keeps=timedelta(days=1),
        table=ThrottleCounter,
        is_over=lambda before: ThrottleCounter.expires_at < before,
    ),
    Removal(
        what=n_("Letters and jobs that are done"),
        basis=n_("Proof of delivery"),
        keeps=timedelta(days=30),
        table=OutboxMessage,
        is_over=lambda before: OutboxMessage.done_at < before,
    ),
    Removal(
        what=n_("Letters and jobs that failed for good"),
        basis=n_("Finding the cause"),
        keeps=timedelta(days=180),
        table=OutboxMessage,
        is_over=lambda before: OutboxMessage.dead_at < before,
    ),
    OrphanFiles(),
)


def carry_out(
    session: Session, rules: Sequence[Rule], *, at: datetime, is_dry: bool = False
) -> list[tuple[Rule, int]]:
    """Each rule with how many it concerned. A dry run only counts."""
    return [
        (rule, rule.count(session, at=at) if is_dry else rule.carry_out(session, at=at)) for rule in rules
    ]
