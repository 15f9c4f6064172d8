"""The search for atoms of time is one alternation of all kinds, only quicker."""

import random
import re

import pytest

from hedui.extract.openings import Quick, Rare, firsts, openings
from hedui.extract.periods import grammar
from hedui.extract.periods.almanac import shipped
from hedui.extract.periods.patterns import AFTER_MONTH, LATIN, NUMERIC, WORDS

PIECES = re.findall(
    r"\S+",
    "2024年 去年 上半年 前三季度 第三季度 3月 十二月 初八 5日 廿三 周三 上周末 本报告期 期末 年内 民国113年 "
    "光绪二十年 龙年初一 国庆假期 八月十五 农历正月初三 闰六月 20世纪80年代 近三年 三年前 首个月 1—6月 8时30分 "
    "14:05 凌晨 当晚 Q3 FY2025 Jan 2024-05-06 9/12(五) 十四五末 雅典奥运会 同期 全年 今(5)日 、 至 的 , 。 "
    "万元 增长 公司 明 正 大 元 中 半 报 收",
)


def test_the_kinds_tried_at_a_character_are_those_that_match_there() -> None:
    words = shipped().atoms
    every = dict(words.kinds)
    numeric, others = (
        "|".join(f"(?P<{k}>{every[k]})" for k in every if (k in NUMERIC) is it) for it in (True, False)
    )
    whole = re.compile(f"{grammar.NUMERAL}(?:{numeric})|{others}")
    assert every.keys() == {*NUMERIC, *WORDS, *LATIN, *AFTER_MONTH}
    chance, found = random.Random(7), 0
    for _ in range(400):
        text, at = "".join(chance.choice(PIECES) for _ in range(30)), 0
        while (match := whole.search(text, at)) is not None:
            quick = words.search(text, at)
            assert quick is not None
            assert (quick.span(), quick.lastgroup) == (match.span(), match.lastgroup), text
            at, found = match.end(), found + 1
        assert words.search(text, at) is None
    assert found > 4000


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("a|bc", "ab"),
        ("(?<=x)[a-c]?d", "abcd"),
        ("(?:[甲乙]{0,2}丙|(?P<x>丁))", "甲乙丙丁"),
        ("(?!a)(?:b(?=c)|d+)", "bd"),
    ],
)
def test_with_what_a_pattern_begins(pattern: str, characters: str) -> None:
    assert firsts(pattern) == frozenset(characters)


@pytest.mark.parametrize(
    ("pattern", "pairs"),
    [
        ("a|bc", "a bc"),
        ("(?<=x)[a-c]?d", "ad bd cd d"),
        ("a{1,3}b?c", "aa ab ac"),
        ("(?:(?P<x>甲)|乙.)丙", "甲丙 乙"),
        ("[0-1]{2}(?=年)", "00 01 10 11"),
    ],
)
def test_with_which_two_characters_a_pattern_begins(pattern: str, pairs: str) -> None:
    assert openings(pattern) == frozenset(pairs.split())


@pytest.mark.parametrize("pattern", ["a?", ".", "[^a]", r"\d", "(?i:a)"])
def test_what_begins_with_no_list_of_characters_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"begin|characters"):
        firsts(pattern)


def test_a_quick_search_finds_what_the_pattern_finds() -> None:
    pattern = re.compile(r"(?<![0-9])1[0-2]月|[春夏](?=天)|末")
    text = "11月末,春天和夏日,112月、10月"
    expected = [match.span() for match in pattern.finditer(text)]
    assert [match.span() for match in Quick(pattern).finditer(text)] == expected
    found = Quick(pattern).search(text, 1)
    assert found is not None
    assert found.span() == (3, 4)
    assert Quick(pattern).search("112月") is None


@pytest.mark.parametrize("text", ["甲公司(乙)与(丙", "甲公司（乙）", "没有括号", ""])
def test_a_rare_pattern_finds_what_the_pattern_finds(text: str) -> None:
    pattern = re.compile(r"[(（](?P<name>[一-鿿])[)）]?")
    rare = Rare(pattern)
    assert [match.span() for match in rare.finditer(text)] == [match.span() for match in pattern.finditer(text)]
    first, expected = rare.search(text), pattern.search(text)
    assert (first and first.span()) == (expected and expected.span())
