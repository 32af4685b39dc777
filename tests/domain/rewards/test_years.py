"""“Your year” and the news of seasons (M12, G13): what was earned, nobody else's, told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.domain.errors import NotFound
from portal.domain.notifications.models import Notification
from portal.domain.organisation.models import Agency, Employment
from portal.domain.rewards.badges.models import Level
from portal.domain.rewards.ledger.models import Award, AwardState, LedgerEntry, LedgerReason, Score
from portal.domain.rewards.periods import RuleWindow
from portal.domain.rewards.rules.actions import go_live
from portal.domain.rewards.rules.models import RuleState, RuleVersion
from portal.domain.rewards.rules.scope import Scope
from portal.domain.rewards.seasons.queries import SeasonState, seasons_of
from portal.domain.rewards.seasons.telling import tell_of_seasons
from portal.domain.rewards.standing import standing
from portal.domain.rewards.year.summary import year_of, years_with_points
from portal.domain.rewards.year.telling import tell_of_the_year
from tests import factories, factories_rewards
from tests.domain.rewards.helpers import tell
from tests.factories import NOW
from tests.factories_rewards import HOURS, RATING, TARGET, fact, leaf

TODAY = date(2026, 11, 21)
LAST_WEEK = datetime(2026, 12, 26, 1, 0, tzinfo=UTC)
OCTOBER = {"season_start": date(2026, 10, 1), "season_end": date(2026, 12, 1)}


@pytest.fixture
def person(session):
    """A hundred points in March, 200 in September (50 of them taken back), 30 last year."""
    factories_rewards.metrics(session)
    session.add_all(Level(points=points, name=f"dari {points}") for points in (0, 100, 240, 280))
    badge = factories_rewards.badge(session)
    someone = factories.employee(session)
    for day, points, window in (
        (date(2026, 3, 31), 100, 20260103), (date(2026, 9, 30), 150, 20260709),
        (date(2026, 9, 30), 50, 20260709), (date(2025, 12, 31), 30, 20251012),
    ):  # fmt: skip
        earn(session, someone, day, points, window, badge.id, is_kept=points != 50)
    session.commit()
    return someone


def earn(session, someone, day, points, window, badge_id, is_kept):
    version = factories_rewards.rule(session, leaf(HOURS, "sum", ">=", 100), badge_id=badge_id, points=points)
    award = Award(
        rule_id=version.rule_id, window_key=window, employee_id=someone.id, rule_version_id=version.id,
        state=AwardState.GRANTED if is_kept else AwardState.REVOKED, revision=1 if is_kept else 2,
        unit_key=someone.unit_key, points=points, changed_at=NOW,
    )  # fmt: skip
    session.add(award)
    session.flush()
    for revision, sum_, reason in ((1, points, LedgerReason.GRANTED), (2, -points, LedgerReason.REVOKED)):
        if revision <= award.revision:
            session.add(
                LedgerEntry(
                    employee_id=someone.id, award_id=award.id, revision=revision, rule_id=version.rule_id,
                    window_key=window, unit_key=someone.unit_key, points=sum_, reason=reason,
                    booked_on=day, booked_at=NOW,
                )
            )  # fmt: skip
    key = window // 10_000 * 10_000 + 112
    score = session.get(Score, (key, someone.id)) or Score(
        period_key=key, employee_id=someone.id, unit_key=someone.unit_key, points=0
    )
    score.points += points if is_kept else 0
    session.add(score)
    session.flush()


def look(session, someone, year=2026, day=TODAY):
    return year_of(session, factories.viewer(session, someone), year, day)


def test_a_year_holds_what_was_earned_and_kept(session, person):
    year = look(session, person)
    assert year.points == 250 == standing(session, person.id, 20260112).points
    assert {start.month: points for start, points in year.months if points} == {3: 100, 9: 150}
    assert [points for start, points in year.months if start.month == 12] == [None]
    assert year.best_month == (date(2026, 9, 1), 150)
    assert [(won.times, len(year.awards)) for won in year.badges] == [(2, 2)]
    assert [(one.level.points, one.on) for one in year.levels] == [
        (0, None), (100, date(2026, 3, 31)), (240, date(2026, 9, 30)),
    ]  # fmt: skip


def test_one_month_is_not_called_the_best(session, person):
    year = look(session, person, 2025)
    assert (year.points, year.best_month, year.is_running) == (30, None, False)
    assert years_with_points(session, person.id, TODAY) == [2026, 2025]


def test_results_are_sums_and_averages_as_people_read_them(session, person):
    stranger = factories.employee(session)
    tell(
        session,
        fact(RATING, person.id, 400), fact(RATING, person.id, 300), fact(RATING, person.id, 325),
        fact(HOURS, person.id, 250), fact(TARGET, person.id), fact(TARGET, stranger.id),
    )  # fmt: skip
    found = {one.metric.code: (str(one.amount), one.n) for one in look(session, person).results}
    assert found == {"rating": ("3.42", 3), "hours": ("2.5", 1), "target": ("1", 1)}


def test_a_year_without_anything_is_empty_and_years_out_of_reach_are_not_found(session, person):
    assert look(session, person, 2020).is_empty
    for year in (2027, 2016, 1):
        with pytest.raises(NotFound):
            look(session, person, year)


def told(session, start):
    return list(session.scalars(select(Notification.account_id).where(Notification.link.startswith(start))))


def test_the_last_week_of_december_tells_those_with_points_once(session, person):
    factories.employee(session, unit_=person.unit)
    gone = factories.employee(session, unit_=person.unit)
    gone.left_on = TODAY
    session.add(Score(period_key=20260112, employee_id=gone.id, unit_key=gone.unit_key, points=10))
    session.flush()
    assert tell_of_the_year(session, LAST_WEEK - timedelta(days=3)) == 0
    assert tell_of_the_year(session, LAST_WEEK) == 1
    assert tell_of_the_year(session, LAST_WEEK + timedelta(days=1)) == 0
    assert told(session, "/rewards/year/2026") == [person.account_id]
    values = session.scalars(select(Notification.values).where(Notification.link == "/rewards/year/2026"))
    assert values.one() == {"year": "2026"}
    assert tell_of_the_year(session, LAST_WEEK + timedelta(days=365)) == 0  # nothing earned in 2027


def test_an_agency_without_rewards_is_not_told(session, person):
    session.get_one(Agency, person.agency_id).has_rewards = False
    session.flush()
    assert tell_of_the_year(session, LAST_WEEK) == 0


def season_rule(session, name="Musim tuntas", **fields):
    given = {**OCTOBER, **fields}
    tree = leaf(HOURS, "sum", ">=", 100, window="season")
    return factories_rewards.rule(session, tree, window=RuleWindow.SEASON, name=name, **given)


def test_rules_of_the_same_months_are_one_season_with_a_countdown(session, person):
    season_rule(session)
    season_rule(session, "Musim lain")
    season_rule(session, "Draf", is_live=False)
    (season,) = seasons_of(session, person.agency_id, TODAY)
    assert [version.rule.name for version in season.versions] == ["Musim tuntas", "Musim lain"]
    assert (season.state(TODAY), season.days_left(TODAY)) == (SeasonState.RUNNING, 10)
    assert season.state(date(2026, 12, 1)) is SeasonState.OVER
    assert (season.state(date(2026, 9, 30)), season.days_left(date(2026, 9, 30))) == (SeasonState.COMING, 1)


def test_a_season_that_was_moved_or_given_up_before_its_end_is_none(session, person):
    moved, given_up = season_rule(session), season_rule(session, "Batal", season_end=date(2026, 12, 31))
    given_up.rule.state = RuleState.RETIRED
    again = RuleVersion(
        rule_id=moved.rule_id, number=2, tree=moved.tree, fingerprint=moved.fingerprint,
        window=RuleWindow.SEASON, scope=moved.scope, policy=moved.policy, points=5, created_at=NOW,
        season_start=date(2026, 11, 1), season_end=date(2027, 1, 1),
    )  # fmt: skip
    session.add(again)
    session.flush()
    go_live(session, again, at=NOW)
    session.flush()
    assert [one.key for one in seasons_of(session, person.agency_id, TODAY)] == [20261112]
    after = date(2027, 1, 2)
    assert {one.key for one in seasons_of(session, person.agency_id, after)} >= {20261112}


def test_the_first_days_of_a_season_tell_those_it_is_for_once(session, person):
    other = factories.employee(session, unit_=person.unit, employment=Employment.PPPK)
    season_rule(session, scope=Scope(employment=(Employment.PPPK,)), agency_id=person.agency_id)
    begins = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)  # half past midnight in Jakarta
    assert tell_of_seasons(session, begins - timedelta(hours=1)) == 0
    assert tell_of_seasons(session, begins) == 1
    assert tell_of_seasons(session, begins + timedelta(days=2)) == 0
    assert told(session, "/rewards/seasons/20261011") == [other.account_id]
    count = session.scalar(select(func.count()).select_from(Notification))
    assert tell_of_seasons(session, begins + timedelta(days=20)) == 0
    assert session.scalar(select(func.count()).select_from(Notification)) == count
