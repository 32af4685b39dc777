"""What administrators send: it happens, or it comes back at its field with what was typed."""

from datetime import date

import pytest

from portal.domain.organisation.models import Employee, OrgUnit, Role
from tests import factories
from tests.browser import Browser
from tests.factories_organisation import NIP
from tests.sheets import csv, line, xlsx
from tests.web.organisation.test_admin_pages import signed_in


@pytest.fixture
def root_id(browser: Browser) -> int:
    return signed_in(browser, Role.HR_ADMIN)


def unit_of(browser: Browser, root_id: int, code: str, name: str = "") -> int:
    with browser.database() as session:
        unit = factories.unit(session, parent=session.get_one(OrgUnit, root_id), name=name)
        unit.code = code
        return unit.id


def person_of(browser: Browser, unit_id: int, **fields) -> int:
    with browser.database() as session:
        return factories.employee(session, unit_=session.get_one(OrgUnit, unit_id), **fields).id


def found(browser: Browser, model, thing_id: int, name: str):
    with browser.database() as session:
        return getattr(session.get_one(model, thing_id), name)


def test_a_unit_is_added_changed_moved_and_closed(browser: Browser, root_id: int) -> None:
    fields = {"name": "Seksi Kesra", "code": "KESRA", "exposure": "field"}
    added = browser.post(f"/admin/units/{root_id}/add", **fields)
    assert added.status_code == 303
    unit_id = int(added.location.rsplit("/", 1)[1])
    other = unit_of(browser, root_id, "LAIN")
    assert (
        browser.post(f"/admin/units/{unit_id}/edit", **{**fields, "name": "Seksi Sosial"}).status_code == 303
    )
    assert browser.post(f"/admin/units/{unit_id}/move", parent="LAIN").status_code == 303
    assert found(browser, OrgUnit, unit_id, "parent_id") == other
    assert browser.post(f"/admin/units/{unit_id}/close").status_code == 303
    assert browser.get(f"/admin/units/{unit_id}").status_code == 200
    assert browser.post(f"/admin/units/{unit_id}/reopen").status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 161}, {"code": "a b"}, {"code": "ADA"}, {"exposure": "apa"}]
)
def test_a_wrong_unit_comes_back_with_what_was_typed(browser: Browser, root_id: int, wrong: dict) -> None:
    unit_of(browser, root_id, "ADA")
    fields = {"name": "Seksi Kesra Jaya", "code": "KESRA", "exposure": "field", **wrong}
    answer = browser.post(f"/admin/units/{root_id}/add", **fields)
    assert answer.status_code == 422
    if "name" not in wrong:
        assert "Seksi Kesra Jaya" in answer.text


def test_a_unit_under_a_foreign_or_unknown_code_is_refused_at_the_field(
    browser: Browser, root_id: int
) -> None:
    unit_id = unit_of(browser, root_id, "SINI")
    with browser.database() as session:
        factories.unit(session).code = "ASING"
    for code in ("ASING", "TIDAKADA", "x" * 41):
        assert browser.post(f"/admin/units/{unit_id}/move", parent=code).status_code == 422


def test_closing_a_unit_with_people_says_why_not(browser: Browser, root_id: int) -> None:
    unit_id = unit_of(browser, root_id, "PENUH")
    person_of(browser, unit_id)
    answer = browser.post(f"/admin/units/{unit_id}/close")
    assert answer.status_code == 422
    assert "Pindahkan dulu" in answer.text


def test_a_person_enters_is_corrected_moves_leaves_and_returns(browser: Browser, root_id: int) -> None:
    target = unit_of(browser, root_id, "TUJUAN")
    boss = person_of(browser, root_id)
    fields = {"nip": NIP, "name": "Ratna", "employment": "pns", "position": "Penata", "evaluator": boss}
    added = browser.post(f"/admin/units/{root_id}/employ", **fields, starts_on="2026-01-05")
    assert added.status_code == 303, added.text
    employee_id = int(added.location.rsplit("/", 1)[1])
    url = f"/admin/people/{employee_id}"
    assert found(browser, Employee, employee_id, "evaluator_id") == boss
    assert browser.post(f"{url}/correct", nip=NIP, name="Ratna W.", employment="pns").status_code == 303
    moved = browser.post(f"{url}/move", unit="TUJUAN", evaluator=0, starts_on="2026-06-01", reason="SK 1")
    assert moved.status_code == 303
    assert found(browser, Employee, employee_id, "unit_id") == target
    assert browser.post(f"{url}/leave", on="2026-07-01", reason="Pensiun").status_code == 303
    assert found(browser, Employee, employee_id, "left_on") == date(2026, 7, 1)
    back = browser.post(f"{url}/return", unit="TUJUAN", evaluator=0, starts_on="2026-08-01", reason="SK 2")
    assert back.status_code == 303
    page = browser.get(url)
    assert NIP not in page.text
    assert "SK 2" in page.text


