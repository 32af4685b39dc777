"""The A5 poster that hangs at a counter."""

import io

from portal.web.paper import BLUE, INK, LINE, MUTED, NAVY, WHITE, Colour, Paper

WIDTH, HEIGHT = 148.0, 210.0
FACES: tuple[tuple[Colour, float], ...] = (
    ((214, 69, 65), -1.0),
    ((230, 145, 56), -0.45),
    ((86, 160, 90), 0.5),
    ((28, 130, 82), 1.0),
)


def poster(
    *,
    agency: str,
    unit: str,
    service: str,
    counter: str,
    address: str,
    words: dict[str, str],
    logo: bytes | None = None,
) -> bytes:
    """`words`: question, scan, or_type, promise, complaint — in the language of the people at the counter."""
    page = Paper((WIDTH, HEIGHT), f"{service} – {counter}")
    page.add_page()
    _head(page, agency, unit, words["question"])
    if logo:
        _sign(page, logo)
    _faces(page, 66)
    below = page.write_in((12, 88, WIDTH - 24), service, size=17, bold=True, colour=NAVY)
    if counter != service:
        page.write_in((12, below + 0.5, WIDTH - 24), counter, size=11, colour=MUTED, most_lines=1)
    _code(page, address)
    below = page.write_in(
        (10, 176, WIDTH - 20), words["scan"], size=12.5, bold=True, colour=BLUE, most_lines=1
    )
    short = address.removeprefix("https://").removeprefix("http://")
    below = page.write_in(
        (10, below + 0.5, WIDTH - 20), f"{words['or_type']} {short}", size=9.5, most_lines=1
    )
    page.write_in((10, below + 3, WIDTH - 20), words["promise"], size=9, colour=MUTED)
    page.write_in((10, 203, WIDTH - 20), words["complaint"], size=7.5, colour=MUTED, most_lines=1)
    return bytes(page.output())


def _head(page: Paper, agency: str, unit: str, question: str) -> None:
    page.set_fill_color(*NAVY)
    page.rect(0, 0, WIDTH, 60, style="F")
    page.set_fill_color(*BLUE)
    page.rect(0, 60, WIDTH, 1.6, style="F")
    below = page.write_in((28, 8, WIDTH - 56), agency, size=11, bold=True, colour=WHITE, most_lines=1)
    if unit != agency:
        page.write_in((28, below, WIDTH - 56), unit, size=9.5, colour=(201, 212, 240), most_lines=1)
    page.write_in((10, 24, WIDTH - 20), question, size=30, bold=True, colour=WHITE)


def _sign(page: Paper, logo: bytes) -> None:
    """On white, because signs are drawn for it."""
    page.box(10, 6, 15, 15, fill=WHITE, line=WHITE)
    page.image(io.BytesIO(logo), 11, 7, 13, 13)


def _faces(page: Paper, y: float) -> None:
    """Four faces from bad to very good: a mouth is part of an ellipse."""
    size, gap = 16.0, 10.0
    x = (WIDTH - 4 * size - 3 * gap) / 2
    for colour, mood in FACES:
        page.set_fill_color(*colour)
        page.circle(x + size / 2, y + size / 2, size / 2, style="F")
        page.set_fill_color(*WHITE)
        for eye in (0.33, 0.67):
            page.circle(x + size * eye, y + size * 0.4, size * 0.06, style="F")
        page.set_draw_color(*WHITE)
        page.set_line_width(0.9)
        height = size * 0.34 * abs(mood)
        top = y + size * (0.61 if mood < 0 else 0.62) - (0 if mood < 0 else height / 2)
        start, end = (180, 360) if mood < 0 else (0, 180)
        page.arc(x + size * 0.28, top, size * 0.44, start, end, height, style="D")
        x += size + gap


def _code(page: Paper, address: str) -> None:
    side = 58.0
    x, y = (WIDTH - side) / 2, 109.0
    page.set_line_width(0.5)
    page.box(x - 4, y - 4, side + 8, side + 8, fill=WHITE, line=LINE)
    page.qr(address, x, y, side, INK)
