"""G16, M17, P16: somebody speaks without a name on a phone and is answered; a hesitant unit's readiness rises."""

import pytest

from tests.journeys.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser
WORRY = "Saya takut nomor pribadi petugas dibagikan kepada warga."


def test_a_worry_is_said_answered_and_readiness_rises(visit):
    page = visit(size=PHONE)
    sign_in(page, "pegawai@demo.test")
    page.goto("/change")
    page.click("text=Bersuara tanpa nama")
    page.fill("#words", "Takut")
    page.click("text=Masukkan ke kotak")
    assert page.input_value("#words") == "Takut"
    page.fill("#words", WORRY)
    page.click("text=Masukkan ke kotak")
    page.wait_for_url("**/sent")
    number = page.inner_text(".confirmation-number")

    hr = visit()
    sign_in(hr, "kepegawaian@demo.test")
    hr.goto("/change/manage/concerns")
    hr.click("a.task:has-text('nomor pribadi')")
    hr.fill("#answer", "Tidak. Layanan memakai nomor kantor.")
    hr.check("#publishes")
    hr.fill("#question", "Apakah nomor pribadi petugas dibagikan?")
    hr.click("button:has-text('Kirim jawaban')")
    hr.goto("/change/manage")
    hr.click("text=Kenal dekat dengan penilaian")
    hr.click("text=Lihat kesiapan")
    row = hr.locator("tr", has_text="Kecamatan Mulyorejo").last
    first, latest = (float(one.replace(",", ".")) for one in row.locator("td.num").all_inner_texts()[:2])
    assert first < 2.5 < 3.5 < latest
    assert hr.locator("#trend svg .line").count() >= 3

    page.goto("/change/concerns")
    assert "Apakah nomor pribadi petugas dibagikan?" in page.inner_text("#faq")
    page.fill("#own-receipt", number)
    page.click("button:has-text('Baca jawaban')")
    page.wait_for_selector("text=Layanan memakai nomor kantor")
