import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.organisation import nip

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "nip.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["note"])
def test_the_published_numbers_are_read_as_published(vector) -> None:
    if not vector["valid"]:
        with pytest.raises(RuleBroken):
            nip.parse(vector["nip"])
        return
    number, parts = nip.parse(vector["nip"]), vector["parts"]
    assert number.employment.value == vector["kind"].lower()
    assert number.born.isoformat() == parts["birth"]
    assert (number.sex, number.serial) == (parts["sex"], parts["serial"])
    start = f"{number.start_year}-{number.start_month:02d}" if number.start_month else str(number.start_year)
    assert start == parts.get("tmt", parts.get("year"))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("198613262015051001", "Digits 5–6: 13"),
        ("198602302015051001", "Digits 7–8: 30"),
        ("198609262015131001", "Digits 13–14: 13"),
        ("198609262015053001", "Digit 15"),
        ("198609262015051000", "Digits 16–18"),
        ("198609261985051001", "Digits 9–14"),
        ("178609262015051001", "Digits 1–4: 1786"),
        ("1986092620150510012", "not 19"),
        ("19860926A015051001", "digits only"),
        ("٢٠٠٠٠٢٢٩٢٠٢٤٠٣٢٠٠١", "digits only"),
        ("1.98609E+17", "rounded"),
        ("1,98609262015051E+17", "rounded"),
        ("  ", "Fill in"),
    ],
)
def test_the_message_says_which_part_is_wrong(typed: str, part: str) -> None:
    with pytest.raises(RuleBroken, match=part) as broken:
        nip.parse(typed)
    assert broken.value.field == "nip"


def test_blanks_and_dots_are_dropped() -> None:
    assert nip.parse(" 19860926 201505.1 001 ").digits == "198609262015051001"


def test_a_start_before_the_eighteenth_birthday_is_a_warning() -> None:
    assert nip.parse("198609262002051001").is_early
    assert not nip.parse("198609262004091001").is_early
    assert not nip.parse("200409262022211001").is_early


def test_lists_show_the_last_three_digits_only() -> None:
    assert nip.masked("198609262015051001") == "•" * 15 + "001"


@given(st.text(alphabet=string.digits + " .E+-٣½²A\0\n", max_size=60) | st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_a_sentence(typed: str) -> None:
    try:
        number = nip.parse(typed)
    except RuleBroken:
        return
    assert len(number.digits) == 18
    assert nip.parse(number.digits) == number
