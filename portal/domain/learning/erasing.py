"""What of a person's learning goes with them: every word of their own. That a module was finished stays as a number."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, select

from portal.domain.erasing import Declaration, Emptied, FilesGone, Kept, Person, RowsGone, Scrubbed
from portal.domain.learning.modules.models import Lesson, Module, ModuleFile, ModuleVersion
from portal.domain.learning.paths.models import LearningPath, RequiredModule
from portal.domain.learning.studies.models import QuizAttempt, SimulationRun, Study
from portal.domain.learning.studies.records import Attestation, Booster, CheckAnswer, HandIn, Writing
from portal.domain.words import n_

ASSIGNMENTS = n_("Assignments: texts, files and what was said about them")
ANSWERS = n_("Answers in quizzes, simulations and to questions that came back")


def _studies(person: Person) -> Select[int]:
    return select(Study.id).where(Study.employee_id == person.employee_id)


def _waiting(person: Person) -> ColumnElement[bool]:
    """Nobody is to rate the work of somebody who is gone."""
    return and_(HandIn.study_id.in_(_studies(person)), HandIn.rated_at.is_(None))


ERASING = Declaration(
    erasers=(
        RowsGone(
            what=n_("Reflections, commitments and answers to cases"),
            table=Writing,
            whose=lambda person: Writing.study_id.in_(_studies(person)),
        ),
        FilesGone(
            what=ASSIGNMENTS,
            files=lambda person: select(HandIn.file_id).where(HandIn.study_id.in_(_studies(person))),
        ),
        RowsGone(what=ASSIGNMENTS, table=HandIn, whose=_waiting),
        Emptied(
            what=ASSIGNMENTS,
            whose=lambda person: HandIn.study_id.in_(_studies(person)),
            values={HandIn.text: "", HandIn.comment: ""},
        ),
        Emptied(
            what=ANSWERS,
            whose=lambda person: QuizAttempt.study_id.in_(_studies(person)),
            values={QuizAttempt.answers: None},
        ),
        RowsGone(
            what=ANSWERS,
            table=CheckAnswer,
            whose=lambda person: CheckAnswer.study_id.in_(_studies(person)),
        ),
        RowsGone(
            what=ANSWERS,
            table=SimulationRun,
            whose=lambda person: SimulationRun.study_id.in_(_studies(person)),
        ),
        RowsGone(
            what=ANSWERS,
            table=Booster,
            whose=lambda person: Booster.study_id.in_(_studies(person)),
        ),
        Scrubbed(what=n_("The name in learning paths"), columns=(LearningPath.title, LearningPath.summary)),
        Scrubbed(what=n_("The name in why a module is required"), columns=(RequiredModule.why,)),
    ),
    kept=(
        Kept(
            what=n_("Which modules were finished, with the score, without a name"),
            why=n_("The figures of units rest on them."),
            of=(Attestation, QuizAttempt.asked),
        ),
        Kept(why="The modules themselves", of=(Module, ModuleVersion, ModuleFile, Lesson)),
    ),
)
