"""An agency's own colour: how bright it is, and whether people can see it on a page."""

import re

from portal.domain.errors import RuleBroken
from portal.domain.words import n_

WHITE, BLACK = "#ffffff", "#000000"
LEAST_TEXT, LEAST_EDGE = 4.5, 3.0  # WCAG 2.2 AA: words, and the edges of controls
COLOUR = re.compile(r"#[0-9a-f]{6}")


def checked_colour(typed: str) -> str:
    """The colour as `#rrggbb`; refuses what is none, and what would not be seen on a white page."""
    colour = typed.strip().lower()
    if not COLOUR.fullmatch(colour):
        raise RuleBroken(n_("Write the colour like #196bcd."), field="colour")
    seen = contrast(colour, WHITE)
    if seen < LEAST_EDGE:
        raise RuleBroken(
            n_("This colour is too pale for a white page (contrast %(seen)s, needed: 3). Choose a darker one."),
            field="colour",
            seen=f"{seen:.1f}",
        )  # fmt: skip
    return colour


def ink_on(colour: str) -> str:
    """White or black, whichever can be read on it; white when both can."""
    return WHITE if contrast(colour, WHITE) >= LEAST_TEXT else BLACK


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = map(_linear, parts_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def parts_of(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(ground: str, colour: str, share: float) -> str:
    """`share` of the colour on the ground."""
    pairs = zip(parts_of(ground), parts_of(colour), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
