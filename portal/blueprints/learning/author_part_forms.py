"""Forms for one block, question or scene, and what they say as the lesson's contents read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from portal.blueprints.learning.author_fields import (
    LONGEST_LINE,
    TOO_LONG,
    AuthorForm,
    has_any,
    made,
    page,
    paragraph,
    rows_sent,
)
from portal.blueprints.learning.author_words import TONE_NAMES, scene_label
from portal.domain.learning.modules.contents import Block, Question, Scene, SimulationContent
from portal.domain.learning.modules.editing import NEW_SCENE, lettered
from portal.domain.learning.modules.library import fitting
from portal.domain.learning.modules.limits import MOODS, TONES
from portal.domain.learning.modules.models import ModuleFile
from portal.web.fields import TextLine, needed
from portal.web.languages import say
from portal.web.transactions import is_writing

MOST_OPTIONS, MOST_CHOICES = 8, 6
LINE = Length(max=LONGEST_LINE, message=TOO_LONG)
ACCEPTS = {"picture": ".png,.jpg,.jpeg", "file": ".pdf", "video": ".mp4,.webm"}
UPLOAD_HINTS = {
    "picture": _l("PNG or JPG, at most 10 MB."),
    "file": _l("PDF, at most 10 MB."),
    "video": _l("MP4 or WebM, at most 50 MB."),
}


def _text(label: Any = None, **keywords: Any) -> Any:
    return page(label or _l("Text"), needed(_l("Write the text.")), **keywords)


def block_form(kind: str, block: Block, present: Sequence[ModuleFile]) -> AuthorForm:
    """Only the fields of that kind of block."""
    if kind == "check":
        return question_form(block.question, prefix="question-")
    fields = {
        "text": lambda: {"text": _text()},
        "callout": lambda: {"tone": _tones(), "text": _text()},
        "story": lambda: {"who": _who(), "text": _text()},
        "picture": lambda: {**_file(kind, present), "alt": _alt(), "text": _caption(_l("Caption"))},
        "file": lambda: {**_file(kind, present), "text": _caption(_l("Words on the button"))},
        "video": lambda: {**_file(kind, present), "url": _url(), "text": _caption(_l("Caption"))},
    }[kind]()
    data = {name: getattr(block, name) for name in fields if name != "upload"}
    return made("BlockForm", AuthorForm, fields, data)


def _tones() -> RadioField:
    choices = [SelectChoice(tone, say(TONE_NAMES[tone])) for tone in TONES]
    return RadioField(_l("Kind of note"), choices=choices, default="info")


def _who() -> Any:
    return TextLine(
        _l("Who tells it"),
        [needed(_l("Say who tells it.")), LINE],
        description=_l("For example: Bu Rina, petugas loket."),
    )


def _alt() -> Any:
    hint = _l("What there is to see, for people who cannot see it.")
    return TextLine(
        _l("Description of the picture"), [needed(hint), Length(max=500, message=TOO_LONG)], description=hint
    )


def _caption(label: Any) -> Any:
    return TextLine(label, [LINE])


def _url() -> Any:
    return StringField(
        _l("Or a link"),
        [Length(max=500, message=TOO_LONG)],
        description=_l("It begins with https:// and opens on a page of its own."),
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )


def _file(kind: str, present: Sequence[ModuleFile]) -> dict[str, Any]:
    known = [SelectChoice(one.name, one.words or one.name) for one in fitting(present, kind)]
    chosen = SelectField(
        _l("File of this module"), choices=[SelectChoice("", _("None chosen")), *known], validate_choice=False
    )
    upload = FileField(
        _l("Upload a new one") if known else _l("Upload a file"),
        description=UPLOAD_HINTS[kind],
        render_kw={"accept": ACCEPTS[kind]},
    )
    return {"upload": upload, **({"file": chosen} if known else {})}


def block_data(kind: str, form: AuthorForm, key: str) -> dict[str, Any]:
    """`key` is the question's, for a check."""
    if kind == "check":
        return {"kind": kind, "question": question_data(form, key, prefix="question-")}
    said = {name: form[name].data or "" for name in form.data if name != "upload"}
    return {"kind": kind, **said}


def question_form(question: Question | None, *, prefix: str = "", has_topic: bool = False) -> AuthorForm:
    options = question.options if question else ()
    count = _rows(f"{prefix}options", len(options), least=4, most=MOST_OPTIONS)
    fields: dict[str, Any] = {
        f"{prefix}text": paragraph(_l("Question"), needed(_l("Ask a question here."))),
    }
    for number in range(count):
        place = f"{prefix}options-{number}"
        fields[f"{place}-text"] = paragraph(_l("Option %(letter)s", letter="ABCDEFGH"[number]))
        fields[f"{place}-is_right"] = BooleanField(_l("This is right"))
        fields[f"{place}-feedback"] = paragraph(_l("Feedback when it is chosen"))
    fields[f"{prefix}explanation"] = paragraph(_l("Explanation, shown after answering"))
    if has_topic:
        fields["topic"] = TextLine(_l("Topic"), [Length(max=80, message=TOO_LONG)])
    data = (
        {f"{prefix}{name}": getattr(question, name) for name in ("text", "explanation", "topic")}
        if question
        else {}
    )
    for number, option in enumerate(options):
        for name in ("text", "is_right", "feedback"):
            data[f"{prefix}options-{number}-{name}"] = getattr(option, name)
    return made("QuestionForm", AuthorForm, fields, data)


def _rows(prefix: str, present: int, *, least: int, most: int) -> int:
    """As many as were sent, and two more when asked for; at first one more than there are."""
    if is_writing():
        asked = rows_sent(prefix, most)
        return min(asked + 2, most) if _wants_more() else asked
    return min(max(present + 1, least), most)


def _wants_more() -> bool:
    return "more" in request.form


def question_data(form: AuthorForm, key: str, *, prefix: str = "") -> dict[str, Any]:
    rows = _row_data(form, f"{prefix}options", ("text", "is_right", "feedback"))
    said = {"text": form[f"{prefix}text"].data or "", "explanation": form[f"{prefix}explanation"].data or ""}
    topic = {"topic": form["topic"].data or ""} if "topic" in form else {}
    return {"key": key, **said, **topic, "options": lettered(rows)}


def _row_data(form: AuthorForm, prefix: str, names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows in which something stands."""
    rows, number = [], 0
    while f"{prefix}-{number}-{names[0]}" in form:
        fields = [f"{prefix}-{number}-{name}" for name in names]
        if has_any(form, fields):
            rows.append({name: _plain(form[field].data) for name, field in zip(names, fields, strict=True)})
        number += 1
    return rows


def _plain(value: Any) -> Any:
    return "" if value is None else value


def scene_form(content: SimulationContent, scene: Scene | None) -> AuthorForm:
    choices = scene.choices if scene else ()
    count = _rows("choices", len(choices), least=3, most=MOST_CHOICES)
    fields: dict[str, Any] = {
        "who": TextLine(_l("Who speaks"), [LINE], description=_l("For example: Bu Marlina.")),
        "mood": RadioField(_l("Mood"), choices=_moods(), default="calm"),
        "text": _text(_l("What is said or happens")),
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
        for row in _row_data(form, "choices", ("text", "says", "trust", "to"))
        if row["text"] or row["says"]
    ]
    said = {name: form[name].data or "" for name in ("who", "mood", "text", "title")}
    return {"key": key, **said, "choices": lettered(rows)}
