"""What authors read about their lessons: names of pictures and kinds, places in words, and faults as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.domain.errors import RuleBroken
from portal.domain.learning.modules.contents import Content, SimulationContent
from portal.domain.learning.modules.editing import PARTS
from portal.domain.learning.modules.models import Lesson, LessonKind
from portal.domain.words import n_
from portal.web.languages import say

GROUP_NAMES = {
    "technical": n_("Technical"),
    "managerial": n_("Managerial"),
    "sociocultural": n_("Sociocultural"),
}
ICON_NAMES = {
    "book": n_("Book"),
    "bulb": n_("Idea"),
    "messages": n_("Conversation"),
    "lifebuoy": n_("Help"),
    "clock": n_("Time"),
    "target-arrow": n_("Aim"),
    "shield-check": n_("Integrity"),
    "heart-handshake": n_("Care"),
    "users": n_("People"),
    "building-community": n_("Office"),
    "device-laptop": n_("Computer"),
    "chart-line": n_("Figures"),
    "scale": n_("Fairness"),
    "rocket": n_("Start"),
    "speakerphone": n_("News"),
    "puzzle": n_("Puzzle"),
}
KIND_HINTS = {
    LessonKind.TEXT: n_("Texts, stories, pictures, videos, files and small questions in between."),
    LessonKind.QUIZ: n_("Questions from a bank, a pass mark, feedback to every option."),
    LessonKind.CASE: n_("A story, questions to write about, and then the view of an experienced colleague."),
    LessonKind.SIMULATION: n_(
        "A conversation with choices, consequences, a meter of trust and several endings."
    ),
    LessonKind.REFLECTION: n_("Questions that only the learner answers, and one thing to do."),
    LessonKind.ASSIGNMENT: n_("Work from everyday life that a trainer rates by criteria."),
    LessonKind.ATTESTATION: n_("A statement that the learner declares with name and date."),
}
BLOCK_NAMES = {
    "text": n_("Text block"),
    "callout": n_("Highlighted note"),
    "story": n_("Story"),
    "picture": n_("Picture in the lesson"),
    "file": n_("PDF to download"),
    "video": n_("Video"),
    "check": n_("Question in between"),
}
BLOCK_ICONS = {
    "text": "file-text",
    "callout": "info-circle",
    "story": "message-circle",
    "picture": "photo",
    "file": "paperclip",
    "video": "player-play",
    "check": "help-circle",
}
TONE_NAMES = {"info": n_("Good to know"), "tip": n_("Tip"), "warning": n_("Warning")}
PLACES = {
    "blocks": n_("Block"),
    "questions": n_("Question"),
    "question": n_("Question"),
    "scenes": n_("Scene"),
    "choices": n_("Choice"),
    "options": n_("Option"),
    "prompts": n_("Question"),
    "criteria": n_("Criterion"),
    "text": n_("Text"),
    "who": n_("Who speaks"),
    "alt": n_("Description of the picture"),
    "file": n_("File"),
    "url": n_("Link"),
    "tone": n_("Kind of note"),
    "intro": n_("Introduction"),
    "debrief": n_("Debrief"),
    "start": n_("First scene"),
    "statement": n_("Statement"),
    "task": n_("Task"),
    "model_answer": n_("How an experienced colleague sees it"),
    "to": n_("Leads to"),
    "title": n_("Title"),
    "summary": n_("What it is about"),
    "outcomes": n_("What one can do afterwards"),
    "theme": n_("Theme"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence and the page on which it is put right."""

    words: str
    url: str


def place_words(place: str) -> str:
    """`scenes-2-choices-0-text` as “Scene 3 › Choice 1 › Text”."""
    said: list[str] = []
    for part in place.split("-"):
        if part.isdecimal() and said:
            said[-1] = f"{said[-1]} {int(part) + 1}"
        else:
            said.append(say(PLACES[part]) if part in PLACES else part)
    return " › ".join(said)


def scene_label(content: SimulationContent, key: str) -> str:
    """As authors know it: its number and how it begins."""
    for number, scene in enumerate(content.scenes, start=1):
        if scene.key == key:
            words = scene.title or " ".join(scene.text.split())
            short = words if len(words) <= 48 else words[:47].rstrip() + "…"
            return f"{number}. {short}" if short else _("%(number)s. still to be written", number=number)
    return key or "–"


def broken_words(broken: RuleBroken, content: Content | None = None, inside: str = "") -> str:
    """The sentence, with places and scenes as authors call them; `inside`: the part in which the place lies."""
    values = dict(broken.values)
    if "place" in values:
        values["place"] = place_words(
            str(values["place"]).removeprefix(f"{inside}-") if inside else str(values["place"])
        )
    if isinstance(content, SimulationContent):
        for name in {"key", "scene", "to"} & set(values):
            values[name] = scene_label(content, str(values[name]))
    return say(broken.message, **values)


def fault_of(lesson: Lesson, content: Content, broken: RuleBroken) -> Fault:
    name, _dash, rest = (broken.field or "").partition("-")
    number = rest.partition("-")[0]
    if name in PARTS and number.isdecimal():
        inside = f"{name}-{number}"
        words = f"{place_words(inside)}: {broken_words(broken, content, inside)}"
        url = url_for("learning.edit_part", lesson_id=lesson.id, name=name, place=int(number))
        return Fault(words, url)
    there = url_for("learning.edit_lesson", lesson_id=lesson.id, _anchor=name or None)
    return Fault(broken_words(broken, content), there)
