"""Pages of levels, seasons and one's own year (M12, G13, M16)."""

import io
from datetime import date

import pytest
from PIL import Image

from portal.domain.organisation.models import Agency, Exposure
from portal.domain.periods import Period, Window, period_of
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.boards.models import PeriodState, RewardPeriod
from portal.domain.rewards.boards.snapshots import freeze
from portal.domain.rewards.ledger.models import Score, UnitScore
from portal.domain.rewards.periods import RuleWindow, key_of, quarter_key
from portal.web.clock import today
from portal.web.filters import period
from tests import factories, factories_rewards
from tests.domain.rewards.test_years import earn
from tests.factories import NOW
from tests.factories_rewards import HOURS, leaf

MOST_STATEMENTS = 12
DAY = today("Asia/Jakarta")
BEFORE = period_of(DAY, Window.QUARTER).previous


@pytest.fixture
def person(browser):
    """Somebody of a team of five with points this year, a closed quarter and a season that runs."""
    with browser.database() as session:
        factories_rewards.metrics(session)
        session.add_all(
            [
                Level(points=0, name="Perintis"),
                Level(points=50, name="Penggerak", words="Ucapan terima kasih."),
            ]
        )
        someone = factories.employee(session, name="Ratna Wulandari")
        someone.unit.exposure = Exposure.SERVICE
        for _ in range(4):
            factories.employee(session, unit_=someone.unit)
        badge = factories_rewards.badge(session)
        window = DAY.year * 10_000 + 112
        earn(session, someone, DAY.replace(day=1), 60, window, badge.id, is_kept=True)
        for key in (key_of(BEFORE), quarter_key(DAY)):
            session.add(Score(period_key=key, employee_id=someone.id, unit_key=someone.unit_key, points=40))
            session.add(UnitScore(period_key=key, unit_key=someone.unit_key, points=40))
        session.add(
            RewardPeriod(
                agency_id=someone.agency_id, start=BEFORE.start, end=BEFORE.end,
                state=PeriodState.CLOSED, edition=1, closing_at=NOW, closed_at=NOW,
            )
        )  # fmt: skip
        session.flush()
        freeze(session, someone.agency_id, key_of(BEFORE), 1, at=NOW)
        month = period_of(DAY, Window.MONTH)
        factories_rewards.rule(
            session, leaf(HOURS, "sum", ">=", 100, window="season"), name="Musim tuntas",
            window=RuleWindow.SEASON, season_start=month.start, season_end=month.end,
        )  # fmt: skip
        return someone.account_id


def season_key() -> int:
    return key_of(period_of(DAY, Window.MONTH))


def test_a_year_to_show_at_home(browser, person):
    page = browser.sign_in(person).get(f"/rewards/year/{DAY.year}").text
    for words in (f"Tahun Anda {DAY.year}", "60 poin", "Penggerak", "Bintang Layanan", "Hanya Anda"):
        assert words in page
    assert f'href="/rewards/year/{DAY.year}"' in browser.get("/rewards").text
    assert browser.get("/rewards/year").location.endswith(f"/rewards/year/{DAY.year}")


