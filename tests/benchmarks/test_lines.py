"""What `make bench` prints and how it ends; what it measures is never asked in a test."""

import pytest

from benchmarks.__main__ import NAMES, main, starting
from benchmarks.lines import at_least, at_most, exactly, none_of

HELD = at_most("home page", 12.34, "ms", 3.0, times=6)
MISSED = at_least("posts", 96, "posts/s", 240, times=0.5)


def test_a_line_says_value_limit_ratio_and_bar() -> None:
    assert str(HELD) == "home page: 12.3 ms · limit: 3 ms · ratio: 4.11 · bar: ≤ 6 · held"
    assert str(MISSED) == "posts: 96 posts/s · limit: 240 posts/s · ratio: 0.4 · bar: ≥ 0.5 · missed"


@pytest.mark.parametrize(
    ("line", "is_held"),
    [
        (at_most("a", 100, "KB", 100), True),
        (at_most("a", 100.1, "KB", 100), False),
        (at_least("a", 120, "/s", 240, times=0.5), True),
        (at_least("a", 119, "/s", 240, times=0.5), False),
        (exactly("a", 9, "statements", 9), True),
        (exactly("a", 8, "statements", 9), False),
        (none_of("a", 0, "errors", 400), True),
        (none_of("a", 1, "errors", 400), False),
        (at_most("a", 5, "ms", 0), True),
        (none_of("a", 1, "errors", 0), False),
    ],
)
def test_where_the_bar_lies(line, is_held: bool) -> None:
    assert line.held is is_held
    assert str(line).endswith(" · held" if is_held else " · missed")


def test_it_ends_with_1_when_one_bar_is_missed(capsys) -> None:
    assert main([], {"first": lambda size: iter([HELD]), "second": lambda size: iter([MISSED, HELD])}) == 1
    assert capsys.readouterr().out.splitlines() == [str(HELD), str(MISSED), str(HELD)]


def test_only_one_and_its_size() -> None:
    asked = []

    def first(size):
        asked.append(size)
        return iter([HELD])

    assert main(["--only", "first", "--size", "15000"], {"first": first, "second": pytest.fail}) == 0
    assert main([], {"first": first}) == 0
    assert asked == [15000, None]


@pytest.mark.parametrize("wrong", [["--only", "nonsense"], ["--size", "0"], ["--size", "many"]])
def test_what_is_not_known_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(wrong, {"first": lambda size: iter([HELD])})
    assert refused.value.code == 2


def test_every_benchmark_can_be_started() -> None:
    assert NAMES
    assert all(callable(starting(name)) for name in NAMES)
