"""Style sheets, scripts, font and icons under addresses that carry their hash, kept in memory, cached for ever."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from flask import Flask, Response, abort, has_request_context, jsonify, request, url_for
from markupsafe import Markup

from portal.web.people import public

STATIC = Path(__file__).resolve().parent.parent / "static"
CSS_ORDER = (
    "layers",
    "tokens",
    "base",
    "layout",
    "shell",
    "components",
    "navigation",
    "forms",
    "data",
    "people",
    "queue",
    "pages",
    "learning",
    "training",
    "seats",
    "proof",
    "authoring",
    "change",
    "print",
)
SINGLE = {
    "htmx.js": ("vendor/htmx.min.js", "text/javascript"),
    "inter.woff2": ("vendor/inter-latin.woff2", "font/woff2"),
    "icons.svg": ("vendor/icons.svg", "image/svg+xml"),
    "favicon.svg": ("favicon.svg", "image/svg+xml"),
    "mark.svg": ("mark.svg", "image/svg+xml"),
    "icon-192.png": ("icon-192.png", "image/png"),
    "icon-512.png": ("icon-512.png", "image/png"),
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    name: str
    content: bytes
    media_type: str

    @cached_property
    def path(self) -> str:
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}.{hashlib.sha256(self.content).hexdigest()[:12]}.{ending}"


def joined(folder: Path, names: tuple[str, ...], ending: str) -> str:
    return "\n".join((folder / f"{name}.{ending}").read_text() for name in names)


def build() -> dict[str, Asset]:
    """Every asset by its plain name; the style sheet's `asset(inter.woff2)` becomes the hashed address."""
    assets = {
        name: Asset(name, (STATIC / path).read_bytes(), media_type)
        for name, (path, media_type) in SINGLE.items()
    }
    css = re.sub(
        r"asset\(([\w.-]+)\)",
        lambda found: f'url("{assets[found[1]].path}")',
        joined(STATIC / "css", CSS_ORDER, "css"),
    )
    scripts = tuple(sorted(path.stem for path in (STATIC / "js").glob("*.js")))
    assets["portal.css"] = Asset("portal.css", slimmed(css).encode(), "text/css")
    assets["portal.js"] = Asset("portal.js", joined(STATIC / "js", scripts, "js").encode(), "text/javascript")
    return assets


def slimmed(css: str) -> str:
    """Without remarks and without the blanks that only people need."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"([:,]) +", r"\1", re.sub(r"\s*([{};])\s*", r"\1", bare)).strip() + "\n"


def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor" / "icons.svg").read_text()))


def icon_maker(names: frozenset[str], sprite_url: Callable[[], str]) -> Callable[..., Markup]:
    def icon(name: str, label: str | None = None) -> Markup:
        """An icon of the sprite; decorative unless `label` says what it means."""
        if name not in names:
            raise KeyError(f"no icon named {name!r}: add it to scripts/icons.txt")
        return _drawn(name, label, sprite_url())

    return icon


@lru_cache(maxsize=2000)
def _drawn(name: str, label: str | None, sprite: str) -> Markup:
    """A page has dozens of icons, and they are always the same ones."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {} focusable="false"><use href="{}#{}"/></svg>').format(
        spoken, sprite, name
    )


def init_app(app: Flask) -> None:
    assets = build()
    by_path = {asset.path: asset for asset in assets.values()}

    @app.get("/assets/<path>", endpoint="asset")
    @public
    def serve(path: str) -> Response:
        if app.debug:  # while developing, the file on disk counts
            by_path.update({asset.path: asset for asset in build().values()})
        if path not in by_path:
            abort(404)
        asset = by_path[path]
        return Response(asset.content, mimetype=asset.media_type, headers={"Cache-Control": FOR_EVER})

    @app.get("/manifest.webmanifest", endpoint="manifest")
    @public
    def manifest() -> Response:
        icons = [
            {"src": asset_url(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ]
        return jsonify(
            name="Prestasi", short_name="Prestasi", start_url=url_for("home.index"), display="standalone",
            background_color="#f3f6fb", theme_color="#1f2855", icons=icons,
        )  # fmt: skip

    def asset_url(name: str) -> str:
        """Put together by hand where a request is answered: a page asks dozens of times."""
        asset = build()[name] if app.debug else assets[name]
        if has_request_context():
            return f"{request.script_root}/assets/{asset.path}"
        return url_for("asset", path=asset.path)

    app.add_template_global(asset_url)
    app.add_template_global(icon_maker(icon_names(), lambda: asset_url("icons.svg")), "icon")
