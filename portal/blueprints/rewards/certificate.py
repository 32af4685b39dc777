"""The certificate of a badge: one A4 page lying on its side, drawn in the portal's own font."""

import io

from portal.domain.rewards.art import METALS
from portal.web.paper import BLUE, INK, LINE, MUTED, NAVY, PALE, WHITE, Colour, Paper

WIDTH, HEIGHT = 297.0, 210.0
LEFT, RIGHT = 112.0, 275.0
BAND = 92.0


def certificate(
    *,
    agency: str,
    name: str,
    badge: str,
    honours: str,
    criteria: str,
    picture: bytes,
    metal: str,
    address: str,
    words: dict[str, str],
) -> bytes:
    """`words`: title, given_to, for, tier, day, until (may be empty), scan, code, foot."""
    page = Paper((WIDTH, HEIGHT), f"{words['title']} – {badge}")
    page.set_lang("id")
    page.set_author(agency)
    page.set_subject(f"{name} – {badge}")
    page.add_page()
    _ground(page, _colour(METALS[metal].middle), _colour(METALS[metal].dark))
    _side(page, picture, badge, words)
    _text(page, agency, (name, badge, honours, criteria), words)
    _check(page, address, words)
    return bytes(page.output())


def _ground(page: Paper, metal: Colour, dark: Colour) -> None:
    """A blue band with rings for the badge; a thin frame in the badge's metal around the rest."""
    page.set_fill_color(*NAVY)
    page.rect(0, 0, BAND, HEIGHT, style="F")
    with page.rect_clip(0, 0, BAND, HEIGHT):
        page.set_line_width(7)
        for ring, radius in enumerate(range(30, 150, 17)):
            page.set_draw_color(*((40, 52, 106) if ring % 2 else (36, 46, 96)))
            page.circle(BAND / 2, 88, radius, style="D")
    page.set_fill_color(*metal)
    page.rect(BAND, 0, 1.8, HEIGHT, style="F")
    page.set_draw_color(*dark)
    page.set_line_width(0.35)
    page.rect(BAND + 8, 7, WIDTH - BAND - 15, HEIGHT - 14, style="D")
    page.set_draw_color(*metal)
    page.set_line_width(0.9)
    page.rect(BAND + 9.6, 8.6, WIDTH - BAND - 18.2, HEIGHT - 17.2, style="D")


def _side(page: Paper, picture: bytes, badge: str, words: dict[str, str]) -> None:
    side = 68.0
    page.image(io.BytesIO(picture), (BAND - side) / 2, 52, side, alt_text=badge)
    below = page.write_in((8, 132, BAND - 16), badge, size=17, bold=True, colour=WHITE, most_lines=3)
    below = page.write_in((8, below + 1, BAND - 16), words["tier"], size=11, colour=PALE, most_lines=1)
    page.write_in((8, 188, BAND - 16), words["day"], size=9.5, colour=PALE, most_lines=1)
    if words["until"]:
        page.write_in((8, 193, BAND - 16), words["until"], size=9.5, colour=PALE, most_lines=1)


def _text(page: Paper, agency: str, said: tuple[str, str, str, str], words: dict[str, str]) -> None:
    """From top to bottom; each part begins where the one before it ended."""
    (name, badge, honours, criteria), width = said, RIGHT - LEFT
    page.write_in((LEFT, 20, width), agency, size=12.5, bold=True, colour=BLUE, align="L", most_lines=1)
    page.write_in((LEFT, 30, width), words["title"], size=33, bold=True, colour=NAVY, align="L", most_lines=1)
    page.write_in((LEFT, 57, width), words["given_to"], size=12, colour=MUTED, align="L", most_lines=1)
    below = page.write_in((LEFT, 64, width), name, size=27, bold=True, colour=INK, align="L")
    page.set_draw_color(*LINE)
    page.set_line_width(0.4)
    page.line(LEFT + 1, below + 4, RIGHT, below + 4)
    rest: tuple[tuple[str, float, float, bool, Colour, int], ...] = (
        (words["for"], 9, 12, False, MUTED, 1),
        (f"{badge} · {words['tier']}", 1, 18, True, NAVY, 2),
        (honours, 4, 13, False, INK, 3),
        (criteria, 2, 11, False, MUTED, 5),
    )
    for text, gap, size, bold, colour, lines in rest:
        if text:
            place = (LEFT, below + gap, width)
            below = page.write_in(
                place, text, size=size, bold=bold, colour=colour, align="L", most_lines=lines
            )


def _check(page: Paper, address: str, words: dict[str, str]) -> None:
    """The square and, for people without a camera, the same in letters."""
    side, top = 33.0, 158.0
    page.qr(address, RIGHT - side, top, side, INK)
    width = RIGHT - side - LEFT - 8
    below = page.write_in(
        (LEFT, top + 3, width), words["scan"], size=10.5, bold=True, colour=NAVY, align="L", most_lines=1
    )
    plain = address.removeprefix("https://").removeprefix("http://").rpartition("/")[0]
    below = page.write_in((LEFT, below + 1, width), plain, size=9.5, colour=INK, align="L", most_lines=1)
    below = page.write_in(
        (LEFT, below + 0.5, width), words["code"], size=9.5, colour=INK, align="L", most_lines=1
    )
    page.write_in((LEFT, below + 2, width), words["foot"], size=8, colour=MUTED, align="L", most_lines=3)


def _colour(text: str) -> Colour:
    """`#f2b632` as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
