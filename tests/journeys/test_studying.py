"""G17: the conversation about a late identity card, lived on a phone, with and without scripts."""

from __future__ import annotations

import re
import tomllib

import pytest
from playwright.sync_api import expect

from portal.demo.learning_texts import MODULES
from tests.journeys.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser
LESSON = MODULES / "menangani-keluhan" / "3-simulasi-ktp-terlambat.toml"
MOVES = {
    choice["key"]: choice["trust"]
    for scene in tomllib.loads(LESSON.read_text(encoding="utf-8"))["scenes"]
    for choice in scene.get("choices", ())
}


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
    said(page, min(replies(page), key=worth))
    assert trust(page) < before
    page.go_back()
    while replies(page):
        said(page, max(replies(page), key=worth))
    expect(page.locator("#debrief")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth") if scripts else PHONE["width"]
    assert width <= PHONE["width"]
    page.get_by_role("link", name=re.compile("Berikutnya")).click()
    assert "Simulasi" not in page.inner_text("h1")
    assert page.url.endswith("/lessons/4")


def replies(page) -> list:
    """They stand in an order of their own every time."""
    return page.locator(".reply").all()


def worth(reply) -> int:
    return MOVES[reply.get_attribute("value")]


def trust(page) -> int:
    return int(page.locator("#scene progress").first.get_attribute("value"))


def said(page, reply) -> None:
    """What is answered shows what follows from it."""
    with page.expect_navigation():
        reply.click()
    page.locator(".said-before").wait_for()
