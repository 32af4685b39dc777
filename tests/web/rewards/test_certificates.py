"""Certificates, shared pages and the check by code: what is shown to whom, and when it ends (M12)."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.blueprints.rewards import showing
from portal.domain.organisation.models import Agency
from portal.domain.rewards.badges.models import Badge
from portal.domain.rewards.credentials.models import Credential, IssuerKey
from tests import factories, factories_credentials


@pytest.fixture
def won(browser):
    with browser.database() as session:
        section = factories.unit(session, parent=factories.unit(session), name="Seksi Arsip")
        won = factories_credentials.won(session, person=factories.employee(session, unit_=section))
        won.award_id, won.account_id, won.agency_id = (
            won.award.id,
            won.person.account_id,
            won.person.agency_id,
        )
        won.nip, won.name, won.unit = won.person.nip, won.person.name, won.person.unit.name
    return won


@pytest.fixture
def holder(browser, won):
    return browser.sign_in(won.account_id)


@pytest.fixture
def stranger(app):
    from tests.browser import Browser

    return Browser(app)


def credential(browser):
    with browser.database() as session:
        return session.execute(select(Credential.code, Credential.share_token)).one()


def make(holder, won):
    assert holder.post(f"/rewards/awards/{won.award_id}/certificate").status_code == 303


def share(holder, won):
    assert holder.post(f"/rewards/awards/{won.award_id}/share", agrees="y").status_code == 303
    return f"/shared/{credential(holder).share_token}"


def test_looking_at_ones_badge_writes_nothing(holder, won):
    page = holder.get(f"/rewards/awards/{won.award_id}").text
    assert "Buat sertifikat" in page
    assert holder.get(f"/rewards/awards/{won.award_id}/share").status_code == 200
    assert holder.get(f"/rewards/awards/{won.award_id}/badge.pdf").status_code == 404
    with holder.database() as session:
        assert session.scalars(select(Credential)).all() == []
        assert session.scalars(select(IssuerKey)).all() == []


def test_the_first_certificate_makes_the_key(holder, won):
    make(holder, won)
    make(holder, won)
    with holder.database() as session:
        assert len(session.scalars(select(IssuerKey)).all()) == 1
        assert len(session.scalars(select(Credential)).all()) == 1
    page = holder.get(f"/rewards/awards/{won.award_id}").text
    for kind in ("pdf", "png", "svg", "jwt", "json"):
        assert f"/rewards/awards/{won.award_id}/badge.{kind}" in page


def test_the_certificate_is_one_page_with_the_least_that_is_needed(holder, won):
    make(holder, won)
    answer = holder.get(f"/rewards/awards/{won.award_id}/badge.pdf")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    (page,) = reader.pages
    assert float(page.mediabox.width) > float(page.mediabox.height)
    words = page.extract_text()
    code = credential(holder).code
    for expected in (won.name, "Bintang Layanan", "Kota Surabaya", "21 November 2026", "localhost/verify"):
        assert expected in words
    assert code in words.replace("-", "")
    assert won.nip not in words
    assert won.nip not in str(reader.metadata)


def test_the_code_tells_a_stranger_that_it_is_genuine_and_nothing_more(holder, stranger, won):
    make(holder, won)
    answer = stranger.get(f"/verify/{credential(holder).code}")
    assert answer.status_code == 200
    assert "Asli dan berlaku" in answer.text
    assert won.name in answer.text
    assert won.nip not in answer.text
    assert won.unit not in answer.text
    assert re.search(r"1 poin|100 poin", answer.text) is None
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_revoked_badge_says_so_without_what_a_person_wrote_about_it(holder, stranger, won):
    make(holder, won)
    code = credential(holder).code
    with holder.database() as session:
        session.add_all([won.award, won.person])
        factories_credentials.take_back(session, won)
    page = stranger.get(f"/verify/{code}").text
    assert "Ditarik kembali" in page
    assert "tidak lagi memenuhi aturan" in page
    assert "Asli dan berlaku" not in page
    with holder.database() as session:
        session.add(won.award)
        won.award.reason = "Terlibat perkara X"
    page = stranger.get(f"/verify/{code}").text
    assert "keputusan tertulis" in page
    assert "perkara X" not in page


def test_an_expired_badge_is_genuine_but_over(holder, stranger, won):
    make(holder, won)
    with holder.database() as session:
        session.scalars(select(Credential)).one().expires_at = datetime(2026, 1, 2, tzinfo=UTC)
    page = stranger.get(f"/verify/{credential(holder).code}").text
    assert "masanya habis" in page
    assert "2 Januari 2026" in page


def test_an_unknown_code_is_told_kindly_and_looks_like_any_other_unknown_one(stranger):
    answer = stranger.get("/verify/" + "K" * 28)
    assert answer.status_code == 404
    assert "Kode ini tidak kami kenal" in answer.text
    assert stranger.get("/verify/apa-saja").status_code == 404
    assert stranger.get("/verify/" + "x" * 5000).status_code == 404


def test_a_code_may_be_typed_as_it_stands_on_paper(holder, stranger, won):
    make(holder, won)
    code = credential(holder).code
    spaced = "-".join(code[start : start + 4] for start in range(0, 28, 4)).lower()
    answer = stranger.get(f"/verify?code={spaced}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/verify/{code}")
    assert stranger.get(f"/verify/{spaced}").status_code == 200
    refused = stranger.get("/verify?code=123")
    assert refused.status_code == 422
    assert 'value="123"' in refused.text
    assert 'id="code-error"' in refused.text


@pytest.mark.parametrize("path", ["/verify/" + "K" * 28, "/shared/tidak-ada", "/shared/tidak-ada/badge.png"])
def test_guessing_is_slowed_down(stranger, monkeypatch, path):
    monkeypatch.setattr(showing, "MOST_CHECKS", 3)
    answers = [stranger.get(path).status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]


def test_nothing_is_shared_without_the_tick(holder, won):
    answer = holder.post(f"/rewards/awards/{won.award_id}/share")
    assert answer.status_code == 422
    assert 'id="agrees-error"' in answer.text
    with holder.database() as session:
        assert session.scalars(select(Credential)).all() == []


def test_what_is_shared_is_what_was_agreed_to(holder, stranger, won):
    consent = holder.get(f"/rewards/awards/{won.award_id}/share").text
    address = share(holder, won)
    answer = stranger.get(address)
    card = re.search(r'<section class="card">.*?</dl>', consent, re.S)[0]
    shown = re.search(r'<section class="card">.*?</dl>', answer.text, re.S)[0]
    assert re.sub(r"\s+", " ", card) == re.sub(r"\s+", " ", shown)
    assert credential(holder).code not in answer.text
    assert won.nip not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert stranger.get(f"{address}/badge.png").data.startswith(b"\x89PNG")


def test_withdrawing_kills_the_link_at_once(holder, stranger, won):
    address = share(holder, won)
    assert stranger.get(address).status_code == 200
    assert holder.post(f"/rewards/awards/{won.award_id}/unshare").status_code == 303
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/badge.png").status_code == 404


def test_agencies_without_rewards_share_nothing(holder, stranger, won):
    address = share(holder, won)
    with holder.database() as session:
        session.get_one(Agency, won.agency_id).has_rewards = False
    assert stranger.get(address).status_code == 404
    assert holder.get(f"/rewards/awards/{won.award_id}/share").status_code == 404
    assert holder.post(f"/rewards/awards/{won.award_id}/share", agrees="y").status_code == 404
    page = holder.get(f"/rewards/awards/{won.award_id}").text
    assert "/share" not in page
    assert address not in page
    assert holder.get(f"/rewards/awards/{won.award_id}/badge.pdf").status_code == 200


def test_a_superior_reads_the_award_but_cannot_show_it_to_others(holder, stranger, won):
    make(holder, won)
    with holder.database() as session:
        session.add(won.person)
        boss = factories.employee(session, unit_=won.person.unit)
        won.person.evaluator_id = boss.id
        boss_id = boss.account_id
    stranger.sign_in(boss_id)
    page = stranger.get(f"/rewards/awards/{won.award_id}")
    assert page.status_code == 200
    assert credential(holder).code not in page.text
    assert stranger.get(f"/rewards/awards/{won.award_id}/badge.pdf").status_code == 404
    assert stranger.get(f"/rewards/awards/{won.award_id}/share").status_code == 404
    for verb in ("certificate", "share", "unshare"):
        assert stranger.post(f"/rewards/awards/{won.award_id}/{verb}", agrees="y").status_code == 404


def test_a_badge_is_changed_with_its_picture_beside_the_form(browser, workshop, won):
    browser.sign_in(workshop.author)
    with browser.database() as session:
        badge_id = session.scalars(select(Badge.id)).one()
    address = f"/admin/rewards/badges/{badge_id}"
    page = browser.get(address).text
    assert "Yang sudah diterbitkan tidak berubah" in page
    fields = {"name": "Baru", "words": "", "criteria": "Dua.", "family": "", "shape": "hex", "icon": "heart"}
    refused = browser.post(address, **fields, tier="bronze", lasts_months="12")
    assert refused.status_code == 422
    assert "tingkatnya tetap" in refused.text
    assert browser.post(address, **fields, tier="gold", lasts_months="0").status_code == 422
    assert browser.post(address, **fields, tier="gold", lasts_months="12").status_code == 303
    with browser.database() as session:
        badge = session.get_one(Badge, badge_id)
        assert (badge.name, badge.version, badge.lasts_months) == ("Baru", 2, 12)


def test_without_scripts_a_button_shows_the_drawing_and_stores_nothing(browser, workshop):
    browser.sign_in(workshop.author)
    fields = {"name": "Coba", "words": "", "shape": "shield", "tier": "silver", "icon": "heart", "look": "1"}
    answer = browser.post("/admin/rewards/badges/new", **fields)
    assert answer.status_code == 200
    assert "/rewards/badges/try/shield/silver/heart.svg" in answer.text
    assert 'value="Coba"' in answer.text
    with browser.database() as session:
        assert session.scalars(select(Badge)).all() == []


def test_the_live_picture_forgives_what_is_half_written(browser, workshop):
    browser.sign_in(workshop.author)
    answer = browser.get(
        "/admin/rewards/badges/preview?shape=x&tier=gold&icon=heart&lasts_months=abc", htmx=True
    )
    assert "/rewards/badges/try/hex/gold/heart.svg" in answer.text
    assert "selamanya" in answer.text
    assert "Berlaku 12 bulan" in browser.get("/admin/rewards/badges/preview?lasts_months=12", htmx=True).text
