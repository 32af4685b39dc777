"""Badge pictures: pure SVG from a shape, a tier, an icon and a title; stands alone as an image file."""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

ICONS: dict[str, str] = json.loads(Path(__file__).with_name("art_icons.json").read_text())
CENTER = 64.0


@dataclass(frozen=True, slots=True)
class Metal:
    light: str
    middle: str
    dark: str
    rim: str
    ink: str
    stars: int


METALS = {
    "bronze": Metal("#f6cfa6", "#cd8246", "#8a4b1d", "#6b3812", "#5a2e0d", 1),
    "silver": Metal("#f7f9fb", "#b9c2cc", "#7d8894", "#5f6a76", "#3f4852", 2),
    "gold": Metal("#ffecae", "#f2b632", "#b97d0b", "#8f5f05", "#6b4600", 3),
    "locked": Metal("#eef0f3", "#dde1e6", "#c3c9d1", "#b3bac3", "#7d8792", 0),
}

Point = tuple[float, float]


def _on_circle(radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return CENTER + radius * math.cos(angle), CENTER + radius * math.sin(angle)


def _toward(start: Point, end: Point, distance: float) -> Point:
    share = distance / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _polygon(corners: int, radius: float, bend: float, turn: float) -> str:
    """A regular polygon whose corners are rounded off, `bend` units before and after each."""
    points = [_on_circle(radius, turn + index * 360 / corners) for index in range(corners)]
    parts = []
    for index, corner in enumerate(points):
        before = _toward(corner, points[index - 1], bend)
        after = _toward(corner, points[(index + 1) % corners], bend)
        parts.append(f"{'L' if index else 'M'}{_xy(before)}Q{_xy(corner)} {_xy(after)}")
    return "".join(parts) + "Z"


def _hex(scale: float) -> str:
    return _polygon(6, 54 * scale, 10 * scale, -90)


def _oct(scale: float) -> str:
    return _polygon(8, 54 * scale, 8 * scale, -67.5)


def _seal(scale: float) -> str:
    petals, radius = 16, 49 * scale
    bow = radius * math.sin(math.pi / petals)
    points = [_on_circle(radius, -90 + index * 360 / petals) for index in range(petals + 1)]
    arcs = "".join(f"A{bow:.1f} {bow:.1f} 0 0 1 {_xy(point)}" for point in points[1:])
    return f"M{_xy(points[0])}{arcs}Z"


def _shield(scale: float) -> str:
    def at(x: float, y: float) -> str:
        return _xy((CENTER + x * scale, CENTER + y * scale))

    return (
        f"M{at(0, -52)}C{at(14, -42)} {at(28, -38)} {at(44, -38)}C{at(46, -6)} {at(38, 32)} {at(0, 52)}"
        f"C{at(-38, 32)} {at(-46, -6)} {at(-44, -38)}C{at(-28, -38)} {at(-14, -42)} {at(0, -52)}Z"
    )


def _circle(scale: float) -> str:
    radius = 52 * scale
    return (
        f"M{_xy((CENTER, CENTER - radius))}a{radius:.1f} {radius:.1f} 0 1 1 0 {2 * radius:.1f}"
        f"a{radius:.1f} {radius:.1f} 0 1 1 0 {-2 * radius:.1f}Z"
    )


SHAPES: dict[str, Callable[[float], str]] = {
    "hex": _hex,
    "oct": _oct,
    "seal": _seal,
    "shield": _shield,
    "circle": _circle,
}
RIBBON = '<path d="M40 84 30 124l14-7 9 9 9-36Z" fill="#c1272d"/><path d="M88 84l10 40-14-7-9 9-9-36Z" fill="#9d1c22"/>'


def _star(x: float, y: float, radius: float) -> str:
    corners = (
        (radius if index % 2 == 0 else radius * 0.45, math.radians(-90 + index * 36)) for index in range(10)
    )
    return " ".join(f"{x + r * math.cos(angle):.1f},{y + r * math.sin(angle):.1f}" for r, angle in corners)


def _stars(metal: Metal) -> str:
    return "".join(
        f'<polygon points="{_star(CENTER + (index - (metal.stars - 1) / 2) * 13, 100, 5.4)}" '
        f'fill="{metal.light}" stroke="{metal.rim}" stroke-width=".8"/>'
        for index in range(metal.stars)
    )


def _linear(name: str, start: int, metal: Metal) -> str:
    """Light to dark across the diagonal, from the corner (start, start) to the opposite one."""
    return (
        f'<linearGradient id="{name}" x1="{start}" y1="{start}" x2="{1 - start}" y2="{1 - start}">'
        f'<stop offset="0" stop-color="{metal.light}"/><stop offset=".48" stop-color="{metal.middle}"/>'
        f'<stop offset="1" stop-color="{metal.dark}"/></linearGradient>'
    )


def _gradients(metal: Metal, key: str) -> str:
    return (
        f"<defs>{_linear('face' + key, 0, metal)}{_linear('edge' + key, 1, metal)}"
        f'<radialGradient id="shine{key}" cx=".35" cy=".22" r=".9">'
        '<stop offset="0" stop-color="#fff" stop-opacity=".78"/>'
        '<stop offset=".6" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>'
    )


@lru_cache(maxsize=512)
def badge_svg(shape: str, tier: str, icon: str, title: str) -> str:
    """One badge, 128 by 132 units. KeyError for a shape, tier or icon that does not exist.

    The ids carry a key made from the arguments, so that many badges may stand in one page.
    """
    outline, metal, drawing = SHAPES[shape], METALS[tier], ICONS[icon]
    key = hashlib.sha256("\0".join((shape, tier, icon, title)).encode()).hexdigest()[:10]
    name = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 132" width="128" height="132" role="img">{name}'
        f"{_gradients(metal, key)}{RIBBON if metal.stars else ''}"
        f'<path d="{outline(1)}" fill="url(#face{key})" stroke="{metal.rim}" stroke-width="1.5"/>'
        f'<path d="{outline(0.84)}" fill="url(#edge{key})"/><path d="{outline(0.78)}" fill="{metal.middle}"/>'
        f'<path d="{outline(0.78)}" fill="url(#shine{key})"/>'
        f'<g transform="translate(38.8 {34.8 if metal.stars else 38.8}) scale(2.1)" fill="none" stroke="{metal.ink}" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">{drawing}</g>{_stars(metal)}</svg>'
    )
