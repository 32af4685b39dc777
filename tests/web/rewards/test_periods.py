"""Periods for those who keep them: states, the countdown, closing early, opening again with a reason."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from portal.domain.organisation.models import Role
from portal.domain.periods import Window, period_of
from portal.domain.rewards.boards.models import RewardPeriod
from portal.domain.rewards.evaluation.closing import begin_closing, close, period_row
from portal.domain.rewards.incidents.models import Incident
from portal.web.clock import now, today
from tests import factories, factories_rewards

WHY = "Rekap loket baru datang sesudah penutupan."
PERIODS = "/admin/rewards/periods"


@dataclass
class Books:
    hr: int
    local: int
    admin: int
    running: int
    over: int


@pytest.fixture
def books(browser) -> Books:
    """A quarter that runs, and the one before in its grace."""
    quarter = period_of(today("Asia/Jakarta"), Window.QUARTER)
    with browser.database() as session:
        factories_rewards.metrics(session)
        root = factories.unit(session, name="Kota Surabaya")
        section = factories.unit(session, parent=root)
        hr, local = factories.employee(session, unit_=root), factories.employee(session, unit_=section)
        factories.role(session, hr, Role.HR_ADMIN, over=root)
        factories.role(session, local, Role.HR_ADMIN, over=section)
        admin = factories.account(session)
        factories.role(session, admin, Role.ADMIN)
        over = begin_closing(session, root.agency_id, quarter.previous, at=now() - timedelta(days=10))
        running = period_row(session, root.agency_id, quarter)
        return Books(hr.account_id, local.account_id, admin.id, running.id, over.id)


def test_states_and_the_countdown_are_shown(browser, books):
    page = browser.sign_in(books.hr).get(PERIODS).text
    assert "Menutup sendiri dalam 3 hari" in page
    assert "Berjalan sampai" in page
    assert "Kota Surabaya" in browser.get(f"{PERIODS}?state=closing").text
    assert "Tidak ada periode dengan keadaan ini" in browser.get(f"{PERIODS}?state=closed").text


def test_a_running_quarter_cannot_be_closed(browser, books):
    page = browser.sign_in(books.hr).get(f"{PERIODS}/{books.running}").text
    assert "Tutup sekarang" not in page
    assert browser.post(f"{PERIODS}/{books.running}/close").status_code == 422


def test_a_quarter_that_is_over_is_closed_on_request(browser, books):
    page = browser.sign_in(books.hr).get(f"{PERIODS}/{books.over}").text
    assert "Tutup sekarang" in page
    assert browser.post(f"{PERIODS}/{books.over}/close").status_code == 303
    assert "Sedang ditutup" in browser.get(f"{PERIODS}/{books.over}").text


def test_a_closed_one_is_opened_again_with_a_reason(browser, books):
    with browser.database() as session:
        row = session.get_one(RewardPeriod, books.over)
        close(session, row.agency_id, row.period, at=now())
    url = f"{PERIODS}/{books.over}"
    assert "Buka triwulan ini lagi" in browser.sign_in(books.hr).get(url).text
    refused = browser.post(f"{url}/reopen", reason="ya")
    assert refused.status_code == 422
    assert "sedikitnya 10" in refused.text
    assert browser.post(f"{url}/reopen", reason=WHY).status_code == 303
    page = browser.get(url).text
    assert WHY in page
    assert "Edisi 1" in page
    assert "Buka triwulan ini lagi" not in page


def test_who_keeps_only_a_section_sees_no_periods(browser, books):
    browser.sign_in(books.local)
    assert "Kota Surabaya" not in browser.get(PERIODS).text
    assert browser.get(f"{PERIODS}/{books.over}").status_code == 404
    assert browser.post(f"{PERIODS}/{books.over}/close").status_code == 404


def test_incidents_are_shown_to_administrators(browser, books):
    assert "Semua jumlah cocok" in browser.sign_in(books.admin).get("/admin/rewards/incidents").text
    with browser.database() as session:
        session.add(
            Incident(what="scores and ledger", key=[20261012, 7], by=5, found_at=now(), seen_at=now())
        )
    page = browser.get("/admin/rewards/incidents").text
    assert "20261012 · 7" in page
    assert "Menunggu orang" in page
    assert browser.sign_in(books.hr).get("/admin/rewards/incidents").status_code == 404
