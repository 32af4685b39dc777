"""The wall, congratulations, announcements and the honour roll as people meet them (M12, M16)."""

import io
from dataclasses import dataclass

import pytest
from pypdf import PdfReader

from portal.domain.organisation.models import Agency, Employee, Role
from portal.domain.rewards.recognition.models import Congratulation, WallPost
from portal.web.clock import now
from tests import factories
from tests import factories_recognition as given

MOST_STATEMENTS = 12


@dataclass
class Scene:
    winner: int
    colleague: int
    leader: int
    hr: int
    post_id: int
    agency_id: int
    unit_id: int


@pytest.fixture
def scene(browser) -> Scene:
    """Ratna wears “Bintang layanan” and wants to be named; a colleague, the leader and HR look on."""
    with browser.database() as session:
        root = factories.unit(session)
        winner = given.named(session, root, name="Ratna Wulandari")
        colleague = factories.employee(session, unit_=root, name="Agus Prasetyo")
        leader = factories.employee(session, unit_=root)
        factories.role(session, leader, Role.LEADER, over=root)
        post = given.post(session, winner, at=now())
        return Scene(
            winner.account_id, colleague.account_id, leader.account_id, given.hr(session, root).account_id,
            post.id, root.agency_id, root.id,
        )  # fmt: skip


def test_the_wall_says_who_and_for_what(browser, scene):
    page = browser.sign_in(scene.colleague).get("/rewards/wall").text
    assert "Ratna Wulandari" in page
    assert "Bintang layanan" in page
    assert "Ucapkan selamat" in page
    assert "Anda tidak tampil di dinding" in page
    assert "Ratna Wulandari" in browser.get("/rewards/wall?show=unit").text


def test_the_wall_asks_little_of_the_database(browser, scene, statements):
    browser.sign_in(scene.colleague).get("/rewards/wall")
    with statements() as seen:
        browser.get("/rewards/wall")
    asked = [one for one in seen if not one.startswith("BEGIN")]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


def test_an_empty_wall_says_how_to_begin(browser):
    with browser.database() as session:
        account_id = factories.employee(session).account_id
    assert "Dinding masih kosong" in browser.sign_in(account_id).get("/rewards/wall").text


def test_congratulating_with_and_without_scripts(browser, scene):
    address = f"/rewards/wall/{scene.post_id}"
    name = f"p{scene.post_id}-words"
    browser.sign_in(scene.colleague)
    too_long = browser.post(f"{address}/congratulate", htmx=True, **{name: "a" * 241})
    assert too_long.status_code == 422
    assert "a" * 241 in too_long.text
    part = browser.post(f"{address}/congratulate", htmx=True, **{name: "Selamat, Bu!"})
    assert part.status_code == 200
    assert f'id="post-{scene.post_id}"' in part.text
    assert "Selamat, Bu!" in part.text
    again = browser.post(f"{address}/congratulate", **{name: "Lagi"})
    assert again.status_code == 422
    browser.sign_in(scene.leader)
    assert browser.post(f"{address}/congratulate").status_code == 303
    page = browser.get(address).text
    assert "Selamat, Bu!" in page
    assert "Tarik kembali" in page


def test_a_form_sent_twice_congratulates_once(browser, scene):
    browser.sign_in(scene.colleague)
    for _ in range(2):
        answer = browser.post(f"/rewards/wall/{scene.post_id}/congratulate", idempotency_key="k" * 24)
        assert answer.status_code == 303
    with browser.database() as session:
        assert session.query(Congratulation).count() == 1


def said(browser, scene) -> int:
    browser.sign_in(scene.colleague)
    browser.post(f"/rewards/wall/{scene.post_id}/congratulate", **{f"p{scene.post_id}-words": "Akhirnya!"})
    with browser.database() as session:
        return session.query(Congratulation).one().id


def test_the_person_hides_and_shows_words(browser, scene):
    number = said(browser, scene)
    page = f"/rewards/wall/{scene.post_id}"
    browser.sign_in(scene.winner)
    assert browser.post(f"/rewards/congratulations/{number}/hide").status_code == 303
    assert "Disembunyikan dari rekan" in browser.get(page).text
    assert "Akhirnya!" not in browser.sign_in(scene.leader).get(page).text
    browser.sign_in(scene.winner).post(f"/rewards/congratulations/{number}/show")
    assert "Akhirnya!" in browser.sign_in(scene.leader).get(page).text
    assert browser.post(f"/rewards/congratulations/{number}/take_back").status_code == 403
    assert (
        browser.sign_in(scene.colleague).post(f"/rewards/congratulations/{number}/take_back").status_code
        == 303
    )
    assert "Akhirnya!" not in browser.get(page).text


def test_reporting_to_hr(browser, scene):
    number = said(browser, scene)
    browser.sign_in(scene.winner)
    address = f"/rewards/congratulations/{number}/report"
    assert "Akhirnya!" in browser.get(address).text
    assert browser.post(address, reason="").status_code == 422
    assert browser.post(address, reason="Ini menyindir.").status_code == 303
    browser.sign_in(scene.hr)
    page = browser.get("/admin/rewards/reports").text
    assert "Ini menyindir." in page
    assert browser.post("/admin/rewards/reports/1/removed").status_code == 303
    assert "Kata-kata dihapus" in browser.get("/admin/rewards/reports").text


