import re

import pytest

from portal.web.charts import HEIGHT, bar_chart, nice_scale
from portal.web.line_charts import line_chart, sparkline
from portal.web.round_charts import donut, radar, whole_percents


@pytest.mark.parametrize(
    ("low", "high", "ends", "step"),
    [
        (0, 3, (0, 3), 1),
        (0, 97, (0, 100), 25),
        (3, 4, (3, 4), 0.25),
        (0, 0, (0, 1), 0.25),
        (-5, 12, (-5, 15), 5),
    ],
)
def test_a_scale_has_round_steps_and_holds_both_ends(
    low: float, high: float, ends: tuple[float, float], step: float
) -> None:
    scale = nice_scale(low, high)
    assert (scale.low, scale.high, scale.step) == (*ends, step)


def test_bars_stand_on_the_base_line_and_grow_with_their_numbers() -> None:
    drawing = bar_chart([("Jan", 1), ("Feb", 2), ("Mar", 4), ("Apr", None)])
    heights = [drawing.baseline - bar.y for bar in drawing.bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.05)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.05)
    assert heights[3] == 0
    assert drawing.bars[3].value is None
    assert all(drawing.left <= bar.x and bar.x + bar.width <= drawing.right for bar in drawing.bars)


def test_bars_do_not_overlap_however_many_there_are() -> None:
    bars = bar_chart([(str(day), day) for day in range(60)]).bars
    assert all(left.x + left.width < right.x for left, right in zip(bars, bars[1:], strict=False))


def test_every_second_label_gives_way_when_they_are_many() -> None:
    assert [label.minor for label in bar_chart([(str(n), n) for n in range(8)]).labels][:4] == [
        False,
        True,
        False,
        True,
    ]
    assert not any(label.minor for label in bar_chart([("a", 1), ("b", 2)]).labels)


def test_a_missing_number_breaks_the_line() -> None:
    (line,) = line_chart(["a", "b", "c", "d", "e"], [("x", [1, 2, None, 3, 4])]).lines
    assert line.path.count("M") == 2
    assert [dot.value for dot in line.dots] == [1, 2, 3, 4]
    assert line.area.count("z") == 2


def test_lines_stay_inside_a_fixed_scale() -> None:
    drawing = line_chart(["a", "b"], [("x", [2.0, 9.0])], bottom=3, top=4)
    ends = [tick.y for tick in drawing.ticks]
    assert all(min(ends) <= dot.y <= max(ends) for line in drawing.lines for dot in line.dots)


def test_the_goal_stretches_the_scale() -> None:
    drawing = line_chart(["a"], [("x", [10.0])], goal=95)
    assert drawing.goal_y is not None
    assert 0 < drawing.goal_y < HEIGHT
    assert drawing.ticks[-1].value >= 95


def test_the_table_under_a_chart_has_the_same_numbers() -> None:
    assert line_chart(["a", "b"], [("x", [1, None]), ("y", [3, 4])]).rows == (("a", 1, 3), ("b", None, 4))


@pytest.mark.parametrize("values", [[], [None], [3], [5, 5, 5]])
def test_small_data_draws_without_a_crash(values: list[float | None]) -> None:
    assert "nan" not in sparkline(values).path
    assert len(bar_chart([(str(value), value) for value in values]).bars) == len(values)
    assert len(line_chart([str(value) for value in values], [("x", values)]).lines) == 1


@pytest.mark.parametrize("counts", [[1, 1, 1], [64, 41, 15, 8], [1], [0, 5], [7, 0, 0, 3, 2, 9, 1]])
def test_percentages_add_up_to_a_hundred(counts: list[int]) -> None:
    slices = donut([(str(count), count) for count in counts])
    assert sum(one.percent for one in slices) == 100
    assert [bool(one.path) for one in slices] == [count > 0 for count in counts]


def test_nothing_counted_is_no_slice() -> None:
    assert [(one.percent, one.path) for one in donut([("a", 0), ("b", None)])] == [(0, ""), (0, "")]
    assert whole_percents([]) == []


def test_each_slice_begins_where_the_last_one_ended() -> None:
    paths = [one.path for one in donut([("a", 5), ("b", 3), ("c", 2)])]
    starts = [re.match(r"M(\S+ \S+)A", path)[1] for path in paths]  # type: ignore[index]
    ends = [" ".join(path.split()[-2:]) for path in paths]
    assert ends[:-1] == starts[1:]
    assert starts[0] == ends[-1] == "60.00 12.00"


def test_radar_points_lie_between_the_middle_and_the_rim() -> None:
    drawing = radar(["a", "b", "c", "d"], [("x", [4, 2, None, 9])], top=4)
    points = [tuple(map(float, pair.split(","))) for pair in drawing.shapes[0].split()]
    assert points[0] == (drawing.axes[0].x, drawing.axes[0].y)
    assert points[2] == (drawing.center_x, drawing.center_y)
    assert points[3] == (drawing.axes[3].x, drawing.axes[3].y)
    assert [axis.anchor for axis in drawing.axes] == ["middle", "start", "middle", "end"]


def test_numbers_at_the_ends_of_lines_do_not_cover_each_other():
    drawing = line_chart(["a", "b"], [("x", [1, 3.0]), ("y", [1, 3.1]), ("z", [None, None]), ("w", [5, 1])])
    x, y, none, w = (line.label_y for line in drawing.lines)
    assert x - y == 14.0, "the lower line is named below the higher one"
    assert (none, w > x) == (0.0, True)


def test_lines_that_end_in_one_point_share_its_number():
    drawing = line_chart(["a", "b"], [("x", [1, 100]), ("y", [50, 100]), ("z", [1, 99])])
    assert [line.has_label for line in drawing.lines] == [True, False, True]
