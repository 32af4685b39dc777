"""Forms for one block of a lesson, by kind, and where a new part comes to stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, Regexp

from portal.blueprints.learning.author_fields import LINE, TOO_LONG, AuthorForm, made, markdown_field
from portal.blueprints.learning.author_question_forms import question_data, question_form
from portal.blueprints.learning.author_words import BLOCK_NAMES, PLACES, TONE_NAMES
from portal.domain.learning.modules.contents import Block, Question
from portal.domain.learning.modules.library import fitting
from portal.domain.learning.modules.limits import TONES
from portal.domain.learning.modules.models import ModuleFile
from portal.web.fields import IdSelect, TextLine, needed
from portal.web.languages import say

ACCEPTS = {"picture": ".png,.jpg,.jpeg", "file": ".pdf", "video": ".mp4,.webm"}
UPLOAD_HINTS = {
    "picture": _l("PNG or JPG, at most 10 MB."),
    "file": _l("PDF, at most 10 MB."),
    "video": _l("MP4 or WebM, at most 50 MB."),
}


class PlaceForm(AuthorForm):
    """Where a new block or question comes to stand."""

    at = IdSelect(_l("Place in the lesson"), default=None)

    def __init__(self, parts: Sequence[Block | Question]) -> None:
        super().__init__()
        before = [
            SelectChoice(str(number), _("Before %(part)s", part=_called(number, part)))
            for number, part in enumerate(parts)
        ]
        self.at.choices = [SelectChoice("", _("At the end")), *before]


def _called(number: int, part: Block | Question) -> str:
    """`3. Story: Rapat Senin kami …`"""
    name = say(BLOCK_NAMES[part.kind]) if isinstance(part, Block) else say(PLACES["questions"])
    asked = part.question.text if isinstance(part, Block) and part.question else part.text
    words = " ".join(asked.split())
    short = words if len(words) <= 40 else words[:39].rstrip() + "…"
    return f"{number + 1}. {name}: {short}" if short else f"{number + 1}. {name}"


def block_form(kind: str, block: Block, present: Sequence[ModuleFile]) -> AuthorForm:
    """Only the fields of that kind of block."""
    if kind == "check":
        return question_form(block.question, prefix="question-")
    fields = {
        "text": lambda: {"text": markdown_field()},
        "callout": lambda: {"tone": _tones(), "text": markdown_field()},
        "story": lambda: {"who": _who(), "text": markdown_field()},
        "picture": lambda: {**_file(kind, present), "alt": _alt(), "text": _caption(_l("Caption"))},
        "file": lambda: {**_file(kind, present), "text": _caption(_l("Words on the button"))},
        "video": lambda: {**_file(kind, present), "url": _url(), "text": _caption(_l("Caption"))},
    }[kind]()
    said = {name: getattr(block, name) for name in fields if name != "upload" and getattr(block, name)}
    return made("BlockForm", AuthorForm, fields, said)


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
        [
            Optional(),
            Length(max=500, message=TOO_LONG),
            Regexp("https://", message=_l("A link begins with https://.")),
        ],
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
