"""The index to the cent: published figures, constructed examples, edges of the grades (G10, P15)."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.public_reviews.elements import BY_CODE, CODES, ELEMENTS
from portal.domain.public_reviews.satisfaction import (
    ElementSum,
    WeightMode,
    grade_of,
    half_up,
    index_from,
    index_of,
    results_from,
    sample_size,
    weight_of,
)

VECTORS = Path(__file__).parents[2] / "vectors"
SKM = json.loads((VECTORS / "skm.json").read_text())
SIZES = json.loads((VECTORS / "krejcie_morgan.json").read_text())["table"]


def means_of(vector: dict) -> list[Fraction | Decimal]:
    if vector["kind"] == "nrr_per_unsur":
        return [Decimal(mean) for mean in vector["nrr"]]
    if vector["kind"] == "frequency_per_unsur":
        sums = [
            sum(n * value for n, value in zip(row, (4, 3, 2, 1), strict=True))
            for row in vector["freq_4_3_2_1"]
        ]
        return [Fraction(total, sum(row)) for total, row in zip(sums, vector["freq_4_3_2_1"], strict=True)]
    columns = zip(*vector["respondents"], strict=True)
    filled = [[answer for answer in column if answer is not None] for column in columns]
    return [Fraction(sum(column), len(column)) for column in filled]


CASES = [
    pytest.param(vector, mode, expected, id=f"{vector['id']}-{mode}")
    for vector in SKM["vectors"]
    for mode, expected in vector["computed"].items()
]


@pytest.mark.parametrize(("vector", "mode", "expected"), CASES)
def test_every_published_and_constructed_figure_is_met(vector: dict, mode: str, expected: dict) -> None:
    index = index_of(means_of(vector), WeightMode(mode))
    assert index == Decimal(expected["ikm2"])
    assert grade_of(index) == expected["band9"]


@pytest.mark.parametrize("edge", SKM["band_edges"], ids=lambda edge: edge["ikm"])
def test_rounds_first_and_grades_then(edge: dict) -> None:
    assert grade_of(half_up(Fraction(edge["ikm"]), 2)) == edge["band"]
    assert grade_of(Decimal(edge["ikm"])) == edge["band"]


def test_fourteen_elements_of_before_2017_keep_their_own_bands() -> None:
    assert grade_of(Decimal("74.67"), elements=14) == "B"
    assert grade_of(Decimal("74.67"), elements=9) == "C"
    assert [grade_of(Decimal(i), elements=14) for i in ("81.26", "81.25", "62.50", "43.75")] == [
        "A",
        "B",
        "C",
        "D",
    ]


def test_the_weight_of_a_mode() -> None:
    assert weight_of(9, WeightMode.ROUND3) == Fraction("0.111")
    assert weight_of(14, WeightMode.ROUND3) == Fraction("0.071")
    assert weight_of(9, WeightMode.ROUND2) == Fraction("0.11")
    assert weight_of(9, WeightMode.EXACT) * 9 == 1


def test_the_lowest_index_by_rounded_weights() -> None:
    assert index_of([Decimal(1)] * 9, WeightMode.ROUND3) == Decimal("24.98")
    assert grade_of(Decimal("24.98")) == "D"


def test_thirds_that_meet_on_half_a_cent_are_rounded_up() -> None:
    """1/3 + 2/3 in decimals would fall short of the half: fractions are exact."""
    assert half_up(25 * (Fraction(1, 3) + Fraction(2, 3)) / 200 * Fraction("0.04"), 2) == Decimal("0.01")
    assert half_up(Fraction(1, 3) * 3 * Fraction("81.125"), 2) == Decimal("81.13")


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=9, max_size=9))
def test_sums_give_the_same_as_means(pairs: list[tuple[int, int]]) -> None:
    sums = {
        code: ElementSum(total=ones + 4 * fours, filled=ones + fours)
        for code, (ones, fours) in zip(CODES, pairs, strict=True)
    }
    means = [Fraction(one.total, one.filled) for one in sums.values()]
    for mode in WeightMode:
        assert index_from(sums, mode) == index_of(means, mode)


def test_an_element_that_nobody_answered_leaves_no_index() -> None:
    sums = dict.fromkeys(CODES, ElementSum(total=15, filled=5)) | {"cost": ElementSum()}
    assert index_from(sums, WeightMode.ROUND3) is None


def test_ranks_share_a_place_and_hide_few_answers() -> None:
    sums = dict.fromkeys(CODES, ElementSum(total=15, filled=5)) | {
        "cost": ElementSum(total=20, filled=5),
        "compl": ElementSum(total=4, filled=4),
    }
    found = {one.code: one for one in results_from(sums, fewest=5)}
    assert found["cost"].rank == 1
    assert {found[code].rank for code in CODES if code not in ("cost", "compl")} == {2}
    assert (found["compl"].mean, found["compl"].rank, found["compl"].n) == (None, None, 4)


@pytest.mark.parametrize(("population", "size"), [(int(n), size) for n, size in SIZES.items()])
def test_the_sample_size_of_krejcie_and_morgan(population: int, size: int) -> None:
    assert sample_size(population) == size


def test_nobody_needs_no_sample() -> None:
    assert sample_size(0) == 0


def test_elements_are_known_by_code() -> None:
    assert CODES == ("req", "proc", "time", "cost", "prod", "comp", "beh", "fac", "compl")
    assert all(len(one.answers) == 4 and BY_CODE[one.code] is one for one in ELEMENTS)
