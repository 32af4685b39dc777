"""What the night does: things past their time go as the retention table says, and the audit log is looked through."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Engine

from portal.config import Config
from portal.database import own_session, reading
from portal.domain.audit.oversight import note_check
from portal.domain.audit.queries import first_broken
from portal.domain.retention import Rule, carry_out

log = logging.getLogger(__name__)


def tidy(engine: Engine, config: Config, *, is_dry: bool = False) -> list[tuple[Rule, int]]:
    """Each rule in a short transaction of its own, so that nobody waits long; one that fails stops no other."""
    from portal.keeping import RETENTION

    found: list[tuple[Rule, int]] = []
    for rule in RETENTION:
        try:
            with own_session(engine, config) as session, session.begin():
                found += carry_out(session, [rule], at=datetime.now(UTC), is_dry=is_dry)
        except Exception:
            log.exception("Retention of %s failed", rule.what)
    return found


def tidy_at_night(engine: Engine, config: Config) -> None:
    tidy(engine, config)


def check_audit(engine: Engine, config: Config) -> None:
    """Every seal of the audit log is tried; what was found stands in it."""
    with reading(), own_session(engine, config) as session:
        broken = first_broken(session)
    if broken is not None:
        log.error("The audit log is broken at entry %s", broken)
    with own_session(engine, config) as session, session.begin():
        note_check(session, broken, by=None, at=datetime.now(UTC))
