"""What the templates of learning need besides their data: names, icons, and the trust meter in words."""

from collections.abc import Sequence

from flask.blueprints import BlueprintSetupState
from flask_babel import format_decimal
from flask_babel import gettext as _

from portal.blueprints.learning.author_words import BLOCK_ICONS, BLOCK_NAMES, GROUP_NAMES, scene_label
from portal.blueprints.learning.blueprint import blueprint
from portal.domain.learning.modules.models import (
    LESSON_KIND_NAMES,
    MODULE_STATE_NAMES,
    VERSION_STATE_NAMES,
    LessonKind,
)

KIND_ICONS = {
    LessonKind.TEXT: "book",
    LessonKind.QUIZ: "list-check",
    LessonKind.CASE: "puzzle",
    LessonKind.SIMULATION: "messages",
    LessonKind.REFLECTION: "bulb",
    LessonKind.ASSIGNMENT: "clipboard-text",
    LessonKind.ATTESTATION: "certificate",
}
MOOD_ICONS = {"calm": "mood-neutral", "worried": "mood-sad", "angry": "mood-angry", "glad": "mood-happy"}
MOOD_TONES = {"calm": "blue", "worried": "orange", "angry": "red", "glad": "green"}


def trust_words(trust: int) -> str:
    """From 0 to 100, in four steps."""
    if trust < 25:
        return _("almost gone")
    if trust < 50:
        return _("shaken")
    return _("growing") if trust < 75 else _("strong")


def trust_tone(trust: int) -> str:
    return "red" if trust < 25 else "orange" if trust < 50 else "blue" if trust < 75 else "green"


def mood_words(mood: str) -> str:
    words = {"calm": _("calm"), "worried": _("worried"), "angry": _("angry"), "glad": _("glad")}
    return words.get(mood, "")


def theme_options(themes: Sequence[str]) -> list[tuple[str, str]]:
    return [("", _("All themes")), *((theme, theme) for theme in themes)]


def size_words(size: int) -> str:
    """Of a file, from its bytes."""
    if size < 2**20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{format_decimal(round(size / 2**20, 1))} MB"


WORDS = {
    "size_words": size_words,
    "theme_options": theme_options,
    "lesson_kind_names": LESSON_KIND_NAMES,
    "lesson_kind_icons": KIND_ICONS,
    "mood_icons": MOOD_ICONS,
    "mood_tones": MOOD_TONES,
    "mood_words": mood_words,
    "trust_words": trust_words,
    "trust_tone": trust_tone,
    "block_names": BLOCK_NAMES,
    "block_icons": BLOCK_ICONS,
    "competence_names": GROUP_NAMES,
    "scene_label": scene_label,
    "module_state_names": MODULE_STATE_NAMES,
    "version_state_names": VERSION_STATE_NAMES,
}


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """As globals, because imported macros see nothing else."""
    state.app.jinja_env.globals.update(WORDS)
