"""The home page of each role: its time beside an empty page in the same frame, and its SQL statements.

The size is the number of employees of the large installation; the small one has 400.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    "service manager": "layanan@demo.test",
    "HR administrator": "kepegawaian@demo.test",
    "administrator": "admin@demo.test",
    "signed out": None,
}

blueprint = Blueprint("benchmark", __name__, template_folder="templates")


@blueprint.get("/benchmark/empty")
def empty() -> str:
    return render_template("benchmark/empty.html")


@blueprint.get("/benchmark/empty-public")
@public
def empty_public() -> str:
    return render_template("benchmark/empty_public.html")


def run(size: int) -> Iterator[Line]:
    small, large = with_empty_pages(SMALL), with_empty_pages(size)
    for role, email in HOMES.items():
        visitors = [(SMALL, Visitor(small, email)), (size, Visitor(large, email))]
        for employees, visitor in visitors:
            yield time_of(f"home of {role}, {employees:,} employees", visitor, email is not None)
        few, many = (visitor.statements("/") for _employees, visitor in visitors)
        yield at_most(f"statements of home of {role}", few, "statements", MOST_STATEMENTS)
        yield exactly(f"statements of home of {role}, {size:,} employees", many, "statements", few)


def with_empty_pages(employees: int) -> Flask:
    app = open_portal(filled(employees))
    app.register_blueprint(blueprint)
    return app


def time_of(name: str, visitor: Visitor, is_signed_in: bool) -> Line:
    """Medians of pages asked in turn, so that a busy moment of the machine meets both."""
    empty_page = "/benchmark/empty" if is_signed_in else "/benchmark/empty-public"
    home, beside = [], []
    for _round in range(ROUNDS + 1):
        home.append(visitor.seconds("/") * 1000)
        beside.append(visitor.seconds(empty_page) * 1000)
    return at_most(name, median(home[1:]), "ms", median(beside[1:]), times=TIMES_EMPTY)
