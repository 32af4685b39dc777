"""A badge goes out into the world and comes back: certificate, check by code, shared link, withdrawal (M12).

Once with scripts on a phone and once without any.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import second_reader
from tests.journeys.conftest import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_badge_is_shown_checked_and_withdrawn(visit, scripts):
    holder = visit(size=PHONE if scripts else DESKTOP, scripts=scripts)
    sign_in(holder, "pegawai@demo.test")
    holder.goto("/rewards")
    holder.locator("#rewards-badges a", has_text="Dekat dengan warga").first.click()
    assert "Emas" in holder.locator("#road").inner_text()

    holder.get_by_role("button", name="Buat sertifikat").click()
    with holder.expect_download() as download:
        holder.get_by_role("link", name="Sertifikat (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    with holder.expect_download() as download:
        holder.get_by_role("link", name="Gambar (PNG)").click()
    (token,) = second_reader.token_in_png(Path(download.value.path()).read_bytes())
    assert second_reader.header_of(token)["alg"] == "RS256"

    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", holder.locator("#show-it").inner_text())
    assert code is not None
    stranger = visit(scripts=scripts)
    stranger.goto("/verify")
    stranger.fill("#code", code[0].lower())
    stranger.get_by_role("button", name="Periksa").click()
    assert "Asli dan berlaku" in stranger.inner_text("main")

    holder.get_by_role("link", name="Bagikan lewat tautan").click()
    holder.get_by_role("button", name="Bagikan").click()
    assert "Tanpa persetujuan Anda" in holder.inner_text(".error-summary")
    holder.get_by_label("Saya setuju").check()
    holder.get_by_role("button", name="Bagikan").click()
    link = urlsplit(holder.locator("#share-link").input_value()).path
    stranger.goto(link)
    assert "meraih lencana" in stranger.inner_text("h1")

    holder.locator("summary", has_text="Berhenti membagikan").click()
    holder.get_by_role("button", name="Ya, berhenti membagikan").click()
    assert "Bagikan lewat tautan" in holder.locator("#show-it").inner_text()
    answer = stranger.goto(link)
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_badge_is_drawn_while_its_maker_looks_on(visit, scripts):
    maker = visit(scripts=scripts)
    sign_in(maker, "admin@demo.test")
    maker.goto("/admin/rewards/badges/new")
    maker.fill("#name", "Pelita inovasi")
    maker.get_by_label("Emas").check()
    maker.get_by_label("Perisai").check()
    maker.select_option("#icon", "bulb")
    if not scripts:
        maker.get_by_role("button", name="Tampilkan seperti sekarang").click()
    maker.wait_for_selector("#badge-preview img[src$='/try/shield/gold/bulb.svg']")
    assert "Pelita inovasi" in maker.locator("#badge-preview").inner_text()
    maker.get_by_role("button", name="Buat lencana").click()
    assert "Pelita inovasi" in maker.locator(".badges").inner_text()