def test_a_year_on_paper_and_as_a_picture(browser, person):
    browser.sign_in(person)
    assert "Bukan untuk penilaian kinerja" in browser.get(f"/rewards/year/{DAY.year}/print").text
    answer = browser.get(f"/rewards/year/{DAY.year}/picture.png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(answer.data)).size == (1080, 1350)
    assert browser.get(f"/rewards/year/{DAY.year + 1}/picture.png").status_code == 404


def test_an_empty_year_does_not_shame(browser, person):
    page = browser.sign_in(person).get(f"/rewards/year/{DAY.year - 3}").text
    assert "Tidak ada yang terhitung" in page
    assert "Itu tidak menggambarkan seberapa banyak yang Anda kerjakan" in page
    assert browser.get("/rewards/year/1800").status_code == 404


def test_levels_say_what_they_open_and_where_one_is(browser, person):
    page = browser.sign_in(person).get("/rewards/levels").text
    assert "Ucapan terima kasih." in page
    assert "Tingkat Anda" in page
    assert "tingkat tertinggi tahun ini" in page


def test_a_season_is_announced_with_rules_countdown_and_board(browser, person):
    assert "Musim tuntas" in browser.sign_in(person).get("/rewards").text
    page = browser.get(f"/rewards/seasons/{season_key()}").text
    assert "Tinggal" in page or "Hari terakhir" in page
    assert f"period=season-{season_key()}" in page
    assert "Musim tuntas" in browser.get("/rewards/seasons").text
    board = browser.get(f"/leaderboards?period=season-{season_key()}").text
    assert "hanya poin dari aturan musim ini" in board
    assert browser.get("/rewards/seasons/20200112").status_code == 404


def test_a_frozen_board_says_so_and_asks_nothing_again(browser, person):
    page = browser.sign_in(person).get(f"/leaderboards?period={BEFORE.code}").text
    assert "Dibekukan sejak 21 November 2026" in page
    assert "Ratna Wulandari" in page
    assert "every 60s" not in page
    assert "Bukan untuk penilaian" in page
    assert "every 60s" in browser.get("/leaderboards").text
    units = browser.get(f"/leaderboards?period={BEFORE.code}&show=units").text
    assert "8,0" in units


def test_a_board_that_asks_again_is_only_sent_what_changed(browser, person):
    page = browser.sign_in(person).get("/leaderboards").text
    mark = page.partition("seen=")[2].partition("&")[0].partition('"')[0]
    assert browser.get(f"/leaderboards?seen={mark}", htmx=True).status_code == 204
    with browser.database() as session:
        session.query(Score).filter(Score.period_key == quarter_key(DAY)).one().points = 41
    again = browser.get(f"/leaderboards?seen={mark}", htmx=True)
    assert again.status_code == 200
    assert "41" in again.text


@pytest.mark.parametrize(
    "path",
    [
        f"/leaderboards?period={BEFORE.code}&show=agency", f"/leaderboards?period={BEFORE.code}&show=units",
        f"/leaderboards?period=season-{season_key()}", "/leaderboards?show=units", "/rewards/levels",
        "/rewards/seasons", f"/rewards/seasons/{season_key()}", f"/rewards/year/{DAY.year}",
    ],
)  # fmt: skip
def test_pages_ask_little_of_the_database(browser, person, statements, path):
    browser.sign_in(person).get("/rewards")
    with statements() as seen:
        browser.get(path)
    asked = [one for one in seen if not one.startswith("BEGIN")]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


def test_without_rewards_there_are_no_seasons_and_levels_but_the_own_year_stays(browser, person):
    with browser.database() as session:
        session.query(Agency).update({"has_rewards": False})
    browser.sign_in(person)
    for path in ("/rewards/seasons", "/rewards/levels"):
        assert browser.get(path).status_code == 404
    page = browser.get(f"/rewards/year/{DAY.year}").text
    assert "60 poin" in page
    assert "/rewards/levels" not in page


def test_nobody_else_finds_somebodys_year(browser, person):
    assert "60 poin" in browser.sign_in(person).get(f"/rewards/year/{DAY.year}").text
    with browser.database() as session:
        other = factories.employee(session).account_id
    page = browser.sign_in(other).get(f"/rewards/year/{DAY.year}").text
    assert "60 poin" not in page


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 10, 1), date(2026, 12, 1), "Oktober–November 2026"),
        (date(2026, 2, 1), date(2026, 5, 1), "Februari–April 2026"),
        (date(2026, 7, 1), date(2026, 10, 1), "Triwulan III 2026"),
        (date(2026, 7, 1), date(2027, 1, 1), "Semester II 2026"),
    ],
)
def test_a_stretch_of_months_is_named_by_its_first_and_last(app, start, end, words):
    with app.test_request_context(headers={"Accept-Language": "id"}):
        assert period(Period(start, end)) == words
