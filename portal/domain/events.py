"""How a feature announces that something happened, without knowing who cares.

The table of who reacts to what lives in `portal.wiring` and rides on the session,
so that nothing here is global and a test may bring its own table.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Says what happened and to whom; the rest is asked for. `at` is when, for whoever writes it down."""

    at: datetime | None = field(default=None, compare=False)


Reaction: TypeAlias = Callable[[Session, Any], None]
Reactions: TypeAlias = Mapping[type[Event], tuple[Reaction, ...]]


def together(*tables: Reactions) -> Reactions:
    """One table of several: who reacts to an event in the earlier ones goes first."""
    found: dict[type[Event], tuple[Reaction, ...]] = {}
    for table in tables:
        for kind, reactions in table.items():
            found[kind] = (*found.get(kind, ()), *reactions)
    return found


def announce(session: Session, event: Event) -> None:
    """Let every reaction see the event, inside the transaction that caused it.

    A reaction that fails is undone, logged and handed to `session.info["failed"]` for the administrators;
    a broken reward rule must not stop a review from being stored. `flask rewards verify` finds what was missed.
    """
    session.flush()
    reactions: Reactions = session.info.get("reactions", {})
    for react in reactions.get(type(event), ()):
        try:
            with session.begin_nested():
                react(session, event)
        except Exception:
            if session.info.get("strict"):
                raise
            log.exception("A reaction to %s failed", type(event).__name__)
            if on_failure := session.info.get("on_failed_reaction"):
                on_failure(session, event)
