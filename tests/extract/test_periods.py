"""Periods: the cases of the language, and what must hold for any text."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import on
from hedui.extract.periods import find_publication, no_dates, periods_in
from hedui.extract.periods.almanac import shipped
from hedui.extract.periods.holidays import lunar_day
from hedui.extract.periods.sun import solar_term
from hedui.lexicon import load_lexicon
from hedui.model import Mention, Period, Publication
from hedui.normalize import simplifier

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "periods.toml").read_text(encoding="utf-8"))["case"]
GOLD = Path(__file__).parents[3] / "shared" / "gold"
NOW = on("2026-01-02")


def flat(key: str) -> list[Any]:
    rows = [(case, text) for case in CASES if key in case for text in case["texts"]]
    return [pytest.param(case, text, id=text) for case, text in rows]


def read(case: dict[str, Any], text: str) -> list[Mention[Period]]:
    return periods_in(text, on(case["published"]) if "published" in case else None)


@pytest.mark.parametrize(("case", "text"), flat("period"))
def test_one_period_many_spellings(case: dict[str, Any], text: str) -> None:
    mentions = read(case, text)
    assert [mention.value.iso() for mention in mentions] == [case["period"]]
    value = mentions[0].value
    assert value.clock == case.get("clock")
    assert value.instant == case.get("instant", False)


@pytest.mark.parametrize(("case", "text"), flat("last"))
def test_anchored_to_the_date_last_named(case: dict[str, Any], text: str) -> None:
    assert read(case, text)[-1].value.iso() == case["last"]


@pytest.mark.parametrize(("case", "text"), flat("both"))
def test_a_bracket_tells_the_days_of_the_word_before_it(case: dict[str, Any], text: str) -> None:
    assert [mention.value.iso() for mention in read(case, text)] == [case["both"]] * 2


@pytest.mark.parametrize(("case", "text"), flat("nothing"))
def test_no_time_where_none_is_named(case: dict[str, Any], text: str) -> None:
    assert read(case | {"published": "2026-01-02"}, text) == []


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("2024年3月", "explicit"),
        ("去年", "relative"),
        ("2024年盈利,下半年亏损", "inherited"),
        ("11月", "published"),
    ],
)
def test_how_a_period_is_known(text: str, how: str) -> None:
    assert periods_in(text, NOW)[-1].value.how == how


def test_relative_words_stay_open_without_a_date() -> None:
    assert [mention.value.first for mention in periods_in("去年收入增长,昨日公布", None)] == [None, None]


def test_a_month_of_publication_is_enough_for_years_but_not_for_days() -> None:
    month = Publication(first=date(2026, 1, 1), last=date(2026, 1, 31), how="metadata")
    assert [mention.value.iso() for mention in periods_in("去年;上月;昨日", month)] == ["2025", "2025-12", None]


@pytest.mark.parametrize(
    "text", ["2019年2月30日", "2019年2月29日", "2025-13-45", "2025年13月5日", "3月32日", "2025年8月9日至8月3日"]
)
def test_what_is_no_date_is_told_and_loses_no_neighbour(text: str) -> None:
    wrong, right = periods_in(f"{text}发布,2025年6月30日总资产5亿元", NOW)
    assert (wrong.text, wrong.value.first, right.value.iso()) == (text, None, "2025-06-30")
    assert list(no_dates([wrong, right])) == [wrong]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("芯东西1月2日报道,2026年的第一个交易日", date(2026, 1, 2)),
        ("某公司年报\n2026-01-09 17:13\n正文", date(2026, 1, 9)),
        ("2025年8月14日 10:30 来源:某网\n正文", date(2025, 8, 14)),
        ("新华社北京8月5日电 2024年上半年收入增长", date(2024, 8, 5)),
        ("来源:某社 2026-04-02\n\n某社4月2日电 2025年收入增长", date(2026, 4, 2)),
    ],
)
def test_publication_from_the_text(text: str, day: date) -> None:
    found = find_publication(text)
    assert found is not None
    assert (found.first, found.last, found.how) == (day, day, "text")


@pytest.mark.parametrize(
    "text",
    [
        "公司去年收入增长,今年3月扩产",
        "某社3月5日电 2024年收入增长",  # told in 2025, most likely
        "某社9月5日电 该厂将在2030年投产",
        "某社9月5日电 自2019年开业以来,该店接待2万人次",
        "某社9月5日电 该市昨日发布方案。2008年以来首次调价",
    ],
)
def test_no_publication_where_the_text_names_none(text: str) -> None:
    assert find_publication(text) is None


@pytest.mark.parametrize(
    ("year", "month", "day", "solar"),
    [(2024, 1, 1, date(2024, 2, 10)), (2025, 8, 15, date(2025, 10, 6)), (2024, 1, 0, date(2024, 2, 9))],
)
def test_lunar_days(year: int, month: int, day: int, solar: date) -> None:
    assert lunar_day(shipped(), year, month, day) == solar


@given(
    st.text(
        alphabet="0123456789年月日至-—.上下半季度去今前第一二三十个天时点分末底初截止同期,。Qq\n ", max_size=60
    )
)
def test_any_text_is_read_in_order_and_without_overlap(text: str) -> None:
    end = 0
    for mention in periods_in(text, NOW):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def gold_texts() -> list[str]:
    return [path.read_bytes().decode() for path in sorted(GOLD.glob("*/*/*.txt"))]


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles are not beside this checkout")
def test_whole_and_by_line_give_the_same_spans() -> None:
    for text in map(simplifier(), gold_texts()):
        whole = [(mention.start, mention.end) for mention in periods_in(text, NOW)]
        offset, lines = 0, []
        for line in text.split("\n"):
            lines += [(m.start + offset, m.end + offset) for m in periods_in(line, NOW)]
            offset += len(line) + 1
        assert whole == lines


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles are not beside this checkout")
def test_either_script_gives_the_same_values() -> None:
    import opencc

    traditional, simple = opencc.OpenCC("s2t").convert, simplifier()
    for text in map(simple, gold_texts()):
        again = simple(traditional(text))
        assert [m.value for m in periods_in(again, NOW)] == [m.value for m in periods_in(text, NOW)]


def test_the_zone_of_an_hour_is_noted_and_the_hour_kept() -> None:
    mention = periods_in("北京时间1月2日凌晨3点", NOW)[0]
    assert (mention.value.iso(), mention.value.clock, mention.rules[-1]) == ("2026-01-02", "03:00", "zone:北京")


def test_holidays_and_eras_of_the_user_count(tmp_path: Path) -> None:
    rows = '[[holiday]]\nid = "店庆"\nforms = ["店庆日"]\nsolar = "09-09"\n'
    (tmp_path / "holidays.toml").write_text(rows, encoding="utf-8")
    (tmp_path / "eras.toml").write_text('[[era]]\nname = "光武"\nfirst = 2001\n', encoding="utf-8")
    own = periods_in("2025年店庆日;光武五年", NOW, load_lexicon(tmp_path))
    assert [mention.value.iso() for mention in own] == ["2025-09-09", "2005"]
    assert [mention.value.iso() for mention in periods_in("2025年店庆日;光武五年", NOW)] == ["2025"]


@pytest.mark.parametrize(
    ("year", "longitude", "day"),
    [(2024, 270, date(2024, 12, 21)), (2025, 15, date(2025, 4, 4)), (2021, 285, date(2021, 1, 5))],
)
def test_solar_terms(year: int, longitude: int, day: date) -> None:
    assert solar_term(year, longitude) == day
