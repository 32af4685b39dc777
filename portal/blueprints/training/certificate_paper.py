"""The certificate of a training: one A4 page lying on its side, in the portal's own font and colours."""

from __future__ import annotations

from dataclasses import dataclass

from portal.web.paper import BLUE, INK, LINE, MUTED, NAVY, WHITE, Colour, Paper

WIDTH, HEIGHT = 297.0, 210.0
LEFT, RIGHT = 28.0, 269.0
TEAL: Colour = (15, 118, 110)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that stands on the paper, as it is read."""

    agency: str
    heading: str
    number: str
    given_to: str
    name: str
    because: str
    title: str
    facts: tuple[tuple[str, str], ...]
    day: str
    scan: str
    code: str
    foot: str


def certificate(words: Words, address: str) -> bytes:
    page = Paper((WIDTH, HEIGHT), f"{words.heading} – {words.title}")
    page.set_lang("id")
    page.set_author(words.agency)
    page.set_subject(f"{words.name} – {words.title}")
    page.add_page()
    _ground(page)
    _text(page, words)
    _facts(page, words.facts)
    _check(page, words, address)
    return bytes(page.output())


def _ground(page: Paper) -> None:
    """A navy head with waves of lines, a thin double frame around the rest."""
    page.set_fill_color(*NAVY)
    page.rect(0, 0, WIDTH, 34, style="F")
    with page.rect_clip(0, 0, WIDTH, 34):
        page.set_line_width(6)
        for ring, radius in enumerate(range(24, 190, 15)):
            page.set_draw_color(*((40, 52, 106) if ring % 2 else (36, 46, 96)))
            page.circle(WIDTH - 24, 4, radius, style="D")
    page.set_fill_color(*TEAL)
    page.rect(0, 34, WIDTH, 1.8, style="F")
    page.set_draw_color(*LINE)
    page.set_line_width(0.35)
    page.rect(9, 43, WIDTH - 18, HEIGHT - 52, style="D")
    page.rect(10.6, 44.6, WIDTH - 21.2, HEIGHT - 55.2, style="D")


def _text(page: Paper, words: Words) -> None:
    """From top to bottom; each part begins where the one before it ended."""
    width = RIGHT - LEFT
    page.write_in((LEFT, 9, 190), words.agency, size=14, bold=True, colour=WHITE, align="L", most_lines=1)
    page.write_in((LEFT, 18, 190), words.number, size=10, colour=(201, 212, 240), align="L", most_lines=1)
    page.write_in((LEFT, 51, width), words.heading, size=31, bold=True, colour=NAVY, align="L", most_lines=1)
    page.write_in((LEFT, 70, width), words.given_to, size=12, colour=MUTED, align="L", most_lines=1)
    below = page.write_in((LEFT, 77, width), words.name, size=28, bold=True, colour=INK, align="L")
    page.set_draw_color(*LINE)
    page.set_line_width(0.4)
    page.line(LEFT + 1, below + 3, RIGHT, below + 3)
    below = page.write_in((LEFT, below + 7, width), words.because, size=12, colour=MUTED, align="L")
    page.write_in(
        (LEFT, below + 1.5, width), words.title, size=20, bold=True, colour=BLUE, align="L", most_lines=2
    )


def _facts(page: Paper, facts: tuple[tuple[str, str], ...]) -> None:
    width = 47.0
    for place, (label, value) in enumerate(facts):
        x = LEFT + place * (width + 4)
        page.set_fill_color(*TEAL)
        page.rect(x + 1, 148, 8, 0.9, style="F")
        below = page.write_in((x, 150.5, width), label, size=9, colour=MUTED, align="L", most_lines=1)
        page.write_in((x, below + 0.5, width), value, size=12, bold=True, colour=INK, align="L", most_lines=2)


def _check(page: Paper, words: Words, address: str) -> None:
    """The square and, for people without a camera, the same in letters."""
    side, top = 36.0, 146.0
    page.qr(address, RIGHT - side, top, side, INK)
    width = RIGHT - side - LEFT - 8
    plain = address.removeprefix("https://").removeprefix("http://").rpartition("/")[0]
    page.write_in((LEFT, 172, width), words.day, size=10, bold=True, colour=NAVY, align="L", most_lines=1)
    check = f"{words.scan} {plain} · {words.code}"
    below = page.write_in((LEFT, 178, width), check, size=9, colour=INK, align="L", most_lines=2)
    page.write_in((LEFT, below + 0.8, width), words.foot, size=8, colour=MUTED, align="L", most_lines=2)
