"""Figures in sentences: one reading, many wordings; whole and by line; both scripts; intervals."""

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hedui.extract.quantities import quantities_in, run_together
from hedui.extract.quantities.interval import tight
from hedui.lexicon import load_lexicon
from hedui.model import Mention, Quantity
from hedui.normalize import normalize

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "quantities.toml").read_text(encoding="utf-8"))[
    "case"
]
TEXTS = [(text, case) for case in CASES for text in case["texts"]]
GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"


def found(text: str, traditional: bool | None = None) -> list[Mention[Quantity]]:
    lexicon = load_lexicon()
    clean = normalize(text, lexicon)
    return quantities_in(
        clean.text, lexicon, traditional=clean.traditional if traditional is None else traditional
    )


@pytest.mark.parametrize(("text", "case"), TEXTS, ids=[text for text, _ in TEXTS])
def test_quantities(text: str, case: dict[str, Any]) -> None:
    mentions = found(text)
    if case.get("nothing"):
        assert mentions == []
        return
    assert len(mentions) == 1, mentions
    quantity = mentions[0].value
    if case.get("malformed"):
        assert (quantity.dimension, quantity.value) == ("malformed", None)
        return
    assert quantity.unit == case["unit"]
    assert quantity.bound == case.get("bound", "exact")
    assert quantity.literal == case.get("literal")
    assert quantity.currency_open == case.get("open", quantity.currency_open)
    if "value" in case:
        assert quantity.value == Decimal(case["value"])
    elif "low" in case:
        assert (quantity.value, quantity.low, quantity.high) == (None, Decimal(case["low"]), Decimal(case["high"]))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("就业率上升1.5%至60.5%", ["1.5", "60.5"]),
        ("预计收入增长5%至8%", [None]),
    ],
)
def test_by_how_much_and_to_what_are_no_range(text: str, values: list[str | None]) -> None:
    assert [m.value.value for m in found(text)] == [v and Decimal(v) for v in values]


def test_a_list_shares_the_unit_at_its_end() -> None:
    mentions = found("三年净利润分别为110、82.8和62.3亿美元")
    assert [m.value.value for m in mentions if m.value.dimension == "money"] == [
        Decimal("11000000000"),
        Decimal("8280000000"),
        Decimal("6230000000"),
    ]


def test_a_list_with_strokes_is_one_with_a_unit_at_its_end() -> None:
    profits = found("预计三年净利润为2.1/2.6/3.4亿元")
    assert [m.value.value for m in profits if m.value.dimension == "money"] == [210000000, 260000000, 340000000]
    assert not found("新片3/4上映")


def test_the_columns_of_a_table_without_borders_are_no_slips() -> None:
    slip, table = "甲镇得票率12.4.1%", "甲镇31.8231.765%乙镇72.1469.328%丙镇1.90411.882%"
    assert [run_together(found(text)) for text in (slip, table)] == [(), tuple(found(table))]


def test_a_conversion_is_tied_to_its_amount() -> None:
    first, second = found("每股19.60港元(约合人民币17.60元)")
    assert (first.value.unit, second.value.unit) == ("HKD/股", "CNY/股")
    assert second.anchor == first.start


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("立法院預算中心與行政院估計,工程款約300億元", "TWD"),
        ("本港樓價回升,差估署料全年印花稅收入約300億元", "HKD"),
        ("国家统计局与商务部今日公布,总额约300亿元", "CNY"),
        ("营业额120亿元(港币,下同),按年升", "HKD"),
    ],
)
def test_the_document_decides_what_yuan_is(text: str, unit: str) -> None:
    (mention,) = found(text)
    assert (mention.value.unit, mention.value.currency_open) == (unit, False)


def test_a_bare_yuan_follows_the_sum_before_it() -> None:
    # What is only converted names nothing.
    told = "营业额120亿元(港币,下同)。\n去年销售286亿元人民币(约310亿港元),前年则有419亿元。"
    assert [m.value.unit for m in found(told)] == ["HKD", "CNY", "HKD", "CNY"]
    assert [m.value.unit for m in found("研发费用合计3.3亿美元(首季1.5亿,次季1.8亿)")] == ["USD"] * 3
    # Nor does what counts something else: 总花费 is no number of visits.
    assert [m.value.unit for m in found("接待游客5.2亿人次，总花费4.7亿。")] == ["人次", "CNY"]


def test_yuan_stays_open_without_evidence() -> None:
    (mention,) = found("售价300元")
    assert (mention.value.unit, mention.value.currency_open) == ("CNY", True)


@pytest.mark.parametrize(
    ("value", "step", "bound", "low", "high"),
    [
        ("589", "1", "exact", "588.5", "589.5"),
        ("47", "1", "more_than", "47", "48"),
        ("900", "1", "less_than", "810", "900"),
        ("1500", "1", "more_than", "1500", "1600"),
        ("337", "1", "approx", "336.5", "337.5"),
    ],
)
def test_tight_intervals(value: str, step: str, bound: str, low: str, high: str) -> None:
    assert tight(Decimal(value), Decimal(step), bound) == (Decimal(low), Decimal(high))


def gold_texts() -> list[str]:
    """All annotated texts, where they are present."""
    return [path.read_text(encoding="utf-8") for path in sorted(GOLD.rglob("*.txt"))]


def test_own_sentences_in_both_scripts() -> None:
    opencc = pytest.importorskip("opencc")
    convert = opencc.OpenCC("s2t").convert
    for text, _ in TEXTS:
        assert [m.value for m in found(convert(text))] == [m.value for m in found(text)], text


def test_lines_and_wholes_give_the_same_mentions() -> None:
    texts = gold_texts()
    if not texts:
        pytest.skip("the annotated texts are not here")
    lexicon = load_lexicon()
    wrong = []
    for text in texts:
        clean = normalize(text, lexicon).text
        mentions = quantities_in(clean, lexicon)
        if any("heading" in m.rules for m in mentions):
            continue  # a table's heading says what the numbers of other lines are
        whole = [(m.start, m.end, m.value.value, m.value.bound) for m in mentions]
        parts, offset = [], 0
        for line in clean.splitlines(keepends=True):
            for m in quantities_in(line, lexicon):
                parts.append((m.start + offset, m.end + offset, m.value.value, m.value.bound))
            offset += len(line)
        if whole != parts:
            wrong.append((clean[:30], sorted(set(map(str, whole)) ^ set(map(str, parts)))))
    assert not wrong, json.dumps(wrong[:5], ensure_ascii=False)


def test_values_do_not_depend_on_the_script() -> None:
    texts = gold_texts()
    if not texts:
        pytest.skip("the annotated texts are not here")
    opencc = pytest.importorskip("opencc")
    simplify, complicate = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    wrong = []
    for text in texts:
        simple = simplify(text)
        there_and_back = [m.value for m in found(complicate(simple), traditional=False)]
        if there_and_back != [m.value for m in found(simple)]:  # but for whose 元 a paper of Hong Kong counts in
            wrong.append(text[:40])
    assert not wrong