def test_a_wrong_nip_says_which_part_and_keeps_what_was_typed(browser: Browser, root_id: int) -> None:
    answer = browser.post(
        f"/admin/units/{root_id}/employ",
        nip="198613262015051001", name="Ratna Teliti", employment="pns", starts_on="2026-01-05",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Angka ke-5–6: 13 bukan bulan lahir." in answer.text
    assert "Ratna Teliti" in answer.text


def test_an_evaluator_who_is_not_near_is_given_by_nip(browser: Browser, root_id: int) -> None:
    far = unit_of(browser, root_id, "JAUH")
    person_of(browser, far, nip="197504152011111001")
    employee_id = person_of(browser, root_id)
    fields = {"unit": "JAUH", "evaluator": 0, "starts_on": "2026-06-01", "reason": "SK"}
    url = f"/admin/people/{employee_id}/move"
    assert browser.post(url, **fields, evaluator_nip="198609262015051999").status_code == 422
    assert browser.post(url, **fields, evaluator_nip="197504152011111001").status_code == 303


def test_ids_that_were_not_offered_are_refused(browser: Browser, root_id: int) -> None:
    with browser.database() as session:
        foreign = factories.employee(session).id
    employee_id = person_of(browser, root_id)
    fields = {"unit": "x", "evaluator": foreign, "starts_on": "2026-06-01", "reason": "SK"}
    assert browser.post(f"/admin/people/{employee_id}/move", **fields).status_code == 422
    url = f"/admin/people/{employee_id}/deputies"
    deputy = {"deputy": foreign, "kind": "plh", "starts_on": "2026-06-01", "ends_on": "2026-06-09"}
    assert browser.post(url, **deputy).status_code == 422


def test_a_deputy_is_named_and_ended(browser: Browser, root_id: int) -> None:
    away, stand_in = person_of(browser, root_id), person_of(browser, root_id)
    url = f"/admin/people/{away}/deputies"
    fields = {"kind": "plh", "starts_on": "2026-11-01", "ends_on": "2027-02-01"}
    assert browser.post(url, **fields, deputy=0).status_code == 422
    assert browser.post(url, **fields, deputy=stand_in).status_code == 303
    page = browser.get(f"/admin/people/{away}")
    assert "/admin/deputies/1/end" in page.text
    assert browser.post("/admin/deputies/1/end").status_code == 303


def test_a_role_is_given_and_taken(browser: Browser, root_id: int) -> None:
    employee_id = person_of(browser, root_id)
    unit_of(browser, root_id, "U1")
    with browser.database() as session:
        email = session.get_one(Employee, employee_id).account.email
    fields = {"email": email, "role": "trainer"}
    assert browser.post("/admin/roles/give", **fields, unit="").status_code == 422
    assert browser.post("/admin/roles/give", **{**fields, "role": "admin"}, unit="U1").status_code == 422
    assert browser.post("/admin/roles/give", **{**fields, "email": "x@y.zz"}, unit="U1").status_code == 422
    assert browser.post("/admin/roles/give", **fields, unit="U1").status_code == 303
    assert browser.post("/admin/roles/2/take").status_code == 303


def test_an_account_is_invited_closed_and_opened(browser: Browser, root_id: int) -> None:
    employee_id = person_of(browser, root_id, has_account=False, email="baru@a.go.id")
    url = f"/admin/people/{employee_id}"
    assert browser.post(f"{url}/invite", back="list").location == "/admin/invitations"
    assert browser.post(f"{url}/close-account").status_code == 303
    assert browser.post(f"{url}/invite").status_code == 422
    assert browser.post(f"{url}/open-account").status_code == 303


def upload(browser: Browser, content: bytes, name: str, key: str = "k" * 24):
    """The body is made by hand: the test client would leave temporary files of large ones open."""
    parts = (
        f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token()}\r\n'
        f'--cut\r\nContent-Disposition: form-data; name="idempotency_key"\r\n\r\n{key}\r\n'
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    )
    body = parts.encode() + content + b"\r\n--cut--\r\n"
    return browser.client.post("/admin/import", data=body, content_type="multipart/form-data; boundary=cut")


def test_a_file_is_checked_confirmed_and_once_more_changes_nothing(browser: Browser, root_id: int) -> None:
    unit_of(browser, root_id, "U1")
    checked = upload(browser, xlsx(line()), "pegawai.xlsx")
    assert checked.status_code == 303
    assert "Belum ada yang ditulis" in browser.get(checked.location).text
    with browser.database() as session:
        assert session.query(Employee).filter_by(nip=NIP).count() == 0
    assert browser.post(f"{checked.location}/confirm").status_code == 303
    with browser.database() as session:
        assert session.query(Employee).filter_by(nip=NIP).count() == 1
    again = upload(browser, xlsx(line()), "pegawai.xlsx", key="l" * 24)
    assert "Tidak ada yang perlu dilakukan" in browser.get(again.location).text
    assert browser.post(f"{checked.location}/confirm").status_code == 422


