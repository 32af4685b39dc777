"""A person's page shows colleagues what the person consents to, and those who answer for the person everything."""

import re
from datetime import timedelta

import pytest

from portal.domain.organisation.models import Deputy, Employee, Role
from portal.domain.rewards.evaluation.live import sweep
from portal.domain.rewards.facts.record import record
from portal.domain.rewards.ledger.models import Award
from portal.web.clock import now, today
from tests import factories, factories_rewards
from tests.factories_rewards import HOURS, fact, leaf
from tests.factories_targets import deputy

SECRETS = ("198", "@example.go.id")


@pytest.fixture
def team(browser):
    """Ratna has a badge; her evaluator, a deputy, a colleague, HR, a leader and a stranger look at her."""
    with browser.database() as session:
        factories_rewards.metrics(session)
        root = factories.unit(session, name="Kota Surabaya")
        section = factories.unit(session, parent=root, name="Seksi Pelayanan")
        evaluator = factories.employee(session, unit_=section, name="Bambang Sutrisno")
        ratna = factories.employee(
            session,
            unit_=section,
            evaluator=evaluator,
            name="Ratna Wulandari, S.E.",
            nip="198504152011112001",
        )
        badge = factories_rewards.badge(session, name="Rajin belajar")
        factories_rewards.rule(
            session, leaf(HOURS, "sum", ">=", 2000), name="Dua puluh jam", badge_id=badge.id
        )
        record(session, [fact(HOURS, ratna.id, 3000, day=today("Asia/Jakarta"))], at=now())
        sweep(session, now())
        people = {
            "ratna": ratna,
            "evaluator": evaluator,
            "colleague": factories.employee(session, unit_=section),
            "deputy": factories.employee(session, unit_=section),
            "hr": factories.employee(session, unit_=root),
            "leader": factories.employee(session, unit_=root),
            "stranger": factories.employee(session),
        }
        factories.role(session, people["hr"], Role.HR_ADMIN, over=root)
        factories.role(session, people["leader"], Role.LEADER, over=root)
        day = today("Asia/Jakarta")
        deputy(session, people["deputy"], evaluator, day - timedelta(days=1), day + timedelta(days=5))
        found = {name: one.account_id for name, one in people.items()}
        return found | {"id": ratna.id, "award": session.query(Award).one().id}


def share(browser, team, is_shared):
    with browser.database() as session:
        session.get_one(Employee, team["id"]).is_recognisable = is_shared


@pytest.mark.parametrize("is_shared", [False, True])
def test_colleagues_see_badges_only_with_consent_and_never_the_numbers(browser, team, is_shared):
    share(browser, team, is_shared)
    page = browser.sign_in(team["colleague"]).get(f"/people/{team['id']}").text
    assert "Ratna Wulandari" in page
    assert "Seksi Pelayanan" in page
    assert ("Rajin belajar" in page) is is_shared
    assert "Dua puluh jam" not in page
    main = page.partition("<main")[2]
    assert not [secret for secret in SECRETS if secret in re.sub(r"/[\w/.-]+\.(css|js|svg)", "", main)]


@pytest.mark.parametrize("who", ["evaluator", "deputy", "hr"])
def test_those_who_answer_for_a_person_see_every_award_whole(browser, team, who):
    page = browser.sign_in(team[who]).get(f"/people/{team['id']}").text
    assert "Dua puluh jam" in page
    assert f"/rewards/awards/{team['award']}" in page
    award = browser.get(f"/rewards/awards/{team['award']}")
    assert award.status_code == 200
    assert "30 JP" in award.text


def test_a_deputy_whose_days_are_over_sees_what_colleagues_see(browser, team):
    with browser.database() as session:
        row = session.query(Deputy).one()
        row.starts_on, row.ends_on = row.starts_on - timedelta(days=90), row.starts_on - timedelta(days=60)
    browser.sign_in(team["deputy"])
    assert "Dua puluh jam" not in browser.get(f"/people/{team['id']}").text
    assert browser.get(f"/rewards/awards/{team['award']}").status_code == 404


def test_strangers_find_nobody_and_those_who_left_are_not_found(browser, team):
    assert browser.sign_in(team["stranger"]).get(f"/people/{team['id']}").status_code == 404
    assert f'/people/{team["id"]}"' not in browser.get("/people?q=ratna").text
    with browser.database() as session:
        session.get_one(Employee, team["id"]).left_on = today("Asia/Jakarta")
    assert browser.sign_in(team["colleague"]).get(f"/people/{team['id']}").status_code == 404


def test_people_are_found_by_name_and_by_unit(browser, team):
    browser.sign_in(team["hr"])
    assert f'/people/{team["id"]}"' not in browser.get("/people").text  # another unit than one's own
    for words in ("wulan", "seksi pelay"):
        assert f"/people/{team['id']}" in browser.get(f"/people?q={words}").text
    assert "Tidak ada yang ditemukan" in browser.get("/people?q=zzz%25").text


def test_ones_own_page_says_who_sees_what(browser, team):
    page = browser.sign_in(team["ratna"]).get(f"/people/{team['id']}").text
    assert "Beginilah rekan melihat Anda" in page
    assert 'href="/account/privacy"' in page
