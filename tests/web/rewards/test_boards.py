"""Boards: healthy competition without shame (M16)."""

import re
from dataclasses import dataclass

import pytest

from portal.domain.organisation.models import Employee, Exposure
from portal.domain.rewards.ledger.models import Score, UnitScore
from portal.domain.rewards.periods import quarter_key, year_key
from portal.web.clock import today
from tests import factories

MOST_STATEMENTS = 12
NAMES = [f"Pegawai {chr(65 + place)}" for place in range(20)]


@dataclass
class Team:
    people: list[int]
    accounts: list[int]


@pytest.fixture
def team(browser) -> Team:
    """Twenty people of one section with 200, 190 … 10 points this quarter."""
    day = today("Asia/Jakarta")
    with browser.database() as session:
        root = factories.unit(session, name="Kota Surabaya")
        office = factories.unit(session, parent=root, name="Kecamatan Mulyorejo")
        section = factories.unit(session, parent=office, name="Seksi Pelayanan")
        section.exposure = Exposure.SERVICE
        people = [factories.employee(session, unit_=section, name=name) for name in NAMES]
        for place, one in enumerate(people):
            for key in (quarter_key(day), year_key(day)):
                session.add(
                    Score(period_key=key, employee_id=one.id, unit_key=one.unit_key, points=200 - 10 * place)
                )
        session.add(UnitScore(period_key=quarter_key(day), unit_key=section.path_key, points=2100))
        return Team([one.id for one in people], [one.account_id for one in people])


def ranks_and_names(page: str) -> list[tuple[str, str]]:
    return re.findall(
        r'<span class="rank[^"]*">(\d+)</span></td>\s*<th scope="row"><a [^>]*>([^<]*?)\s*<', page
    )


def test_the_top_ten_a_gap_and_oneself_among_neighbours(browser, team):
    page = browser.sign_in(team.accounts[14]).get("/leaderboards").text
    rows = ranks_and_names(page)
    assert rows[:2] == [("1", "Pegawai A"), ("2", "Pegawai B")]
    assert [rank for rank, _name in rows] == [*map(str, range(1, 11)), "13", "14", "15", "16", "17"]
    assert "Peringkat yang dilewati" in page
    assert 'class="me"' in page


def test_nobody_is_shown_as_the_last(browser, team):
    page = browser.sign_in(team.accounts[0]).get("/leaderboards").text
    assert "Pegawai T" not in page


def test_whoever_follows_the_top_has_no_gap(browser, team):
    page = browser.sign_in(team.accounts[11]).get("/leaderboards").text
    assert "Peringkat yang dilewati" not in page
    assert len(ranks_and_names(page)) == 14


def test_whoever_opted_out_is_nowhere_and_leaves_no_hole(browser, team):
    with browser.database() as session:
        session.get_one(Employee, team.people[1]).is_on_boards = False
    page = browser.sign_in(team.accounts[0]).get("/leaderboards").text
    assert "Pegawai B" not in page
    assert ranks_and_names(page)[:2] == [("1", "Pegawai A"), ("2", "Pegawai C")]
    own = browser.sign_in(team.accounts[1]).get("/leaderboards").text
    assert "Anda tidak ada di papan peringkat" in own
    assert "/account/privacy#privacy-card" in own
    assert "Pegawai B" not in own.partition("<main")[2]


def test_equals_share_a_rank(browser, team):
    day = today("Asia/Jakarta")
    with browser.database() as session:
        session.get_one(Score, (quarter_key(day), team.people[1])).points = 200
    rows = ranks_and_names(browser.sign_in(team.accounts[0]).get("/leaderboards").text)
    assert [rank for rank, _name in rows][:3] == ["1", "1", "3"]


@pytest.mark.parametrize("place", [0, 14])
@pytest.mark.parametrize("show", ["unit", "parent", "agency", "units"])
def test_a_board_asks_little_of_the_database(browser, team, statements, show, place):
    browser.sign_in(team.accounts[place]).get("/leaderboards")
    with statements() as seen:
        browser.get(f"/leaderboards?show={show}")
    asked = [one for one in seen if not one.startswith("BEGIN")]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


def test_the_year_the_agency_and_strange_addresses(browser, team):
    browser.sign_in(team.accounts[3])
    page = browser.get("/leaderboards?show=agency&period=year").text
    assert "Kota Surabaya" in page
    assert ("1", "Pegawai A") in ranks_and_names(page)
    assert browser.get("/leaderboards?show=bottom&period=decade").status_code == 200


def test_units_are_compared_per_head_by_kind_of_work(browser, team):
    browser.sign_in(team.accounts[3])
    page = browser.get("/leaderboards?show=units&work=service").text
    assert "Seksi Pelayanan" in page
    assert "105" in page
    part = browser.get("/leaderboards?show=units&work=field", htmx=True).text
    assert "<html" not in part
    assert "Seksi Pelayanan" not in part


def test_a_board_says_that_it_is_not_for_appraisal(browser, team):
    assert "Bukan untuk penilaian" in browser.sign_in(team.accounts[3]).get("/leaderboards").text


def test_people_of_another_agency_are_not_there(browser, team):
    with browser.database() as session:
        account_id = factories.employee(session).account_id
    page = browser.sign_in(account_id).get("/leaderboards?show=agency").text
    assert "Pegawai A" not in page
    assert "Belum ada poin pada periode ini" in page
