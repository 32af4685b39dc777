"""Boards of periods that closed, of seasons, and units like with like (M16): frozen, without holes, with arrows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.domain.organisation.models import Exposure
from portal.domain.periods import Window, parse_period, period_of
from portal.domain.rewards.boards.choices import Sort, choices
from portal.domain.rewards.boards.looking import people_board, units_board
from portal.domain.rewards.boards.models import BoardEdition, PeriodState, RewardPeriod
from portal.domain.rewards.boards.pages import Reach
from portal.domain.rewards.boards.snapshots import freeze
from portal.domain.rewards.ledger.models import Award, AwardState, Score, UnitScore
from portal.domain.rewards.own import own_places
from portal.domain.rewards.periods import RuleWindow, key_of
from tests import factories, factories_rewards
from tests.factories import NOW
from tests.factories_rewards import HOURS, leaf

TODAY = date(2026, 11, 21)
Q2, Q3, Q4 = (parse_period(f"2026-Q{number}") for number in (2, 3, 4))
POINTS = (300, 200, 200, 150, 100)


@pytest.fixture
def agency(session):
    """A counter and an office under one roof, five people each; Q3 was closed once, 300 … 100 at the counter."""
    root = factories.unit(session)
    counter, office = (factories.unit(session, parent=root) for _ in range(2))
    counter.exposure, office.exposure = Exposure.SERVICE, Exposure.SUPPORT
    at_counter = [factories.employee(session, unit_=counter) for _ in POINTS]
    in_office = [factories.employee(session, unit_=office) for _ in POINTS]
    for person, points in zip(at_counter, POINTS, strict=True):
        give(session, person, points, Q3)
    session.add(UnitScore(period_key=key_of(Q3), unit_key=counter.path_key, points=sum(POINTS)))
    closed(session, root, Q3)
    session.commit()
    return root, at_counter, in_office


def give(session, person, points, period):
    session.add(
        Score(period_key=key_of(period), employee_id=person.id, unit_key=person.unit_key, points=points)
    )
    session.flush()


def closed(session, root, period, edition=1, at=NOW):
    if edition == 1:
        session.add(
            RewardPeriod(
                agency_id=root.agency_id, start=period.start, end=period.end,
                state=PeriodState.CLOSED, edition=1, closing_at=at, closed_at=at,
            )
        )  # fmt: skip
    session.flush()
    freeze(session, root.agency_id, key_of(period), edition, at=at)
    session.flush()


def look(session, person, reach=Reach.AGENCY, code="2026-Q3", edition=None):
    viewer = factories.viewer(session, person)
    chosen = choices(session, person.agency_id, TODAY).pick(code, edition)
    return people_board(session, viewer, reach, chosen, "Papan")


def test_a_frozen_board_stays_as_it_was(session, agency):
    _root, people, _office = agency
    session.get_one(Score, (key_of(Q3), people[4].id)).points = 999
    session.flush()
    board = look(session, people[0])
    assert [(place.rank, place.points) for place in board.top] == [(1, 300), (2, 200), (2, 200)]
    assert board.own is not None
    assert board.own.rank == 1


def test_whoever_opts_out_later_is_gone_from_older_boards_too_and_leaves_no_hole(session, agency):
    _root, people, _office = agency
    people[0].is_on_boards = False
    people[3].left_on = TODAY
    session.flush()
    board = look(session, people[1])
    assert [(place.rank, place.employee_id) for place in board.top] == [
        (1, people[1].id), (1, people[2].id), (3, people[4].id),
    ]  # fmt: skip
    assert look(session, people[0]).is_hidden


def test_a_long_frozen_board_shows_the_top_and_oneself_among_neighbours(session, agency):
    root, people, _office = agency
    crowd = [factories.employee(session, unit_=people[0].unit) for _ in range(20)]
    for place, person in enumerate(crowd):
        give(session, person, 90 - place, Q3)
    freeze(session, root.agency_id, key_of(Q3), 2, at=NOW)
    session.query(RewardPeriod).one().edition = 2
    session.flush()
    board = look(session, crowd[12])
    assert [place.rank for place in board.top] == [1, 2, 2, 4, 5, 6, 7, 8, 9, 10]
    assert [place.rank for place in board.around] == [16, 17, 18, 19, 20]
    assert board.has_gap


@pytest.mark.parametrize("code", ["2026-Q3", "quarter"])
def test_a_short_board_names_nobody_as_the_last_but_to_neighbours(session, agency, code):
    root, people, _office = agency
    more = [factories.employee(session, unit_=people[0].unit) for _ in range(3)]
    for place, person in enumerate(more):
        give(session, person, 50 - place, Q3)
    for place, person in enumerate([*people, *more]):
        give(session, person, 80 - place, Q4)
    freeze(session, root.agency_id, key_of(Q3), 2, at=NOW)
    session.query(RewardPeriod).one().edition = 2
    session.flush()
    first, last = look(session, people[0], code=code), look(session, more[2], code=code)
    assert (len(first.top), first.around, first.is_short) == (4, [], True)
    assert [place.employee_id for place in last.around] == [one.id for one in more]
    assert last.has_gap


def test_both_boards_of_a_reopened_period_are_kept_with_their_days(session, agency):
    root, people, _office = agency
    row = session.query(RewardPeriod).one()
    row.state, row.closed_at = PeriodState.CLOSING, None
    session.flush()
    assert choices(session, root.agency_id, TODAY).pick("2026-Q3").sort is Sort.CLOSING
    session.get_one(Score, (key_of(Q3), people[4].id)).points = 400
    later = NOW + timedelta(days=9)
    row.state, row.closed_at, row.edition = PeriodState.CLOSED, later, 2
    closed(session, root, Q3, edition=2, at=later)
    offered = choices(session, root.agency_id, TODAY)
    kept = offered.editions_of(offered.pick("2026-Q3"))
    assert [(one.edition, one.frozen_at) for one in kept] == [(2, later), (1, NOW)]
    assert look(session, people[4]).top[0].employee_id == people[4].id
    assert look(session, people[4], edition=1).top[0].employee_id == people[0].id


def test_arrows_compare_with_the_period_before_on_every_board(session, agency):
    root, people, office = agency
    for person, points in zip(people, reversed(POINTS), strict=True):
        give(session, person, points, Q2)
    freeze(session, root.agency_id, key_of(Q2), 1, at=NOW)
    for reach in (Reach.UNIT, Reach.AGENCY):
        first, last = look(session, people[0], reach).own, look(session, people[4], reach).own
        assert first is not None
        assert last is not None
        assert (first.trend, last.trend) == (4, -4)
    give(session, people[4], 50, Q4)
    give(session, office[0], 80, Q4)
    live = {place.employee_id: place.trend for place in look(session, people[4], Reach.AGENCY, "quarter").top}
    assert live == {office[0].id: None, people[4].id: 3}


def test_what_closed_before_days_were_kept_says_the_day_of_the_period(session, agency):
    root, _people, _office = agency
    session.query(BoardEdition).delete()
    session.flush()
    assert choices(session, root.agency_id, TODAY).pick("2026-Q3").frozen_at == NOW


def test_nothing_asked_for_shows_this_quarter(session, agency):
    root, _people, _office = agency
    offered = choices(session, root.agency_id, TODAY)
    assert offered.pick("9999").period == period_of(TODAY, Window.QUARTER)
    assert offered.pick("year").period == period_of(TODAY, Window.YEAR)


def test_a_unit_is_measured_by_its_own_kind_of_work(session, agency):
    """The counter earns ten times as much as the office, and both are exactly as good as their kind."""
    root, people, office = agency
    small = factories.unit(session, parent=root)
    second = factories.unit(session, parent=root)
    small.exposure = second.exposure = Exposure.SUPPORT
    alone = factories.employee(session, unit_=small)
    idle = [factories.employee(session, unit_=second) for _ in POINTS]
    for unit_key, points in ((people[0].unit_key, 1000), (office[0].unit_key, 100), (small.path_key, 500)):
        session.add(UnitScore(period_key=key_of(Q4), unit_key=unit_key, points=points))
    session.flush()
    viewer = factories.viewer(session, office[0])
    running = choices(session, root.agency_id, TODAY).pick("quarter")
    everything = units_board(session, viewer, running)
    assert [(one.unit.path_key, one.rank, one.index, str(one.per_head)) for one in everything.top] == [
        (office[0].unit_key, 1, 200, "20.0"), (people[0].unit_key, 2, 100, "200.0"),
    ]  # fmt: skip
    assert {kind: str(value) for kind, value in everything.averages.items()} == {
        Exposure.SERVICE: "200.0", Exposure.SUPPORT: "10.0",
    }  # fmt: skip
    alike = units_board(session, viewer, running, Exposure.SUPPORT)
    assert [one.unit.path_key for one in alike.top] == [office[0].unit_key]
    assert alike.own is alike.top[0]
    assert units_board(session, factories.viewer(session, alone), running).is_too_small
    assert units_board(session, factories.viewer(session, idle[0]), running).own is None


def test_units_are_frozen_with_their_people_and_give_arrows_later(session, agency):
    root, people, office = agency
    factories.employee(session, unit_=people[0].unit)  # who comes later does not thin the past
    for unit_key, points in ((people[0].unit_key, 60), (office[0].unit_key, 500)):
        session.add(UnitScore(period_key=key_of(Q4), unit_key=unit_key, points=points))
    session.flush()
    viewer, offered = factories.viewer(session, people[0]), choices(session, root.agency_id, TODAY)
    frozen = units_board(session, viewer, offered.pick("2026-Q3"))
    assert [(one.people, str(one.per_head)) for one in frozen.top] == [(5, "190.0")]
    live = units_board(session, viewer, offered.pick("quarter"), Exposure.SERVICE)
    assert [(one.rank, one.trend) for one in live.top] == [(1, 0)]


def test_a_season_has_a_board_of_its_own_rules_alone(session, agency):
    root, people, _office = agency
    factories_rewards.metrics(session)
    version = factories_rewards.rule(
        session, leaf(HOURS, "sum", ">=", 100, window="season"), window=RuleWindow.SEASON,
        season_start=date(2026, 10, 1), season_end=date(2026, 12, 1),
    )  # fmt: skip
    give(session, people[0], 5000, Q4)
    for person, points, state in (
        (people[1], 40, AwardState.GRANTED), (people[2], 40, AwardState.GRANTED),
        (people[3], 40, AwardState.ON_COURSE),
    ):  # fmt: skip
        session.add(
            Award(
                rule_id=version.rule_id, window_key=20261011, employee_id=person.id,
                rule_version_id=version.id, state=state, revision=1, unit_key=person.unit_key,
                points=points, changed_at=NOW,
            )
        )  # fmt: skip
    session.flush()
    offered = choices(session, root.agency_id, TODAY)
    assert [one.code for one in offered.seasons] == ["season-20261011"]
    board = look(session, people[1], code="season-20261011")
    assert [(place.rank, place.employee_id) for place in board.top] == [
        (1, people[1].id), (1, people[2].id),
    ]  # fmt: skip
    units = units_board(session, factories.viewer(session, people[1]), offered.pick("season-20261011"))
    assert [one.points for one in units.top] == [80]


def test_places_on_frozen_boards_are_among_ones_own_data(session, agency):
    _root, people, _office = agency
    (mine,) = own_places(session, factories.viewer(session, people[1]))
    assert (mine["period"], mine["points"], mine["rank_in_agency"]) == (20260709, 200, 2)
    assert own_places(session, factories.viewer(session, agency[2][0])) == []
