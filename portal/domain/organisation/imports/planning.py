"""The dry run: what every row would do, or what is wrong with it. Reads the database, writes nothing."""

from collections.abc import Iterable
from datetime import date

from portal.domain.errors import RuleBroken
from portal.domain.organisation import nip
from portal.domain.organisation.imports.columns import Column
from portal.domain.organisation.imports.known import Known, KnownPerson, KnownUnit
from portal.domain.organisation.imports.reading import Row
from portal.domain.organisation.imports.steps import Plan, Step
from portal.domain.organisation.imports.superiors import check_evaluators
from portal.domain.organisation.models import Employment
from portal.domain.organisation.people.actions import checked_email, checked_name
from portal.domain.words import n_

PNS = ("pns", "cpns", "pegawai negeri sipil")
PPPK = ("pppk", "p3k", "pegawai pemerintah dengan perjanjian kerja")


def plan(rows: Iterable[Row], known: Known, *, today: date) -> Plan:
    made = Plan()
    seen: dict[str, int] = {}
    for row in rows:
        _Checker(made, known, row, seen, today).check()
    check_evaluators(made, known)
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