def test_a_file_sent_twice_is_checked_once(browser: Browser, root_id: int) -> None:
    content = csv(line()).encode()
    first, second = (upload(browser, content, "a.csv") for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert upload(browser, content + b"\r\n", "a.csv").status_code == 409


def test_a_faulty_file_shows_row_column_and_sentence_and_is_never_applied(
    browser: Browser, root_id: int
) -> None:
    unit_of(browser, root_id, "U1")
    answer = upload(browser, csv(line(), line("198613262015051001")).encode(), "a.csv")
    page = browser.get(answer.location).text
    assert "Angka ke-5–6: 13 bukan bulan lahir." in page
    browser.post(f"{answer.location}/confirm")
    with browser.database() as session:
        assert session.query(Employee).filter_by(nip=NIP).count() == 0


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"junk", "a.xlsx", "tidak dapat dibaca"),
        (b"%PDF", "a.pdf", "XLSX atau CSV"),
        (b"", "a.csv", "kosong"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.xlsx", "10 MB"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(
    browser: Browser, root_id: int, content: bytes, name: str, sentence: str
) -> None:
    answer = upload(browser, content, name)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_fifty_megabytes_are_refused_with_a_sentence(browser: Browser, root_id: int) -> None:
    answer = upload(browser, b"x" * (50 * 1024 * 1024), "a.xlsx")
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_an_agency_is_founded_and_changed(browser: Browser) -> None:
    signed_in(browser, Role.ADMIN, over_root=False)
    fields = {"name": "Kota Makassar", "timezone": "Asia/Makassar"}
    assert browser.post("/admin/agencies/new", **fields, code="a b").status_code == 422
    assert browser.post("/admin/agencies/new", **fields, code="7371").status_code == 303
    with browser.database() as session:
        agency_id = session.query(factories.Agency).filter_by(code="7371").one().id
    url = f"/admin/agencies/{agency_id}/edit"
    assert browser.post(url, **{**fields, "timezone": "Europe/Rome"}).status_code == 422
    assert browser.post(url, **{**fields, "name": "Makassar"}).status_code == 303
    with browser.database() as session:
        agency = session.query(factories.Agency).filter_by(code="7371").one()
        assert (agency.name, agency.has_rewards) == ("Makassar", False)


def test_an_agencys_own_colour_is_worn_by_its_people_under_the_same_policy(
    browser: Browser, root_id: int
) -> None:
    with browser.database() as session:
        administrator = factories.account(session)
        factories.role(session, administrator, Role.ADMIN)
        admin = administrator.id
        root = session.get_one(factories.OrgUnit, root_id)
        agency_id, theirs = root.agency_id, factories.employee(session, unit_=root).account_id
        others = factories.employee(session).account_id
    url = f"/admin/agencies/{agency_id}/edit"
    browser.sign_in(admin)
    fields = {"name": "Kota Semarang", "timezone": "Asia/Jakarta", "has_colour": "y"}
    for wrong in ("", "red", "#12345", "#ffd400", "#196bcd;}"):
        refused = browser.post(url, **fields, colour=wrong)
        assert refused.status_code == 422
        assert "colour-error" in refused.text
    assert "terlalu pucat" in browser.post(url, **fields, colour="#FFD400").text
    assert browser.post(url, **fields, colour="#9C2A3C").status_code == 303
    assert "#9c2a3c" in browser.get("/admin/agencies").text

    browser.sign_in(theirs)
    page = browser.get("/account")
    (sheet,) = [part.split('"')[0] for part in page.text.split('href="')[1:] if part.startswith("/brand/")]
    assert "style-src 'self';" in page.headers["Content-Security-Policy"]
    found = browser.get(sheet)
    assert (found.status_code, found.mimetype) == (200, "text/css")
    assert "immutable" in found.headers["Cache-Control"]
    assert "--brand:#9c2a3c" in found.text
    again = browser.client.get(sheet, headers={"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304
    for nothing in ("/brand/ffd400-000000000000.css", sheet.replace("-", "-0"), "/brand/x-y.css"):
        assert browser.get(nothing).status_code == 404
    browser.sign_in(others)
    assert "/brand/" not in browser.get("/account").text

    browser.sign_in(admin)
    browser.post(url, name="Kota Semarang", timezone="Asia/Jakarta", colour="#9c2a3c")
    browser.sign_in(theirs)
    assert "/brand/" not in browser.get("/account").text
