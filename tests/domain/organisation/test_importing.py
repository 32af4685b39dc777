from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.errors import RuleBroken
from portal.domain.organisation.imports import actions
from portal.domain.organisation.imports.models import ImportRun, ImportState
from portal.domain.organisation.imports.reading import read
from portal.domain.organisation.models import Employee, OrgUnit, Placement, Position
from portal.domain.organisation.people.queries import placements_of
from tests import factories
from tests.factories import NOW
from tests.factories_organisation import NIP, PPPK_NIP, TODAY, hr_of
from tests.sheets import csv, line

BOSS = "197504152011111001"


def unit_with(session: Session, code: str = "U1", parent: OrgUnit | None = None) -> OrgUnit:
    unit = factories.unit(session, parent=parent)
    unit.code = code
    session.flush()
    return unit


def checked(session: Session, hr, *lines, today: date = TODAY):
    return actions.dry_run(session, read("a.csv", csv(*lines).encode()), by=hr, today=today)


def imported(session: Session, hr, root: Path, *lines) -> ImportRun:
    rows = read("a.csv", csv(*lines).encode())
    made = actions.dry_run(session, rows, by=hr, today=TODAY)
    assert made.problems == []
    prepared = actions.prepare(root, "a.csv", csv(*lines).encode())
    run = actions.start(session, prepared, made, by=hr, at=NOW)
    assert actions.confirm(session, run, actions.rows_of(root, run), by=hr, today=TODAY, at=NOW)
    return run


def person(session: Session, nip: str = NIP) -> Employee:
    session.expire_all()
    return session.scalars(select(Employee).where(Employee.nip == nip)).one()


def problems(session: Session, hr, *lines) -> list[tuple[object, object]]:
    return [(row, column) for row, column, *_rest in checked(session, hr, *lines).problems]


def test_a_dry_run_writes_nothing(session: Session) -> None:
    hr = hr_of(session, unit_with(session))
    made = checked(session, hr, line(), line(PPPK_NIP))
    assert [step.kind for step in made.steps] == ["create", "create"]
    assert session.scalar(select(func.count()).select_from(Employee)) == 0


def test_an_import_creates_people_with_evaluators_from_further_down(session: Session, tmp_path: Path) -> None:
    unit = unit_with(session)
    hr = hr_of(session, unit)
    run = imported(
        session,
        hr,
        tmp_path,
        line(atasan=BOSS, mulai="05/01/2026", email="Ratna@A.go.id", jenis="PNS"),
        line(BOSS, nama="Ikhsan Wahyudi", jabatan="Camat"),
        line(PPPK_NIP, nama="Sri", jabatan=""),
    )
    assert (run.state, run.created, run.changed, run.unchanged) == (ImportState.APPLIED, 3, 0, 0)
    ratna = person(session)
    assert ratna.evaluator is not None
    assert (ratna.evaluator.nip, ratna.email, ratna.employment.value) == (BOSS, "ratna@a.go.id", "pns")
    assert (ratna.unit_key, ratna.agency_id) == (unit.path_key, unit.agency_id)
    [stretch] = placements_of(session, ratna)
    assert (stretch.starts_on, stretch.evaluator_id) == (date(2026, 1, 5), ratna.evaluator_id)
    assert person(session, PPPK_NIP).employment.value == "pppk"
    assert person(session, PPPK_NIP).position is None


def test_the_same_file_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    lines = (line(atasan=BOSS), line(BOSS, nama="Ikhsan"), line(PPPK_NIP, jabatan="", golongan=""))
    imported(session, hr, tmp_path, *lines)
    again = imported(session, hr, tmp_path, *lines)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    assert session.scalar(select(func.count()).select_from(Placement)) == 3
    assert session.scalar(select(func.count()).select_from(Position)) == 1


