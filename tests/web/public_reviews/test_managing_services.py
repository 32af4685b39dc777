"""The service manager's pages: services, counters, posters, slips, inbox, import; and the feedback of staff."""

import io
import re

import pytest
from pypdf import PdfReader

from portal.domain.organisation.models import Role
from portal.domain.public_reviews.reviews.models import Review, ReviewState
from portal.domain.public_reviews.services.models import Counter, Service
from portal.domain.public_reviews.visits.models import VisitToken
from portal.web.clock import now
from tests import factories
from tests import factories_public_reviews as given

TODAY = now().date()


@pytest.fixture
def scene(browser):
    """Signed in as the manager of a service with one counter."""
    with browser.database() as session:
        root = factories.unit(session)
        section = factories.unit(session, parent=root)
        manager = factories.employee(session, unit_=section, name="Dewi Anggraini")
        factories.role(session, manager, Role.SERVICE_MANAGER, over=root)
        service = given.service(session, of=section, code="ktp")
        counter = given.counter(session, of=service, code="loket-ktp", name="Loket 3")
        officer = factories.employee(session, unit_=section, name="Ratna Wulandari")
        found = {
            "unit": section.id,
            "service": service.id,
            "counter": counter.id,
            "officer": officer.id,
            "officer_account": officer.account_id,
            "manager_account": manager.account_id,
        }
    browser.sign_in(found["manager_account"])
    return found


def made(browser, kind, *values, **fields) -> int:
    with browser.database() as session:
        service = session.query(Service).filter_by(code="ktp").one()
        return kind(session, service, *values, **fields).id


def test_a_new_service_can_be_reviewed_at_once(browser, scene) -> None:
    fields = {
        "name": "Kartu Keluarga",
        "code": "kk",
        "unit_id": scene["unit"],
        "weight_mode": "round3",
        "is_open": "y",
    }
    done = browser.post("/reviews/services", **fields)
    assert (done.status_code, done.location) == (303, "/reviews/services/kk")
    page = browser.get("/reviews/services/kk")
    code = re.search(r"/s/([0-9a-z-]+)", page.text)[1]
    assert browser.get(f"/s/{code}").status_code == 200
    assert browser.get("/services/kk").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Huruf Besar"},
        {"code": "ktp"},
        {"name": ""},
        {"standard_days": "-1"},
        {"standard_days": "x"},
        {"name": "a" * 121},
    ],
)
def test_wrong_fields_are_refused_and_kept(browser, scene, wrong) -> None:
    fields = {
        "name": "Kartu Keluarga",
        "code": "kk",
        "unit_id": scene["unit"],
        "weight_mode": "round3",
    } | wrong
    refused = browser.post("/reviews/services", **fields)
    assert refused.status_code == 422
    assert "field-error" in refused.text
    assert fields["code"] in refused.text


def test_units_of_others_cannot_be_chosen(browser, scene) -> None:
    with browser.database() as session:
        elsewhere = factories.unit(session).id
    fields = {"name": "Kartu Keluarga", "code": "kk", "unit_id": elsewhere, "weight_mode": "round3"}
    assert browser.post("/reviews/services", **fields).status_code == 422


def test_changing_a_service_and_its_weight_mode(browser, scene) -> None:
    assert 'value="ktp"' in browser.get("/reviews/services/ktp/edit").text
    fields = {
        "name": "KTP baru",
        "code": "ktp",
        "unit_id": scene["unit"],
        "weight_mode": "exact",
        "is_open": "y",
    }
    assert browser.post("/reviews/services/ktp/edit", **fields).status_code == 303
    assert re.search(r'<option selected value="exact"', browser.get("/reviews/services/ktp/edit").text)


def test_the_poster_carries_the_qr_code_and_the_address(browser, scene) -> None:
    answer = browser.get(f"/reviews/counters/{scene['counter']}/poster.pdf")
    assert answer.mimetype == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    text = page.extract_text()
    assert "localhost/s/loket-ktp" in text
    assert "Bagaimana pelayanan" in text
    assert "Loket 3" in text
    assert (
        round(float(page.mediabox.width) / 72 * 25.4),
        round(float(page.mediabox.height) / 72 * 25.4),
    ) == (148, 210)
    assert page.get_contents().get_data().count(b" re") > 200  # the modules of the code


