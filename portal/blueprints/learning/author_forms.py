"""Forms for a module and for what a lesson says as a whole, by kind. Parts have forms of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from portal.blueprints.learning.author_fields import (
    LINE,
    TOO_LONG,
    AuthorForm,
    LinesField,
    NumberField,
    page,
    paragraph,
)
from portal.blueprints.learning.author_words import GROUP_NAMES, ICON_NAMES, KIND_HINTS, scene_label
from portal.blueprints.learning.study_looks import KIND_ICONS
from portal.domain.learning.modules.contents import Content, SimulationContent
from portal.domain.learning.modules.limits import GROUPS, ICONS
from portal.domain.learning.modules.models import LESSON_KIND_NAMES, Lesson, LessonKind
from portal.web.fields import IdSelect, TextLine, needed, one_of
from portal.web.languages import say


class DetailsForm(AuthorForm):
    title = TextLine(_l("Title"), [needed(_l("Give the module a title.")), LINE])
    summary = paragraph(
        _l("What it is about"),
        most=500,
        description=_l("One or two sentences that make people want to begin."),
    )
    outcomes = paragraph(
        _l("What one can do afterwards"),
        most=3000,
        description=_l("A list, one line each, beginning with - ."),
    )
    theme = TextLine(
        _l("Theme"),
        [Length(max=80, message=TOO_LONG)],
        description=_l("One word that groups modules, for example pelayanan."),
        render_kw={"list": "known-themes", "autocomplete": "off"},
    )
    group = RadioField(_l("Competence"), default="sociocultural")
    learning_hours = NumberField(_l("Learning hours (JP)"), default=1, description=_l("1 JP is 45 minutes."))
    icon = RadioField(_l("Picture on the card"), default="book")

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        icon: Any = current_app.jinja_env.globals["icon"]
        self.group.choices = [SelectChoice(name, say(GROUP_NAMES[name])) for name in GROUPS]
        self.icon.choices = [SelectChoice(name, icon(name, say(ICON_NAMES[name]))) for name in ICONS]


class NewLessonForm(AuthorForm):
    title = TextLine(_l("Title of the lesson"), [needed(_l("Give the lesson a title.")), LINE])
    kind = RadioField(_l("Kind"), default=LessonKind.TEXT.value, coerce=one_of(LessonKind))

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.kind.choices = [SelectChoice(kind.value, kind_label(kind)) for kind in LessonKind]


def kind_label(kind: LessonKind) -> Markup:
    icon: Any = current_app.jinja_env.globals["icon"]
    return Markup('<span class="kind-choice">{} <strong>{}</strong><small>{}</small></span>').format(
        icon(KIND_ICONS[kind]), say(LESSON_KIND_NAMES[kind]), say(KIND_HINTS[kind])
    )


class NoteForm(AuthorForm):
    note = paragraph(_l("Note to the author"), description=_l("What is good, and what should become better."))


class ArchiveForm(AuthorForm):
    archive = FileField(_l("Zip of a module"), description=_l("As this portal exports it, at most 60 MB."))


class NeedForm(AuthorForm):
    needs = IdSelect(_l("Module that has to be finished before"))


class LessonForm(AuthorForm):
    """What every lesson has; `revision` notes which state of it stands on the page."""

    title = TextLine(_l("Title"), [needed(_l("Give the lesson a title.")), LINE])
    minutes = NumberField(_l("Minutes it takes"))
    revision = HiddenField()


class QuizLessonForm(LessonForm):
    intro = paragraph(_l("Introduction"))
    pass_percent = NumberField(_l("Right answers needed to pass, in percent"))
    attempts = NumberField(_l("Attempts"), description=_l("0 means as many as one likes."))
    draw = NumberField(
        _l("Questions asked in an attempt"),
        description=_l("0 means all. With fewer than all, each attempt draws from the bank, topic by topic."),
    )
    is_shuffled = BooleanField(_l("Mix the order of questions and options"))


class CaseLessonForm(LessonForm):
    prompts = LinesField(
        _l("Questions about the case"), description=_l("One a line. The learner writes an answer to each.")
    )
    model_answer = page(
        _l("How an experienced colleague sees it"), description=_l("Shown after the learner has written.")
    )


class SimulationLessonForm(LessonForm):
    intro = page(_l("Introduction"), description=_l("Where one is, who one is, what has happened before."))
    meter = TextLine(
        _l("Whose trust"),
        [Length(max=80, message=TOO_LONG)],
        description=_l("The words beside the meter, for example: Kepercayaan Bu Marlina."),
    )
    trust = NumberField(_l("Trust at the start, 0 to 100"))
    pass_trust = NumberField(_l("Trust needed at the end"))
    start = SelectField(_l("First scene"), validate_choice=False)
    debrief = page(
        _l("Debrief"), description=_l("Read after an ending: what made the difference, what to take along.")
    )


class ReflectionLessonForm(LessonForm):
    prompts = LinesField(
        _l("Questions to think about"), description=_l("One a line. Only the learner reads the answers.")
    )
    asks_commitment = BooleanField(_l("Ask for one thing that the learner will do"))
    remind_days = NumberField(_l("Remind of it after so many days"), description=_l("0 means never."))


class AssignmentLessonForm(LessonForm):
    task = page(_l("Task"), description=_l("Something of the learner's own work, done for real."))
    criteria = LinesField(
        _l("What is looked at"), description=_l("One a line. A trainer rates each of them.")
    )
    pass_score = NumberField(_l("Mean needed to be accepted, 1 to 100"))
    needs_file = BooleanField(_l("A file has to be handed in"))


class AttestationLessonForm(LessonForm):
    statement = TextAreaField(
        _l("Statement"),
        [Length(max=5000, message=TOO_LONG)],
        description=_l("What the learner declares, word for word."),
    )


FORMS: Mapping[LessonKind, type[LessonForm]] = {
    LessonKind.TEXT: LessonForm,
    LessonKind.QUIZ: QuizLessonForm,
    LessonKind.CASE: CaseLessonForm,
    LessonKind.SIMULATION: SimulationLessonForm,
    LessonKind.REFLECTION: ReflectionLessonForm,
    LessonKind.ASSIGNMENT: AssignmentLessonForm,
    LessonKind.ATTESTATION: AttestationLessonForm,
}
OF_THE_LESSON = {"title", "minutes", "revision"}


def lesson_form(lesson: Lesson, content: Content) -> LessonForm:
    cls = FORMS[lesson.kind]
    said = {name: getattr(content, name) for name in _own_names(cls)}
    form = cls(data={"title": lesson.title, "minutes": lesson.minutes, "revision": lesson.revision, **said})
    if isinstance(form, SimulationLessonForm) and isinstance(content, SimulationContent):
        form.start.choices = [
            SelectChoice(scene.key, scene_label(content, scene.key)) for scene in content.scenes
        ] or [SelectChoice("", "–")]
    return form


def _own_names(cls: type[LessonForm]) -> list[str]:
    names = [name for name in dir(cls) if hasattr(getattr(cls, name), "creation_counter")]
    return [name for name in names if name not in OF_THE_LESSON]


def said_in(form: LessonForm) -> dict[str, Any]:
    """By the names of the lesson's contents."""
    return {name: form[name].data for name in form.data if name not in OF_THE_LESSON}


def number_in(field: HiddenField) -> int:
    """-1 when it is no number: the form is then taken for an old one."""
    text = str(field.data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
