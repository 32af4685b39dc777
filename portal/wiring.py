"""The one page where features meet: who reacts to what, which metrics exist, which jobs run when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from portal.config import Config
from portal.domain.events import Reactions
from portal.domain.metrics import MetricSource

Handler = Callable[[Engine, Config, dict[str, Any]], None]
Job = Callable[[Engine, Config], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """A job and its time: `trigger` and `when` as APScheduler takes them."""

    name: str
    job: Job
    trigger: str
    when: Mapping[str, Any] = field(default_factory=dict)


METRICS: tuple[MetricSource, ...] = ()

REACTIONS: Reactions = {}

HANDLERS: Mapping[str, Handler] = {}

TIMERS: tuple[Timer, ...] = ()
