"""The loop of the product, lived once with scripts and once without.

Progress with evidence → approval → a rule fires → badge and points → the board moves; a citizen reviews by phone,
gets a receipt, and the index of the service changes (claims S8, S9, B13, M5, M12, G10).
"""

from __future__ import annotations

import re

import pytest

from portal.demo.public_reviews_slips import demo_slips
from tests.journeys.conftest import DESKTOP, PHONE, sign_in

pytestmark = pytest.mark.browser
INDICATOR = "Dokumen permohonan yang selesai dalam 3 hari kerja"
EVIDENCE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
ELEMENTS = ("req", "proc", "time", "cost", "prod", "comp", "beh", "fac", "compl")


def number(text: str) -> int:
    """The first whole number of a text, read the Indonesian way."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found[0].replace(".", ""))


def points(page) -> int:
    page.goto("/rewards")
    return number(page.locator("#rewards-standing .stat-value").first.inner_text())


def badges(page) -> set[str]:
    page.goto("/rewards")
    return set(page.locator("#rewards-badges .badge:not(.locked) strong").all_inner_texts())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_progress_becomes_recognition(visit, portal, scripts):
    employee = visit(size=PHONE if scripts else DESKTOP, scripts=scripts)
    sign_in(employee, "pegawai@demo.test")
    before, worn = points(employee), badges(employee)
    report_progress(employee)
    approve(visit(scripts=scripts))
    employee.goto("/notifications")
    assert "Pencapai target" in employee.inner_text("main")
    assert points(employee) > before
    assert badges(employee) - worn
    employee.locator("#rewards-badges a", has_text="Pencapai target").first.click()
    assert "Pencapai target" in employee.inner_text("h1")
    employee.goto("/leaderboards")
    assert "Anda" in employee.locator("tr.me").inner_text()


def report_progress(page) -> None:
    page.goto("/targets")
    page.locator("main a", has_text=INDICATOR).first.click()
    page.locator("main a", has_text="Laporkan capaian").first.click()
    page.fill("[name=value]", "7,5")
    page.fill("[name=note]", "Berkas Oktober dan November yang tertunda sudah selesai.")
    page.set_input_files(
        "[name=files]", {"name": "rekap.pdf", "mimeType": "application/pdf", "buffer": EVIDENCE}
    )
    page.click("main button:has-text('Kirim')")
    page.wait_for_url(re.compile(r"/targets/(checkins|indicators)/\d+"))
    assert "7,5" in page.inner_text("main")


def approve(page) -> None:
    sign_in(page, "atasan@demo.test")
    assert "menunggu" in page.locator("#home-waiting").inner_text()
    page.goto("/targets/review")
    while not page.locator("main", has_text="tertunda sudah selesai").count():
        page.locator("a[rel=next]").click()
    waiting = page.locator("li.queued", has_text="tertunda sudah selesai")
    waiting.locator("button", has_text="Setujui").click()
    page.locator("li.is-settled, .toast").first.wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_citizen_is_heard(visit, portal, scripts):
    page = visit(size=PHONE, scripts=scripts)
    page.goto("/services/mulyorejo-ktp")
    before = respondents(page)
    slip = demo_slips("mulyorejo-ktp")[-1 if scripts else -2]
    page.goto(f"/s/mulyorejo-ktp?visit={slip}")
    answer(page, scripts)
    assert page.inner_text("h1") == "Periksa jawaban Anda"
    page.wait_for_timeout(3_100)  # nobody reads nine questions in less than three seconds
    page.click("button[name=confirm]")
    page.wait_for_url("**/receipts/*")
    assert re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", page.inner_text("main"))
    page.goto("/services/mulyorejo-ktp")
    assert respondents(page) == before + 1


def respondents(page) -> int:
    return number(page.locator(".stat", has_text="Responden").locator(".stat-value").inner_text())


def answer(
    page, scripts: bool, comment: str = "Petugas ramah dan antrean cepat.", last_answer: int = 4
) -> None:
    for code in ELEMENTS:
        value = last_answer if code == ELEMENTS[-1] else 4
        option = page.locator(f"input[name={code}][value='{value}']")
        option.check()
        if scripts:
            option.wait_for(state="hidden")  # a tap leads to the next question
    page.fill("[name=comment]", comment)
    page.get_by_role("button", name="Periksa jawaban").click()
