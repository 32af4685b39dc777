"""The A4 poster of a month for the notice board: badges and names of people who consent."""

import io
import logging

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.rewards.art import badge_svg
from portal.domain.rewards.recognition.honours import Honour, Poster
from portal.web.paper import A4, BLUE, INK, LINE, MUTED, NAVY, PALE, WHITE, Colour, Paper

WIDTH, HEIGHT = A4
MARGIN, GAP = 14.0, 5.0
HEAD, FIRST = 66.0, 76.0
COLUMNS, CELL = 2, 41.0
RINGS: Colour = (44, 55, 108)
TIERS = {"bronze": "Bronze", "silver": "Silver", "gold": "Gold"}

logging.getLogger("fpdf.svg").setLevel(logging.ERROR)  # it reports the <title> of every badge


def draw(poster: Poster, *, agency: str, unit: str, month: str, address: str) -> bytes:
    """In the language that is set; `unit` is empty for the whole agency."""
    page = Paper((WIDTH, HEIGHT), f"{_('Honours of the month')} – {month}")
    page.add_page()
    _head(page, agency, unit, month)
    if poster.honours:
        for place, honour in enumerate(poster.honours):
            _cell(page, place, honour)
    else:
        page.write_in((MARGIN, 130, WIDTH - 2 * MARGIN), _("The next month is open."), size=24, bold=True)
        words = _("Nobody in this month wanted to be named here, or nothing was earned yet.")
        page.write_in((40, 146, WIDTH - 80), words, size=12, colour=MUTED)
    _foot(page, poster.others, address)
    return bytes(page.output())


def _head(page: Paper, agency: str, unit: str, month: str) -> None:
    page.set_fill_color(*NAVY)
    page.rect(0, 0, WIDTH, HEAD, style="F")
    page.set_draw_color(*RINGS)
    page.set_line_width(5)
    with page.rect_clip(0, 0, WIDTH, HEAD):
        for radius in range(14, 90, 14):
            page.circle(WIDTH - 18, 12, radius, style="D")
    page.set_fill_color(*BLUE)
    page.rect(0, HEAD, WIDTH, 1.8, style="F")
    width = WIDTH - 2 * MARGIN
    below = page.write_in(
        (MARGIN, 12, width), agency, size=13, bold=True, colour=WHITE, align="L", most_lines=1
    )
    if unit and unit != agency:
        page.write_in((MARGIN, below + 0.5, width), unit, size=11, colour=PALE, align="L", most_lines=1)
    page.write_in(
        (MARGIN, 30, width),
        _("Honours of the month"),
        size=32,
        bold=True,
        colour=WHITE,
        align="L",
        most_lines=1,
    )
    page.write_in((MARGIN, 47, width), month, size=19, colour=PALE, align="L", most_lines=1)


def _cell(page: Paper, place: int, honour: Honour) -> None:
    width = (WIDTH - 2 * MARGIN - GAP) / COLUMNS
    x = MARGIN + place % COLUMNS * (width + GAP)
    y = FIRST + place // COLUMNS * (CELL + GAP)
    page.set_line_width(0.3)
    page.box(x, y, width, CELL, fill=WHITE, line=LINE)
    badge = honour.badge
    art = badge_svg(badge.shape.value, badge.tier.value, badge.icon, "")
    page.image(io.BytesIO(art.encode()), x=x + 3.5, y=y + 6, h=29)
    text = (x + 34, width - 37)
    name = page.write_in(
        (text[0], y + 6, text[1]), honour.person.name, size=13, bold=True, colour=NAVY, align="L"
    )
    name = page.write_in(
        (text[0], name + 0.6, text[1]), honour.person.unit.name, size=9, colour=MUTED, align="L"
    )
    words = f"{badge.name} · {_(TIERS[badge.tier.value])}"
    page.write_in((text[0], name + 1.8, text[1]), words, size=10.5, bold=True, colour=INK, align="L")


def _foot(page: Paper, others: int, address: str) -> None:
    y, side = HEIGHT - 19.0, 22.0
    if others:
        words = ngettext("and %(num)s more colleague", "and %(num)s more colleagues", others)
        page.write_in(
            (MARGIN, y - 6, WIDTH - 2 * MARGIN - side - 4), words, size=13, bold=True, colour=NAVY, align="L"
        )
    short = address.removeprefix("https://").removeprefix("http://")
    words = _("By rules everybody can read, named with consent. More: %(address)s", address=short)
    page.write_in((MARGIN, y + 3, WIDTH - 2 * MARGIN - side - 4), words, size=9.5, colour=MUTED, align="L")
    page.qr(address, WIDTH - MARGIN - side, HEIGHT - 12 - side, side)
