"""Whatever colour an agency chooses, words and edges can be seen in light and in dark."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.errors import RuleBroken
from portal.domain.organisation.colours import checked_colour
from portal.web import brands
from tests.web.ui.test_style import DARK, LIGHT, PAIRS, SHARED, contrast

COLOURS = st.integers(0, 2**24 - 1).map("#{:06x}".format)
EDGES = [("brand", "card"), ("brand", "bg"), ("focus", "card"), ("focus", "bg")]


def is_taken(colour: str) -> bool:
    try:
        checked_colour(colour)
    except RuleBroken:
        return False
    return True


@given(COLOURS)
def test_every_accepted_colour_can_be_read(colour: str) -> None:
    assume(is_taken(colour))
    for base, made in ((LIGHT, brands.light(colour)), ({**SHARED, **DARK}, brands.dark(colour))):
        colours = {**base, **made}
        for ink, ground in PAIRS:
            least = 3.0 if ground == "hero-a" else 4.5
            assert contrast(colours[ink], colours[ground]) >= least, (ink, ground)
        for edge, ground in EDGES:
            assert contrast(colours[edge], colours[ground]) >= 2.7, (edge, ground)


@given(COLOURS)
def test_only_what_is_seen_on_white_is_accepted(colour: str) -> None:
    assert is_taken(colour) == (contrast(colour, "#ffffff") >= 3)


@pytest.mark.parametrize("colour", ["#f39200", "#9c2a3c"])
def test_only_known_tokens_are_made_anew(colour: str) -> None:
    assert set(brands.light(colour)) - set(LIGHT) == {
        "wash"
    }  # wash has an alpha, so that LIGHT leaves it out
    assert set(brands.dark(colour)) - set(DARK) == {"wash"}


@pytest.mark.parametrize("end", ["#000000", "#ffffff"])
def test_the_way_to_black_or_white_ends_there(end: str) -> None:
    assert brands.towards(end, "#196bcd", [end], 22) == end
