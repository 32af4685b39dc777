"""The house rules that no linter knows: sizes, fragments, words, vendored files, and no traces of a workplace."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import RequestRedirect

from scripts import translations, vendor_assets

ROOT = Path(__file__).parents[2]
PORTAL = ROOT / "portal"
TEMPLATES = PORTAL / "templates"
LARGEST_MODULE, LARGEST_TEMPLATE = 350, 150
BINARY = {".png", ".jpg", ".ttf", ".woff2", ".mo", ".ico", ".pdf", ".xlsx"}


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def kept_files() -> list[Path]:
    """What is in the repository, or would be with the next commit."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def is_macros(text: str) -> bool:
    """A file that only defines macros: nothing outside of them but comments and imports."""
    outside = re.sub(
        r"{%-?\s*macro.*?endmacro\s*-?%}|{#.*?#}|{%-?\s*(import|from|set).*?%}", "", text, flags=re.DOTALL
    )
    return not outside.strip()


def test_no_module_grows_into_a_drawer() -> None:
    modules = [*PORTAL.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    assert [named(path) for path in modules if lines(path) > LARGEST_MODULE] == []


def test_no_template_grows_into_a_drawer() -> None:
    assert [named(path) for path in TEMPLATES.rglob("*.html") if lines(path) > LARGEST_TEMPLATE] == []


def test_every_fragment_says_what_it_takes() -> None:
    silent = [
        named(path)
        for path in sorted(TEMPLATES.rglob("_*.html"))
        if not is_macros(text := path.read_text()) and not text.startswith("{# takes:")
    ]
    assert silent == []


def test_every_word_is_translated() -> None:
    found, seen = translations.extracted(), {}
    problems = [
        line for name, words in sorted(found.items()) for line in translations.problems_of(name, words, seen)
    ]
    assert problems == []
    assert len(seen) > 1000


def test_placeholders_survive_translation() -> None:
    """A translation that loses or renames %(name)s would show a hole, or break the page."""
    place = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for path in (PORTAL / "translations" / "id").glob("*.po"):
        for message in translations.catalogue(path):
            asked = message.id if isinstance(message.id, str) else message.id[-1] if message.id else ""
            said = message.string if isinstance(message.string, str) else message.string[0]
            if set(place.findall(said)) - set(place.findall(asked)):
                wrong.append(f"{path.name}: {said}")
    assert wrong == []


def test_vendored_files_are_what_was_vendored() -> None:
    assert vendor_assets.changed_by_hand() == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a repository")
def test_nothing_tells_of_somebody_s_workplace() -> None:
    """Paths of one machine are wrong on every other."""
    trace = re.compile("/(?:home|root|work|Users)" + r"/[a-z]")
    found = [
        f"{named(path)}: {match.group()}"
        for path in kept_files()
        if path.suffix not in BINARY and "vendor" not in path.parts
        for match in trace.finditer(path.read_text(errors="ignore"))
    ]
    assert found == []


def test_the_commands_of_the_guides_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    guides = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]
    told = {
        name
        for path in guides
        for name in re.findall(r"(?:^|`)make ([a-z]+)", path.read_text(), re.MULTILINE)
    }
    assert told
    assert told <= targets


def test_the_domain_reads_no_clock() -> None:
    """Time is a parameter: `at=`."""
    clock = re.compile(r"datetime\.(?:now|utcnow|today)\(|date\.today\(|time\.time\(")
    found = [named(path) for path in (PORTAL / "domain").rglob("*.py") if clock.search(path.read_text())]
    assert found == []


def test_no_template_has_code_or_style_inside() -> None:
    """The content security policy would refuse it."""
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:src=|application/json))|javascript:"
    )
    found = [named(path) for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text())]
    assert found == []


# Where scope is not applied by the ORM: each of these was read for it.
RAW = {
    "portal/domain/audit/actions.py",
    "portal/domain/organisation/imports/applying.py",
    "portal/domain/public_reviews/reviews/submission.py",
    "portal/domain/public_reviews/services/queries.py",
    "portal/domain/rewards/ready.py",
    "portal/domain/rewards/sql.py",
}


def test_raw_sql_stays_in_known_files() -> None:
    """Nothing goes to the database around the queries that carry the scope."""
    raw = re.compile(r"session\.connection\(\)|exec_driver_sql|\bexecute\(\s*(text\(|f?[\"'])")
    found = {
        named(path)
        for room in ("domain", "blueprints", "web")
        for path in (PORTAL / room).rglob("*.py")
        if raw.search(path.read_text())
    }
    assert found - RAW == set()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_contract_of_commands_is_kept(app: Flask) -> None:
    """Scripts and integrations call these by name."""
    wanted = """
        db upgrade · demo load --employees --reviews --seed · organisation import --dry-run ·
        accounts create-admin · accounts invite --role --unit · rewards simulate · rewards backfill ·
        rewards verify · public-reviews import · public-reviews index --weight-mode --json ·
        public-reviews tokens · audit verify · backup · restore · check --deploy
    """
    for line in wanted.split("·"):
        words = line.split()
        command: Any = app.cli
        for word in (word for word in words if not word.startswith("--")):
            command = command.get_command(None, word)
            assert command is not None, line
        options = {opt for parameter in command.params for opt in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, line


ADDRESSES = [
    "/healthz",
    "/readyz",
    "/login",
    "/logout",
    "/account",
    "/",
    "/targets",
    "/rewards",
    "/leaderboards",
    "/notifications",
    "/admin",
    "/services",
    "/services/x",
    "/s/x",
    "/receipts/x",
    "/_ui",
]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ADDRESSES)
def test_the_contract_of_addresses_is_kept(app: Flask, path: str) -> None:
    """Links on posters, in letters and in other systems lead there; a slash more is a redirect."""
    adapter = app.url_map.bind("localhost")
    with suppress(RequestRedirect):
        assert adapter.match(path, method="POST" if path == "/logout" else "GET")
