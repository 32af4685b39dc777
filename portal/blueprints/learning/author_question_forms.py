"""The form of a question with its options, and what it says as the lesson's contents read it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length

from portal.blueprints.learning.author_fields import TOO_LONG, AuthorForm, made, paragraph
from portal.blueprints.learning.author_rows import row_data, rows_shown
from portal.domain.learning.modules.contents import Question
from portal.domain.learning.modules.editing import lettered
from portal.web.fields import TextLine, needed

MOST_OPTIONS = 8


def question_form(question: Question | None, *, prefix: str = "", has_topic: bool = False) -> AuthorForm:
    options = question.options if question else ()
    count = rows_shown(f"{prefix}options", len(options), least=4, most=MOST_OPTIONS)
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


def question_data(form: AuthorForm, key: str, *, prefix: str = "") -> dict[str, Any]:
    rows = row_data(form, f"{prefix}options", ("text", "is_right", "feedback"))
    said = {"text": form[f"{prefix}text"].data or "", "explanation": form[f"{prefix}explanation"].data or ""}
    topic = {"topic": form["topic"].data or ""} if "topic" in form else {}
    return {"key": key, **said, **topic, "options": lettered(rows)}
