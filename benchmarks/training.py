"""The catalogue of training, for an employee: SQL statements, and its time in a large installation beside a small one.

The size is the number of employees of the large installation; it has 2,000 sessions where the small one has 150.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.instances import filled
from benchmarks.lines import Line, at_most
from benchmarks.visitors import Visitor, open_portal

SIZE = 60_000
SMALL = 400
ROUNDS = 40
MOST_STATEMENTS = 12
TIMES_SMALL = 3
VISITOR = "pegawai@demo.test"
PAGES = ("/training", "/training?q=pelayanan&dates=ahead", "/training/calendar")


def run(size: int) -> Iterator[Line]:
    small, large = (Visitor(open_portal(filled(employees)), VISITOR) for employees in (SMALL, size))
    for path in PAGES:
        yield at_most(f"statements of {path}", large.statements(path), "statements", MOST_STATEMENTS)
        yield time_of(f"{path}, {size:,} employees beside {SMALL}", path, large, small)


def time_of(name: str, path: str, large: Visitor, small: Visitor) -> Line:
    """Medians of pages asked in turn, so that a busy moment of the machine meets both."""
    here, beside = [], []
    for _round in range(ROUNDS + 1):
        here.append(large.seconds(path) * 1000)
        beside.append(small.seconds(path) * 1000)
    return at_most(name, median(here[1:]), "ms", median(beside[1:]), times=TIMES_SMALL)
