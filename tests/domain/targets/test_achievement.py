"""Serves G3 (unit, target, direction), M1 and P14 (where one came from is shown and never counted)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.domain.targets.achievement import (
    Direction,
    Reading,
    Report,
    achieved_day,
    capped,
    mean_bar,
    percent,
    realization_of,
)

HIGHER, LOWER, WITHIN = Direction.HIGHER, Direction.LOWER, Direction.WITHIN
DUE = date(2026, 12, 31)


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("realization", "low", "high", "direction", "expected"),
    [
        ("95", "100", None, HIGHER, "95.00"),
        ("100", "100", None, HIGHER, "100.00"),
        ("118", "100", None, HIGHER, "118.00"),
        ("0", "100", None, HIGHER, "0.00"),
        ("1", "3", None, HIGHER, "33.33"),
        ("2", "3", None, HIGHER, "66.67"),
        ("0.00125", "1", None, HIGHER, "0.13"),  # half-up, not to even
        ("5", "5", None, LOWER, "100.00"),
        ("4", "5", None, LOWER, "120.00"),
        ("2.5", "5", None, LOWER, "150.00"),
        ("0", "5", None, LOWER, "200.00"),
        ("10", "5", None, LOWER, "0.00"),
        ("30", "5", None, LOWER, "0.00"),
        ("0", "0", None, LOWER, "100.00"),
        ("1", "0", None, LOWER, "0.00"),
        ("20", "20", "30", WITHIN, "100.00"),
        ("30", "20", "30", WITHIN, "100.00"),
        ("10", "20", "30", WITHIN, "50.00"),
        ("45", "20", "30", WITHIN, "50.00"),
        ("90", "20", "30", WITHIN, "0.00"),
        ("0", "0", "10", WITHIN, "100.00"),
    ],
)
def test_percent_by_direction(realization, low, high, direction, expected):
    assert percent(D(realization), D(low), D(high) if high else None, direction) == D(expected)


def test_only_bars_are_capped():
    assert capped(D("118")) == 100
    assert capped(None) == 0
    assert mean_bar([D("118"), D("50"), None]) == 50
    assert mean_bar([]) == 0


def reports(*values: str) -> list[Report]:
    return [
        Report(date(2026, 1, 31) + timedelta(days=30 * place), D(one)) for place, one in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("reading", "expected"), [(Reading.SUM, "10"), (Reading.LATEST, "3"), (Reading.AVERAGE, "3.3333")]
)
def test_what_check_ins_come_to(reading, expected):
    assert realization_of(reports("5", "2", "3"), reading) == D(expected)
    assert realization_of([], reading) is None


def test_a_sum_is_achieved_on_the_day_that_tips_it():
    found = achieved_day(reports("60", "40", "10"), Reading.SUM, D("100"), None, HIGHER, DUE)
    assert found == reports("60", "40")[1].day
    assert achieved_day(reports("60", "39.9999"), Reading.SUM, D("100"), None, HIGHER, DUE) is None


def test_a_level_that_falls_below_its_target_again_is_not_achieved():
    assert achieved_day(reports("96", "94"), Reading.LATEST, D("95"), None, HIGHER, DUE) is None
    again = reports("96", "94", "95")
    assert achieved_day(again, Reading.LATEST, D("95"), None, HIGHER, DUE) == again[2].day


@pytest.mark.parametrize("reading", list(Reading))
def test_what_may_still_turn_counts_only_in_the_month_it_is_due(reading):
    early = [Report(date(2026, 11, 30), D("4"))]
    on_time = [Report(date(2026, 12, 1), D("4"))]
    assert achieved_day(early, reading, D("5"), None, LOWER, DUE) is None
    assert achieved_day(on_time, reading, D("5"), None, LOWER, DUE) == date(2026, 12, 1)
