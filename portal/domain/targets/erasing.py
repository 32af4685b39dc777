"""What of plans and progress goes with a person. Numbers stay: the figures of units and points rest on them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, select

from portal.domain.erasing import Declaration, Emptied, FilesGone, Kept, Person, Scrubbed
from portal.domain.targets.checkins.models import Decision, Evidence, ProgressEntry
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.models import PerformancePlan, PlanStep, PlanVersion
from portal.domain.words import n_

EVIDENCE = n_("Evidence of progress: files and links")


def _entries(person: Person) -> Select[int]:
    return select(ProgressEntry.id).where(ProgressEntry.author_id == person.employee_id)


def _plans(person: Person) -> Select[int]:
    return select(PerformancePlan.id).where(PerformancePlan.employee_id == person.employee_id)


def _links(person: Person) -> ColumnElement[bool]:
    return and_(Evidence.link.is_not(None), Evidence.entry_id.in_(_entries(person)))


def _results(person: Person) -> ColumnElement[bool]:
    return WorkResult.version_id.in_(select(PlanVersion.id).where(PlanVersion.plan_id.in_(_plans(person))))


ERASING = Declaration(
    erasers=(
        FilesGone(
            what=EVIDENCE,
            files=lambda person: select(Evidence.file_id).where(Evidence.entry_id.in_(_entries(person))),
        ),
        Emptied(what=EVIDENCE, whose=_links, values={Evidence.link: ""}),
        Emptied(
            what=n_("Notes on progress"),
            whose=lambda person: ProgressEntry.author_id == person.employee_id,
            values={ProgressEntry.note: ""},
        ),
        Emptied(
            what=n_("Reasons for new versions of plans, and the positions of the plans"),
            whose=lambda person: PlanVersion.plan_id.in_(_plans(person)),
            values={PlanVersion.reason: ""},
        ),
        Emptied(
            what=n_("Reasons for new versions of plans, and the positions of the plans"),
            whose=lambda person: PerformancePlan.employee_id == person.employee_id,
            values={PerformancePlan.position_id: None},
        ),
        Scrubbed(
            what=n_("The name in the words of plans"),
            columns=(WorkResult.assigned_by,),
            whose=lambda _person: WorkResult.assigned_by != "",
        ),
        Scrubbed(
            what=n_("The name in the words of plans"),
            columns=(WorkResult.text, WorkResult.superior_text),
            whose=_results,
        ),
        Scrubbed(
            what=n_("The name in the words of plans"),
            columns=(Indicator.text, Indicator.evidence_expected),
            whose=lambda person: Indicator.owner_id == person.employee_id,
        ),
    ),
    kept=(
        Kept(
            what=n_("Decisions of officials about plans and progress, with their reasons"),
            why=n_("They are acts of office, written once; points and figures rest on them."),
            of=(PlanStep.reason, Decision.reason),
        ),
        Kept(
            what=n_("Work results, targets and numbers of the plans, without a name"),
            why=n_(
                "They are the work of the unit: other people's plans and the unit's figures rest on them."
            ),
            of=(Indicator.unit,),
        ),
    ),
)
