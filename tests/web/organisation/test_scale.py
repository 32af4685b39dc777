"""Lists cost the same number of statements however many people there are, and scopes walk an index."""

import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.demo.world import build
from portal.domain.organisation.models import Employee, OrgUnit
from portal.domain.organisation.people import queries
from portal.domain.organisation.scope import inside
from portal.domain.organisation.viewers import Viewer
from tests.browser import Browser
from tests.factories_organisation import TODAY, hr_of

MOST = 12
BY_KEY = re.compile(r"ix_employee_(unit_key|figures)")  # both begin with the unit's key
LISTS = (
    "/admin", "/admin/units", "/admin/units/1", "/admin/people", "/admin/people?q=sri", "/admin/roles",
    "/admin/invitations", "/admin/import", "/admin/agencies", "/admin/audit", "/admin/outbox",
)  # fmt: skip


def counted(browser: Browser, statements: list[str], people: int) -> dict[str, int]:
    with browser.database() as session:
        world = build(session, TODAY, 1, people)
    browser.sign_in(world.accounts["admin@demo.test"])
    found = {}
    for path in LISTS:
        statements.clear()
        assert browser.get(path).status_code == 200, path
        found[path] = len([one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))])
    return found


SEEN: dict[str, dict[str, int]] = {}


@pytest.mark.parametrize("people", [400, 3000])
def test_lists_stay_under_twelve_statements_at_every_size(
    browser: Browser, statements: list[str], people: int, database_url: str
) -> None:
    found = counted(browser, statements, people)
    assert {path: count for path, count in found.items() if count > MOST} == {}
    kind = database_url.partition(":")[0]
    assert SEEN.setdefault(kind, found) == found


def plan_of(session: Session, query) -> str:
    dialect = session.get_bind().dialect
    maker = sqlite if dialect.name == "sqlite" else postgresql
    sql = str(query.compile(dialect=maker.dialect(), compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(tuple(row)) for row in session.execute(text(explain + sql.replace(":", r"\:"))))


def many_people(session: Session) -> Viewer:
    """A large neighbour and a small unit of mine beside it."""
    world = build(session, TODAY, 1, 3000)
    session.execute(text("ANALYZE"))
    unit = session.get_one(OrgUnit, world.units["surabaya.mulyorejo"].id)
    return hr_of(session, unit)


def test_a_subtree_is_read_through_the_index_on_unit_keys(session: Session) -> None:

    viewer = many_people(session)
    for query in (
        select(func.count()).select_from(Employee).where(inside(Employee.unit_key, viewer)),
        select(Employee.id).where(inside(Employee.unit_key, viewer)).order_by(Employee.name).limit(25),
    ):
        plan = plan_of(session, query)
        assert BY_KEY.search(plan), plan
        assert "SCAN employee" not in plan
        assert "Seq Scan on employee" not in plan


def test_search_stays_inside_the_subtree(session: Session) -> None:

    viewer = many_people(session)
    narrowed = queries._narrowed(select(Employee.id), viewer, queries.Filters(words="sri"))
    assert BY_KEY.search(plan_of(session, narrowed))


def test_units_are_found_by_the_index_on_their_keys(session: Session) -> None:

    viewer = many_people(session)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # a few hundred units fit on one page
    plan = plan_of(session, select(OrgUnit.id).where(inside(OrgUnit.path_key, viewer)))
    assert "uq_org_unit_path_key" in plan or "sqlite_autoindex_org_unit" in plan, plan


def test_the_whole_installation_is_one_interval(session: Session) -> None:
    from tests.factories_organisation import system

    assert str(inside(Employee.unit_key, system())).count("BETWEEN") == 1