def test_a_changed_row_says_what_changes_and_begins_a_stretch(session: Session, tmp_path: Path) -> None:
    root = unit_with(session, "U0")
    unit_with(session, "U1", root)
    new = unit_with(session, "U2", root)
    hr = hr_of(session, root)
    imported(session, hr, tmp_path, line(mulai="2026-01-05"))
    made = checked(session, hr, line(unit="U2", golongan="III/b", mulai="2026-11-01"))
    assert made.changes() == [[2, "change", "•" * 15 + "001", "Ratna Wulandari", ["grade", "unit"]]]
    imported(session, hr, tmp_path, line(unit="U2", golongan="III/b", mulai="2026-11-01"))
    ratna = person(session)
    newest, oldest = placements_of(session, ratna)
    assert (ratna.grade, ratna.unit_id, newest.unit_id) == ("III/b", new.id, new.id)
    assert oldest.ends_on == newest.starts_on == date(2026, 11, 1)


def test_a_correction_for_the_same_day_leaves_one_stretch(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    imported(session, hr, tmp_path, line(mulai="2026-01-05"))
    imported(session, hr, tmp_path, line(mulai="2026-01-05", jabatan="Analis Kebijakan Ahli Muda"))
    [stretch] = placements_of(session, person(session))
    assert stretch.position is not None
    assert stretch.position.kind.value == "functional"


def test_empty_cells_leave_what_is_known(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    imported(session, hr, tmp_path, line(BOSS, nama="Ikhsan"), line(email="r@a.go.id", atasan=BOSS))
    again = imported(session, hr, tmp_path, line(golongan="", jabatan="", email="", atasan=""))
    assert again.unchanged == 1


def test_somebody_who_left_comes_back_by_import(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    imported(session, hr, tmp_path, line(mulai="2026-01-05"))
    ratna = person(session)
    ratna.left_on = placements_of(session, ratna)[0].ends_on = date(2026, 6, 1)
    session.flush()
    assert problems(session, hr, line(mulai="2026-02-01")) == [(2, "starts_on")]
    imported(session, hr, tmp_path, line(mulai="2026-10-01"))
    assert person(session).left_on is None
    assert [stretch.starts_on.month for stretch in placements_of(session, person(session))] == [10, 1]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"nip": "198613262015051001"}, "nip"),
        ({"nip": "1.98609E+17"}, "nip"),
        ({"nip": ""}, "nip"),
        ({"nama": ""}, "name"),
        ({"email": "keliru"}, "email"),
        ({"unit": ""}, "unit"),
        ({"unit": "TIDAK-ADA"}, "unit"),
        ({"jenis": "honorer"}, "employment"),
        ({"jenis": "PPPK"}, "employment"),
        ({"atasan": "123"}, "evaluator"),
        ({"atasan": NIP}, "evaluator"),
        ({"atasan": BOSS}, "evaluator"),
        ({"mulai": "kemarin"}, "starts_on"),
        ({"mulai": "2099-01-01"}, "starts_on"),
    ],
)
def test_every_error_names_its_row_and_column(session: Session, cells, column: str) -> None:
    hr = hr_of(session, unit_with(session))
    assert (3, column) in problems(session, hr, line(PPPK_NIP), line(**cells))


def test_all_errors_of_a_row_are_told_at_once_and_nothing_else_is_lost(session: Session) -> None:
    hr = hr_of(session, unit_with(session))
    made = checked(session, hr, line(nip="1", nama="", unit="X"), line(PPPK_NIP))
    assert [problem[1] for problem in made.problems] == ["nip", "name", "unit"]
    assert len(made.steps) == 1


def test_a_nip_twice_in_the_file(session: Session) -> None:
    hr = hr_of(session, unit_with(session))
    made = checked(session, hr, line(), line())
    assert made.problems == [[3, "nip", "The same NIP stands in row %(row)s already.", {"row": 2}]]


def test_a_circle_of_evaluators_is_found_in_the_file_and_with_the_database(
    session: Session, tmp_path: Path
) -> None:
    hr = hr_of(session, unit_with(session))
    third = "198001012005011001"
    circle = (line(atasan=BOSS), line(BOSS, atasan=third), line(third, atasan=NIP))
    assert problems(session, hr, *circle) == [(2, "evaluator"), (3, "evaluator"), (4, "evaluator")]
    imported(session, hr, tmp_path, line(), line(BOSS, atasan=NIP), line(third, atasan=BOSS))
    assert problems(session, hr, line(atasan=third)) == [(2, "evaluator")]


