"""The style sheet of an agency's own colour: the brand's tokens anew, for light and dark, each readable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from flask import Flask, Response, abort, request, url_for

from portal.domain.errors import RuleBroken
from portal.domain.organisation.colours import (
    BLACK,
    LEAST_EDGE,
    LEAST_TEXT,
    WHITE,
    checked_colour,
    contrast,
    ink_on,
    mixed,
)
from portal.web.assets import FOR_EVER
from portal.web.people import public

Tokens = Mapping[str, str]
# Grounds of tokens.css on which links and words in the brand's colour stand.
LIGHT_GROUNDS = ("#ffffff", "#f3f6fb", "#e6f5eb", "#fdf0e0", "#fdeceb")
DARK_CARD = "#161e2e"
DARK_GROUNDS = (DARK_CARD, "#0e1420", "#1c263a", "#12301f", "#3a2810", "#431b19")
STEPS = [step / 50 for step in range(51)]


def towards(end: str, colour: str, grounds: Iterable[str], least: float) -> str:
    """The first shade on the way to `end` that stands out enough from every ground."""
    grounds = tuple(grounds)
    return next(
        shade
        for step in STEPS
        if all(contrast(shade := mixed(colour, end, step), ground) >= least for ground in grounds)
        or step == 1
    )


def light(colour: str) -> Tokens:
    soft, pale = mixed(WHITE, colour, 0.07), mixed(WHITE, colour, 0.15)
    is_dark = ink_on(colour) == WHITE
    link = towards(BLACK, colour, (*LIGHT_GROUNDS, soft), 4.6)
    deep = towards(BLACK, colour, [pale], 9)
    return {
        "brand": colour,
        "brand-hover": mixed(colour, BLACK if is_dark else WHITE, 0.22),
        "on-brand": ink_on(colour),
        "brand-soft": soft,
        "brand-line": mixed(WHITE, colour, 0.25),
        "link": link,
        "focus": link,
        "heading": towards(BLACK, colour, [WHITE], 12),
        "wash": f"{colour}1f",
        "hero-a": colour,
        "hero-b": towards(BLACK, colour, [pale], LEAST_TEXT + 0.3),
        "hero-c": deep,
        "hero-soft": pale,
        "bar": deep,
    }


def dark(colour: str) -> Tokens:
    """On dark ground the brand is as bright as white words on it allow."""
    bright = towards(BLACK, towards(WHITE, colour, [DARK_CARD], LEAST_EDGE + 0.3), [WHITE], LEAST_TEXT)
    soft, pale = mixed(DARK_CARD, bright, 0.22), mixed(WHITE, bright, 0.15)
    link = towards(WHITE, bright, (*DARK_GROUNDS, soft), 5.5)
    return {
        "brand": bright,
        "brand-hover": mixed(bright, BLACK, 0.15),
        "on-brand": WHITE,
        "brand-soft": soft,
        "brand-line": mixed(DARK_CARD, bright, 0.45),
        "link": link,
        "focus": link,
        "wash": f"{bright}2e",
        "hero-a": mixed(bright, BLACK, 0.12),
        "hero-b": towards(BLACK, bright, [pale], LEAST_TEXT + 1),
        "hero-c": towards(BLACK, bright, [pale], 10),
        "hero-soft": pale,
    }


@lru_cache(maxsize=256)
def sheet(colour: str) -> str:
    """Unlayered, so that it wins over the tokens; dark twice, as in tokens.css."""
    at_night = _rules(dark(colour))
    return (
        f":root{{{_rules(light(colour))}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{at_night}}}}}\n'
        f'@media screen{{:root[data-theme="dark"]{{{at_night}}}}}\n'
    )


def _rules(tokens: Tokens) -> str:
    return ";".join(f"--{name}:{value}" for name, value in tokens.items())


def version_of(colour: str) -> str:
    return hashlib.sha256(sheet(colour).encode()).hexdigest()[:12]


def brand_url(colour: str | None) -> str | None:
    """The address changes with the colour and with how its shades are made."""
    if not colour:
        return None
    return url_for("brand_sheet", colour=colour.removeprefix("#"), version=version_of(colour))


def init_app(app: Flask) -> None:
    @app.get("/brand/<colour>-<version>.css", endpoint="brand_sheet")
    @public
    def serve(colour: str, version: str) -> Response:
        try:
            checked = checked_colour(f"#{colour}")
        except RuleBroken:
            abort(404)
        if version != version_of(checked):
            abort(404)
        response = Response(sheet(checked), mimetype="text/css", headers={"Cache-Control": FOR_EVER})
        response.set_etag(version)
        response.make_conditional(request)
        return response

    app.add_template_global(brand_url)
