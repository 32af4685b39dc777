"""A person's points of a year with reasons, on the page, on paper and as a sheet (M13)."""

import io

import pytest
from python_calamine import CalamineWorkbook

from portal.domain.organisation.models import Role
from tests import factories
from tests.factories_manual import approved, manual_rule, office


@pytest.fixture
def booked(browser):
    with browser.database() as session:
        here = office(session)
        version = manual_rule(session, name='=HYPERLINK("http://jahat.example")')
        approved(session, here, version, 40)
        return {"me": here.person.account_id, "employee": here.person.id, "hr": here.approver.account_id}


def test_the_sheet_has_every_line_and_no_formula(browser, booked):
    answer = browser.sign_in(booked["me"]).get("/rewards/ledger/2026.xlsx")
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    line = next(row for row in rows if '=HYPERLINK("http://jahat.example")' in row)
    assert line[3:] == [40, 40]
    assert "berita acara" in line[2]
    assert b"<f>" not in answer.data


def test_the_paper_is_a_pdf(browser, booked):
    answer = browser.sign_in(booked["me"]).get("/rewards/ledger/2026.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert "poin-2026.pdf" in answer.headers["Content-Disposition"]
    assert browser.get("/rewards/ledger/2024.pdf").status_code == 200  # a year without points


def test_years_are_looked_at_one_by_one(browser, booked):
    page = browser.sign_in(booked["me"]).get("/rewards/ledger?year=2026").text
    assert "+40" in page
    assert "/rewards/ledger/2026.pdf" in page
    earlier = browser.get("/rewards/ledger?year=2025").text
    assert "Tidak ada poin pada tahun ini" in earlier
    for year in ("1", "2500"):
        assert browser.get(f"/rewards/ledger?year={year}").status_code == 404


def test_hr_reads_the_statements_of_their_own_units_only(browser, booked):
    address = f"/admin/rewards/people/{booked['employee']}/ledger"
    browser.sign_in(booked["hr"])
    assert "+40" in browser.get(f"{address}?year=2026").text
    assert browser.get(f"{address}/2026.xlsx").status_code == 200
    assert f"{address}" in browser.get(f"/admin/people/{booked['employee']}").text
    with browser.database() as session:
        other = factories.employee(session)
        factories.role(session, other, Role.HR_ADMIN, over=other.unit)
        leader = factories.employee(session)
        factories.role(session, leader, Role.LEADER)
        strangers = (other.account_id, leader.account_id)
    for account_id in strangers:
        browser.sign_in(account_id)
        for end in ("", "/2026.pdf"):
            assert browser.get(address + end).status_code == 404
