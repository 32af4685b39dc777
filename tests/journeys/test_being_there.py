"""G18, S6: a phone notes that its owner is there; feedback brings a certificate; a stranger checks it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.domain.accounts.models import Account
from portal.domain.organisation.models import Employee
from portal.domain.training.attendance import actions, codes
from portal.domain.training.seats.models import Enrolment, SeatState
from portal.domain.training.sessions.models import SessionState, TrainingSession
from portal.web.clock import now
from tests.journeys.conftest import PHONE, sign_in

pytestmark = pytest.mark.browser
LEARNER, TRAINER = "pegawai@demo.test", "pelatih@demo.test"


def seats(session, state):
    """Sessions of the known employee, the latest first."""
    return session.scalars(
        select(TrainingSession)
        .join(Enrolment, Enrolment.session_id == TrainingSession.id)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .join(Account, Account.id == Employee.account_id)
        .where(Account.email == LEARNER, Enrolment.state == state)
        .order_by(TrainingSession.starts_at.desc())
    ).all()


def scanned(house, sitting, minutes_ago=0):
    """What the code of that moment leads to."""
    with house.begin() as session:
        key = actions.code_key(session)
    return f"/training/attend/{sitting}/{codes.code_at(key, sitting, now() - timedelta(minutes=minutes_ago))}"


def test_a_phone_without_scripts_is_there_and_a_stranger_checks_the_certificate(visit, house):
    with house.begin() as session:
        today = next(one for one in seats(session, SeatState.SEATED) if one.state is SessionState.PLANNED
                     and one.starts_at < now())  # fmt: skip
        day = today.days[0]
        day.starts_at = today.starts_at = now() - timedelta(hours=1)
        day.ends_at = now() + timedelta(hours=5)
        for later in today.days[1:]:
            later.starts_at, later.ends_at = now() + timedelta(hours=6), now() + timedelta(hours=7)
        today.ends_at = now() + timedelta(hours=7)
        held, sitting = today.id, day.id
        over = seats(session, SeatState.ATTENDED)[0].id

    screen = visit()
    sign_in(screen, TRAINER)
    screen.goto(f"/training/sessions/{held}")
    screen.get_by_role("link", name="Tampilkan kode").click()
    expect(screen.locator("#screen-code svg[role=img], #screen-code .screen-qr svg").first).to_be_visible()
    before = int(screen.locator(".screen-count strong").inner_text())

    phone = visit(size=PHONE, scripts=False)
    phone.goto(scanned(house, sitting, minutes_ago=5))
    assert "tidak berlaku lagi" in phone.inner_text("main")
    phone.goto(scanned(house, sitting))
    phone.fill("#identifier", LEARNER)
    phone.fill("#password", "Prestasi-2026-demo")
    phone.press("#password", "Enter")
    phone.get_by_role("button", name="Saya hadir").click()
    assert "tercatat" in phone.inner_text("main")
    screen.wait_for_function(
        "count => Number(document.querySelector('.screen-count strong').textContent) > count", arg=before
    )

    phone.goto(f"/training/sessions/{over}/steps")
    phone.get_by_role("link", name="Kerjakan sekarang").click()
    for question in phone.locator("fieldset.question").all():
        question.locator("label").last.click()
    phone.get_by_role("button", name="Kirim umpan balik").click()
    assert "Sertifikat Anda sudah siap" in phone.inner_text("main")
    phone.get_by_role("link", name=re.compile("Lihat.*Sertifikat")).click()
    number = phone.locator("dd", has_text="SERT-").inner_text()
    address = phone.locator("a", has_text="/verify/").get_attribute("href")

    stranger = visit(size=PHONE, scripts=False)
    stranger.goto("/verify")
    stranger.fill("#code", address.rpartition("/")[2].lower())
    stranger.press("#code", "Enter")
    assert "Asli dan berlaku" in stranger.inner_text("main")
    assert number in stranger.inner_text("main")
