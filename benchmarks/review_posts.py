"""How many public reviews a second the portal stores, beside a bare route behind the same server.

Measured is the post that stores: forms are fetched beforehand and the check page is left out, on both sides.
The size is the number of reviews in a round.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks import instances, servers
from benchmarks.lines import Line, at_least, none_of
from benchmarks.review_forms import Form, fetched, open_counters, requests_from
from benchmarks.senders import Tally, send_all

SIZE = 400
CLIENTS, CROWDS = 4, (16, 64)
ROUNDS = 5
REVIEWS_PER_COUNTER = 50
SECONDS_OF_A_PERSON = 4.0
RAISED = {"PORTAL_REVIEWS_PER_ADDRESS": "1000000"}


def run(size: int) -> Iterator[Line]:
    with instances.scratch(400) as ours, instances.scratch(400) as bare:
        total = (ROUNDS + 1 + len(CROWDS)) * size
        codes = open_counters(ours, total // REVIEWS_PER_COUNTER + 1)
        open_counters(bare, len(codes))
        processes = instances.config_of(ours).web_processes
        with (
            servers.portal(ours, **RAISED) as portal_port,
            servers.application("benchmarks.bare:app", bare, processes) as bare_port,
        ):
            forms = fetched(portal_port, codes)
            time.sleep(SECONDS_OF_A_PERSON)
            yield speed(portal_port, bare_port, forms, size, (ours, bare))
            for number, clients in enumerate(CROWDS, start=ROUNDS + 1):
                yield crowd(portal_port, requests_from(forms, number * size, size), clients, ours)


def speed(portal_port: int, bare_port: int, forms: list[Form], size: int, places: tuple[Path, Path]) -> Line:
    """Rounds in turn, so that a busy minute of the machine meets both; the first warms up."""
    ours, bare = [], []
    for number in range(ROUNDS + 1):
        requests = requests_from(forms, number * size, size)
        ours.append(complete(send_all(portal_port, requests, CLIENTS)))
        bare.append(complete(send_all(bare_port, requests, CLIENTS)))
    if rows_in(places[0]) != rows_in(places[1]):
        raise RuntimeError(f"Not the same inserts: {rows_in(places[0])} and {rows_in(places[1])}")
    mine, theirs = (median(tally.per_second for tally in tallies[1:]) for tallies in (ours, bare))
    return at_least(f"review posts, {CLIENTS} clients", mine, "posts/s", theirs, times=0.5)


def complete(tally: Tally) -> Tally:
    if tally.stored != tally.sent:
        raise RuntimeError(f"Reviews were not stored: {dict(tally.statuses)}")
    return tally


def rows_in(instance: Path) -> dict[str, int]:
    """Rows by table, apart from the worker's heartbeats; how reviews were judged as well."""
    with closing(sqlite3.connect(f"file:{instance / 'portal.db'}?mode=ro", uri=True)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        held = database.execute("SELECT count(*) FROM review WHERE state = 'held'").fetchone()[0]
    rows.pop("heartbeat", None)
    return {**rows, "held reviews": held}


def crowd(port: int, requests: list[bytes], clients: int, instance: Path) -> Line:
    """Anything but a receipt is an error; so is a receipt without a review, and a complaint in the log."""
    before = rows_in(instance)["review"]
    tally = send_all(port, requests, clients)
    lost = len(set(tally.locations)) - (rows_in(instance)["review"] - before)
    complaints = (instance / "server.log").read_text().count("locked")
    errors = tally.sent - tally.stored + abs(lost) + complaints
    return none_of(f"errors of reviews, {clients} clients", errors, "posts", len(requests))
