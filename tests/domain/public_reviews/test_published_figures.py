"""Nothing for fewer than five, one weight mode a line, no unit sum that reveals a small service (G11, B19)."""

from datetime import date
from decimal import Decimal

import pytest

from portal.domain.periods import Window, parse_period, period_of
from portal.domain.public_reviews.jobs import count_usual
from portal.domain.public_reviews.results.advice import advice_for
from portal.domain.public_reviews.results.feedback import own_feedback, unit_feedback
from portal.domain.public_reviews.results.figures import (
    figure_of,
    figures_of,
    front_page_services,
    index_of_unit,
    officer_figure,
    story_of,
)
from portal.domain.public_reviews.reviews.models import ReviewState
from portal.domain.public_reviews.satisfaction import WeightMode
from portal.domain.public_reviews.services.models import SatisfactionSurvey
from tests import factories
from tests import factories_public_reviews as given
from tests.factories_public_reviews import TODAY

QUARTER = period_of(TODAY, Window.QUARTER)
WORKED = (
    (3, 3, 3, 4, 3, 3, 4, 3, 4),
    (4, 3, 3, 4, 3, 4, 4, 3, 4),
    (3, 3, 2, 4, 3, 3, 3, 2, 3),
    (4, 4, 3, 4, 4, 4, 4, 3, 4),
    (3, 2, 2, 4, 3, 3, 3, 3, 3),
)


def worked(session, service, day: date = TODAY, times: int = 1) -> None:
    for _ in range(times):
        for values in WORKED:
            given.review(session, service, *values, day=day)


@pytest.mark.parametrize(("mode", "index"), [("round3", "82.14"), ("round2", "81.40"), ("exact", "82.22")])
def test_the_worked_example_from_the_database(session, mode: str, index: str) -> None:
    service = given.service(session)
    worked(session, service)
    figure = figure_of(session, service.id, QUARTER, WeightMode(mode))
    assert (figure.index, figure.grade, figure.respondents) == (Decimal(index), "B", 5)
    assert [one.mean for one in figure.elements][:3] == [Decimal("3.40"), Decimal("3.00"), Decimal("2.60")]
    assert [one.code for one in figure.weakest] == ["time", "fac", "proc"]


def test_answers_left_empty_do_not_count_against_the_mean(session) -> None:
    """The vector `missing_answers`: cost was answered by two of five; its mean is not published, the index is."""
    service = given.service(session)
    for place, values in enumerate(WORKED):
        cost = None if place in (0, 2, 4) else values[3]
        compl = None if place == 1 else values[8]
        given.review(session, service, *values[:3], cost, *values[4:8], compl)
    figure = figure_of(session, service.id, QUARTER)
    assert figure.index == Decimal("81.86")
    cost_result = next(one for one in figure.elements if one.code == "cost")
    assert (cost_result.mean, cost_result.n) == (None, 2)
    assert "cost" not in [one.code for one in figure.weakest]


def test_four_show_nothing_in_any_cut(session) -> None:
    officer = factories.employee(session)
    service = given.service(session, of=officer.unit)
    counter = given.counter(session, of=service)
    for _ in range(4):
        given.verified(session, counter, officer, 4, comment="Sangat membantu")
    viewer = factories.viewer(session, officer)
    story = story_of(session, service.id, QUARTER)
    whole = index_of_unit(session, service.unit_key, service.unit_key, QUARTER)
    shown = [
        figure_of(session, service.id, QUARTER),
        officer_figure(session, officer.id, QUARTER),
        *story.trend,
        figures_of(session, [service], TODAY)[0].now,
        whole.now,
    ]
    assert all(
        (one.index, one.grade, one.elements, one.verified_share) == (None, None, (), None) for one in shown
    )
    assert all(index is None for _month, index in whole.months)
    assert front_page_services(session, 6, TODAY) == []
    assert own_feedback(session, viewer, QUARTER).reviews is None
    assert unit_feedback(session, viewer, TODAY).comments.items == []

    given.verified(session, counter, officer, 4, comment="Cepat")
    assert figure_of(session, service.id, QUARTER).index == Decimal("99.90")
    assert len(own_feedback(session, viewer, QUARTER).reviews.items) == 5
    assert len(unit_feedback(session, viewer, TODAY).comments.items) == 5
    assert len(front_page_services(session, 6, TODAY)) == 1


