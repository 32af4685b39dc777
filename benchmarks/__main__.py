"""`make bench`: run the benchmarks, print their lines, exit with 1 when a bar is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TypeAlias

from benchmarks.lines import Line

NAMES = ("review_posts", "pages", "first_load", "set_up", "rewards", "training", "seats")

Benchmark: TypeAlias = Callable[[int | None], Iterator[Line]]


def main(arguments: Sequence[str], benchmarks: Mapping[str, Benchmark] | None = None) -> int:
    """0 when every bar held, 1 when one was missed. Lines are printed as they are measured."""
    benchmarks = known() if benchmarks is None else benchmarks
    asked = parsed(arguments, tuple(benchmarks))
    has_missed = False
    for name in [asked.only] if asked.only else list(benchmarks):
        for line in benchmarks[name](asked.size):
            print(line, flush=True)
            has_missed = has_missed or not line.held
    return int(has_missed)


def known() -> dict[str, Benchmark]:
    return {name: starting(name) for name in NAMES}


def starting(name: str) -> Benchmark:
    """The benchmark's `run`, with the module's own `SIZE` unless another is wanted."""

    def run(size: int | None) -> Iterator[Line]:
        module = import_module(f"benchmarks.{name}")
        yield from module.run(size or module.SIZE)

    return run


def parsed(arguments: Sequence[str], names: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=names, help="one benchmark instead of all")
    parser.add_argument("--size", type=positive, help="how much: what of, each benchmark says itself")
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
