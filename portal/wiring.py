"""The one page where features meet: who reacts to what, which metrics exist, which jobs run when."""

from portal.domain.events import Reactions
from portal.domain.metrics import MetricSource
from portal.domain.outbox import Handlers

METRICS: tuple[MetricSource, ...] = ()

REACTIONS: Reactions = {}

HANDLERS: Handlers = {}
