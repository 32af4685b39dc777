"""Processor time, which says on a busy machine what the clock says on a quiet one."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np


def best(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of the quickest of some runs, after one to warm up."""
    work()
    return min(once(work) for _ in range(times)) * 1000


def once(work: Callable[[], object]) -> float:
    """Seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def bar(bars: dict[int, int], size: int) -> float:
    """Between the sizes that were agreed, in proportion; a smaller installation gets no smaller bar."""
    return float(np.interp(size, list(bars), list(bars.values())))
