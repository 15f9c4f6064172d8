"""What a period looks like from the day of its article, and what the words around a figure hint of it."""

from datetime import date

import numpy as np
import pytest

from articles import article, on
from hedui.extract.claims import scene_of
from hedui.extract.claims.binding.features import rows_of
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.hints import Hints, hinted, keys_of
from hedui.extract.claims.scene.shapes import HINT, SHAPES, shape_of
from hedui.extract.claims.scene.stage import stage_of
from hedui.flow import Tools, read

DAY = date(2025, 3, 9)
PUBLISHED = on("2025-03-09")


def scene(text: str, tools: Tools) -> Scene:
    return scene_of(read(article(text, PUBLISHED), tools), tools.lexicon)


@pytest.mark.parametrize(
    ("first", "last", "shape"),
    [
        (None, None, "open"),
        ("2025-03-10", "2025-03-10", "coming"),
        ("2025-03-08", "2025-03-08", "today"),
        ("2025-03-03", "2025-03-03", "this week"),
        ("2025-02-20", "2025-02-20", "in 40 days"),
        ("2024-12-31", "2024-12-31", "month's end"),
        ("2024-12-30", "2024-12-30", "day long ago"),
        ("2025-03-01", "2025-03-31", "this month"),
        ("2024-03-01", "2024-03-31", "month"),
        ("2025-01-01", "2025-12-31", "this year"),
        ("2024-01-01", "2024-12-31", "last year"),
        ("2019-01-01", "2019-12-31", "year before"),
        ("2025-02-24", "2025-03-02", "days"),
        ("2025-01-28", "2025-02-14", "weeks"),
        ("2024-07-01", "2024-09-30", "quarters"),
        ("2024-01-01", "2024-11-30", "year to date"),
        ("2023-06-05", "2025-03-09", "long"),
        ("9999-01-01", "9999-12-31", "coming"),
    ],
)
def test_shapes(first: str | None, last: str | None, shape: str) -> None:
    days = (date.fromisoformat(day) if day else None for day in (first, last))
    assert SHAPES[shape_of(*days, PUBLISHED)] == shape


def test_without_a_date_everything_is_long_ago() -> None:
    assert SHAPES[shape_of(DAY, DAY, None)] == "day long ago"
    assert SHAPES[shape_of(date(2024, 1, 1), date(2024, 12, 31), None)] == "year before"


def test_what_is_seen_of_a_figure_is_the_same_beside_other_articles(tools: Tools) -> None:
    scenes = [scene(text, tools) for text in ("门票每张60元。", "大桥3月1日通车,首日过车3万辆次", "没有数字", "")]
    together = keys_of(scenes)
    assert together.tolist() == [row for own in scenes for row in keys_of([own]).tolist()]
    assert len(together) == sum(len(own.figures) for own in scenes)


def test_digits_and_the_sentence_before_say_nothing(tools: Tools) -> None:
    one = keys_of([scene("甲说。门票每张60元。", tools)])
    assert one.tolist() == keys_of([scene("乙不说。门票每张85元。", tools)]).tolist()


def test_a_candidate_has_the_hint_of_its_shape(tools: Tools) -> None:
    bias = np.zeros(len(SHAPES), dtype=np.float32)
    bias[SHAPES.index("last year")] = 9
    hints = Hints(np.zeros((1 << 14, len(SHAPES)), dtype=np.float32), bias)
    (own,) = hinted([scene("去年收入5亿元,3月8日收入2亿元", tools)], hints)
    none = np.zeros(len(own.figures), dtype=np.int64)
    rows = rows_of(stage_of([own]), "period", {"growth": none - 1, "metric": none - 1})
    assert rows is not None
    shape = own.period["shape"][rows.pairs.index]
    assert (rows["hint"][shape == SHAPES.index("last year")] == 60).all()
    assert (rows["hint"][shape == SHAPES.index("today")] < 10).all()


def test_the_shipped_model_knows_fares_and_reports(tools: Tools) -> None:
    own = scene("公园门票每张60元。公司全年营业收入60亿元。", tools)
    fare, revenue = ({name: int(own.figure[f"{HINT}{name}"][i]) for name in SHAPES} for i in (0, 1))
    assert fare["this month"] > fare["last year"]
    assert revenue["last year"] > revenue["this month"]
