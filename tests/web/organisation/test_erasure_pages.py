"""Promise: people ask in plain words and may take it back; HR sees what would go before it goes, and pages go on."""

from __future__ import annotations

import pytest

from portal.domain.organisation.models import Employee, Role
from portal.domain.rewards.credentials.models import Credential
from portal.domain.targets.checkins.models import Evidence
from portal.web.clock import now
from tests import factories
from tests.browser import Browser
from tests.factories_erasure import NAME, NIP, PLAIN, PRIVATE, somebody

REASON = "Permohonan tertulis nomor 800/17"


@pytest.fixture
def one(browser: Browser) -> dict[str, int]:
    """Somebody who has left; signed in is HR of the unit."""
    with browser.database() as session:
        made = somebody(session)
        made.person.left_on = now().date()
        hr = factories.employee(session, unit_=made.unit, name="Siti Kepegawaian")
        factories.role(session, hr, Role.HR_ADMIN, over=made.unit)
        evidence = session.query(Evidence).filter(Evidence.file_id.is_not(None)).one()
        found = {
            "id": made.person.id, "hr": hr.account_id, "colleague": made.colleague.account_id,
            "entry": evidence.entry_id, "evidence": evidence.id,
        }  # fmt: skip
    browser.sign_in(found["hr"])
    return found


def erase(browser: Browser, employee_id: int, **typed: str):
    return browser.post(f"/admin/people/{employee_id}/erase", **{"name": NAME, "reason": REASON, **typed})


def test_hr_sees_what_would_go_and_why_the_rest_stays(browser, one):
    page = browser.get(f"/admin/people/{one['id']}/erase").text
    assert "Bukti capaian: berkas dan tautan" in page
    assert "buku poin hanya bertambah" in page
    assert PRIVATE not in page


def test_after_erasing_every_page_about_them_still_opens(browser, one):
    assert erase(browser, one["id"]).status_code == 303
    page = browser.get(f"/admin/people/{one['id']}").text
    assert "Data dihapus" in page
    assert "Terima kembali" not in page
    left = browser.get("/admin/people?state=left").text
    assert "Pegawai (data dihapus)" in left
    for text in (page, left, browser.get("/admin/people").text, browser.get("/admin/import").text):
        assert PLAIN not in text
        assert f"•{NIP[-3:]}" not in text
    assert "sudah dihapus" in browser.get(f"/admin/people/{one['id']}/erase").text
    assert browser.get(f"/admin/rewards/people/{one['id']}/ledger").status_code == 200


def test_evidence_says_that_it_was_removed(browser, one):
    erase(browser, one["id"])
    browser.sign_in(one["colleague"])
    page = f"/targets/checkins/{one['entry']}"
    file = f"{page}/evidence/{one['evidence']}"
    assert "Berkas dihapus atas permintaan" in browser.get(page).text
    gone = browser.get(file)
    assert gone.status_code == 410
    assert "Berkas dihapus atas permintaan" in gone.text


def test_a_badge_that_was_shared_is_dead_and_its_certificate_names_nobody(browser, one):
    with browser.database() as session:
        made = session.query(Credential).one()
        token, code = made.share_token, made.code
    assert browser.get(f"/shared/{token}").status_code == 200
    erase(browser, one["id"])
    assert browser.get(f"/shared/{token}").status_code == 404
    checked = browser.get(f"/verify/{code}")
    assert checked.status_code == 200
    assert PLAIN not in checked.text


def test_what_is_typed_wrongly_stays_in_the_form(browser, one):
    answer = erase(browser, one["id"], name="Orang lain")
    assert answer.status_code == 422
    assert "agar tidak ada orang lain yang terhapus" in answer.text
    assert REASON in answer.text


def test_who_serves_cannot_be_erased(browser, one):
    with browser.database() as session:
        session.get_one(Employee, one["id"]).left_on = None
    page = browser.get(f"/admin/people/{one['id']}/erase")
    assert "Masih bertugas" in page.text
    assert "Hapus selamanya" not in page.text
    answer = erase(browser, one["id"])
    assert answer.status_code == 422
    assert "diperlukan untuk kedinasan" in answer.text


def test_hr_of_another_unit_does_not_find_the_page(browser, one):
    with browser.database() as session:
        elsewhere = factories.unit(session)
        stranger = factories.employee(session, unit_=elsewhere)
        factories.role(session, stranger, Role.HR_ADMIN, over=elsewhere)
        account_id = stranger.account_id
    browser.sign_in(account_id)
    assert browser.get(f"/admin/people/{one['id']}/erase").status_code == 404
    assert erase(browser, one["id"]).status_code == 404


def test_asking_and_taking_it_back(browser):
    with browser.database() as session:
        person = factories.employee(session, name="Sri Rejeki")
        hr = factories.employee(session, unit_=person.unit)
        factories.role(session, hr, Role.HR_ADMIN, over=person.unit)
        account_id, hr_id = person.account_id, hr.account_id
    browser.sign_in(hr_id)
    assert "Tidak ada yang menunggu" in browser.get("/admin/people/erasures").text
    browser.sign_in(account_id)
    assert "Pasal 8" in browser.get("/account/erasure").text
    assert browser.post("/account/erasure").status_code == 303
    assert "Tarik permohonan" in browser.get("/account/erasure").text
    assert browser.post("/account/erasure").status_code == 422
    browser.sign_in(hr_id)
    assert "Sri Rejeki" in browser.get("/admin/people/erasures").text
    browser.sign_in(account_id)
    assert browser.post("/account/erasure/withdraw").status_code == 303
    assert browser.post("/account/erasure/withdraw").status_code == 422


def test_an_account_without_an_employee_is_told_whom_to_ask(browser):
    with browser.database() as session:
        account_id = factories.account(session).id
    browser.sign_in(account_id)
    assert "tidak terhubung dengan data pegawai" in browser.get("/account/erasure").text
    assert browser.post("/account/erasure").status_code == 404
