"""“Your year” as a picture for a phone: name, points, months, badges. Drawn by Pillow in the portal's own font."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext
from PIL import Image, ImageDraw, ImageFont

from portal.blueprints.rewards.year_words import month_points, result_pairs
from portal.domain.rewards.badges.models import Badge, Tier
from portal.domain.rewards.credentials.baking import pixels
from portal.domain.rewards.ledger.queries import WonBadge
from portal.domain.rewards.year.summary import YearSummary
from portal.web.filters import number

FONT = Path(__file__).resolve().parents[2] / "static" / "vendor" / "inter-latin.woff2"
WIDTH, HEIGHT, EDGE = 1080, 1350, 84
TOP, BOTTOM, WHITE, SOFT, DIM = "#196bcd", "#1f2855", "#ffffff", "#dbe8fb", "#4669ab"
MOST_BADGES, MOST_RESULTS, MEDAL = 4, 3, 146


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight])
    return font


def draw(summary: YearSummary, name: str, agency: str) -> bytes:
    picture = _ground()
    pen = ImageDraw.Draw(picture)
    _head(pen, summary, name, agency)
    _months(pen, summary)
    _badges(picture, pen, summary.badges)
    _results(pen, summary)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _ground() -> Image.Image:
    """From blue down to navy, with quiet rings in the corner."""
    shades = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    ground = Image.composite(
        Image.new("RGB", (WIDTH, HEIGHT), BOTTOM), Image.new("RGB", (WIDTH, HEIGHT), TOP), shades
    )
    rings = Image.new("L", (WIDTH, HEIGHT), 0)
    pen = ImageDraw.Draw(rings)
    for radius in range(120, 640, 80):
        pen.ellipse((WIDTH - radius, -radius, WIDTH + radius, radius), outline=26, width=26)
    ground.paste(Image.new("RGB", (WIDTH, HEIGHT), WHITE), mask=rings)
    return ground


def _fitted(
    pen: ImageDraw.ImageDraw, text: str, room: float, size: int, weight: int
) -> ImageFont.FreeTypeFont:
    """As large as asked, or smaller until the words fit."""
    while size > 20 and pen.textlength(text, _font(size, weight)) > room:
        size -= 2
    return _font(size, weight)


def _head(pen: ImageDraw.ImageDraw, summary: YearSummary, name: str, agency: str) -> None:
    room = WIDTH - 2 * EDGE
    title = _("My year %(year)s", year=summary.year)
    pen.text((EDGE, 92), title, WHITE, _fitted(pen, title, room, 84, 800))
    pen.text((EDGE, 204), name, WHITE, _fitted(pen, name, room, 46, 650))
    pen.text((EDGE, 268), agency, SOFT, _fitted(pen, agency, room, 32, 450))
    points = number(summary.points)
    pen.text((EDGE, 352), points, WHITE, _font(150, 800))
    after = EDGE + pen.textlength(points, _font(150, 800)) + 24
    pen.text((after, 452), ngettext("point", "points", summary.points), SOFT, _font(44, 600))
    if summary.highest is not None:
        pen.text((EDGE, 536), _("Level: %(level)s", level=summary.highest.level.name), SOFT, _font(38, 600))


def _months(pen: ImageDraw.ImageDraw, summary: YearSummary) -> None:
    floor, tall = 840.0, 190.0
    told = month_points(summary)
    highest = max((points or 0 for _label, points in told), default=0) or 1
    step = (WIDTH - 2 * EDGE) / len(told)
    for index, (label, points) in enumerate(told):
        x = EDGE + index * step + step * 0.18
        height = max(6.0, tall * (points or 0) / highest)
        fill = WHITE if points else DIM
        pen.rounded_rectangle((x, floor - height, x + step * 0.64, floor), 8, fill)
        pen.text((x + step * 0.32, floor + 14), label, SOFT, _font(24, 500), anchor="ma")


def _badges(picture: Image.Image, pen: ImageDraw.ImageDraw, badges: list[WonBadge]) -> None:
    """The highest tiers first."""
    shown = sorted(badges, key=lambda won: list(Tier).index(won.badge.tier), reverse=True)[:MOST_BADGES]
    slot = (WIDTH - 2 * EDGE) / MOST_BADGES
    names = [won.badge.name for won in shown]
    font = min((_fitted(pen, name, slot - 20, 26, 600) for name in names), key=_size, default=_font(26, 600))
    for index, won in enumerate(shown):
        middle = EDGE + slot * (index + 0.5)
        medal = _medal(won.badge)
        picture.paste(medal, (round(middle) - MEDAL // 2, 900), medal)
        pen.text((middle, 1064), won.badge.name, WHITE, font, anchor="ma")


def _size(font: ImageFont.FreeTypeFont) -> float:
    return font.size


def _medal(badge: Badge) -> Image.Image:
    with Image.open(io.BytesIO(pixels(badge.look, MEDAL))) as drawing:
        return drawing.convert("RGBA")


def _results(pen: ImageDraw.ImageDraw, summary: YearSummary) -> None:
    y = 1140.0
    for label, amount in result_pairs(summary)[:MOST_RESULTS]:
        room = WIDTH - 2 * EDGE - pen.textlength(amount, _font(26, 700)) - 30
        pen.text((EDGE, y), label, SOFT, _fitted(pen, label, room, 26, 450))
        pen.text((WIDTH - EDGE, y), amount, WHITE, _font(26, 700), anchor="ra")
        y += 54
