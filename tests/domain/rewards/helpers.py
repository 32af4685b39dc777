"""Telling facts as the features do, and letting the worker look at them where one does."""

from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.record import record
from tests.factories import NOW


def tell(session, *facts, at=NOW):
    record(session, facts, at=at)
    while sweep(session, at):
        pass
