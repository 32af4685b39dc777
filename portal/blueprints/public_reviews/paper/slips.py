"""Visit slips, fifteen on an A4 page, to cut along the dashed lines."""

from collections.abc import Sequence

from portal.web.paper import A4, INK, LINE, MUTED, NAVY, Paper

WIDTH, HEIGHT = A4
COLUMNS, ROWS = 3, 5
CELL = (WIDTH / COLUMNS, HEIGHT / ROWS)


def slips(*, service: str, counter: str, addresses: Sequence[str], words: dict[str, str]) -> bytes:
    """`words`: thanks, scan, once — in the language of the people at the counter."""
    sheet = Paper((WIDTH, HEIGHT), f"{service} – {counter}")
    for number, address in enumerate(addresses):
        place = number % (COLUMNS * ROWS)
        if place == 0:
            sheet.add_page()
            _cutting_lines(sheet)
        _slip(sheet, place, service, counter, address, words)
    return bytes(sheet.output())


def _cutting_lines(sheet: Paper) -> None:
    sheet.set_draw_color(*LINE)
    sheet.set_line_width(0.2)
    sheet.set_dash_pattern(dash=2, gap=2)
    for column in range(1, COLUMNS):
        sheet.line(column * CELL[0], 4, column * CELL[0], HEIGHT - 4)
    for row in range(1, ROWS):
        sheet.line(4, row * CELL[1], WIDTH - 4, row * CELL[1])
    sheet.set_dash_pattern()


def _slip(sheet: Paper, place: int, service: str, counter: str, address: str, words: dict[str, str]) -> None:
    x, y = place % COLUMNS * CELL[0], place // COLUMNS * CELL[1]
    width = CELL[0] - 10
    below = sheet.write_in(
        (x + 5, y + 5, width), words["thanks"], size=9, bold=True, colour=NAVY, most_lines=1
    )
    below = sheet.write_in((x + 5, below, width), service, size=8, most_lines=1)
    if counter != service:
        sheet.write_in((x + 5, below, width), counter, size=7, colour=MUTED, most_lines=1)
    sheet.qr(address, x + (CELL[0] - 28) / 2, y + 18, 28, INK)
    below = sheet.write_in((x + 5, y + 48, width), words["scan"], size=7.5, most_lines=1)
    sheet.write_in((x + 5, below, width), words["once"], size=6.5, colour=MUTED, most_lines=1)
