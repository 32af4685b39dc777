"""Plans of everybody for this year (and for some of them last year's), with check-ins up to today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo import bulk
from portal.demo.accounts import SIGN_INS
from portal.demo.targets_course import Story
from portal.demo.targets_evidence import files_for
from portal.demo.targets_progress import entry_rows
from portal.demo.world import Person, World
from portal.domain.organisation.models import Placement
from portal.domain.targets.checkins.models import AchievementMark, Decision, Evidence, ProgressEntry
from portal.domain.targets.library import Template, templates
from portal.domain.targets.plans.contents import Indicator, WorkResult
from portal.domain.targets.plans.copying import due_in
from portal.domain.targets.plans.models import PerformancePlan, PlanState, PlanStep, PlanVersion

AT_ONCE = 400
BY_PROFILE = {
    "health": "immunisation",
    "education_office": "school_programme",
    "school": "school_programme",
    "civil_registry": "civil_registry",
    "permits": "permits",
    "district": "documents",
    "village": "documents",
    "works": "infrastructure",
    "public_works": "infrastructure",
    "planning": "infrastructure",
    "it": "complaints",
    "audit": "complaints",
}
HERO, BOSS = "pegawai@demo.test", "atasan@demo.test"
MODELS = (
    PerformancePlan,
    PlanVersion,
    PlanStep,
    WorkResult,
    Indicator,
    ProgressEntry,
    Decision,
    AchievementMark,
    Evidence,
)


@dataclass(slots=True)
class Rows:
    """Rows of each table with ids counted on, so that they may point at each other before they are written."""

    next_ids: dict[type[Any], int]
    rows: dict[type[Any], list[dict[str, Any]]] = field(default_factory=lambda: {one: [] for one in MODELS})

    def add(self, model: type[Any], **values: Any) -> int:
        identity = self.next_ids[model]
        self.next_ids[model] += 1
        self.rows[model].append({"id": identity, **values})
        return identity

    def write(self, session: Session) -> None:
        for model in MODELS:
            if self.rows[model]:
                bulk.add(session, model, self.rows[model])
                self.rows[model] = []


def load(session: Session, world: World) -> None:
    rows = Rows({model: bulk.next_id(session, model) for model in MODELS})
    placements = {
        employee_id: (placement_id, position_id)
        for employee_id, placement_id, position_id in session.execute(
            select(Placement.employee_id, Placement.id, Placement.position_id).where(
                Placement.ends_on.is_(None)
            )
        )
    }
    papers = files_for(session, world)
    world.hurried_id = _hurried(world)
    often = _units_that_report_monthly(world)
    for number, (person, year) in enumerate(_whose(world), start=1):
        every = 1 if person.unit_id in often else 3
        _plan(rows, world, person, year, placements.get(person.id, (None, None)), papers, every)
        if number % AT_ONCE == 0:
            rows.write(session)
    rows.write(session)


def _hurried(world: World) -> int | None:
    """Somebody in Surabaya, among several under one evaluator, of whom nobody signs in with a demo account."""
    known = {email for email, _name in SIGN_INS}
    team = Counter(person.evaluator_id for person in world.people)
    for person in world.under("surabaya"):
        boss = world.by_id.get(person.evaluator_id or 0)
        is_unknown = boss is not None and not {person.email, boss.email} & known
        has_old_plan = person.id % 4 == 0  # so that there is something in January too
        if is_unknown and has_old_plan and not person.is_head and team[person.evaluator_id] >= 4:
            return person.id
    return None


def _whose(world: World) -> Iterator[tuple[Person, int]]:
    """Everybody this year; last year a quarter of them, in very large worlds only one.

    Who tries the portal as the employee has achieved no target yet: the first one brings a badge not worn before.
    """
    for person in world.people:
        had_one = person.email == BOSS or (not world.is_large and person.id % 4 == 0 and person.email != HERO)
        if had_one and person.began.year < world.today.year - 1:
            yield person, world.today.year - 1
        yield person, world.today.year


def _units_that_report_monthly(world: World) -> set[int]:
    """All of them; in very large worlds those where one can sign in, and the others every third month."""
    if world.is_large:
        return {world.by_email[email].unit_id for email, _words in SIGN_INS if email in world.by_email}
    return {unit.id for unit in world.units.values()}


def _template(world: World, person: Person) -> Template:
    known = templates()
    if person.is_head:
        return known["leadership"]
    return known[BY_PROFILE.get(world.units[person.unit_address].profile, "personnel")]


def _plan(
    rows: Rows,
    world: World,
    person: Person,
    year: int,
    placement: tuple[int | None, int | None],
    papers: list[int],
    every: int,
) -> None:
    starts_on, ends_on = date(year, 1, 1), date(year + 1, 1, 1)
    state = _state(world, person, ends_on)
    steps = list(_steps(person, state, starts_on, ends_on, world))
    plan_id = rows.add(
        PerformancePlan,
        employee_id=person.id,
        placement_id=placement[0],
        unit_id=person.unit_id,
        position_id=placement[1],
        evaluator_id=person.evaluator_id,
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
        state_since=steps[-1][1],
    )
    is_agreed = state in (PlanState.ACTIVE, PlanState.CLOSED)
    version_id = rows.add(
        PlanVersion,
        plan_id=plan_id,
        opened_at=steps[0][1],
        submitted_at=steps[1][1] if len(steps) > 1 else None,
        agreed_at=steps[2][1] if is_agreed else None,
        agreed_by_id=person.evaluator_id if is_agreed else None,
    )
    for step_state, at, by_id in steps:
        rows.add(PlanStep, plan_id=plan_id, version_number=1, state=step_state, by_id=by_id, at=at)
    story = Story(world, person, plan_id, starts_on, ends_on, papers, person.email == HERO, every)
    for indicator in _contents(rows, _template(world, person), person, version_id, starts_on, ends_on):
        if is_agreed:
            indicator |= entry_rows(rows, story, indicator)
        else:
            indicator |= {"realization": None, "reported_on": None, "achieved_on": None, "mark_count": 0}


def _state(world: World, person: Person, ends_on: date) -> PlanState:
    """A few plans of this year still wait; people at the very top have nobody to agree with."""
    if person.evaluator_id is None:
        return PlanState.DRAFT
    if ends_on + timedelta(days=14) <= world.today:
        return PlanState.CLOSED
    if person.email == HERO or ends_on <= world.today:
        return PlanState.ACTIVE
    boss = world.by_id[person.evaluator_id]
    waits = person == _last_of(world, boss) if boss.email == BOSS else person.id % 25 == 7
    return PlanState.SUBMITTED if waits else PlanState.ACTIVE


def _last_of(world: World, boss: Person) -> Person | None:
    own = [one for one in world.people if one.evaluator_id == boss.id and one.email != HERO]
    return own[-1] if len(own) > 1 else None


def _steps(
    person: Person, state: PlanState, starts_on: date, ends_on: date, world: World
) -> Iterator[tuple[PlanState, datetime, int | None]]:
    first = starts_on + timedelta(days=3 + person.id % 5)
    yield PlanState.DRAFT, moment(person, first), person.id
    if state is PlanState.DRAFT:
        return
    late = state is PlanState.SUBMITTED
    sent = world.today - timedelta(days=2 + person.id % 4) if late else first + timedelta(days=2)
    yield PlanState.SUBMITTED, moment(person, sent), person.id
    if late:
        return
    yield PlanState.AGREED, moment(person, sent + timedelta(days=3)), person.evaluator_id
    yield PlanState.ACTIVE, moment(person, sent + timedelta(days=3)), None
    if state is PlanState.CLOSED:
        yield PlanState.CLOSED, moment(person, ends_on + timedelta(days=14)), None


def moment(person: Person, day: date) -> datetime:
    return datetime.combine(day, time(8 + person.id % 8, person.id % 60), ZoneInfo(person.timezone))


def _contents(
    rows: Rows, template: Template, person: Person, version_id: int, starts_on: date, ends_on: date
) -> Iterable[dict[str, Any]]:
    for number, wanted in enumerate(template.results, start=1):
        result_id = rows.add(
            WorkResult,
            version_id=version_id,
            number=number,
            kind=wanted.kind,
            text=wanted.text,
            superior_text=wanted.superior,
            perspective=wanted.perspective,
        )
        for place, one in enumerate(wanted.indicators, start=1):
            rows.add(
                Indicator,
                result_id=result_id,
                owner_id=person.id,
                number=place,
                aspect=one.aspect,
                text=one.text,
                unit=one.unit,
                direction=one.direction,
                reading=one.reading,
                baseline=one.baseline,
                target_low=one.target,
                target_high=one.target_high,
                due_on=due_in(starts_on, ends_on, (12, 12, 9, 6)[(person.id + place) % 4]),
                evidence_expected=one.evidence,
            )
            yield rows.rows[Indicator][-1]
