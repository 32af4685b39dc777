"""G2–G5, B12, P9: making a plan, agreeing to it, reading it, printing and exporting it."""

import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from portal.domain.targets.plans.models import PerformancePlan, PlanState
from portal.extensions import db
from portal.web.clock import now
from tests.factories import employee
from tests.factories_targets import agreed, approved, checkin, indicator, plan, plan_of, result


@pytest.fixture
def people(browser):
    with browser.database() as session:
        boss = employee(session)
        me = employee(session, evaluator=boss, name="Siti Nurhaliza")
        return {"boss": boss.account_id, "me": me.account_id, "me_id": me.id, "boss_id": boss.id}


YEAR = {"starts_on": f"{now().year}-01-01", "last_day": f"31/12/{now().year}"}


def text(answer):
    return answer.get_data(as_text=True)


def test_a_plan_is_made_submitted_revised_and_agreed(browser, people):
    browser.sign_in(people["me"])
    assert "/targets/plans/new" in text(browser.get("/targets"))
    made = browser.post("/targets/plans", approach="quantitative", start_from="", **YEAR)
    assert made.status_code == 303
    home = made.headers["Location"]
    plan_id = int(home.rsplit("/", 1)[1])
    added = browser.post(
        f"/targets/plans/{plan_id}/results", text="Warga menerima dokumen dalam 3 hari", kind="primary"
    )
    assert added.status_code == 303
    where = re.sub("/new$", "", added.headers["Location"])
    browser.get(added.headers["Location"])
    wrong = browser.post(where, text="Dokumen selesai", aspect="quantity", direction="higher", reading="sum",
                         unit="dokumen", target_low="seratus", due_on=f"{now().year}-12-31")  # fmt: skip
    assert wrong.status_code == 422
    assert 'value="seratus"' in text(wrong)
    right = browser.post(where, text="Dokumen selesai", aspect="quantity", direction="higher", reading="sum",
                         unit="dokumen", target_low="1.234,5", due_on=f"{now().year}-12-31")  # fmt: skip
    assert right.status_code == 303
    assert "1.234,5 dokumen" in text(browser.get(home))
    assert browser.get(f"{home}/check").status_code == 200
    assert browser.post(f"{home}/submit").status_code == 303

    browser.sign_in(people["boss"])
    assert home in text(browser.get("/targets/review"))
    refused = browser.post(f"{home}/revise", reason="")
    assert refused.status_code == 422
    assert browser.post(f"{home}/revise", reason="Tambahkan aspek waktu").status_code == 303
    browser.sign_in(people["me"])
    assert "Tambahkan aspek waktu" in text(browser.get(home))
    browser.post(f"{home}/submit")
    browser.sign_in(people["boss"])
    assert browser.post(f"{home}/agree").status_code == 303
    with browser.database() as session:
        assert session.get_one(PerformancePlan, plan_id).state is PlanState.ACTIVE


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("target_low", "1" * 30),
        ("target_low", "1e5"),
        ("target_low", "NaN"),
        ("target_low", "-3"),
        ("target_low", "12,34567"),
        ("due_on", "99/99/9999"),
        ("due_on", "9999-12-31"),
        ("due_on", "kemarin"),
        ("aspect", "<script>"),
        ("direction", ""),
        ("text", ""),
        ("text", "x" * 301),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept(browser, people, field, typed):
    browser.sign_in(people["me"])
    with browser.database() as session:
        from portal.domain.organisation.models import Employee

        home = plan(session, session.get_one(Employee, people["me_id"]), at=now(),
                    starts_on=date(now().year, 1, 1), ends_on=date(now().year + 1, 1, 1))  # fmt: skip
        result_id = result(session, home).id
    fields = {"text": "Dokumen", "aspect": "quantity", "direction": "higher", "reading": "sum", "unit": "dokumen",
              "target_low": "100", "due_on": f"{now().year}-12-31"}  # fmt: skip
    answer = browser.post(f"/targets/results/{result_id}/indicators", **fields | {field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in text(answer) or "aria-describedby" in text(answer)


@pytest.mark.parametrize(
    ("starts_on", "last_day"), [("0001-01-01", "9999-12-31"), ("besok", "lusa"), ("2026-12-31", "2026-01-01")]
)
def test_impossible_periods_are_refused(browser, people, starts_on, last_day):
    browser.sign_in(people["me"])
    answer = browser.post(
        "/targets/plans", approach="quantitative", start_from="", starts_on=starts_on, last_day=last_day
    )
    assert answer.status_code == 422


def test_templates_and_printing_and_export(browser, people):
    browser.sign_in(people["me"])
    made = browser.post("/targets/plans", approach="quantitative", start_from="civil_registry", **YEAR)
    home = made.headers["Location"]
    assert "KTP-el" in text(browser.get(home))
    assert "•••" in text(browser.get(f"{home}/print"))
    with browser.database() as session:
        one = session.query(PerformancePlan).one()
        indicator(session, one, text='=HYPERLINK("https://evil.example")', unit="@x")
    sheet = browser.get(f"{home}/export.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert rows[0][9] == "Target"
    assert rows[-1][8] == '=HYPERLINK("https://evil.example")'
    inside = zipfile.ZipFile(io.BytesIO(sheet.data))
    assert not any(b"<f>" in inside.read(name) for name in inside.namelist())
    assert "'=HYPERLINK" in browser.get(f"{home}/export.csv").get_data(as_text=True)
    assert browser.get(f"{home}/export.exe").status_code == 404


def test_another_persons_plan_is_not_found(browser, people):
    with browser.database() as session:
        one = agreed(session)
        plan_id, indicator_id = plan_of(session, one).id, one.id
    browser.sign_in(people["me"])
    for address in (f"plans/{plan_id}", f"indicators/{indicator_id}", f"plans/{plan_id}/print",
                    f"plans/{plan_id}/export.csv", f"indicators/{indicator_id}/checkins/new"):  # fmt: skip
        assert browser.get(f"/targets/{address}").status_code == 404


def statements(browser, address):
    counted = []
    with browser.app.app_context():
        engine = db.engine

    def count(*arguments):
        counted.append(arguments[2])

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(counted)


@pytest.mark.parametrize("address", ["/targets/people", "/targets/review"])
def test_lists_ask_the_same_number_of_questions_for_one_and_for_many(browser, people, address):
    from portal.domain.organisation.models import Employee

    browser.sign_in(people["boss"])
    with browser.database() as session:
        boss = session.get_one(Employee, people["boss_id"])
        first = agreed(session, employee(session, evaluator=boss))
        approved(session, first)
        checkin(session, first)
    statements(browser, address)  # the first visit also notes that the session is alive
    few = statements(browser, address)
    with browser.database() as session:
        boss = session.get_one(Employee, people["boss_id"])
        for _ in range(6):
            one = agreed(session, employee(session, evaluator=boss))
            approved(session, one)
            checkin(session, one)
            checkin(session, one)
    assert statements(browser, address) == few
    assert few <= 20
