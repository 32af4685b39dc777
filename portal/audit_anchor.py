"""The end of the audit log, written down every day outside the database: what is cut off there is missed here.

The HMAC chain shows an entry that was changed or removed, but not that the newest ones are gone. The file is
append-only by use; operators copy it, or the log line beside it, to where the portal's own account cannot write.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.config import Config
from portal.database import own_session, reading
from portal.domain.audit import queries

log = logging.getLogger(__name__)


def file_of(config: Config) -> Path:
    return config.instance / "audit-anchors.jsonl"


def drop_anchor(engine: Engine, config: Config) -> None:
    """Note id and seal of the newest entry; nothing when there is none, or none since the last anchor."""
    with reading(), own_session(engine, config) as session:
        last = queries.newest(session)
    if last is None or last in [(number, seal) for number, seal in _anchors(config)][-1:]:
        return
    line = json.dumps({"at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "entry": last[0], "seal": last[1]})
    handle = os.open(file_of(config), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(line + "\n")
    log.info("Audit anchor %s", line)


def first_lost(session: Session, config: Config) -> int | None:
    """The id of the first anchored entry that is no longer there as it was; None when all are."""
    for number, seal in _anchors(config):
        if queries.seal_at(session, number) != seal:
            return number
    return None


def _anchors(config: Config) -> Iterator[tuple[int, str]]:
    if file_of(config).exists():
        for line in file_of(config).read_text().splitlines():
            noted = json.loads(line)
            yield noted["entry"], noted["seal"]
