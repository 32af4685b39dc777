"""The macros in a real browser: both themes, both languages, three widths."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from portal import create_app
from tests.journeys.conftest import settings

pytestmark = pytest.mark.browser
PATHS = ("/_ui/", "/_ui/home", "/_ui/questions", "/_ui/questions?errors=1", "/_ui/paper")


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "portal.db").write_bytes(sqlite_template.read_bytes())
    server = make_server("127.0.0.1", 0, create_app(settings(folder)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture
def complaints() -> list[str]:
    return []


def opened(page: Page, complaints: list[str]) -> Page:
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.mark.parametrize(("language", "theme"), [("id", "light"), ("en", "dark")])
def test_everybody_can_use_every_macro(
    chromium: Browser, address: str, complaints: list[str], language: str, theme: str
) -> None:
    with chromium.new_context(base_url=address, color_scheme=theme) as context:  # type: ignore[arg-type]
        page = opened(context.new_page(), complaints)
        page.goto("/_ui/home")
        if language == "en":
            page.get_by_role("button", name="English").click()
        for path in PATHS:
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == language
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 844})
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{path} is {wide} px too wide at {width} px"
                if width > 320:
                    found = Axe().run(page).response["violations"]
                    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], (
                        f"{path} at {width} px"
                    )
    assert complaints == []


def test_touch_targets_are_large_enough(chromium: Browser, address: str) -> None:
    with chromium.new_context(base_url=address, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto("/_ui/home")
        small = page.eval_on_selector_all(
            ".btn, .tool, .side a, .more > summary, .task, .menu > summary",
            """all => all.filter(e => e.checkVisibility()).filter(e => {
                 const box = e.getBoundingClientRect();
                 return box.height < 43.5 || box.width < 43.5;
               }).map(e => e.outerHTML.slice(0, 80))""",
        )
        assert small == []


def test_questions_come_one_at_a_time_with_scripts_and_all_at_once_without(
    chromium: Browser, address: str
) -> None:
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/_ui/questions")
        faces = page.locator("fieldset.question:visible")
        expect(faces).to_have_count(1)
        page.get_by_role("button", name="Berikutnya").click()
        expect(page.get_by_text("Pilih satu jawaban untuk melanjutkan.")).to_be_visible()
        page.get_by_role("radio", name="Sangat baik").check()
        page.get_by_text("Pertanyaan 2 dari 4").wait_for()
        page.get_by_role("button", name="Kembali").click()
        assert page.get_by_role("radio", name="Sangat baik").is_checked()
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        page.route("**/portal*.js", lambda route: route.abort())
        page.goto("/_ui/questions")
        expect(page.locator("fieldset.question:visible")).to_have_count(1)  # the script may still come
        page.evaluate("document.getAnimations().forEach(one => one.finish())")
        expect(page.locator("fieldset.question:visible")).to_have_count(3)
    with chromium.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/_ui/questions")
        expect(page.locator("fieldset.question:visible")).to_have_count(3)
        expect(page.get_by_role("button", name="Periksa jawaban")).to_be_visible()
        page.goto("/_ui/#sample-dialog")
        expect(page.get_by_role("dialog", name="Syarat penghargaan")).to_be_visible()


def test_a_dialog_and_a_menu_open_and_close_with_the_keyboard(chromium: Browser, address: str) -> None:
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/_ui/")
        page.get_by_role("link", name="Buka dialog").press("Enter")
        dialog = page.get_by_role("dialog", name="Syarat penghargaan")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        page.locator(".topbar .menu summary").press("Enter")
        expect(page.get_by_role("link", name="Akun saya")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Akun saya")).to_be_hidden()
