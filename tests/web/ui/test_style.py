"""Promises of the look that can be measured without a browser."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.web import assets

ROOT = Path(__file__).resolve().parents[3]
CSS = ROOT / "portal" / "static" / "css"
TEMPLATES = ROOT / "portal" / "templates"
TOKENS = (CSS / "tokens.css").read_text()


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    light, rest = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    device, account = rest.split(':root[data-theme="dark"]')
    return tokens_of(light), tokens_of(device), tokens_of(account)


LIGHT, DARK, CHOSEN_DARK = blocks()
SHARED = {name: colour for name, colour in LIGHT.items() if name not in DARK}
PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "muted", "heading", "link") for ground in ("bg", "card", "raised")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "violet") for ground in ("card", f"{tone}-soft")),
    *((tone, "bg") for tone in ("ok", "warn", "bad")),
    *(("ink", ground) for ground in ("brand-soft", "ok-soft", "warn-soft", "bad-soft")),
    *(("link", ground) for ground in ("brand-soft", "ok-soft", "warn-soft", "bad-soft")),
    ("ink-soft", "neutral-soft"), ("muted", "brand-soft"), ("on-brand", "brand"), ("card", "bad"),
    ("hero-ink", "hero-a"), ("hero-soft", "hero-b"), ("hero-soft", "hero-c"), ("bar-ink", "bar"), ("demo-ink", "demo"),
    *((f"rank-{n}-ink", f"rank-{n}") for n in (1, 2, 3)),
    *(("on-hue", f"hue-{n}") for n in range(6)),
]  # fmt: skip


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[start : start + 2]) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = LIGHT if theme == "light" else {**SHARED, **DARK}
    least = (
        3.0 if (ink, ground) == ("hero-ink", "hero-a") else 4.5
    )  # only the large heading reaches the light corner
    assert contrast(colours[ink], colours[ground]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "bg"])
@pytest.mark.parametrize(
    "edge", ["line-strong", "focus", "fill-blue", "fill-green", "fill-purple", "fill-red"]
)
def test_edges_of_controls_and_marks_can_be_seen(theme: str, ground: str, edge: str) -> None:
    colours = LIGHT if theme == "light" else {**SHARED, **DARK}
    assert contrast(colours[edge], colours[ground]) >= 3.0


def test_dark_is_the_same_however_it_is_asked_for() -> None:
    assert DARK == CHOSEN_DARK
    assert len(DARK) > 40


def test_colours_stand_in_the_tokens_only() -> None:
    colour = re.compile(r":[^;{]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()")
    for path in CSS.glob("*.css"):
        assert path.name == "tokens.css" or colour.findall(path.read_text()) == [], path.name


def test_every_property_that_is_used_is_defined() -> None:
    everything = "".join(path.read_text() for path in CSS.glob("*.css"))
    used = set(re.findall(r"var\(--([\w-]+)", everything))
    assert used - set(re.findall(r"--([\w-]+):", everything)) == set()


def test_style_sheets_stay_small() -> None:
    assert {path.name for path in CSS.glob("*.css")} == {f"{name}.css" for name in assets.CSS_ORDER}
    assert all(len(path.read_text().splitlines()) < 300 for path in CSS.glob("*.css"))
    built = assets.build()
    assert len(gzip.compress(built["portal.css"].content)) < 17 * 1024
    assert len(gzip.compress(built["portal.js"].content)) < 6 * 1024
    assert len(built["inter.woff2"].content) < 30 * 1024


def test_addresses_change_with_their_content() -> None:
    built = assets.build()
    assert re.fullmatch(r"portal\.[0-9a-f]{12}\.css", built["portal.css"].path)
    assert assets.Asset("a.css", b"x", "text/css").path != assets.Asset("a.css", b"y", "text/css").path
    assert built["inter.woff2"].path.encode() in built["portal.css"].content
    assert b"asset(" not in built["portal.css"].content


def test_vendored_files_are_as_they_were_fetched() -> None:
    command = [sys.executable, ROOT / "scripts/vendor_assets.py", "--check"]
    check = subprocess.run(command, capture_output=True, text=True)
    assert (check.returncode, check.stderr) == (0, "")


def test_a_changed_vendored_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    for name in ("vendor_assets.py", "icons.txt", "badge_icons.txt"):
        (tmp_path / "scripts" / name).write_text((ROOT / "scripts" / name).read_text())
    for name in ("static/vendor", "domain/rewards"):
        for path in (ROOT / "portal" / name).glob("*.*"):
            copy = tmp_path / "portal" / name / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes() + (b" " if path.name == "htmx.min.js" else b""))
    check = subprocess.run(
        [sys.executable, tmp_path / "scripts/vendor_assets.py", "--check"], capture_output=True, text=True
    )
    assert check.returncode == 1
    assert "htmx.min.js" in check.stderr


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    source = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'\bicon\("([\w-]+)"', source)) | set(re.findall(r'icon_name="([\w-]+)"', source))
    assert len(named) > 10
    assert named - assets.icon_names() == {"arrow-"}  # "arrow-" ~ direction


def test_an_unknown_icon_is_refused() -> None:
    icon = assets.icon_maker(frozenset({"home"}), lambda: "/sprite.svg")
    assert icon("home", '"quoted"') == (
        '<svg class="icon" role="img" aria-label="&#34;quoted&#34;" focusable="false">'
        '<use href="/sprite.svg#home"/></svg>'
    )
    with pytest.raises(KeyError, match="no-such"):
        icon("no-such")


def test_templates_carry_no_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r'\sstyle="|<style|\son\w+="|<script(?! src=)', path.read_text()), path


def test_paper_is_never_dark() -> None:
    """Whoever reads in the dark still prints black on white."""
    assert [line.strip() for line in TOKENS.splitlines() if line.strip().startswith("@media")] == [
        "@media screen and (prefers-color-scheme: dark) {",
        "@media screen {",
    ]
