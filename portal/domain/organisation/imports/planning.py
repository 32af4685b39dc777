"""The dry run: what every row would do, or what is wrong with it. Reads the database, writes nothing."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portal.domain.errors import RuleBroken
from portal.domain.organisation import nip
from portal.domain.organisation.imports.columns import Column
from portal.domain.organisation.imports.known import Known, KnownPerson, KnownUnit
from portal.domain.organisation.imports.reading import Row
from portal.domain.organisation.models import Employment
from portal.domain.organisation.people.actions import checked_email, checked_name
from portal.domain.words import n_

LONGEST_CHAIN = 30
PNS = ("pns", "cpns", "pegawai negeri sipil")
PPPK = ("pppk", "p3k", "pegawai pemerintah dengan perjanjian kerja")


@dataclass(slots=True)
class Step:
    """What one row does. `person` is None for somebody new; `place_changes` begins a new stretch of history."""

    row: int
    nip: str
    name: str
    email: str | None
    grade: str
    employment: Employment
    unit: KnownUnit
    position: str
    evaluator_nip: str
    starts_on: date
    is_day_typed: bool
    person: KnownPerson | None
    fields: list[str] = field(default_factory=list)
    place_changes: bool = False

    @property
    def kind(self) -> str:
        return "create" if self.person is None else "change" if self.fields else "same"


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    problems: list[list[object]] = field(default_factory=list)
    warnings: list[list[object]] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Step]:
        return [step for step in self.steps if step.kind == kind]

    def changes(self) -> list[list[object]]:
        return [
            [step.row, step.kind, nip.masked(step.nip), step.name, step.fields]
            for step in self.steps
            if step.kind != "same"
        ]

    def fingerprint(self) -> str:
        """Two plans with the same one do the same."""
        content = [
            [step.row, step.kind, step.nip, step.unit.id, step.evaluator_nip, step.fields]
            + [step.starts_on.isoformat() if step.is_day_typed else ""]
            for step in self.steps
        ]
        return hashlib.sha256(json.dumps([content, self.problems]).encode()).hexdigest()


def plan(rows: Iterable[Row], known: Known, *, today: date) -> Plan:
    made = Plan()
    seen: dict[str, int] = {}
    for row in rows:
        _Checker(made, known, row, seen, today).check()
    _check_evaluators(made, known)
    return made


class _Checker:
    """One row; every cell is looked at, so that all its errors are told at once."""

    def __init__(self, made: Plan, known: Known, row: Row, seen: dict[str, int], today: date) -> None:
        self.made, self.known, self.row, self.seen, self.today = made, known, row, seen, today
        self.is_sound = True

    def check(self) -> None:
        number = self.number()
        name = self.name()
        email = self.email()
        unit = self.unit()
        starts_on = self.starts_on()
        employment = self.employment(number)
        evaluator = self.evaluator(number)
        person = self.person(number)
        if not (self.is_sound and number and unit):
            return
        step = Step(
            row=self.row.number,
            nip=number.digits,
            name=name,
            email=email or (person.email if person else None),
            grade=self.row[Column.GRADE][:20] or (person.grade if person else ""),
            employment=employment,
            unit=unit,
            position=self.row[Column.POSITION][:160] or (person.position if person else ""),
            evaluator_nip=evaluator or (person.evaluator_nip if person else ""),
            starts_on=starts_on or self.today,
            is_day_typed=starts_on is not None,
            person=person,
        )
        if person is not None:
            self.compare(step, person)
        if self.is_sound:
            self.made.steps.append(step)

    def wrong(self, column: Column, message: str, **values: object) -> None:
        self.is_sound = False
        self.made.problems.append([self.row.number, column.value, message, values])

    def number(self) -> nip.Nip | None:
        try:
            number = nip.parse(self.row[Column.NIP])
        except RuleBroken as broken:
            self.wrong(Column.NIP, broken.message, **broken.values)
            return None
        if number.digits in self.seen:
            self.wrong(
                Column.NIP, n_("The same NIP stands in row %(row)s already."), row=self.seen[number.digits]
            )
        self.seen.setdefault(number.digits, self.row.number)
        if number.is_early:
            self.made.warnings.append(
                [self.row.number, Column.NIP.value, n_("Younger than 18 when service began."), {}]
            )
        return number

    def name(self) -> str:
        try:
            return checked_name(self.row[Column.NAME])
        except RuleBroken as broken:
            self.wrong(Column.NAME, broken.message)
            return ""

    def email(self) -> str | None:
        try:
            return checked_email(self.row[Column.EMAIL])
        except RuleBroken as broken:
            self.wrong(Column.EMAIL, broken.message)
            return None

    def unit(self) -> KnownUnit | None:
        code = self.row[Column.UNIT]
        found = self.known.units.get(code, [])
        if not code:
            self.wrong(Column.UNIT, n_("Fill in the unit code."))
        elif not found:
            self.wrong(Column.UNIT, n_("No open unit of yours has the code %(code)s."), code=code)
        elif len(found) > 1:
            self.wrong(Column.UNIT, n_("Several agencies have a unit with the code %(code)s."), code=code)
        else:
            return found[0]
        return None

    def employment(self, number: nip.Nip | None) -> Employment:
        typed = self.row[Column.EMPLOYMENT].lower()
        by_number = number.employment if number else Employment.PNS
        if not typed:
            return by_number
        if typed not in PNS + PPPK:
            self.wrong(Column.EMPLOYMENT, n_("Write PNS or PPPK."))
        elif number and (typed in PNS) != (by_number is Employment.PNS):
            self.wrong(Column.EMPLOYMENT, n_("The NIP says another kind of employment."))
        return by_number

    def evaluator(self, number: nip.Nip | None) -> str:
        typed = self.row[Column.EVALUATOR]
        if not typed:
            return ""
        try:
            digits = nip.parse(typed).digits
        except RuleBroken as broken:
            self.wrong(Column.EVALUATOR, broken.message, **broken.values)
            return ""
        if number and digits == number.digits:
            self.wrong(Column.EVALUATOR, n_("Nobody is their own evaluator."))
        return digits

    def starts_on(self) -> date | None:
        typed = self.row[Column.STARTS_ON]
        if not typed:
            return None
        day = read_day(typed)
        if day is None or day.year < 1950:
            self.wrong(Column.STARTS_ON, n_("Write the day as 2026-07-31 or 31/07/2026."))
        elif day > self.today:
            self.wrong(Column.STARTS_ON, n_("The day lies in the future. Enter the change when it has come."))
        return day

    def person(self, number: nip.Nip | None) -> KnownPerson | None:
        person = self.known.people.get(number.digits) if number else None
        if person is not None and not person.is_mine:
            self.wrong(Column.NIP, n_("This person works in another unit that you do not administer."))
        return person

    def compare(self, step: Step, person: KnownPerson) -> None:
        if step.unit.agency_id != person.agency_id:
            self.wrong(Column.UNIT, n_("This person belongs to another agency."))
            return
        pairs = (
            ("name", step.name, person.name),
            ("email", step.email, person.email),
            ("grade", step.grade, person.grade),
        )
        step.fields = [name for name, new, old in pairs if new != old]
        places = (
            ("unit", step.unit.id, person.unit_id),
            ("position", step.position, person.position),
            ("evaluator", step.evaluator_nip, person.evaluator_nip),
            ("left_on", None, person.left_on),
        )
        moved = [name for name, new, old in places if new != old]
        step.fields += moved
        step.place_changes = bool(moved)
        if moved and step.starts_on < (person.left_on or person.placed_on):
            self.wrong(Column.STARTS_ON, n_("The day lies before the present placement began."))


def read_day(text: str) -> date | None:
    """`2026-07-31`, `31/07/2026`, `31-07-2026` or `31.07.2026`; None for anything else."""
    parts = text.strip()[:10].replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts[0]) != 4:
        parts.reverse()
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])) if len(parts[0]) == 4 else None
    except ValueError:
        return None


def _check_evaluators(made: Plan, known: Known) -> None:
    """Evaluators may stand further down in the same file; nobody may end up above themselves."""
    steps = {step.nip: step for step in made.steps}
    for step in made.steps:
        if not step.evaluator_nip or not _evaluator_changes(step):
            continue
        boss, later = known.people.get(step.evaluator_nip), steps.get(step.evaluator_nip)
        problem = _problem_with(step, boss, later)
        if problem is None:
            problem = _problem_above(step.nip, steps, known)
        if problem:
            made.problems.append([step.row, Column.EVALUATOR.value, problem, {}])
    made.problems.sort(key=lambda problem: int(str(problem[0])))


def _evaluator_changes(step: Step) -> bool:
    return step.person is None or "evaluator" in step.fields or "left_on" in step.fields


def _problem_with(step: Step, boss: KnownPerson | None, later: Step | None) -> str | None:
    if boss is None and later is None:
        return n_("Nobody with this NIP is registered, and no sound row of this file has it.")
    agency_id = later.unit.agency_id if later else boss.agency_id if boss else 0
    has_left = boss is not None and boss.left_on is not None and later is None
    if agency_id != step.unit.agency_id or has_left:
        return n_("The evaluator must be in service in the same agency.")
    return None


def _problem_above(start: str, steps: dict[str, Step], known: Known) -> str | None:
    """Follow the evaluators upwards as they will be once the file is applied."""
    current = start
    for _step in range(LONGEST_CHAIN):
        step, person = steps.get(current), known.people.get(current)
        current = step.evaluator_nip if step else person.evaluator_nip if person else ""
        if not current:
            return None
        if current == start:
            return n_("This evaluator works for the person, directly or through others.")
    return n_("More than thirty evaluators stand above this person, or they go round in a circle.")
