"""The reader's language and time zone, and the catalogues: one po file a feature, compiled together at start-up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, request, session
from flask_babel import get_locale, gettext

from portal.domain.errors import RuleBroken
from portal.extensions import babel
from portal.web.transactions import settings

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}  # Babel's own is wrong for id
SOURCES = Path(__file__).resolve().parent.parent / "translations"


def choose_locale() -> str:
    """The account's language, else what this browser chose, else the installation's."""
    from portal.web.people import viewer_or_none

    viewer = viewer_or_none()
    wanted = viewer.locale if viewer else session.get("lang") or settings().locale
    return wanted if wanted in LANGUAGES else "id"


def choose_timezone() -> str:
    from portal.web.people import viewer_or_none

    viewer = viewer_or_none()
    return viewer.timezone if viewer else settings().timezone


def in_words(error: RuleBroken) -> str:
    """The sentence of a broken rule in the reader's language."""
    return say(error.message, **error.values)


def say(message: str, **values: object) -> str:
    """Translate a msgid that the domain marked with `n_`, and fill its places."""
    return str(gettext(message, **values) if values else gettext(message))


def compile_catalogues(target: Path) -> None:
    """Join every feature's catalogue of a language into one `.mo`, unless it is newer than all of them."""
    for language in LANGUAGES:
        sources = sorted((SOURCES / language).glob("*.po"))
        compiled = target / language / "LC_MESSAGES" / "messages.mo"
        if compiled.exists() and all(compiled.stat().st_mtime_ns > po.stat().st_mtime_ns for po in sources):
            continue
        whole = Catalog(locale=language)
        whole.mime_headers = [("Plural-Forms", PLURALS[language])]
        for source in sources:
            with source.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id and message.string:
                        whole[message.id] = message
        compiled.parent.mkdir(parents=True, exist_ok=True)
        fresh = compiled.with_suffix(f".{os.getpid()}.tmp")
        with fresh.open("wb") as out:
            write_mo(out, whole)
        fresh.replace(compiled)


def init_app(app: Flask) -> None:
    config = app.extensions["portal_config"]
    target = config.instance / "translations"
    compile_catalogues(target)
    babel.init_app(
        app,
        default_translation_directories=str(target),
        locale_selector=choose_locale,
        timezone_selector=choose_timezone,
    )
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals["say"] = say
    app.jinja_env.globals["languages"] = LANGUAGES

    @app.context_processor
    def language() -> dict[str, Any]:
        locale = str(get_locale() or "id")
        return {
            "locale": locale,
            "other_locale": "en" if locale == "id" else "id",
            "here": request.full_path.rstrip("?"),
        }
