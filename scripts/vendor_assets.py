"""Developer-only: refresh what the portal ships from npm (htmx, icons, font), pinned and hashed.

python scripts/vendor_assets.py           fetch and write (needs npm and uv)
python scripts/vendor_assets.py --check   compare the committed files with VENDOR.json (no network)
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PORTAL = HERE.parent / "portal"
VENDOR = PORTAL / "static" / "vendor"
MANIFEST = VENDOR / "VENDOR.json"
ART_ICONS = PORTAL / "domain" / "rewards" / "art_icons.json"

PINS = {
    "htmx.org": ("2.0.11", "0BSD"),
    "@tabler/icons": ("3.51.0", "MIT"),
    "@fontsource-variable/inter": ("5.3.0", "OFL-1.1"),
}

ICONS = (HERE / "icons.txt").read_text().split()

BADGE_ICONS = (HERE / "badge_icons.txt").read_text().split()

FONT_CHARACTERS = (
    "U+0020-007E,U+00A0-00FF,U+2013-2014,U+2018-201E,U+2022,U+2026,"
    "U+2032-2033,U+20AC,U+2190-2193,U+2212,U+2264-2265"
)
FONT_FEATURES = "kern,tnum,ccmp,locl,mark"


def fetch(package: str, version: str, into: Path) -> tarfile.TarFile:
    subprocess.run(
        ["npm", "pack", f"{package}@{version}", "--silent", "--pack-destination", str(into)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return tarfile.open(next(into.glob("*.tgz")))


def member(archive: tarfile.TarFile, path: str) -> bytes:
    found = archive.extractfile(f"package/{path}")
    assert found is not None, path
    return found.read()


def icon_body(archive: tarfile.TarFile, name: str) -> str:
    source = member(archive, f"icons/outline/{name}.svg").decode()
    body = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    return re.sub(
        r"\s+", " ", body.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    ).strip()


def sprite(archive: tarfile.TarFile) -> bytes:
    symbols = (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round">{icon_body(archive, name)}</symbol>\n'
        for name in sorted(ICONS)
    )
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n").encode()


def font_subset(source: bytes, workspace: Path) -> bytes:
    """Latin letters of weights 400 to 800 only: 48 KB become about 26."""
    whole, narrowed, subset = (workspace / name for name in ("whole.woff2", "narrowed.ttf", "subset.woff2"))
    whole.write_bytes(source)
    tools = ["uv", "run", "--no-project", "--with", "fonttools==4.62.1", "--with", "brotli==1.2.0"]
    subprocess.run(
        [*tools, "fonttools", "varLib.instancer", str(whole), "wght=400:800", "-o", str(narrowed)], check=True
    )
    subprocess.run(
        [*tools, "pyftsubset", str(narrowed), f"--unicodes={FONT_CHARACTERS}", f"--layout-features={FONT_FEATURES}",
         "--flavor=woff2", "--no-hinting", "--desubroutinize", f"--output-file={subset}"],
        check=True,
    )  # fmt: skip
    return subset.read_bytes()


def collect(package: str, archive: tarfile.TarFile, workspace: Path) -> dict[Path, bytes]:
    if package == "htmx.org":
        return {
            VENDOR / "htmx.min.js": member(archive, "dist/htmx.min.js"),
            VENDOR / "htmx-LICENSE.txt": member(archive, "LICENSE"),
        }
    if package == "@tabler/icons":
        badge_icons = {name: icon_body(archive, name) for name in sorted(BADGE_ICONS)}
        return {
            VENDOR / "icons.svg": sprite(archive),
            VENDOR / "icons-LICENSE.txt": member(archive, "LICENSE"),
            ART_ICONS: (json.dumps(badge_icons, indent=1) + "\n").encode(),
        }
    return {
        VENDOR / "inter-latin.woff2": font_subset(
            member(archive, "files/inter-latin-wght-normal.woff2"), workspace
        ),
        VENDOR / "inter-LICENSE.txt": member(archive, "LICENSE"),
    }


def refresh() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    packages = {}
    for package, (version, licence) in PINS.items():
        with tempfile.TemporaryDirectory() as folder:
            workspace = Path(folder)
            with fetch(package, version, workspace) as archive:
                files = collect(package, archive, workspace)
        for path, content in files.items():
            path.write_bytes(content)
        hashes = {
            str(path.relative_to(PORTAL)): hashlib.sha256(content).hexdigest()
            for path, content in files.items()
        }
        packages[package] = {"version": version, "licence": licence, "files": hashes}
    MANIFEST.write_text(json.dumps(packages, indent=2) + "\n")


def changed_by_hand() -> list[str]:
    recorded = {}
    for package in json.loads(MANIFEST.read_text()).values():
        recorded.update(package["files"])
    return [
        name
        for name, sha in recorded.items()
        if hashlib.sha256((PORTAL / name).read_bytes()).hexdigest() != sha
    ]


def main() -> int:
    if "--check" not in sys.argv:
        refresh()
        return 0
    changed = changed_by_hand()
    for name in changed:
        print(f"differs from VENDOR.json: {name}", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
