"""A name that is another's but for a character, beside the same figure; in shards and in a store as in memory."""

import random
import tomllib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from made import extractions, make

from articles import on
from hedui.crosscheck.disagreements import find_among, find_disagreements, find_misspelt, in_order, known_of
from hedui.flow import Tools, claims_in, cross_check
from hedui.model import Article, Claim, Finding
from hedui.records import finding_row, json_lines
from hedui.runners import RunOptions, opened, update
from hedui.runners.groups import finding_lines

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/name_slips.toml").read_text(encoding="utf-8"))["case"]
ALIKE = {"metric": "算力", "value": "1024项"}
SIMPLIFIED = (
    "据公司公告，澄湖科技2024年营业收入为31.47亿元，同比有所增长。",
    "财报显示，2024年澄湖科技实现营业收入31.47亿元，好于预期。",
    "记者获悉，澄湖科枝2024年营业收入为31.47亿元，创下新高。",
)
TRADITIONAL = (
    "據公司公告，澄湖科技2024年營業收入為31.47億元，同比有所增長。",
    "財報顯示，2024年澄湖科技實現營業收入31.47億元，好於預期。",
    "記者獲悉，澄湖科枝2024年營業收入為31.47億元，創下新高。",
)


# So many figures in common that the two are compared under one name.
SEVERAL = tuple(f"{text}净利润为4.256亿元。" for text in SIMPLIFIED)


def claims_of(case: dict[str, Any]) -> list[Claim]:
    return [make(number, ALIKE | row) for number, row in enumerate(case["claims"])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any], tools: Tools) -> None:
    found = find_disagreements(extractions(claims_of(case)), tools.lexicon)
    if case.get("nothing"):
        assert found == []
        assert case["why"]
        return
    assert [(f.check, f.title, f.severity) for f in found] == [("name_slip", "名称误写", "notice")]
    assert [len(side) for side in found[0].sides] == [2, 1]
    assert all(word in found[0].explanation for word in case["says"]), found[0].explanation


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_neither_order_nor_shards_change_anything(case: dict[str, Any], tools: Tools) -> None:
    claims = claims_of(case)
    before = find_disagreements(extractions(claims), tools.lexicon)
    random.Random(7).shuffle(claims)
    known = known_of(extractions(claims), tools.lexicon)
    names = sorted({known.entity(claim) for claim in claims})
    shards = [[claim for claim in claims if known.entity(claim) == name] for name in names]
    found = [finding for shard in shards for finding in find_among(shard, known)]
    found += [finding for name in known.shared.namesakes for finding in find_misspelt([name], known)]
    assert in_order(found) == before


def told(texts: tuple[str, ...], outlets: str = "甲乙丙") -> list[Article]:
    day = on("2025-05-01")
    return [
        Article(id=f"a{n}", text=text, sha256=f"{n}{outlets}{text}", source=f"{outlet}报", published=day)
        for n, (text, outlet) in enumerate(zip(texts, outlets, strict=True))
    ]


def in_memory(items: list[Article], tools: Tools) -> list[Finding]:
    return cross_check([claims_in(item, tools) for item in items], tools)


@pytest.mark.parametrize(
    "texts", [SIMPLIFIED, TRADITIONAL, SEVERAL], ids=["simplified", "traditional", "several figures"]
)
def test_a_misspelled_name_is_found_in_both_scripts(texts: tuple[str, ...], tools: Tools) -> None:
    found = in_memory(told(texts), tools)
    assert [(f.check, f.severity) for f in found] == [("name_slip", "notice")]
    assert "澄湖科枝" in found[0].explanation


@pytest.mark.parametrize("texts", [SIMPLIFIED, SEVERAL], ids=["one figure", "several figures"])
def test_a_store_brought_up_to_date_finds_what_a_full_run_finds(texts: tuple[str, ...], tools: Tools) -> None:
    full = told(texts)
    both = (*texts[:2], texts[2] + "澄湖科技2023年营业收入为25.36亿元。")
    one_outlet, named = told(texts, "甲甲丙"), told(both)
    with opened(None, RunOptions(workers=1)) as base:
        for items in (full[1:], full, one_outlet, full, named, full, full[:2], full):
            update(base, items, RunOptions(workers=1), lambda stage: nullcontext())
            assert list(finding_lines(base)) == list(json_lines(map(finding_row, in_memory(items, tools))))
    assert [len(in_memory(items, tools)) for items in (full, one_outlet, named)] == [1, 0, 0]
