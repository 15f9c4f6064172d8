"""Noise goes, figures stay, and the way back is exact."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedui.lexicon import NoiseRow, load_lexicon
from hedui.normalize import head_of, normalize, replay, simplifier

LEXICON = load_lexicon()
GOLD = Path(__file__).parents[2] / "shared" / "gold"
NOISE = ["國產(chǎn)", "5.89 亿元", "２０２５年", "&;", "![]()", "\n01 华尔街\n", "著", "\r\n"]
DAMAGED = "某公司上半年營收5.89億元"
MISREAD = DAMAGED.encode().decode("latin-1")
PIECES = st.sampled_from(
    [*NOISE, MISREAD, MISREAD[1:], "é", "&#20013;", "\u200b", "[1]", chr(0xD800), "王", " ", "%"]
)


def clean(text: str) -> str:
    return normalize(text, LEXICON).text


@pytest.mark.parametrize("row", LEXICON.noise, ids=lambda row: row.id)
def test_each_row_shows_what_it_does(row: NoiseRow) -> None:
    assert clean(row.example) == row.result
    assert row.id in {edit.rule for edit in normalize(row.example, LEXICON).edits}


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join)))
def test_edits_replay_and_offsets_lead_back(text: str) -> None:
    made = normalize(text, LEXICON)
    assert replay(text, made.edits) == made.text
    assert len(made.origin) == len(made.text) + 1
    assert list(made.origin) == sorted(made.origin)
    assert made.origin[-1] == len(text)
    starts = [edit.start for edit in made.edits]
    assert starts == sorted(starts)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated articles are not here")
def test_edits_replay_on_annotated_articles() -> None:
    texts = [path.read_bytes().decode() for path in sorted(GOLD.glob("*/*/*.txt"))]
    assert texts
    for text in texts:
        made = normalize(text, LEXICON)
        assert replay(text, made.edits) == made.text


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("公司於２０２５年營收５．８９億元", "公司于2025年营收5.89亿元"),
        ("占比８％", "占比8%"),
        ("截至 2025 年 6 月末 ， 收入", "截至2025年6月末 ， 收入"),
        ("国产 GPU 公司", "国产GPU公司"),
        ("902萬(wàn)人", "902万人"),
        ("創(chuàng)業(yè)", "创业"),
        ("意味著收入增長", "意味着收入增长"),
        ("该 桥 长 1 . 2 公 里 ， 塔 高 6 8 米", "该桥长1.2公里，塔高68米"),
        ("善款3，152，600.5元", "善款3,152,600.5元"),
    ],
)
def test_what_is_repaired(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2004年应聘入职", "a figure is never rewritten, wrong or not"),
        ("净利润下降5%(约3亿元)", "only pinyin with tone marks is a gloss"),
        ("阿里巴巴(baba)", "a Latin gloss without tone marks is a name"),
        ("著名企业家的专著与译著", "著 in these words is not the particle"),
        ("05 年 8 月 3 人", "not a section number"),
        ("[5]亿元", "a figure in brackets, not a citation"),
        ("3 人死亡\n2 人受伤", "counts at the beginning of a line"),
        ("图1 营收走势", "a caption is text"),
        ("记者从国家统计局获悉,今年产量增长5.4%。", "a sentence that begins like a byline"),
        ("营收,利润;同比(增)", "half-width punctuation stays"),
        ("本文作者认为,公司2024年收入3亿元。", "a sentence about the article"),
        ("去年出口破6千亿美元 挥别四小龙垫底", "a space between Han separates"),
        ("赵 钱 孙 李 周 吴 3 5 8 1", "a row of a table"),
        ("进球12，300名球迷到场", "the number after a comma of the sentence"),
        ("C:\\news\\report", "a path, not an escaped line break"),
    ],
)
def test_what_stays(text: str, why: str) -> None:
    kept = [edit for edit in normalize(text, LEXICON).edits if edit.rule not in {"han-space", "space-han"}]
    assert not kept, why


def test_furniture_goes_after_an_escaped_line_break() -> None:
    text = r"三号线延长至30公里。\n特别声明:本文不代表平台立场,请于30日内联系。\n全线设站20座。"
    assert normalize(text, LEXICON).text == "三号线延长至30公里。\n\n全线设站20座。"


def test_raw_span_holds_the_noise_inside() -> None:
    raw = "達902萬(wàn)人"
    made = normalize(raw, LEXICON)
    span = made.raw_span(1, len(made.text))
    assert raw[span.start : span.end] == "902萬(wàn)人"


def test_lone_surrogates_and_nul_do_not_stop_it() -> None:
    assert clean("营\ud800收\x005元") == "营\ufffd收5元"


PARAGRAPHS = [
    "远帆科技3月2日公布，2025年营业收入为5890万元，同比增长12.4%；净利润为1.2亿元，上年同期亏损0.8亿元，主要由于新品上市。"
    "公司称，全年出货23.5万台，其中海外占三成，库存周转天数由上年的86天降至71天。",
    "公司预计，2026年研发投入不低于7000万元，其中芯片流片费用约占三成，其余用于云州、平岭两地的实验室和新招的人员，"
    "全年资本开支在1.5亿元至1.8亿元之间，大部分用于二期厂房，预计年底投产。",
]


@pytest.mark.parametrize("width", [20, 36])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_lines_broken_at_one_width_are_joined_in_their_paragraphs(width: int, end: str) -> None:
    broken = [
        end.join(told[at : at + width] for at in range(0, len(told), width)) for told in PARAGRAPHS for _ in "ab"
    ]
    text = f"{end}{end}".join(broken)
    made = normalize(text, LEXICON)
    assert [line.rstrip() for line in made.text.split("\n") if line.strip()] == [
        told for told in PARAGRAPHS for _ in "ab"
    ]
    assert replay(text, made.edits) == made.text


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"60{n}519 远帆科技股份 {n}.25元" for n in range(1, 9)),
        "\n".join(f"第{n}名是云州市远帆科技的代表队，得分为{n}5分。" for n in range(1, 9)),
        "\n".join(f"- 云州市第{n}人民医院门诊楼，床位{n}00张" + "及其他" * n for n in range(1, 9)),
    ],
)
def test_rows_and_lists_stay_lines(text: str) -> None:
    assert normalize(text, LEXICON).text.count("\n") == 7


def test_forms_of_hong_kong_are_simplified() -> None:
    assert simplifier()("衞生署驗化粧品，訂100張枱") == "卫生署验化妆品，订100张台"


def test_simplifier_keeps_the_length() -> None:
    assert simplifier()("華為昇騰\ud83d") == "华为升腾\ufffd"


@pytest.mark.parametrize("unit", ["[", "(ǎ", " ", "![", "\n", "&", "<p ", "著", "\n编辑:", "\n声明", "[1]"])
def test_hostile_text_passes(unit: str) -> None:
    text = unit * 60_000
    short = normalize(text[:1000], LEXICON)
    assert replay(text[:1000], short.edits) == short.text
    assert len(normalize(text, LEXICON).text) <= len(text)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (MISREAD, "某公司上半年营收5.89亿元"),
        (MISREAD.encode().decode("latin-1"), "某公司上半年营收5.89亿元"),
        (f"昨日,{MISREAD}。", "昨日,某公司上半年营收5.89亿元。"),
        ("“某公司”—".encode().decode("latin-1").replace("\x80", "€"), "“某公司”—"),
        ("气温5Â°C", "气温5°C"),
        ("&#20013;&#x56FD;经济", "中国经济"),
        ("R&ampD", "R&ampD"),
        ("&#0;&#7;元", "&#0;&#7;元"),
        ("某公司上半年营收5.89亿元".encode("gbk").decode("latin-1"), "某公司上半年营收5.89亿元"),
        (r"\u67d0\u516c\u53f8\u8425\u65365.89\u4ebf\u5143", "某公司营收5.89亿元"),
    ],
)
def test_misread_characters_are_repaired(raw: str, wanted: str) -> None:
    made = normalize(raw, LEXICON)
    assert made.text == wanted
    assert replay(raw, made.edits) == made.text


def test_a_repaired_figure_stands_where_it_stood() -> None:
    made = normalize(MISREAD, LEXICON)
    at = made.text.index("5.89亿")
    span = made.raw_span(at, at + len("5.89亿"))
    assert MISREAD[span.start : span.end] == "5.89億".encode().decode("latin-1")


@pytest.mark.parametrize(
    "text",
    [
        "Café…店",
        "3×“大礼包”",
        "Pokémon",
        "Müller’s",
        "Ärzte“",
        "±5%",
        "Ñ–",
        "ＡＴ＆Ｔ"[:2],
        "São Paulo",
        "à «x»",
        "他说······好",
    ],
)
def test_words_of_other_languages_are_no_damage(text: str) -> None:
    assert not {"mojibake", "reference"} & {edit.rule for edit in normalize(text, LEXICON).edits}


WIDE = "澄湖科技3日公布，上半年营业收入为12.5亿元，比上年同期多8.2亿元；净利润涨了。公司说，订单的交付平稳。"


def test_what_was_read_as_gbk_is_repaired_as_far_as_it_is_whole() -> None:
    raw = WIDE.encode().decode("gbk", "replace")  # 鏃ュ叕甯冿紝; the last byte before a digit is lost
    made = normalize(raw, LEXICON)
    assert replay(raw, made.edits) == made.text
    assert "日公布，上半年营业收入为12.5亿元，" in made.text
    assert "净利润涨了。" in made.text
    assert "订单的交付平" in made.text  # beyond a byte that was lost
    assert made.text.count("\ufffd") == 3  # characters of which a byte was lost
    at = made.text.index("12.5亿元")
    span = made.raw_span(at, at + 4)
    assert raw[span.start : span.end] == "12.5"
    assert "mojibake" in {edit.rule for edit in made.edits}


def test_what_was_read_as_gbk_without_its_lost_bytes_is_repaired() -> None:
    raw = WIDE.encode().decode("gbk", "ignore")
    made = normalize(raw, LEXICON)
    assert replay(raw, made.edits) == made.text
    assert "净利润涨了。公司" in made.text
    assert made.text.count("\ufffd") == 3


@pytest.mark.parametrize(
    "text",
    [WIDE, "锛、涓滴与鄱阳,涓涓细流", "锟斤拷锟斤拷锛锛", "銆銆1亿元", WIDE.encode().decode("gbk", "replace")[:4]],
)
def test_what_reads_as_it_stands_or_cannot_be_told_is_left(text: str) -> None:
    assert "mojibake" not in {edit.rule for edit in normalize(text, LEXICON).edits}


def test_a_long_damaged_text_is_repaired_in_linear_time() -> None:
    made = normalize(MISREAD * 5000, LEXICON)
    assert made.text == "某公司上半年营收5.89亿元" * 5000


@pytest.mark.parametrize(
    ("pattern", "head"),
    [
        (r"\*{2,3}", r"\*"),
        ("&(?:lt|gt);", "&"),
        (r"[\]x(（]y|z", None),
        ("[®™]|TM", None),
        ("[®™]x", "[®™]"),
        ("x?y", None),
        ("x{0,3}y", None),
        ("(?:x|y)z", None),
        (r"\bx", None),
        (".x", None),
        (r"(?=[ \[])(?: ?\[x|\[y)", r"[ \[]"),
        (r"(?=[ \[])x|y", None),
    ],
)
def test_what_a_pattern_begins_with_is_told_or_nothing_is(pattern: str, head: str | None) -> None:
    found = head_of(pattern)
    assert (found and found.pattern) == head
