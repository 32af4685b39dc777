"""What an employee sees: standing, badges, why, what is missing, the statement of points (G5, G13, M5, M12)."""

from dataclasses import dataclass
from datetime import date

import pytest

from portal.domain.organisation.models import Agency, Employee, Role
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award
from portal.domain.rewards.rules.tree import all_of
from portal.web.clock import now, today
from tests import factories, factories_rewards
from tests.factories_rewards import HOURS, RATING, fact, leaf

MOST_STATEMENTS = 12


@dataclass
class Winner:
    employee_id: int
    account_id: int
    award_id: int
    rule_id: int
    evaluator: int
    colleague: int
    stranger: int
    hr: int


def tell(session, *facts) -> None:
    """As a feature would, and as the worker then settles it where a worker does."""
    record(session, facts, at=now())
    sweep(session, now())


def day_of_today() -> date:
    return today("Asia/Jakarta")


@pytest.fixture
def winner(browser) -> Winner:
    """Somebody with 30 hours of learning this quarter, which a rule rewards with a badge and 100 points."""
    with browser.database() as session:
        factories_rewards.metrics(session)
        root = factories.unit(session)
        section = factories.unit(session, parent=root)
        evaluator = factories.employee(session, unit_=section)
        me = factories.employee(session, unit_=section, evaluator=evaluator, name="Ratna Wulandari")
        colleague = factories.employee(session, unit_=section)
        stranger = factories.employee(session)
        hr = factories.employee(session, unit_=root)
        factories.role(session, hr, Role.HR_ADMIN, over=root)
        session.add_all([Level(points=50, name="Pratama"), Level(points=500, name="Madya")])
        badge = factories_rewards.badge(session, name="Rajin belajar")
        rule = factories_rewards.rule(
            session, leaf(HOURS, "sum", ">=", 2000), name="Dua puluh jam", badge_id=badge.id
        )
        factories_rewards.rule(
            session,
            all_of(leaf(RATING, "avg", ">=", 350, at_least=3), leaf(HOURS, "sum", ">=", 5000)),
            name="Pelayan prima",
        )
        tell(session, *(fact(HOURS, me.id, 1500, day=day_of_today()) for _ in range(2)))
        award = session.query(Award).one()
        return Winner(
            me.id, me.account_id, award.id, rule.rule_id,
            evaluator.account_id, colleague.account_id, stranger.account_id, hr.account_id,
        )  # fmt: skip


def test_the_page_says_what_was_earned_and_what_is_missing(browser, winner):
    page = browser.sign_in(winner.account_id).get("/rewards").text
    assert "Rajin belajar" in page
    assert "100 poin" in page
    assert "Pratama" in page
    assert "400 poin lagi ke tingkat Madya" in page
    assert "30 JP dari 50 JP" in page
    assert "kurang 20 JP" in page
    assert "kurang 3 catatan lagi" in page


def test_the_page_asks_little_of_the_database(browser, winner, statements):
    browser.sign_in(winner.account_id).get("/rewards")
    with statements() as seen:
        browser.get("/rewards")
    asked = [one for one in seen if not one.startswith("BEGIN")]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


def test_an_award_shows_rule_numbers_and_facts(browser, winner):
    page = browser.sign_in(winner.account_id).get(f"/rewards/awards/{winner.award_id}").text
    assert "Jumlah" in page
    assert "dihitung: 30 JP" in page
    assert page.count("15 JP") == 2
    assert "+100" in page


def test_evaluator_and_hr_see_it_too_others_do_not(browser, winner):
    address = f"/rewards/awards/{winner.award_id}"
    for account_id, status in (
        (winner.evaluator, 200), (winner.hr, 200), (winner.colleague, 404), (winner.stranger, 404),
    ):  # fmt: skip
        assert browser.sign_in(account_id).get(address).status_code == status


def test_whoever_shares_shows_the_badge_and_nothing_more(browser, winner):
    with browser.database() as session:
        session.get_one(Employee, winner.employee_id).is_recognisable = True
    address = f"/rewards/awards/{winner.award_id}"
    shared = browser.sign_in(winner.colleague).get(address)
    assert shared.status_code == 200
    assert "Rajin belajar" in shared.text
    assert "30 JP" not in shared.text
    assert browser.sign_in(winner.stranger).get(address).status_code == 404


def test_what_was_taken_back_says_so(browser, winner):
    with browser.database() as session:
        tell(session, fact(HOURS, winner.employee_id, -2000, day=day_of_today(), n=-1))
    browser.sign_in(winner.account_id)
    page = browser.get(f"/rewards/awards/{winner.award_id}").text
    assert "Penghargaan ini ditarik kembali" in page
    statement = browser.get("/rewards/ledger").text
    assert "+100" in statement
    assert "-100" in statement or "−100" in statement


def test_one_rule_explains_itself(browser, winner):
    browser.sign_in(winner.account_id)
    assert "Anda memenuhi aturan ini" in browser.get(f"/rewards/rules/{winner.rule_id}/me").text
    other = browser.get(f"/rewards/rules/{winner.rule_id + 1}/me").text
    assert "2 syarat belum terpenuhi" in other
    assert browser.get("/rewards/rules/999999/me").status_code == 404


def test_a_draft_is_not_explained(browser, winner):
    with browser.database() as session:
        draft = factories_rewards.rule(session, leaf(HOURS, "sum", ">=", 100), is_live=False).rule_id
    assert browser.sign_in(winner.account_id).get(f"/rewards/rules/{draft}/me").status_code == 404


def test_a_beginner_reads_what_to_do(browser):
    with browser.database() as session:
        account_id = factories.employee(session).account_id
    browser.sign_in(account_id)
    page = browser.get("/rewards").text
    assert "Belum ada lencana" in page
    assert "Belum ada aturan" in page
    assert "Belum ada poin" in browser.get("/rewards/ledger").text


def test_an_agency_without_rewards_keeps_achievements_private(browser, winner):
    with browser.database() as session:
        me = session.get_one(Employee, winner.employee_id)
        me.is_recognisable = True
        session.get_one(Agency, me.agency_id).has_rewards = False
    browser.sign_in(winner.account_id)
    page = browser.get("/rewards").text
    assert "Penghargaan tidak diaktifkan di instansi Anda" in page
    assert "Rajin belajar" in page
    assert "Apa yang dihitung" not in page
    assert 'href="/leaderboards"' not in page
    assert "Tidak ada papan peringkat" in browser.get("/leaderboards").text
    address = f"/rewards/awards/{winner.award_id}"
    assert browser.sign_in(winner.colleague).get(address).status_code == 404
