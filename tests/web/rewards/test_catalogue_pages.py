"""The catalogue from both sides of the desk, and the list for the treasurer (G5, M13)."""

import csv
import io
from dataclasses import dataclass

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from portal.domain.audit.models import AuditEntry
from portal.domain.organisation.models import Employee
from portal.domain.rewards.catalogue.models import CatalogueItem, Redemption
from portal.web.clock import now
from tests import factories
from tests import factories_recognition as given


@dataclass
class Desk:
    person: int
    hr: int
    item_id: int
    agency_id: int


@pytest.fixture
def desk(browser) -> Desk:
    with browser.database() as session:
        root = factories.unit(session)
        person = factories.employee(session, unit_=root, name="Ratna Wulandari")
        given.award(session, person, points=100, at=now())
        item = given.item(session, root, name="Buku pilihan", stock=2)
        return Desk(person.account_id, given.hr(session, root).account_id, item.id, root.agency_id)


def code_of(browser) -> str | None:
    with browser.database() as session:
        return session.query(Redemption).order_by(Redemption.id.desc()).first().code


def test_from_the_catalogue_to_the_pick_up(browser, desk):
    browser.sign_in(desk.person)
    page = browser.get("/rewards/catalogue").text
    assert "Buku pilihan" in page
    assert "tersisa 2" in page
    assert "Tukar 60 poin" in browser.get(f"/rewards/catalogue/{desk.item_id}").text
    assert browser.post(f"/rewards/catalogue/{desk.item_id}").status_code == 303
    refused = browser.post(f"/rewards/catalogue/{desk.item_id}")
    assert refused.status_code == 422
    assert "Poin Anda yang dapat ditukar 40" in refused.text
    browser.sign_in(desk.hr)
    assert "Ratna Wulandari" in browser.get("/admin/rewards/requests").text
    request = "/admin/rewards/requests/1"
    assert browser.post(f"{request}/refuse", reason="").status_code == 422
    assert browser.post(f"{request}/approve").status_code == 303
    assert browser.post(f"{request}/approve").status_code == 422
    code = code_of(browser)
    assert code is not None
    assert code not in browser.get(request).text
    own = browser.sign_in(desk.person).get("/rewards/catalogue/requests/1").text
    assert f"{code[:3]} {code[3:]}" in own
    browser.sign_in(desk.hr)
    assert browser.post("/admin/rewards/requests/pick-up", code="AAAAAA").status_code == 422
    assert browser.post("/admin/rewards/requests/pick-up", code=code).status_code == 303
    assert "Sudah diambil" in browser.sign_in(desk.person).get("/rewards/catalogue").text
    assert browser.post("/rewards/catalogue/requests/1/cancel").status_code == 422


def test_a_request_sent_twice_is_one(browser, desk):
    browser.sign_in(desk.person)
    places = [
        browser.post(f"/rewards/catalogue/{desk.item_id}", idempotency_key="k" * 24).headers["Location"]
        for _ in range(2)
    ]
    assert places[0] == places[1]
    with browser.database() as session:
        assert session.query(Redemption).count() == 1


def test_refused_with_a_reason_and_cancelled(browser, desk):
    browser.sign_in(desk.person).post(f"/rewards/catalogue/{desk.item_id}")
    browser.sign_in(desk.hr).post("/admin/rewards/requests/1/refuse", reason="Menunggu pengadaan.")
    browser.sign_in(desk.person)
    assert "Menunggu pengadaan." in browser.get("/rewards/catalogue/requests/1").text
    browser.post(f"/rewards/catalogue/{desk.item_id}")
    assert browser.post("/rewards/catalogue/requests/2/cancel").status_code == 303
    assert "Dibatalkan" in browser.get("/rewards/catalogue").text
    browser.post(f"/rewards/catalogue/{desk.item_id}")
    browser.sign_in(desk.hr).post("/admin/rewards/requests/3/approve")
    assert browser.post("/admin/rewards/requests/3/withdraw", reason="Rusak.").status_code == 303
    for state in ("", "requested", "approved", "refused", "cancelled", "junk"):
        assert browser.get(f"/admin/rewards/requests?state={state}").status_code == 200


def fields(**changes):
    given_ = {"name": "Voucher koperasi", "words": "", "points": "30", "stock": "4", "icon": "tag"}
    return {**given_, **changes}


