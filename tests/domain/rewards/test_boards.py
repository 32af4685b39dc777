"""Boards: ties share a rank, whoever opted out leaves no hole, and every way to a rank says the same (M16)."""

from __future__ import annotations

import pytest

from portal.domain.organisation.paths import end_of
from portal.domain.periods import parse_period
from portal.domain.rewards.boards import queries
from portal.domain.rewards.boards.models import UnitSize
from portal.domain.rewards.boards.snapshots import freeze
from portal.domain.rewards.boards.units import compare, live_units
from portal.domain.rewards.ledger.histogram import rebuild_histogram
from portal.domain.rewards.ledger.models import Score, UnitScore
from portal.domain.rewards.periods import key_of
from portal.domain.rewards.standing import standing
from tests import factories

QUARTER = key_of(parse_period("2026-Q4"))
BEFORE = key_of(parse_period("2026-Q3"))
POINTS = (300, 200, 200, 150, 150, 150, 90, 40, 40, 0)


@pytest.fixture
def agency(session):
    """Ten people of one section with points, and one of another section."""
    root = factories.unit(session)
    section, other = (factories.unit(session, parent=root) for _ in range(2))
    people = [factories.employee(session, unit_=section) for _ in POINTS]
    stranger = factories.employee(session, unit_=other)
    for person, points in [*zip(people, POINTS, strict=True), (stranger, 250)]:
        give(session, person, points)
    session.commit()
    return root, section, people, stranger


def give(session, person, points, key=QUARTER):
    session.add(Score(period_key=key, employee_id=person.id, unit_key=person.unit_key, points=points))
    session.flush()


def span(unit):
    return unit.path_key, end_of(unit.path_key, unit.level)


def test_equals_share_a_rank_and_the_next_one_is_skipped(session, agency):
    _root, section, people, _stranger = agency
    places = queries.top(session, *span(section), QUARTER, 10)
    assert [place.rank for place in places] == [1, 2, 2, 4, 4, 4, 7, 8, 8, 10]
    assert [place.employee_id for place in places] == [person.id for person in people]


def test_every_way_to_a_rank_says_the_same(session, agency):
    root, section, people, _stranger = agency
    listed = {place.employee_id: place.rank for place in queries.top(session, *span(root), QUARTER, 50)}
    for person in people:
        near = queries.neighbours(session, person.id, *span(root), QUARTER, 2)
        assert {place.employee_id: place.rank for place in near}.items() <= listed.items()
        assert len(near) >= 3
        own = queries.place_of(session, person.id, *span(root), QUARTER)
        assert own is not None
        assert own.rank == listed[person.id] == standing(session, person.id, QUARTER).rank


def test_who_opted_out_leaves_no_hole(session, agency):
    _root, section, people, _stranger = agency
    people[1].is_on_boards = False
    session.flush()
    places = queries.top(session, *span(section), QUARTER, 10)
    assert [place.rank for place in places] == [1, 2, 3, 3, 3, 6, 7, 7, 9]
    assert people[1].id not in {place.employee_id for place in places}
    assert queries.place_of(session, people[1].id, *span(section), QUARTER) is None
    assert standing(session, people[1].id, QUARTER).rank is None
    assert standing(session, people[0].id, QUARTER).of == 10  # nine of the section and the stranger


def test_large_units_count_from_bars_and_say_the_same(session, agency):
    """The histogram holds everybody; those who are hidden are taken off."""
    root, _section, people, _stranger = agency
    low, high = span(root)
    expected = [queries.place_of(session, one.id, low, high, QUARTER) for one in people[1:]]
    session.add(UnitSize(unit_key=low, path_end=high, people=11, has_histogram=True))
    session.flush()
    rebuild_histogram(session)
    assert queries.span_of(session, low, high, QUARTER).has_histogram
    assert [queries.place_of(session, one.id, low, high, QUARTER) for one in people[1:]] == expected
    people[0].is_on_boards = False
    session.flush()
    moved = [queries.place_of(session, one.id, low, high, QUARTER) for one in people[1:]]
    assert [place.rank for place in moved] == [place.rank - 1 for place in expected]


@pytest.mark.parametrize("people", [3, 1_000_000])
def test_walking_and_sorting_give_the_same_board(session, agency, people):
    root, section, _people, _stranger = agency
    low, high = span(section)
    session.add(UnitSize(unit_key=root.path_key, path_end=span(root)[1], people=people, has_histogram=False))
    session.add(UnitSize(unit_key=low, path_end=high, people=people, has_histogram=False))
    session.flush()
    assert queries.span_of(session, low, high, QUARTER).is_large is (people > 1000)
    assert [place.points for place in queries.top(session, low, high, QUARTER, 5)] == list(POINTS[:5])


def test_a_frozen_board_gives_the_arrows_of_the_next(session, agency):
    root, section, people, stranger = agency
    for person, points in zip(people, reversed(POINTS), strict=True):
        give(session, person, points, BEFORE)
    freeze(session, root.agency_id, BEFORE, 1, at=factories.NOW)
    freeze(session, root.agency_id, BEFORE, 1, at=factories.NOW)
    places = {place.employee_id: place for place in queries.top(session, *span(section), QUARTER, 10)}
    assert places[people[0].id].trend == 9
    assert places[people[-1].id].trend == -9
    board = {place.employee_id: place for place in queries.top(session, *span(root), QUARTER, 20)}
    assert board[stranger.id].trend is None


def test_units_are_compared_by_head_and_small_ones_are_left_out(session, agency):
    root, section, people, stranger = agency
    for unit_key, points in ((section.path_key, 1320), (stranger.unit_key, 250)):
        session.add(UnitScore(period_key=QUARTER, unit_key=unit_key, points=points))
    session.flush()
    board = compare(live_units(session, *span(root), QUARTER))
    assert [(one.unit.id, str(one.per_head), one.rank, one.index) for one in board.top] == [
        (section.id, "132.0", 1, 100)
    ]
