"""Take the README's pictures of the real pages: `python -m scripts.screenshots` (needs Debian's chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from portal import create_app
from portal.config import ROOT, from_environment
from portal.web.clock import today

TARGET = ROOT / "docs" / "screenshots"
THIS_YEAR = today("Asia/Jakarta").year
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 860}
# name: who looks (None: nobody signed in), at which address, on what
PICTURES = {
    "front": (None, "/", DESK),
    "home": ("pegawai@demo.test", "/", DESK),
    "queue": ("atasan@demo.test", "/targets/review", DESK),
    "service": (None, "/services/mulyorejo-ktp", DESK),
    "review-phone": (None, "/s/mulyorejo-ktp", PHONE),
    "rewards-phone": ("pegawai@demo.test", "/rewards", PHONE),
    "learning": ("pegawai@demo.test", "/learning", DESK),
    "training": ("pegawai@demo.test", "/training", DESK),
    "year": ("pegawai@demo.test", f"/rewards/year/{THIS_YEAR}", DESK),
    "board-phone": ("pegawai@demo.test", "/leaderboards?show=agency", PHONE),
}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PORTAL_INSTANCE": folder}
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"], check=True, cwd=ROOT, env=environment
        )
        server = make_server("127.0.0.1", 0, create_app(from_environment(environment)), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name in PICTURES:
                picture(chromium, f"http://127.0.0.1:{server.port}", name)
            chromium.close()
        server.shutdown()


def picture(chromium: Browser, address: str, name: str) -> None:
    who, path, size = PICTURES[name]
    context = chromium.new_context(base_url=address, viewport=size, locale="id-ID")
    page = context.new_page()
    if who:
        sign_in(page, who)
    page.goto(path)
    page.evaluate("document.querySelector('#demo-bar')?.remove()")
    page.screenshot(path=str(Path(TARGET) / f"{name}.png"))
    context.close()


def sign_in(page: Page, who: str) -> None:
    page.goto("/login")
    page.locator("main form", has=page.locator(f"input[value='{who}']")).locator("button").click()
    page.wait_for_url("**/")


if __name__ == "__main__":
    main()
