"""Erasures written down outside the database, so that a backup put back is erased again, and what leaves the disk.

A line holds numbers and a keyed hash of the NIP (of the name, for trainers from outside), nothing that names anybody.
Keep the file beside the backups.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.database import derived_key, own_session, reading
from portal.domain.erasing import Declaration
from portal.domain.files import StoredFile
from portal.domain.organisation.erasure.actions import erase_again
from portal.domain.organisation.erasure.queries import erasures
from portal.domain.training.courses.erasing_trainers import (
    TrainerErasure,
    erase_trainer_again,
    erased_trainers,
)

MARKS = {"employee": "nip", "trainer": "name"}  # what is hashed, and the word for it in a line
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """`of` says of whom: an employee by the mark of the NIP, or a trainer from outside by that of the name."""

    of: str
    number: int
    mark: str
    by: int
    at: datetime

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.of, self.number, self.mark)

    @property
    def text(self) -> str:
        noted = {self.of: self.number, MARKS[self.of]: self.mark, "by": self.by, "at": self.at.isoformat()}
        return json.dumps(noted) + "\n"


@dataclass(slots=True)
class Outcome:
    """How many were erased again, stood already, or belong to somebody else in this database."""

    again: int = 0
    standing: int = 0
    unmatched: int = 0


def file_of(config: Config) -> Path:
    return config.instance / "erasures.jsonl"


def lines(config: Config) -> Iterator[Line]:
    """Every erasure that was written down, oldest first."""
    if file_of(config).exists():
        for text in file_of(config).read_text().splitlines():
            noted = json.loads(text)
            of = "employee" if "employee" in noted else "trainer"
            at = datetime.fromisoformat(noted["at"])
            yield Line(of, noted[of], noted[MARKS[of]], noted["by"], at)


def write_down(engine: Engine, config: Config) -> int:
    """Add what the database knows and the file does not; how many that were."""
    known = {line.key for line in lines(config)}
    with reading(), own_session(engine, config) as session:
        missing = [line for line in _carried_out(session) if line.key not in known]
    if missing:
        handle = os.open(file_of(config), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a") as file:
            file.writelines(line.text for line in missing)
            file.flush()
            os.fsync(file.fileno())
    return len(missing)


def _carried_out(session: Session) -> Iterator[Line]:
    for one in erasures(session):
        yield Line("employee", one.employee_id, one.nip_mark, one.erased_by, one.erased_at)
    for trainer in erased_trainers(session):
        yield Line("trainer", trainer.trainer_id, trainer.mark, trainer.by, trainer.at)


def erase_all_again(engine: Engine, config: Config, declared: Sequence[Declaration]) -> Outcome:
    """After a restore: whoever was erased before is erased once more, one short transaction each."""
    outcome = Outcome()
    for line in lines(config):
        with own_session(engine, config) as session, session.begin():
            done = _again(session, line, declared, datetime.now(UTC))
        if done is None:
            outcome.unmatched += 1
            log.error("Erasure of %s %s does not match this database", line.of, line.number)
        elif done:
            outcome.again += 1
        else:
            outcome.standing += 1
    return outcome


def _again(session: Session, line: Line, declared: Sequence[Declaration], now: datetime) -> bool | None:
    if line.of == "trainer":
        before = TrainerErasure(line.number, line.mark, line.by, line.at)
        return erase_trainer_again(session, before, declared, now=now)
    return erase_again(session, line.number, line.mark, declared, by=line.by, at=line.at, now=now)


def finish(engine: Engine, config: Config, payload: dict[str, Any]) -> None:
    """Outbox kind "erasure.finish": the line in the book, and letters to these addresses in the mail folder."""
    write_down(engine, config)
    forget_letters(config, set(payload["addresses"]))


def forget_letters(config: Config, addresses: set[str]) -> None:
    """Only where there is no mail server do letters lie in a folder; `addresses` are keyed hashes."""
    key = derived_key(config, "erasure")
    for path in (config.instance / "outbox").glob("*.eml"):
        letter = BytesParser(policy=policy.default).parsebytes(path.read_bytes(), headersonly=True)
        to = str(letter["To"] or "").strip().lower()
        if hmac.new(key, to.encode(), hashlib.sha256).hexdigest() in addresses:
            path.unlink(missing_ok=True)


def remove_files(engine: Engine, config: Config, payload: dict[str, Any]) -> None:
    """Outbox kind "files.remove": after the commit, and never a file that a row still knows."""
    with reading(), own_session(engine, config) as session:
        known = _known(session, payload["paths"])
    for path in payload["paths"]:
        if path not in known:
            (config.uploads / path).unlink(missing_ok=True)


def _known(session: Session, paths: Sequence[str]) -> set[str]:
    return set(session.scalars(select(StoredFile.path).where(StoredFile.path.in_(paths))))
