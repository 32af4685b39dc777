"""Training, learning and change: SQL statements of their pages, and times in a large installation beside a small one.

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
PAGES = {
    "/training": "pegawai@demo.test",
    "/training?q=pelayanan&dates=ahead": "pegawai@demo.test",
    "/training/calendar": "pegawai@demo.test",
    "/training/mine": "pegawai@demo.test",
    "/training/hours": "pegawai@demo.test",
    "/learning": "pegawai@demo.test",
    "/change": "pegawai@demo.test",
    "/training/approvals": "atasan@demo.test",
    "/training/teach": "pelatih@demo.test",
}


def run(size: int) -> Iterator[Line]:
    few, many = open_portal(filled(SMALL)), open_portal(filled(size))
    for path, email in PAGES.items():
        small, large = Visitor(few, email), Visitor(many, email)
        yield at_most(f"statements of {path}", large.statements(path), "statements", MOST_STATEMENTS)
        yield time_of(f"{path}, {size:,} employees beside {SMALL}", path, large, small)


def time_of(name: str, path: str, large: Visitor, small: Visitor) -> Line:
    """Medians of pages asked in turn, so that a busy moment of the machine meets both."""
    here, beside = [], []
    for _round in range(ROUNDS + 1):
        here.append(large.seconds(path) * 1000)
        beside.append(small.seconds(path) * 1000)
    return at_most(name, median(here[1:]), "ms", median(beside[1:]), times=TIMES_SMALL)