def test_a_leader_writes_ahead(browser, scene):
    browser.sign_in(scene.leader)
    assert "Belum ada pengumuman" in browser.get("/rewards/announcements").text
    fields = {"unit": scene.unit_id, "title": "Antrean turun", "words": "Terima kasih semua."}
    today = now().date()
    wrong = browser.post(
        "/rewards/announcements/new", **fields, first_day=today.isoformat(), last_day="2020-01-01"
    )
    assert wrong.status_code == 422
    assert "Antrean turun" in wrong.text
    right = browser.post(
        "/rewards/announcements/new", **fields, first_day=today.isoformat(), last_day=today.isoformat()
    )
    assert right.status_code == 303
    assert "Antrean turun" in browser.sign_in(scene.colleague).get("/rewards/wall").text
    browser.sign_in(scene.leader)
    edit = "/rewards/announcements/1/edit"
    assert "Antrean turun" in browser.get(edit).text
    changed = browser.post(
        edit, **{**fields, "title": "Antrean naik"}, first_day=today.isoformat(), last_day=today.isoformat()
    )
    assert changed.status_code == 303
    assert "Antrean naik" in browser.get("/rewards/announcements").text
    assert browser.post("/rewards/announcements/1/withdraw").status_code == 303
    assert "Belum ada pengumuman" in browser.get("/rewards/announcements").text


def test_the_poster_is_one_page_with_names_of_those_who_consent(browser, scene):
    with browser.database() as session:
        root = session.get_one(WallPost, scene.post_id).employee.unit
        given.post(session, factories.employee(session, unit_=root, name="Diam Saja"), at=now())
    browser.sign_in(scene.colleague)
    answer = browser.get(f"/rewards/wall/poster.pdf?month={now():%Y-%m}")
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    text = pages[0].extract_text()
    assert len(pages) == 1
    assert "Ratna Wulandari" in text
    assert "Diam Saja" not in text
    assert browser.get("/rewards/wall/poster.pdf?month=2019-01&show=unit").status_code == 200
    assert browser.get("/rewards/wall/poster.pdf?month=2999-01").status_code == 404
    assert browser.get("/rewards/wall/poster.pdf?month=2026").status_code == 404


def test_the_public_reads_only_who_consents(browser, scene):
    page = browser.get("/recognition")
    assert page.status_code == 200
    assert "Ratna Wulandari" in page.text
    with browser.database() as session:
        code = session.get_one(Agency, scene.agency_id).code
        nip = session.query(Employee).filter_by(account_id=scene.winner).one().nip
    assert nip not in page.text
    assert "Ratna Wulandari" in browser.get(f"/recognition?agency={code}").text
    assert "Ratna Wulandari" not in browser.get(f"/recognition?year={now().year - 1}").text
    assert browser.get("/recognition?year=99999999999999999999&agency=x&page=-3").status_code == 200
    assert 'href="/recognition"' in browser.get("/").text
    browser.sign_in(scene.winner)
    answer = browser.post("/account/privacy", is_on_boards="y", is_recognisable="y", is_quiet="y")
    assert answer.status_code == 303
    assert "Ratna Wulandari" not in browser.get("/recognition").text
    assert "Belum ada yang tercantum" in browser.get("/recognition").text


def test_an_agency_without_rewards_has_no_wall_no_roll_and_no_share(browser, scene):
    """Everything else goes on; what somebody earned is seen by that person alone."""
    with browser.database() as session:
        award_id = session.get_one(WallPost, scene.post_id).award_id
        session.get_one(Agency, scene.agency_id).has_rewards = False
    browser.sign_in(scene.colleague)
    assert "Tidak ada dinding apresiasi" in browser.get("/rewards/wall").text
    for address in (
        f"/rewards/wall/{scene.post_id}",
        f"/rewards/awards/{award_id}",
        "/rewards/wall/poster.pdf",
        "/rewards/catalogue/1",
    ):
        assert browser.get(address).status_code == 404, address
    assert "Katalog tidak diaktifkan" in browser.get("/rewards/catalogue").text
    assert "Ratna Wulandari" not in browser.get("/recognition").text
    for address in (
        "/",
        "/targets",
        "/notifications",
        "/account",
        "/account/privacy",
        "/services",
        "/rewards",
    ):
        page = browser.get(address)
        assert page.status_code == 200, address
        assert 'href="/rewards/wall"' not in page.text, address
        assert 'href="/leaderboards"' not in page.text, address
    own = browser.sign_in(scene.winner).get("/rewards").text
    assert "Bintang layanan" in own
    assert browser.get(f"/rewards/wall/{scene.post_id}").status_code == 404
    browser.sign_in(scene.hr)
    assert browser.get("/admin/rewards/incentives").status_code == 200
    assert "penghargaan tidak diaktifkan" in browser.get("/admin/rewards/catalogue").text
