"""The home page of each role, and the pages one opens next: time beside an empty page in the same frame, and SQL.

The size is the number of employees of the large installation; the small one has 400.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from flask import Blueprint, Flask, render_template

from benchmarks.instances import filled
from benchmarks.lines import Line, at_most, exactly
from benchmarks.visitors import Visitor, open_portal
from portal.web.people import public

SIZE = 60_000
SMALL = 400
ROUNDS = 60
TIMES_EMPTY = 6
MOST_STATEMENTS = 12
HOMES = {
    "employee": "pegawai@demo.test",
    "evaluator": "atasan@demo.test",
    "trainer": "pelatih@demo.test",
    "service manager": "layanan@demo.test",
    "HR administrator": "kepegawaian@demo.test",
    "committee member": "panitia@demo.test",
    "leader": "pimpinan@demo.test",
    "auditor": "auditor@demo.test",
    "administrator": "admin@demo.test",
    "signed out": None,
}
PAGES = {
    "/leaderboards": "pegawai@demo.test",
    "/leaderboards?show=agency": "pegawai@demo.test",
    "/leaderboards?show=units": "pegawai@demo.test",
    "/rewards": "pegawai@demo.test",
    "/targets": "pegawai@demo.test",
    "/targets/people": "atasan@demo.test",
    "/services": None,
}
MOST_STATEMENTS_OF_A_PAGE = 14
TIMES_EMPTY_OF_A_PAGE = 12

blueprint = Blueprint("benchmark", __name__, template_folder="templates")


@blueprint.get("/benchmark/empty")
def empty() -> str:
    return render_template("benchmark/empty.html")


@blueprint.get("/benchmark/empty-public")
@public
def empty_public() -> str:
    return render_template("benchmark/empty_public.html")


def run(size: int) -> Iterator[Line]:
    apps = {employees: with_empty_pages(employees) for employees in (SMALL, size)}
    for role, email in HOMES.items():
        yield from lines_of(f"home of {role}", "/", email, apps, MOST_STATEMENTS, TIMES_EMPTY)
    for path, email in PAGES.items():
        yield from lines_of(path, path, email, apps, MOST_STATEMENTS_OF_A_PAGE, TIMES_EMPTY_OF_A_PAGE)


def lines_of(
    name: str, path: str, email: str | None, apps: Mapping[int, Flask], most_statements: int, times: float
) -> Iterator[Line]:
    """Its time in every installation; statements in the first, and that the others ask as many."""
    visitors = {employees: Visitor(app, email) for employees, app in apps.items()}
    for employees, visitor in visitors.items():
        yield time_of(f"{name}, {employees:,} employees", visitor, path, email is not None, times)
    (_first, few), *others = [
        (employees, visitor.statements(path)) for employees, visitor in visitors.items()
    ]
    yield at_most(f"statements of {name}", few, "statements", most_statements)
    for employees, many in others:
        yield exactly(f"statements of {name}, {employees:,} employees", many, "statements", few)


def with_empty_pages(employees: int) -> Flask:
    app = open_portal(filled(employees))
    app.register_blueprint(blueprint)
    return app


def time_of(name: str, visitor: Visitor, path: str, is_signed_in: bool, times: float) -> Line:
    """Medians of pages asked in turn, so that a busy moment of the machine meets both."""
    empty_page = "/benchmark/empty" if is_signed_in else "/benchmark/empty-public"
    page, beside = [], []
    for _round in range(ROUNDS + 1):
        page.append(visitor.seconds(path) * 1000)
        beside.append(visitor.seconds(empty_page) * 1000)
    return at_most(name, median(page[1:]), "ms", median(beside[1:]), times=times)
