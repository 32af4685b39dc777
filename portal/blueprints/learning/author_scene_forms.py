"""The form of a scene of a simulation: who says what, and where each choice leads."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from portal.blueprints.learning.author_fields import LINE, AuthorForm, made, markdown_field, paragraph
from portal.blueprints.learning.author_rows import row_data, rows_shown
from portal.blueprints.learning.author_words import scene_label
from portal.domain.learning.modules.contents import Scene, SimulationContent
from portal.domain.learning.modules.editing import NEW_SCENE, lettered
from portal.domain.learning.modules.limits import MOODS
from portal.web.fields import TextLine

MOST_CHOICES = 6


def scene_form(content: SimulationContent, scene: Scene | None) -> AuthorForm:
    choices = scene.choices if scene else ()
    count = rows_shown("choices", len(choices), least=3, most=MOST_CHOICES)
    fields: dict[str, Any] = {
        "who": TextLine(_l("Who speaks"), [LINE], description=_l("For example: Bu Marlina.")),
        "mood": RadioField(_l("Mood"), choices=_moods(), default="calm"),
        "text": markdown_field(_l("What is said or happens")),
        "title": TextLine(
            _l("Title"),
            [LINE],
            description=_l("Shown when the story ends here, for example: Bu Marlina percaya lagi."),
        ),
    }
    goals = _goals(content, scene)
    for number in range(count):
        place = f"choices-{number}"
        fields[f"{place}-text"] = paragraph(_l("Choice %(number)s", number=number + 1))
        fields[f"{place}-says"] = paragraph(_l("What happens then"))
        fields[f"{place}-trust"] = _TrustField(_l("Trust moves by (-50 to 50)"), default=0)
        fields[f"{place}-to"] = SelectField(_l("Leads to"), choices=goals, validate_choice=False)
    data = {name: getattr(scene, name) for name in ("who", "mood", "text", "title")} if scene else {}
    for number, choice in enumerate(choices):
        for name in ("text", "says", "trust", "to"):
            data[f"choices-{number}-{name}"] = getattr(choice, name)
    return made("SceneForm", AuthorForm, fields, data)


class _TrustField(IntegerField):
    """-50 to 50; an empty box is 0."""

    def process_formdata(self, values: list[str]) -> None:
        super().process_formdata([values[0].strip() or "0"] if values else [])


def _moods() -> list[SelectChoice]:
    words = {"calm": _("calm"), "worried": _("worried"), "angry": _("angry"), "glad": _("glad")}
    return [SelectChoice(mood, words[mood]) for mood in MOODS]


def _goals(content: SimulationContent, here: Scene | None) -> list[SelectChoice]:
    """Every scene, and one that is still to be made."""
    scenes = [
        SelectChoice(one.key, scene_label(content, one.key)) for one in content.scenes if one is not here
    ]
    again = [SelectChoice(here.key, _("This scene again"))] if here else []
    return [SelectChoice(NEW_SCENE, _("A new scene")), *scenes, *again]


def scene_data(form: AuthorForm, key: str) -> dict[str, Any]:
    """Choices without words are dropped; without choices the scene is an ending."""
    rows = [
        row
        for row in row_data(form, "choices", ("text", "says", "trust", "to"))
        if row["text"] or row["says"]
    ]
    said = {name: form[name].data or "" for name in ("who", "mood", "text", "title")}
    return {"key": key, **said, "choices": lettered(rows)}