def test_slips_come_as_pdf_or_table_and_work(browser, scene) -> None:
    url = f"/reviews/counters/{scene['counter']}/slips"
    assert "Ratna Wulandari" in browser.get(url).text
    pdf = browser.post(url, count="16", officer_id="0", sheet="pdf")
    assert len(PdfReader(io.BytesIO(pdf.data)).pages) == 2
    table = browser.post(url, count="2", officer_id=str(scene["officer"]), sheet="csv").text
    address = table.splitlines()[1].split(",")[1]
    assert 'name="visit"' in browser.get(address.removeprefix("http://localhost")).text
    with browser.database() as session:
        officers = [token.officer_id for token in session.query(VisitToken).order_by(VisitToken.id)]
    assert officers == [None] * 16 + [scene["officer"]] * 2


@pytest.mark.parametrize("wrong", [{"count": "0"}, {"count": "501"}, {"count": ""}, {"officer_id": "999999"}])
def test_slips_ask_for_a_sensible_number_and_a_colleague(browser, scene, wrong) -> None:
    fields = {"count": "5", "officer_id": "0", "sheet": "pdf"} | wrong
    assert browser.post(f"/reviews/counters/{scene['counter']}/slips", **fields).status_code == 422


def test_a_held_review_is_released_from_the_inbox(browser, scene) -> None:
    review_id = made(browser, given.review, state=ReviewState.HELD, hold_reasons="too_fast", day=TODAY)
    assert "1 ulasan perlu diperiksa" in browser.get("/reviews").text
    assert f"/reviews/{review_id}" in browser.get("/reviews/inbox?box=held").text
    assert "lebih cepat" in browser.get(f"/reviews/{review_id}").text
    assert browser.post(f"/reviews/{review_id}/release").status_code == 303
    assert browser.post(f"/reviews/{review_id}/release").status_code == 422
    with browser.database() as session:
        assert session.get_one(Review, review_id).state is ReviewState.COUNTED


def test_rejecting_needs_a_reason_which_the_receipt_shows(browser, scene) -> None:
    review_id = made(browser, given.review, state=ReviewState.HELD, day=TODAY)
    assert browser.post(f"/reviews/{review_id}/reject", reason="").status_code == 422
    assert browser.post(f"/reviews/{review_id}/reject", reason="Isinya iklan.").status_code == 303
    with browser.database() as session:
        number = session.get_one(Review, review_id).number
    assert "Isinya iklan." in browser.get(f"/receipts/{number}").text


def test_a_public_answer_stands_on_the_service_page(browser, scene) -> None:
    review_id = made(browser, given.review, 2, comment="Bu Ani kasar", day=TODAY)
    browser.post(f"/reviews/{review_id}/reply", topic="Keramahan", answer="Kami melatih petugas.")
    page = browser.get("/services/ktp").text
    assert "Kami melatih petugas." in page
    assert "Bu Ani" not in page


def test_an_improvement_is_planned_and_finished(browser, scene) -> None:
    fields = {"element": "time", "text": "Tambah loket", "owner": "Seksi Pelayanan", "due_on": "2099-01-01"}
    assert browser.post("/reviews/services/ktp/improvements", **fields).status_code == 303
    assert (
        browser.post("/reviews/services/ktp/improvements", **(fields | {"due_on": "2001-01-01"})).status_code
        == 422
    )
    assert browser.post("/reviews/improvements/1", state="done", result="").status_code == 422
    assert browser.post("/reviews/improvements/1", state="done", result="Antrean turun").status_code == 303
    assert "Antrean turun" in browser.get("/reviews/services/ktp").text


def test_a_counter_is_added_and_closed(browser, scene) -> None:
    assert browser.post("/reviews/services/ktp/counters", name="", kind="desk").status_code == 422
    assert (
        browser.post("/reviews/services/ktp/counters", name="Loket 4", kind="mobile", is_open="y").status_code
        == 303
    )
    url = f"/reviews/counters/{scene['counter']}/edit"
    assert "Loket 3" in browser.get(url).text
    assert browser.post(url, name="Loket 3", kind="desk").status_code == 303
    assert browser.get("/s/loket-ktp").status_code == 404
    with browser.database() as session:
        assert session.query(Counter).count() == 2


