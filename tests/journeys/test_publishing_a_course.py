"""B9, P6, M10: a trainer writes a course, the office publishes it, a session is announced, an employee finds it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser
TITLE = "Menyapa warga dengan bahasa isyarat"


def test_from_the_first_draft_to_the_catalogue(visit, portal):
    """The trainer and the office without scripts, the employee on a phone."""
    trainer = visit(scripts=False)
    sign_in(trainer, "pelatih@demo.test")
    trainer.goto("/training/teach")
    trainer.get_by_role("link", name="Pelatihan baru").first.click()
    trainer.fill("#title", TITLE)
    trainer.fill("#summary", "Sepuluh isyarat yang membuat loket ramah bagi semua.")
    trainer.fill("#tags", "loket, pelayanan prima")
    trainer.fill("#outcomes", "Menyapa dan menanyakan keperluan dengan isyarat")
    trainer.fill("#audience", "Petugas loket")
    trainer.fill("#learning_hours", "4")
    trainer.get_by_role("button", name="Simpan dan lihat").click()
    trainer.get_by_role("button", name="Ajukan untuk ditinjau").click()
    course = trainer.url

    office = visit(scripts=False)
    sign_in(office, "kepegawaian@demo.test")
    office.goto("/training/teach")
    office.locator("#to-review a", has_text=TITLE).click()
    office.get_by_role("button", name="Terbitkan").click()

    trainer.goto(course)
    trainer.get_by_role("link", name="Rencanakan sesi").click()
    trainer.fill("#days-0-day", "2031-03-03")
    trainer.fill("#days-0-begins", "08:00")
    trainer.fill("#days-0-ends", "11:00")
    trainer.get_by_role("button", name="Tambah hari").click()
    trainer.fill("#days-1-day", "2031-03-04")
    trainer.get_by_role("button", name="Simpan").click()
    trainer.get_by_role("button", name="Umumkan sesi").click()
    expect(trainer.locator(".programme > li")).to_have_count(2)

    employee = visit(size=PHONE)
    sign_in(employee, "pegawai@demo.test")
    employee.goto("/training?q=isyarat")
    employee.get_by_role("link", name=TITLE).click()
    assert "Mengapa ini untuk Anda" in employee.inner_text("main")
    employee.locator("#dates .session-line a").first.click()
    assert "3–4 Maret 2031" in employee.inner_text("main")
    assert employee.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
