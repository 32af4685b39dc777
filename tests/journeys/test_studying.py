"""G17: the conversation about a late identity card, lived on a phone, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_complaint_is_handled_on_a_phone(visit, portal, scripts):
    page = visit(size=PHONE, scripts=scripts)
    sign_in(page, "pegawai@demo.test")
    page.goto("/learning")
    page.locator("#under-way a", has_text="Menangani keluhan").click()
    assert "Simulasi" in page.inner_text("h1")
    page.get_by_role("button", name="Mulai percakapan").click()
    page.locator(".reply").last.wait_for()
    before = trust(page)
    said(page, page.locator(".reply").last)
    assert trust(page) < before
    page.go_back()
    if page.locator(".reply").count():
        said(page, page.locator(".reply").first)
    while page.locator(".reply").count():
        said(page, page.locator(".reply").first)
    expect(page.locator("#debrief")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth") if scripts else PHONE["width"]
    assert width <= PHONE["width"]
    page.get_by_role("link", name=re.compile("Berikutnya")).click()
    assert "Simulasi" not in page.inner_text("h1")
    assert page.url.endswith("/lessons/4")


def trust(page) -> int:
    return int(page.locator("#scene progress").first.get_attribute("value"))


def said(page, reply) -> None:
    """What is answered shows what follows from it."""
    with page.expect_navigation():
        reply.click()
    page.locator(".said-before").wait_for()