def test_importing_a_file_shows_faults_and_stores_once(browser, scene) -> None:
    head = "date,req,proc,time,cost,prod,comp,beh,fac,compl,comment\n"
    url = "/reviews/services/ktp/import"

    def send(content: str, **more):
        return browser.post(url, file=(io.BytesIO(content.encode()), "ulasan.csv"), **more)

    wrong = send(head + "2026-07-01,9,3,3,3,3,3,3,3,3,\n")
    assert wrong.status_code == 422
    assert "Jawaban harus 1, 2, 3, 4" in wrong.text
    good = head + "2026-07-01,4,3,3,3,3,3,3,3,3,\n"
    assert "1 ulasan dapat disimpan" in send(good, check_only="y").text
    assert send(good).status_code == 303
    assert send(good).status_code == 303
    assert browser.get(url).status_code == 200
    with browser.database() as session:
        assert session.query(Review).count() == 1


def test_staff_read_what_was_said_and_contest(browser, scene) -> None:
    with browser.database() as session:
        from portal.domain.organisation.models import Employee

        counter, officer = (
            session.get_one(Counter, scene["counter"]),
            session.get_one(Employee, scene["officer"]),
        )
        ids = [
            given.verified(session, counter, officer, 3, comment=f"Komentar {n}", day=TODAY).id
            for n in range(5)
        ]
    manager_page = browser.get(f"/reviews/{ids[0]}").text
    assert "Ratna Wulandari" in manager_page
    browser.sign_in(scene["officer_account"])
    own = browser.get("/my-feedback").text
    assert all(f"Komentar {n}" in own for n in range(5))
    assert browser.post(f"/my-feedback/{ids[0]}/contest", reason="").status_code == 422
    assert browser.post(f"/my-feedback/{ids[0]}/contest", reason="Bukan saya").status_code == 303
    unit = browser.get("/my-feedback/unit").text
    assert "Komentar 1" in unit
    assert browser.get(f"/reviews/{ids[0]}").status_code == 404
    browser.sign_in(scene["manager_account"])
    assert browser.post(f"/my-feedback/{ids[1]}/contest", reason="x").status_code == 404
    settled = browser.post(f"/reviews/{ids[0]}/settle", decision="Benar, loket lain.", verdict="uphold")
    assert settled.status_code == 303
    with browser.database() as session:
        assert session.get_one(Review, ids[0]).state is ReviewState.WITHDRAWN


def test_a_contact_is_seen_by_the_manager_and_erased(browser, scene) -> None:
    review_id = made(browser, given.review, day=TODAY)
    with browser.database() as session:
        from portal.domain.public_reviews.reviews.models import ReviewContact

        session.add(ReviewContact(review_id=review_id, contact="warga@example.id", given_at=now()))
    assert "warga@example.id" in browser.get(f"/reviews/{review_id}").text
    browser.post(f"/reviews/{review_id}/forget-contact")
    assert "warga@example.id" not in browser.get(f"/reviews/{review_id}").text


@pytest.mark.parametrize("address", ["/services?q=%00", "/services/ada%00", "/receipts/%00"])
def test_nul_bytes_are_a_bad_request(browser, address) -> None:
    assert browser.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/services?q=%25_%27&agency=x&page=999999999999999999999",
        "/services?agency=99999999999999999999999",
        "/services/%F0%9F%98%80",
        "/receipts/" + "x" * 5000,
        "/s/loket?visit=" + "x" * 4000,
        "/reviews/99999999999999999999999999",
    ],
)
def test_odd_addresses_are_never_an_error_of_ours(browser, scene, address) -> None:
    assert browser.get(address).status_code < 500


def test_fewer_than_five_show_nothing_on_the_public_pages(browser, scene) -> None:
    for _ in range(4):
        made(browser, given.review, 1, day=TODAY)
    browser.client.delete_cookie("prestasi")
    for address in ("/services", "/services/ktp", "/services/ktp?period=2026"):
        assert "24,98" not in browser.get(address).text
    made(browser, given.review, 1, day=TODAY)
    assert "24,98" in browser.get("/services").text
    assert "24,98" in browser.get("/services/ktp").text
