"""The report of a rule as page and file; what managers read about their people."""

import io

import pytest
import python_calamine

from portal.domain.organisation.models import Role
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.rules.tree import all_of
from portal.web.clock import now, today
from tests import factories, factories_rewards
from tests.factories_rewards import RATING, TARGET, fact, leaf

MOST_STATEMENTS = 12


@pytest.fixture
def office(browser):
    """An administrator, an evaluator, and somebody with two of three targets; a draft rule."""
    with browser.database() as session:
        factories_rewards.metrics(session)
        home = factories.unit(session)
        head = factories.employee(session, unit_=home)
        anna = factories.employee(session, unit_=home, evaluator=head, name="=Ayu Wulandari")
        admin = factories.account(session)
        factories.role(session, admin, Role.ADMIN)
        tree = all_of(leaf(TARGET, threshold=3), leaf(RATING, "avg", threshold=300))
        version = factories_rewards.rule(session, tree, name="Andalan", is_live=False)
        live = factories_rewards.rule(session, leaf(TARGET, threshold=3), name="Tiga target")
        day = today("Asia/Jakarta")
        record(session, [fact(TARGET, anna.id, day=day) for _ in range(2)], at=now())
        record(session, [fact(RATING, anna.id, 400, day=day)], at=now())
        return {
            "version": version.id, "live": live.id, "head": head.account_id,
            "anna": anna.id, "anna_account": anna.account_id, "admin": admin.id,
        }  # fmt: skip


def test_the_report_names_who_is_one_condition_short(browser, office):
    browser.sign_in(office["admin"])
    page = browser.get(f"/admin/rewards/versions/{office['version']}")
    assert "Kurang satu syarat" in page.text
    assert "=Ayu Wulandari" in page.text
    assert "belum ada pembanding" in page.text


def test_the_report_as_a_file_holds_text_as_text(browser, office):
    browser.sign_in(office["admin"])
    answer = browser.get(f"/admin/rewards/versions/{office['version']}/preview.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    near = book.get_sheet_by_name("Kurang satu syarat").to_python()
    assert near[1][0] == "=Ayu Wulandari"
    assert [row[:2] for row in book.get_sheet_by_name("Ringkasan").to_python()][5] == [
        "Kurang satu syarat",
        1.0,
    ]


def test_an_evaluator_reads_what_is_missing(browser, office, statements):
    browser.sign_in(office["head"])
    assert "=Ayu Wulandari" in browser.get("/rewards/people").text
    page = browser.get(f"/rewards/people/{office['anna']}")
    assert "Tiga target" in page.text
    assert "kurang 1" in page.text
    for url in ("/rewards/people", f"/rewards/people/{office['anna']}"):
        with statements() as seen:
            browser.get(url)
        assert len(seen) <= MOST_STATEMENTS, seen


def test_the_person_themselves_is_nobodys_manager(browser, office):
    browser.sign_in(office["anna_account"])
    assert "Belum ada orang di sini" in browser.get("/rewards/people").text
    assert browser.get(f"/rewards/people/{office['anna']}").status_code == 404
