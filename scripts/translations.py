"""Keep the catalogues in step with the code: one po file a feature, msgids in English.

python -m scripts.translations            read the code, add new msgids, drop the dead ones
python -m scripts.translations --check    change nothing; fail on missing, fuzzy, dead or contradicting words
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "portal"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "_l": None,
    "n_": None,
    "nn_": (1, 2),
}
FEATURES = {
    *("accounts", "organisation", "targets", "public_reviews", "rewards"),
    *("notifications", "audit", "home", "reports", "demo"),
    "learning",
    "training",
}
ALIAS = {"yardsticks": "training", "auth": "accounts", "admin": "organisation", "leaderboards": "rewards"}


def feature_of(path: Path) -> str:
    """The catalogue a file's words belong to: its feature's, or `common`."""
    for part in path.relative_to(ROOT).parts:
        name = part.removesuffix(".py")
        if name in FEATURES or name in ALIAS:
            return ALIAS.get(name, name)
    return "common"


def words_of(path: Path) -> Iterator[str | tuple[str, str]]:
    method = "jinja2.ext:babel_extract" if path.suffix in (".html", ".txt") else "python"
    options = {
        "trimmed": "true",
        "silent": "false",
        "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
    }
    for _line, message, _comments, _context in extract_from_file(method, path, KEYWORDS, (), options):
        if message and message != "":
            yield message if isinstance(message, str) else (message[0], message[1])


def extracted() -> dict[str, set[str | tuple[str, str]]]:
    found: dict[str, set[str | tuple[str, str]]] = {"common": set()}
    files = [*ROOT.rglob("*.py"), *(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    for path in sorted(files):
        found.setdefault(feature_of(path), set()).update(words_of(path))
    return {name: words if name == "common" else words - found["common"] for name, words in found.items()}


def catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="id", project="Prestasi", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale="id")


def key_of(message_id: str | Iterable[str]) -> str:
    return message_id if isinstance(message_id, str) else next(iter(message_id))


HEADER = """msgid ""
msgstr ""
"Language: id\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def update(path: Path, wanted: set[str | tuple[str, str]]) -> None:
    old = {key_of(message.id): message for message in catalogue(path) if message.id}
    fresh = read_po(io.BytesIO(HEADER.encode()), locale="id")  # Babel alone gives Indonesian two plurals
    for message_id in sorted(wanted, key=key_of):
        before = old.get(key_of(message_id))
        string = before.string if before and isinstance(before.id, str) == isinstance(message_id, str) else ""
        if not isinstance(message_id, str) and not string:
            string = ("",)
        fresh[message_id] = Message(message_id, string, flags=before.flags - {"fuzzy"} if before else ())
    out = io.BytesIO()
    write_po(out, fresh, omit_header=True, sort_output=True, no_location=True, width=0)
    path.write_text(HEADER + out.getvalue().decode())


def problems_of(name: str, wanted: set[str | tuple[str, str]], seen: dict[str, str]) -> Iterator[str]:
    path = ROOT / "translations" / "id" / f"{name}.po"
    have = {key_of(message.id): message for message in catalogue(path) if message.id}
    for message_id in sorted(wanted, key=key_of):
        message = have.pop(key_of(message_id), None)
        text = (
            ""
            if message is None
            else message.string
            if isinstance(message.string, str)
            else message.string[0]
        )
        if not text:
            yield f"{name}: not translated: {key_of(message_id)!r}"
        elif message is not None and message.fuzzy:
            yield f"{name}: fuzzy: {key_of(message_id)!r}"
        elif seen.setdefault(key_of(message_id), text) != text:
            yield f"{name}: {key_of(message_id)!r} is {text!r} here and {seen[key_of(message_id)]!r} elsewhere"
    yield from (f"{name}: no longer used: {dead!r}" for dead in have)


def main(arguments: list[str]) -> int:
    found = extracted()
    if "--check" not in arguments:
        for name, wanted in found.items():
            if wanted:
                update(ROOT / "translations" / "id" / f"{name}.po", wanted)
    seen: dict[str, str] = {}
    problems = [line for name, wanted in sorted(found.items()) for line in problems_of(name, wanted, seen)]
    print("\n".join(problems) or f"{len(seen)} words, all translated")
    return 1 if problems and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
