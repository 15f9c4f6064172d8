"""Where the figures of a finding come from: the picture, its words, and the steps of the confidence."""

from dataclasses import replace

import msgspec
import pytest

from hedui.model import Branch, Carrier, Term
from hedui.report.lineage import MOST_ROWS, lineage
from hedui.report.page import html
from hedui.report.results import Results
from hedui.report.view import steps_of


def carrier(article: str, day: str, copied: str | None = None, status: str = "own") -> Carrier:
    return Carrier(
        article=article, claim=f"c-{article}", published=day, source=article, copied_from=copied, status=status
    )


RIGHT = Branch(
    value="5890万元", first="a1", origins=1, tier="media",
    carriers=(carrier("a1", "2026-01-01", status="first"), carrier("x1", "2026-01-02", "a1", "copy")),
)  # fmt: skip
WRONG = Branch(
    value="5.89亿元", first="a2", origins=2, tier="none",
    carriers=(carrier("a2", "2026-01-02", "a1", "first"), carrier("x2", "2026-01-03", "a1", "copy"),
              carrier("x3", "2026-01-05", status="stale")),
    correctors=("a3",), corrected="2026-01-04", stale=("x2", "x3"),
)  # fmt: skip


@pytest.fixture
def told(results: Results) -> Results:
    row = msgspec.structs.replace(results.findings[0], genealogy=(RIGHT, WRONG))
    return replace(results, findings=(row,))


def test_a_wrong_figure_is_a_tree_with_its_correction(told: Results) -> None:
    drawn = lineage(told.findings[0], told)
    assert drawn is not None
    nodes = {(node.carrier.article if node.carrier else "a3"): node for node in drawn.nodes}
    assert [node.day for node in drawn.nodes] == sorted(node.day for node in drawn.nodes)
    assert (nodes["a2"].what, nodes["a2"].changed, nodes["a2"].model) == ("first", True, "甲報")
    assert (nodes["x2"].what, nodes["x2"].changed, nodes["x2"].model) == ("copy", False, "乙周刊")
    assert (nodes["x3"].what, nodes["x3"].late) == ("stale", True)
    assert nodes["a3"].what == "corrects"
    assert [edge.changed for edge in drawn.edges] == [True, False, False]


def test_many_copies_are_counted_and_the_turning_points_kept(told: Results) -> None:
    copies = tuple(carrier(f"y{n:03d}", "2026-01-02", "a2", "copy") for n in range(137))
    wrong = msgspec.structs.replace(WRONG, carriers=(WRONG.carriers[0], *copies))
    drawn = lineage(msgspec.structs.replace(told.findings[0], genealogy=(RIGHT, wrong)), told)
    assert drawn is not None
    assert (len(drawn.nodes), drawn.more) == (MOST_ROWS, 137 + 4 - MOST_ROWS)
    assert {"first", "corrects"} <= {node.what for node in drawn.nodes}


def test_the_page_tells_it_in_words(told: Results) -> None:
    page = html(told, "zh").decode()
    assert "转自 甲報，数字变了" in page
    assert "仍载旧值" in page
    assert "2 个独立来源" in page


def test_each_term_moves_the_confidence(told: Results) -> None:
    terms = (
        Term(term="reading_a", title="甲", value=0.9, after=0.9),
        Term(term="slip", title="乙", value=85.0, after=0.9987),
    )
    down, up = steps_of(terms, {"term_reading_a": "读得对"})
    assert (down.title, down.value, down.low, down.high, down.rises) == ("读得对", "90.0%", 90.0, 100.0, False)
    assert (up.title, up.value, up.after, up.rises) == ("乙", "×85", "99.9%", True)