def test_a_chain_that_never_ends_is_refused(session: Session) -> None:
    hr = hr_of(session, unit_with(session))
    numbers = [f"19860926201505{sex}{serial:03d}" for sex in (1, 2) for serial in range(1, 31)]
    numbers = [number[:14] + number[14:] for number in numbers]
    lines = [line(low, atasan=high) for low, high in zip(numbers, numbers[1:], strict=False)]
    assert (2, "evaluator") in problems(session, hr, *lines, line(numbers[-1]))


def test_foreign_units_people_and_agencies_stay_out_of_reach(session: Session, tmp_path: Path) -> None:
    root = unit_with(session, "U0")
    unit_with(session, "U1", root)
    other = unit_with(session, "U2", root)
    foreign = unit_with(session, "U9")
    imported(session, hr_of(session, other), tmp_path, line(unit="U2"))
    hr = hr_of(session, session.scalars(select(OrgUnit).where(OrgUnit.code == "U1")).one())
    assert problems(session, hr, line(PPPK_NIP, unit="U2")) == [(2, "unit")]
    assert problems(session, hr, line(PPPK_NIP, unit="U9")) == [(2, "unit")]
    assert problems(session, hr, line(unit="U1")) == [(2, "nip")]
    factories.employee(session, unit_=foreign, nip=BOSS)
    assert problems(session, hr, line(PPPK_NIP, atasan=BOSS)) == [(2, "evaluator")]


def test_a_confirmation_applies_only_what_was_checked(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    content = csv(line()).encode()
    rows = read("a.csv", content)
    made = actions.dry_run(session, rows, by=hr, today=TODAY)
    run = actions.start(session, actions.prepare(tmp_path, "a.csv", content), made, by=hr, at=NOW)
    imported(session, hr, tmp_path, line(nama="Somebody was faster"))
    rows = actions.rows_of(tmp_path, run)
    assert not actions.confirm(session, run, rows, by=hr, today=TODAY, at=NOW)
    assert (run.state, run.created, run.changed) == (ImportState.CHECKED, 0, 1)
    assert person(session).name == "Somebody was faster"
    tomorrow = TODAY + timedelta(days=1)
    assert actions.confirm(session, run, rows, by=hr, today=tomorrow, at=NOW)
    with pytest.raises(RuleBroken, match="imported already"):
        actions.confirm(session, run, rows, by=hr, today=TODAY, at=NOW)


def test_a_kept_file_that_was_exchanged_is_not_applied(session: Session, tmp_path: Path) -> None:
    hr = hr_of(session, unit_with(session))
    run = imported(session, hr, tmp_path, line())
    (tmp_path / run.file.path).write_bytes(b"NIP;Nama;Kode Unit\n")
    with pytest.raises(RuleBroken, match="gone"):
        actions.rows_of(tmp_path, run)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_fifteen_thousand_rows_take_seconds(session: Session, tmp_path: Path) -> None:
    """The promise is a minute; the bar leaves room for a busy machine."""
    hr = hr_of(session, unit_with(session))
    boss = line(BOSS, nama="Ikhsan")
    lines = [
        line(
            f"{1970 + n % 30}0{n % 9 + 1}1520{10 + n // 3000:02d}05{n % 2 + 1}{n // 60 % 999 + 1:03d}",
            atasan=BOSS,
        )
        for n in range(15_000)
    ]
    unique = list({str(cells[0]): cells for cells in lines}.values())
    began = perf_counter()
    run = imported(session, hr, tmp_path, boss, *unique)
    assert run.created == len(unique) + 1
    assert imported(session, hr, tmp_path, boss, *unique).unchanged == len(unique) + 1
    print(f"{len(unique)} rows, twice: {perf_counter() - began:.1f} s")
    assert perf_counter() - began < 60