def test_hr_adds_changes_and_closes_items(browser, desk):
    browser.sign_in(desk.hr)
    new = "/admin/rewards/catalogue/new"
    wrong = browser.post(new, agency=desk.agency_id, **fields(points="0", valid_from="2026-02-01"))
    assert wrong.status_code == 422
    assert "Voucher koperasi" in wrong.text
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#196bcd").save(picture, "PNG")
    picture.seek(0)
    made = browser.post(new, agency=desk.agency_id, picture=(picture, "voucher.png"), **fields())
    assert made.status_code == 303
    junk = browser.post(new, agency=desk.agency_id, picture=(io.BytesIO(b"MZ"), "x.png"), **fields())
    assert junk.status_code == 422
    with browser.database() as session:
        item = session.query(CatalogueItem).filter_by(name="Voucher koperasi").one()
        number = item.id
    edit = f"/admin/rewards/catalogue/{number}/edit"
    assert 'value="Voucher koperasi"' in browser.get(edit).text
    assert browser.post(edit, stock_seen="4", **fields(stock="9", per_person="2")).status_code == 303
    backwards = fields(valid_from="2026-03-02", valid_to="2026-03-01")
    assert browser.post(edit, stock_seen="9", **backwards).status_code == 422
    browser.sign_in(desk.person)
    assert browser.get(f"/rewards/catalogue/{number}/picture").mimetype == "image/png"
    assert "tersisa 9" in browser.get("/rewards/catalogue").text
    assert browser.sign_in(desk.hr).post(f"/admin/rewards/catalogue/{number}/close").status_code == 303
    assert "Voucher koperasi" not in browser.sign_in(desk.person).get("/rewards/catalogue").text
    assert browser.sign_in(desk.hr).post(f"/admin/rewards/catalogue/{number}/open").status_code == 303


def test_nobody_adds_items_to_another_agency(browser, desk):
    with browser.database() as session:
        other = factories.unit(session).agency_id
    browser.sign_in(desk.hr)
    assert browser.post("/admin/rewards/catalogue/new", agency=other, **fields()).status_code == 403
    assert browser.get(f"/admin/rewards/catalogue/options/{other}").status_code == 404


def test_switching_the_catalogue_off(browser, desk):
    browser.sign_in(desk.person)
    assert 'href="/rewards/catalogue"' in browser.get("/rewards").text
    options = f"/admin/rewards/catalogue/options/{desk.agency_id}"
    browser.sign_in(desk.hr)
    assert browser.get(options).status_code == 200
    assert browser.post(options, has_incentives="y").status_code == 303
    assert "katalog nonaktif" in browser.get("/admin/rewards/catalogue").text
    browser.sign_in(desk.person)
    assert 'href="/rewards/catalogue"' not in browser.get("/rewards").text
    assert "Katalog tidak diaktifkan" in browser.get("/rewards/catalogue").text
    assert browser.get(f"/rewards/catalogue/{desk.item_id}").status_code == 404


@pytest.fixture
def listing(browser):
    """Somebody met a rule; the name would be a formula in a careless spreadsheet."""
    with browser.database() as session:
        root = factories.unit(session)
        person = factories.employee(session, unit_=root, name="=HYPERLINK(1)")
        version = given.version(session)
        given.award(session, person, version, at=now())
        return given.hr(session, root).account_id, version.rule_id, person.nip


def test_the_page_masks_what_the_file_holds(browser, listing):
    hr, rule_id, nip = listing
    browser.sign_in(hr)
    page = browser.get(f"/admin/rewards/incentives?rule={rule_id}&period=2026-Q4").text
    assert "Portal tidak membayar apa pun" in page
    assert nip not in page
    assert nip[-3:] in page
    address = f"/admin/rewards/incentives/{rule_id}/2026-Q4"
    assert browser.get(f"{address}/csv").status_code == 405
    text = browser.post(f"{address}/csv").data.decode("utf-8-sig")
    row = next(one for one in csv.reader(io.StringIO(text)) if nip in one)
    assert row[1] == "'=HYPERLINK(1)"
    sheet = browser.post(f"{address}/xlsx").data
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert cells[1][:2] == [nip, "=HYPERLINK(1)"]
    assert b"<f>" not in sheet
    with browser.database() as session:
        assert session.query(AuditEntry).filter_by(verb="incentives.export").count() == 2


def test_lists_of_strange_rules_and_periods(browser, listing):
    hr, rule_id, _nip = listing
    browser.sign_in(hr)
    assert browser.get("/admin/rewards/incentives?rule=999999&period=junk&page=-1").status_code == 200
    assert browser.post("/admin/rewards/incentives/999999/2026-Q4/csv").status_code == 404
    assert browser.post(f"/admin/rewards/incentives/{rule_id}/junk/csv").status_code == 422
    with browser.database() as session:
        person = session.query(Employee).filter_by(name="=HYPERLINK(1)").one().account_id
    assert browser.sign_in(person).get("/admin/rewards/incentives").status_code == 404
