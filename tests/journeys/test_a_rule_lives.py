"""A rule from its first line to its last award, through the pages of everybody it concerns (M5, M12, M13, M16).

An administrator writes the gold rule, reads whom it would favour, another approves; what already happened is
worked through; a citizen's review tips somebody over; badge, level, board, explanation and certificate show it;
a withdrawn review takes it back with a reason; the period closes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from portal.demo.public_reviews_slips import demo_slips
from portal.domain.organisation.models import Employee
from portal.domain.public_reviews.reviews.models import Review
from portal.domain.rewards import jobs
from portal.domain.rewards.boards.models import BoardSnapshot, PeriodState, RewardPeriod
from portal.domain.rewards.facts.models import Rollup, StoredMetric
from portal.domain.rewards.rules.models import RuleVersion
from portal.web.clock import today
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.test_the_loop import answer, points

pytestmark = pytest.mark.browser
NAME = "Pelayan andalan triwulan"
COUNTER = "mulyorejo-ktp"


@pytest.mark.slow
def test_a_rule_lives(visit, house):
    needed = reviews_of(house, "pegawai@demo.test") + 1
    author, approver = visit(), visit()
    version_id = write_the_rule(author, house, needed)
    approve(approver, version_id)
    work_through(approver, house)
    employee = visit(size=PHONE)
    sign_in(employee, "pegawai@demo.test")
    before = points(employee)
    assert "kurang 1" in missing(employee)
    review(visit(size=PHONE))
    assert points(employee) == before + 150
    award = read_the_award(employee)
    code = certificate(employee)
    manager = visit()
    sign_in(manager, "layanan@demo.test")
    withdraw_the_review(manager, house)
    assert points(employee) == before
    employee.goto(award)
    assert "ditarik" in employee.inner_text("main").lower()
    stranger = visit()
    stranger.goto(f"/verify/{code}")
    assert "ditarik" in stranger.inner_text("main").lower()
    close_the_period(approver, house)


def reviews_of(house, email: str) -> int:
    """How many verified reviews the person has this quarter."""
    day = today("Asia/Jakarta")
    first = (day.month - 1) // 3 * 3 + 1
    with house.begin() as session:
        return session.scalar(
            select(func.coalesce(func.sum(Rollup.n), 0))
            .join(StoredMetric, StoredMetric.id == Rollup.metric_id)
            .join(Employee, Employee.id == Rollup.employee_id)
            .where(
                Employee.email == email,
                StoredMetric.code == "reviews.verified",
                Rollup.year == day.year,
                Rollup.month.between(first, first + 2),
            )
        )


def write_the_rule(page, house, needed: int) -> int:
    sign_in(page, "kepegawaian@demo.test")
    page.goto("/admin/rewards/rules/new")
    page.fill("[name=name]", NAME)
    page.fill("[name=words]", "Warga puas, dan banyak yang mengatakannya.")
    line(page, 0, "avg", "reviews.rating", "2", at_least="5")
    line(page, 1, "count", "reviews.verified", str(needed))
    page.select_option("[name=window]", "quarter")
    page.get_by_role("heading", name="4. Batas dan waktu").click()
    page.check("[name=policy][value=at_once_revocable]")
    page.fill("[name=points]", "150")
    gold = next(one for one in page.locator("[name=badge] option").all_inner_texts() if one.endswith("Emas"))
    page.select_option("[name=badge]", label=gold)
    page.locator("#rule-words", has_text="150 poin").wait_for()
    page.click("button[value=save]")
    page.wait_for_url(re.compile(r"/admin/rewards/rules/\d+$"))
    page.get_by_role("link", name="Siapa yang diuntungkan hari ini").click()
    assert "Kurang satu syarat" in page.inner_text("main")
    assert "Anda menulis versi ini" in page.inner_text("#approval")
    with house.begin() as session:
        return session.scalar(select(func.max(RuleVersion.id)))


def line(page, number: int, aggregate: str, metric: str, threshold: str, at_least: str = "") -> None:
    start = f"[name=conditions-{number}-"
    if not page.locator(f"{start}metric]").is_visible():
        page.get_by_text(f"Baris {number + 1} (kosong)").click()
    page.select_option(f"{start}aggregate]", aggregate)
    page.select_option(f"{start}metric]", metric)
    page.select_option(f"{start}window]", "quarter")
    page.fill(f"{start}threshold]", threshold)
    page.fill(f"{start}at_least]", at_least)


def approve(page, version_id: int) -> None:
    sign_in(page, "admin@demo.test")
    page.goto(f"/admin/rewards/versions/{version_id}")
    page.get_by_role("button", name="Setujui").click()
    assert "Centang" in page.inner_text(".error-summary")
    page.check("[name=has_read]")
    page.get_by_role("button", name="Setujui").click()
    page.get_by_role("button", name="Berlakukan").click()
    page.wait_for_url(re.compile(r"/admin/rewards/rules/\d+$"))


def work_through(page, house) -> None:
    page.goto("/admin/rewards/runs")
    assert page.locator("#reward-runs progress").count() >= 1
    jobs.work_on_runs(house.begin, datetime.now(UTC), nap=0)
    page.goto("/admin/rewards/runs")
    expect(page.locator("#reward-runs progress")).to_have_count(0)
    assert NAME in page.inner_text("#reward-runs")


def missing(page) -> str:
    page.goto("/rewards")
    page.get_by_role("region", name=NAME).get_by_role("link").first.click()
    return page.inner_text("main")


def review(page) -> None:
    page.goto(f"/s/{COUNTER}?visit={demo_slips(COUNTER)[4]}")
    answer(page, scripts=True)
    page.wait_for_timeout(3_100)  # nobody reads nine questions in less than three seconds
    page.click("button[name=confirm]")
    page.wait_for_url("**/receipts/*")


def read_the_award(page) -> str:
    page.goto("/notifications")
    assert NAME in page.inner_text("main")
    page.goto("/rewards")
    assert "Tingkat" in page.inner_text("#rewards-standing")
    page.locator("#rewards-recent a", has_text=NAME).first.click()
    assert "Banyaknya ulasan" in page.inner_text("#why")
    found = page.url
    page.goto("/leaderboards")
    assert "Anda" in page.locator("tr.me").inner_text()
    page.goto(found)
    return found


def certificate(page) -> str:
    page.get_by_role("button", name="Buat sertifikat").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Sertifikat (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page.locator("#show-it").inner_text())
    assert code is not None
    return code[0]


def withdraw_the_review(page, house) -> None:
    with house.begin() as session:
        newest = session.scalar(select(func.max(Review.id)))
    page.goto(f"/reviews/{newest}")
    form = page.locator("form[action$='/withdraw']")
    form.locator("[name=reason]").fill("Slip ini dipakai untuk mencoba, bukan untuk kunjungan.")
    form.get_by_role("button").click()
    page.locator(".toast, .notice-ok").first.wait_for()


def close_the_period(page, house) -> None:
    """The worker's hourly round, in the days after the quarter: grace begins, then ends."""
    for days in (95, 112):
        jobs.close_due(house.begin, datetime.now(UTC) + timedelta(days=days), nap=0)
    page.goto("/admin/rewards/periods")
    assert "Ditutup" in page.inner_text("main")
    with house.begin() as session:
        newest = session.scalars(
            select(RewardPeriod)
            .where(RewardPeriod.state == PeriodState.CLOSED)
            .order_by(RewardPeriod.start.desc())
        ).first()
        assert newest is not None
        assert newest.period.end > today("Asia/Jakarta"), "the quarter of the rule has closed"
        frozen = select(func.count()).where(BoardSnapshot.agency_id == newest.agency_id)
        assert session.scalar(frozen) > 0
