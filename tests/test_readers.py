"""From bytes to articles: every format and encoding, and what cannot be read is one clear sentence."""

import json
from datetime import date
from pathlib import Path

import pytest

from hedui.errors import RunError
from hedui.model import Article, Reject
from hedui.readers import ReadOptions, read_articles
from hedui.readers.dates import read_days, read_publication
from hedui.readers.source import Limits

TEXT = "某公司2025年上半年營收5.89億元,同比增長12.3%。\r\n公司表示,下半年將繼續擴大產能,並在多地設立門店。\r\n"


def articles(*places: Path, options: ReadOptions | None = None) -> list[Article]:
    return [item for item in read_articles(places, options) if isinstance(item, Article)]


def rejects(*places: Path, options: ReadOptions | None = None) -> list[Reject]:
    return [item for item in read_articles(places, options) if isinstance(item, Reject)]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings_come_back_exactly(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes((TEXT * 5).encode(encoding))
    [article] = articles(tmp_path / "a.txt")
    assert article.text == TEXT * 5


def test_simplified_gbk(tmp_path: Path) -> None:
    text = "国家统计局公布,全年国内生产总值1349084亿元,比上年增长5.0%。其中第一产业增加值91414亿元。\n" * 3
    (tmp_path / "a.txt").write_bytes(text.encode("gbk"))
    assert articles(tmp_path / "a.txt")[0].text == text


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["华宇公司上半年营收5.89亿元。", "全市新增确诊病例120例,死亡3人。\n", "票房破10亿元的第3天"]
)
def test_short_texts_come_back_exactly(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert articles(tmp_path / "a.txt")[0].text == text


def test_hong_kong_characters(tmp_path: Path) -> None:
    text = "佢哋喺深水埗嘅舖頭,上半年營業額錄得3.2億元,按年升8.5%,舖租佔成本兩成。"
    (tmp_path / "a.txt").write_bytes(text.encode("big5hkscs"))
    assert articles(tmp_path / "a.txt")[0].text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (TEXT.encode()[:-30] + b"\xff" + TEXT.encode()[-30:], "UTF-8 文本，但第"),
        (TEXT.encode()[:100], "被截断"),
        (TEXT.encode("shift-jis", "ignore") + b"\x80\xff", "无法识别文字编码"),
        ("Le chiffre d’affaires a augmenté de 5,8 % à 89 millions d’euros.".encode("cp1252"), "无法识别文字编码"),
        (b"", "空的"),
        (b" \n\t ", "空白"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "二进制"),
        ("营收\0亿元".encode(), "NUL"),
        ("营收3亿元。\n".encode() * 250_000, "不像一篇报道"),
        (bytes([0x81, 0x20, 0xFF, 0xFE, 0x80]) * 40, "编码"),
        (b"\xff\xfe\x00\xd8", "utf-16-le"),
    ],
)
def test_bad_bytes_are_one_reject(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    [reject] = rejects(tmp_path)
    assert words in reject.reason
    assert "bad.txt" in reject.where
    assert len(articles(tmp_path)) == 1


def test_too_big(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 100)
    [reject] = rejects(tmp_path, options=ReadOptions(limits=Limits(article=1000)))
    assert "上限" in reject.reason


def test_jsonl_lines(tmp_path: Path) -> None:
    good = {"id": "x1", "text": "甲", "title": "题", "published": "2025-08", "tags": ["a", 1], "score": 2.5}
    lines = [json.dumps(good), "", "{bad", "[1]", '{"id":"n"}', '{"text":"\\ud800"}', '{"text":" "}', '{"text":5}']
    lines += ['{"id":7,"content":"乙","来源":"某报"}', '{"text":"a\\u0000b"}', '{"id":["a"],"text":"丙"}']
    (tmp_path / "a.jsonl").write_text("\ufeff" + "\n".join(lines))
    first, second = articles(tmp_path / "a.jsonl")
    assert (first.id, first.title, first.extra) == ("x1", "题", {"tags": '["a",1]', "score": "2.5"})
    assert first.published is not None
    assert (first.published.first, first.published.last) == (date(2025, 8, 1), date(2025, 8, 31))
    assert (second.id, second.text, second.source) == ("7", "乙", "某报")
    found = rejects(tmp_path / "a.jsonl")
    assert [reject.where.rpartition(":")[2] for reject in found] == ["3", "4", "5", "6", "7", "8", "10", "11"]
    assert all(reject.reason.endswith("。") for reject in found)
    assert "代理字符" in found[3].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"])
def test_tables_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    texts = [f"{TEXT.strip()}第{n}號" for n in range(3)]
    lines = "".join(json.dumps({"id": n, "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts))
    rows = "text,id\r\n" + "".join(f'"{text}",{n}\r\n' for n, text in enumerate(texts))
    (tmp_path / "a.jsonl").write_bytes(lines.encode(encoding))
    (tmp_path / "a.csv").write_bytes(rows.encode(encoding))
    listed = json.dumps([{"text": text} for text in texts], ensure_ascii=False)
    (tmp_path / "a.json").write_bytes(listed.encode(encoding))
    for name in ("a.jsonl", "a.csv", "a.json"):
        assert [article.text for article in articles(tmp_path / name)] == texts
        assert not rejects(tmp_path / name)


def test_one_long_line_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text":"' + b"x" * 5000 + b'"}\n{"text":"\xe7\x94\xb2"}\n')
    options = ReadOptions(limits=Limits(article=1000))
    assert len(articles(tmp_path / "a.jsonl", options=options)) == 1
    assert len(rejects(tmp_path / "a.jsonl", options=options)) == 1


def test_a_table_without_texts_is_one_reject(tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_text('{"id":1}\n{"id":2}\n')
    assert len(rejects(tmp_path)) == 1


def test_folder_with_catalogue(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "story").mkdir()
    for name in ("story/01.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"正文{name}")
    (tmp_path / "README.md").write_text("说明")
    (tmp_path / "d.doc").write_text("旧文档")
    (tmp_path / "claims.jsonl").write_text('{"id":1}\n')
    rows = [
        {"id": "story/01", "published": "2025-12-24", "source": "甲报", "chars": 3},
        {
            "id": "k2",
            "file": "b.txt",
            "published": "2026-01",
            "not_before": "2026-01-02",
            "not_after": "2026-01-31",
        },
        {"id": "gone", "file": "../b.txt"},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    found = {article.id: article for article in articles(tmp_path)}
    assert {article.text for article in found.values()} == {"正文story/01.txt", "正文b.txt", "正文c.txt"}
    assert "claims.jsonl 没有当作报道读取" in caplog.text
    assert "没有读（格式和个数）：.doc 1。" in caplog.text
    assert found["story/01"].source == "甲报"
    assert found["story/01"].extra == {"chars": "3"}
    published = found["k2"].published
    assert published is not None
    assert (published.first, published.last, published.how) == (date(2026, 1, 2), date(2026, 1, 31), "metadata")
    [reject] = rejects(tmp_path)
    assert (reject.article, reject.reason) == ("gone", "目录文件登记了这篇文章，但文件不存在。")


def test_csv_catalogue_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("甲")
    (tmp_path / "list.csv").write_bytes("id,file,title,published\nn1,a.txt,题,2025年8月8日\n".encode("utf-8-sig"))
    [article] = articles(tmp_path / "texts", options=ReadOptions(catalogue=tmp_path / "list.csv"))
    assert (article.id, article.title) == ("n1", "题")
    assert article.published is not None
    assert article.published.first == date(2025, 8, 8)


def test_ids(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("同一篇")
    (tmp_path / "c.jsonl").write_text('{"id":"x","text":"甲"}\n{"id":"x","text":"乙"}\n{"id":"x","text":"甲"}\n')
    first, second, given = articles(tmp_path)
    assert second.id == f"{first.id}-2"
    assert len(first.id) == 12
    assert given.id == "x"
    assert ["但内容不同" in reject.reason for reject in rejects(tmp_path)] == [True, False]
    assert {Path(reject.where).name for reject in rejects(tmp_path)} == {"c.jsonl"}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("柳城经济\n来源:柳城晚报 2026-04-03\n\n正文", "柳城晚报"),
        ("柳城經濟\n2026-04-03 10:00 來源：大嶼報\n正文", "大嶼報"),
        ("柳城经济\n数据来源:柳城市统计局\n正文", None),
        ("柳城经济\n" + "正文。\n" * 6 + "来源:柳城晚报", None),
    ],
)
def test_a_line_near_the_top_of_a_text_tells_its_source(tmp_path: Path, text: str, source: str | None) -> None:
    (tmp_path / "a.txt").write_text(text)
    [article] = articles(tmp_path)
    assert (article.text, article.source) == (text, source)


def test_front_matter(tmp_path: Path) -> None:
    text = "---\ntitle: 年报\n来源: 某报\ndate: 2025-03-01\n---\n# 别的\n正文"
    (tmp_path / "a.md").write_text(text)
    [article] = articles(tmp_path)
    assert (article.text, article.title, article.source) == (text, "年报", "某报")
    assert article.published is not None


@pytest.mark.parametrize("name", ["nothing", "empty", "a.exe", "bad.jsonl/"])
def test_places_without_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.exe").write_text("x")
    with pytest.raises(RunError, match="。"):
        list(read_articles([tmp_path / name]))


def test_catalogue_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("收入12亿元。", encoding="utf-8")
    (tmp_path / "articles.csv").write_text(
        "文件名,标题,来源,发布日期\n甲.txt,题,甲报,2026年3月2日\n", encoding="utf-8"
    )
    [article] = articles(tmp_path)
    assert (article.title, article.source, article.extra) == ("题", "甲报", {})
    assert article.published
    assert article.published.first.isoformat() == "2026-03-02"


def test_bad_catalogue(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text("{")
    with pytest.raises(RunError, match=r"articles\.jsonl"):
        list(read_articles([tmp_path]))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2025-08-08", "2025-08-08", "2025-08-08"),
        ("2025-08-08 23:24", "2025-08-08", "2025-08-08"),
        ("2025-08-08T23:24:00Z", "2025-08-09", "2025-08-09"),
        ("2025-08-08T23:24:00+08:00", "2025-08-08", "2025-08-08"),
        ("2025年8月8日", "2025-08-08", "2025-08-08"),
        ("\u202e２０２５年８月８日", "2025-08-08", "2025-08-08"),
        ("2025/8/8 10:00", "2025-08-08", "2025-08-08"),
        ("20250808", "2025-08-08", "2025-08-08"),
        ("2026-01", "2026-01-01", "2026-01-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        (2025, "2025-01-01", "2025-12-31"),
        ("2026-01-02/2026-01-31", "2026-01-02", "2026-01-31"),
        ("民國114年1月9日", "2025-01-09", "2025-01-09"),
        ("114/01/09 08:30", "2025-01-09", "2025-01-09"),
        ("二〇二五年十一月三十日 星期日", "2025-11-30", "2025-11-30"),
        ("二零二五年二月", "2025-02-01", "2025-02-28"),
        ("Jan. 9, 2025", "2025-01-09", "2025-01-09"),
        ("Thursday, 9th January 2025 at 8:30", "2025-01-09", "2025-01-09"),
        ("Fri, 08 Aug 2025 23:24:00 GMT", "2025-08-09", "2025-08-09"),
        (1754695440, "2025-08-09", "2025-08-09"),
        (1754695440000, "2025-08-09", "2025-08-09"),
    ],
)
def test_days(words: object, first: str, last: str) -> None:
    assert read_days(words) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("words", ["2025-02-30", "昨天", "", None, True, "13/14", 3.5, [], "2025-13", "1/5/2025"])
def test_what_is_no_day(words: object) -> None:
    assert read_days(words) is None


def test_bounds_alone_are_a_span() -> None:
    published = read_publication({"not_before": "2026-01-02", "not_after": "2026-01"})
    assert published is not None
    assert (published.first, published.last) == (date(2026, 1, 2), date(2026, 1, 31))
