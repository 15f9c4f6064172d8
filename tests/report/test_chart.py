"""Where values stand on the axis."""

from dataclasses import replace

import msgspec

from hedui.report.chart import draw
from hedui.report.results import Results
from hedui.report.view import finding_view


def test_a_slip_of_ten_is_drawn_on_a_log_scale(results: Results) -> None:
    sides = [(0, results.claim["c1"], "甲"), (0, results.claim["c3"], "丙"), (1, results.claim["c2"], "乙")]
    chart = draw(sides)
    assert chart is not None
    assert chart.log
    small, large = chart.bars
    assert (small.source, large.source) == ("甲、丙", "乙")
    assert small.point is not None
    assert large.point is not None
    assert small.low <= small.point <= small.high < large.low <= large.point <= large.high
    assert [tick.label for tick in chart.ticks] == ["1000万元", "1亿元", "10亿元"]


def test_near_values_are_drawn_on_a_plain_scale(results: Results) -> None:
    near = msgspec.structs.replace(results.claim["c1"], value="60000000", low="59950000", high=None)
    chart = draw([(0, results.claim["c1"], "甲"), (1, near, "乙")])
    assert chart is not None
    assert not chart.log
    assert chart.bars[1].high == 100.0
    assert [tick.label for tick in chart.ticks] == ["5900万元", "5950万元", "6000万元"]


def test_long_labels_are_fewer_so_that_none_covers_another(results: Results) -> None:
    one, other = (
        msgspec.structs.replace(results.claim["c1"], value=value, low=value, high=value, unit="辆")
        for value in ("253000", "235000")
    )
    chart = draw([(0, one, "甲"), (1, other, "乙")])
    assert chart is not None
    assert [tick.label for tick in chart.ticks] == ["23.5万辆", "24.5万辆"]


def test_one_value_and_mixed_units_are_not_drawn(results: Results) -> None:
    one = results.claim["c1"]
    assert draw([(0, one, "甲"), (1, results.claim["c3"], "乙")]) is None
    assert draw([(0, one, "甲"), (1, msgspec.structs.replace(one, value="3", unit="%"), "乙")]) is None
    assert replace(results, claims=()).claim == {}


def test_the_parts_of_a_sum_are_not_drawn_as_versions_of_one_value(results: Results) -> None:
    row = results.findings[0]
    assert finding_view(row, results, "zh").chart is not None
    assert finding_view(msgspec.structs.replace(row, check="arithmetic"), results, "zh").chart is None
