"""A crowded connection: the sender's device proves by work that a person sits at it (claims S9, M5).

Behind the addresses of offices and phone companies sit many people. From the limit on a review brings a solved
puzzle, or it waits for a person's check; it is never refused.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_the_loop import answer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("portal", [{"reviews_per_address": 1}], indirect=True),
]
READABLE = 3_100  # milliseconds: nobody reads nine questions in less than three seconds


def check_page(page, comment: str, last_answer: int, scripts: bool = True) -> None:
    """Answers differ, for equal ones from one connection wait for a person anyway."""
    page.goto("/s/mulyorejo-ktp")
    answer(page, scripts, comment, last_answer)
    assert page.inner_text("h1") == "Periksa jawaban Anda"


def receipt(page) -> str:
    page.wait_for_timeout(READABLE)
    page.click("button[name=confirm]")
    page.wait_for_url("**/receipts/*")
    assert re.search(r"[A-Z0-9]{5}-[A-Z0-9]{5}", page.inner_text("main"))
    return page.inner_text("main")


def test_the_device_solves_the_puzzle_and_a_solution_counts_once(visit, portal):
    first = visit(size=PHONE)
    check_page(first, "Loket tertib, petugas menjelaskan dengan sabar.", 4)
    expect(first.locator("form[data-puzzle]")).to_have_count(0)  # the first of the hour is asked for nothing
    assert "Ulasan Anda dihitung" in receipt(first)

    neighbour = visit(size=PHONE)
    check_page(neighbour, "Antrean panjang tetapi semua berkas selesai hari itu.", 3)
    solution = neighbour.locator("input[name=altcha]")
    solution.wait_for(state="attached")
    assert neighbour.locator("[data-puzzle-text]").inner_text() == "Selesai. Ulasan Anda dapat dikirim."
    assert neighbour.locator("button[name=confirm]").is_enabled()
    spent = solution.input_value()
    assert "Ulasan Anda dihitung" in receipt(neighbour)

    third = visit()
    check_page(third, "Parkiran sempit namun pelayanan di dalam memuaskan.", 2)
    third.locator("input[name=altcha]").wait_for(state="attached")
    third.evaluate("solution => { document.querySelector('input[name=altcha]').value = solution }", spent)
    assert "menunggu pemeriksaan" in receipt(third)


def test_without_scripts_a_person_checks_the_review_and_the_page_says_so(visit, portal):
    first = visit(scripts=False)
    check_page(first, "Petugas ramah dan antrean cepat sekali pagi ini.", 4, scripts=False)
    assert "Ulasan Anda dihitung" in receipt(first)
    page = visit(size=PHONE, scripts=False)
    check_page(page, "Papan petunjuk kurang jelas bagi yang baru datang.", 2, scripts=False)
    assert "diperiksa" in page.locator("[data-puzzle-text]").inner_text()
    assert "menunggu pemeriksaan" in receipt(page)