def test_only_counted_reviews_of_the_period_make_the_index(session) -> None:
    service = given.service(session)
    worked(session, service)
    for state in (ReviewState.HELD, ReviewState.REJECTED, ReviewState.WITHDRAWN):
        given.review(session, service, 1, state=state)
    for day in (QUARTER.end, QUARTER.previous.start):
        given.review(session, service, 1, day=day)
    given.review(session, given.service(session), 1)
    assert figure_of(session, service.id, QUARTER).index == Decimal("82.14")


@pytest.mark.parametrize(
    ("code", "count"), [("2026", 20), ("2026-S1", 5), ("2026-S2", 15), ("2026-Q3", 10), ("2026-07", 5)]
)
def test_every_kind_of_period(session, code: str, count: int) -> None:
    service = given.service(session)
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)):
        worked(session, service, day)
    assert figure_of(session, service.id, parse_period(code)).respondents == count


def test_a_trend_never_mixes_weight_modes(session) -> None:
    service = given.service(session)
    changed = SatisfactionSurvey(
        service_id=service.id, valid_from=date(2026, 7, 1), weight_mode=WeightMode.EXACT
    )
    session.add(changed)
    for month in (1, 4, 7, 10):
        worked(session, service, date(2026, month, 5))
    story = story_of(session, service.id, QUARTER)
    lines = dict(story.lines)
    assert [mode.value for mode in lines] == ["exact", "round3"]
    assert all((a is None) != (b is None) for a, b in zip(*lines.values(), strict=True))
    assert story.change == Decimal("0.00")
    assert not story.has_trend
    assert story_of(session, service.id, QUARTER.previous).change is None


def test_a_trend_starts_where_there_is_something_to_show(session) -> None:
    service = given.service(session)
    for month in (4, 7, 10):
        worked(session, service, date(2026, month, 5))
    story = story_of(session, service.id, QUARTER)
    assert [one.period.code for one in story.trend] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert story.has_trend


def test_a_unit_sum_leaves_out_services_that_may_not_be_shown(session) -> None:
    """Else the difference between the unit and its large service would tell the small one."""
    unit = factories.unit(session)
    large, small = given.service(session, of=unit), given.service(session, of=unit)
    worked(session, large)
    for _ in range(4):
        given.review(session, small, 1)
    whole = index_of_unit(session, unit.path_key, unit.path_end, QUARTER)
    assert (whole.now.index, whole.now.respondents, whole.services) == (Decimal("82.14"), 5, 2)


def test_a_fall_asks_for_an_improvement(session) -> None:
    """G12: otherwise immediate improvement steps."""
    service = given.service(session, served_per_year=100)
    worked(session, service, QUARTER.previous.start)
    for _ in range(5):
        given.review(session, service, 2)
    story = story_of(session, service.id, QUARTER)
    given.improvement(session, service, element=story.now.weakest[0].code)
    advice = advice_for(session, service, story, TODAY)
    assert advice.has_fallen
    assert len(advice.to_improve) == 2
    assert (advice.respondents, advice.needed) == (10, 80)


def test_the_number_of_statements_does_not_grow_with_services(session, statements) -> None:
    services = [given.service(session) for _ in range(8)]
    for service in services:
        worked(session, service)
    session.flush()
    with statements() as few:
        figures_of(session, services[:1], TODAY)
    with statements() as many:
        figures_of(session, services, TODAY)
    assert len(few) == len(many) == 2


def test_the_usual_number_of_reviews_is_counted_anew(session) -> None:
    service, idle = given.service(session), given.service(session, usual_per_day=9)
    worked(session, service, day=TODAY.replace(day=20), times=6)
    count_usual(session, today=TODAY)
    session.expire_all()
    assert (service.usual_per_day, idle.usual_per_day) == (2, 0)
