"""Every format: real bytes round trip, a damaged file and a hostile one are one clear sentence each."""

import gzip
import json
from datetime import date
from pathlib import Path

import opencc
import pytest

from formats import (
    BODY,
    LINES,
    MANY,
    PAGE,
    PAGES,
    PARAGRAPHS,
    ROWS,
    WRAPPED,
    docx,
    mail,
    pdf,
    read,
    tarred,
    warc,
    zipped,
)
from hedui.corpus import add, list_rows, verify
from hedui.readers.source import Limits


@pytest.mark.parametrize("name", MANY)
def test_files_of_many_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(MANY[name])
    articles, rejects = read(tmp_path / name)
    assert not rejects
    assert [article.id for article in articles] == ["a", "b"]
    assert articles[0].title == "题"
    assert articles[0].published is not None
    assert articles[0].published.first == date(2026, 1, 2)
    assert len(articles[0].text) == len(BODY)
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_parquet_and_zstandard(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), tmp_path / "n.parquet")
    (tmp_path / "n.jsonl.zst").write_bytes(pyarrow.compress(LINES, "zstd", asbytes=True))
    for name in ("n.parquet", "n.jsonl.zst"):
        articles, rejects = read(tmp_path / name)
        assert ([article.text for article in articles], rejects) == ([row["text"] for row in ROWS], [])
        (tmp_path / f"bad-{name}").write_bytes((tmp_path / name).read_bytes()[:-30])
        articles, rejects = read(tmp_path / f"bad-{name}")
        assert len(rejects) >= 1


def test_hostile_zstandard(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for name, data in (
        ("a.txt.zst", b"0" * 30_000_000),
        ("a.jsonl.zst", b"0" * 30_000_000),
        ("noname.zst", LINES),
    ):
        (tmp_path / name).write_bytes(pyarrow.compress(data, "zstd", asbytes=True))
        articles, [reject] = read(tmp_path / name, Limits(article=20_000_000, unpacked=25_000_000))
        assert not articles
        assert reject.reason.endswith("。")


@pytest.mark.parametrize("text", ["[", "*", "> ", "#", "![](", "\n- ", "---\n", "|", "<div>", "\n", "。"])
def test_hostile_texts_are_read_at_once(tmp_path: Path, text: str) -> None:
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text(text * (1_000_000 // len(text)) + BODY)
        [article], _ = read(tmp_path / name)
        assert article.text.endswith(BODY)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_web_page(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.html").write_bytes(PAGE.encode(encoding))
    [article], rejects = read(tmp_path / "a.html")
    assert not rejects
    assert BODY in article.text
    assert "首页" not in article.text
    assert (article.title, article.source) == ("上半年业绩", "某网")
    assert article.published is not None
    assert article.published.first == date(2026, 1, 2)


@pytest.mark.parametrize(("subtype", "charset"), [("plain", "utf-8"), ("plain", "gb18030"), ("html", "utf-8")])
def test_mail(tmp_path: Path, subtype: str, charset: str) -> None:
    (tmp_path / "a.eml").write_bytes(mail(subtype, PAGE if subtype == "html" else BODY, charset))
    [article], rejects = read(tmp_path / "a.eml")
    assert not rejects
    assert BODY in article.text
    assert (article.title, article.source) == ("业绩", "某报")
    assert article.published is not None
    assert article.published.first == date(2026, 1, 2)


def test_word_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(f"<w:document><w:body>{PARAGRAPHS}</w:body></w:document>"))
    [article], _ = read(tmp_path / "a.docx")
    assert article.text == f"{BODY[:20]}\n{BODY[20:]}"


LD = {"@graph": [{"@type": "WebSite", "name": "某网"}, {
    "@type": "NewsArticle", "headline": "上半年业绩", "datePublished": "2026-01-02T08:00:00+08:00",
    "author": [{"name": "张三"}, {"name": "李四"}], "publisher": {"name": "某报"},
}]}  # fmt: skip
HEADS = {
    "json-ld": f'<script type="application/ld+json">{json.dumps(LD)}</script>',
    "bad json-ld": '<script type="application/ld+json">{"@type":</script><meta name="source" content="某报">'
    '<meta name="author" content="张三、李四"><meta property="og:title" content="上半年业绩">'
    '<meta name="pubdate" content="2026年1月2日 08:00"><meta property="og:modified_time" content="2026-02-02">',
}
MISLABELLED = (("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "gb18030"), ("gbk", "big5hkscs"))
LINES_UNDER = [
    '<div class="info"><span>2026年1月2日 08:00</span> <span>来源：某报</span>'
    " <span>作者：张三、李四</span></div>",
    '<p class="source">来源：<a href="/">某报</a></p><p id="pubtime">发布时间：2026-01-02 08:00</p>'
    '<p class="author">记者：张三、李四</p>',
]


@pytest.mark.parametrize(
    ("head", "line"), [*((head, "") for head in HEADS.values()), *(("", line) for line in LINES_UNDER)]
)
def test_what_a_page_says_of_itself(tmp_path: Path, head: str, line: str) -> None:
    page = f"<html><head><title>上半年业绩</title>{head}</head><body><h1>上半年业绩</h1>{line}"
    (tmp_path / "a.html").write_text(f"{page}<article><p>{BODY}</p><p>{BODY}二</p></article></body></html>")
    [article], rejects = read(tmp_path / "a.html")
    assert not rejects
    assert (article.title, article.source, article.extra["author"]) == ("上半年业绩", "某报", "张三、李四")
    assert article.published is not None
    assert (article.published.first, article.published.last) == (date(2026, 1, 2), date(2026, 1, 2))


STAMPS = [
    ("<div><p>某某/某报</p><p> 2026-01-02 08:00<span> </span></p></div>", None),
    ("<div>发布日期：2026年1月2日 所属分类：经济</div>", None),
    (
        '<div class="info"><span>2026-01-02 08:00</span><span>来源：某报</span><a>12</a>人参与<a>3</a>评论</div>',
        "某报",
    ),
    ('<a id="js_name">某</a><script>var nickname = "某报"; var ct = "1767312000";</script>', "某报"),
]


@pytest.mark.parametrize(("under", "source"), STAMPS)
def test_the_day_and_the_name_under_a_headline(tmp_path: Path, under: str, source: str | None) -> None:
    page = f"<body><p>2026-02-03 09:00</p><h1>上半年业绩</h1>{under}<article><p>{BODY}</p></article></body>"
    (tmp_path / "a.html").write_text(page)
    [article], _ = read(tmp_path / "a.html")
    assert article.published is not None
    assert (article.published.first, article.source) == (date(2026, 1, 2), source)


def test_a_paragraph_of_links_is_no_furniture_where_little_else_is_left(tmp_path: Path) -> None:
    told = (
        '<a href="/a">某公司公布上半年收入</a>5.89亿元，<a href="/b">同比增长</a>12.3%，净利润1.2亿元，均为上限。'
    )
    page = f"<body><h1>业绩</h1><div><p>{told}{told}</p></div><div><p>免责声明：与本站无关。</p></div></body>"
    (tmp_path / "a.html").write_text(page)
    [article], _ = read(tmp_path / "a.html")
    assert article.text.count("5.89亿元") == 2


def test_a_page_whose_charset_is_mislabelled(tmp_path: Path) -> None:
    for said, encoding in MISLABELLED:
        page = PAGE.replace("<head>", f'<head><meta charset="{said}">')
        page = opencc.OpenCC("s2hk").convert(page) if encoding == "big5hkscs" else page
        (tmp_path / "a.html").write_bytes(page.encode(encoding))
        [article], _ = read(tmp_path / "a.html")
        assert article.text.count("5.89") == 3
        assert article.text[:2] in ("上半", "某公")


HOSTILE = {
    "deep.html": b"<div>" * 1_000_000 + BODY.encode(),
    "bare.html": b"<html><body></body></html>",
    "bomb.txt.gz": gzip.compress(b"0" * 30_000_000),
    "bomb.jsonl.gz": gzip.compress(b"0" * 30_000_000),
    "bomb.zip": zipped({"a.txt": b"0" * 30_000_000}),
    "empty.zip": zipped({"a.exe": b""}),
    "cut.zip": MANY["n.zip"][:-20],
    "cut.jsonl.gz": MANY["n.jsonl.gz"][:-40],
    "bomb.tar.gz": tarred({"a.txt": b"0" * 30_000_000}, "w:gz"),
    "cut.tar.gz": MANY["n.tar.gz"][:60],
    "nested.zip": zipped({"a.zip": MANY["n.zip"]}),
    "noname.gz": gzip.compress(LINES),
    "bad.json": b"[{",
    "deep.json": b"[" * 200_000,
    "other.json": b'{"a": 1}',
    "bad.csv": b"a,b\n1,2\n",
    "bad.eml": b"",
    "void.eml": b"Subject: x\nContent-Type: image/png\n\nx",
    "bad.docx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_damaged_and_hostile_files_are_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    articles, rejects = read(tmp_path / name, Limits(article=20_000_000, unpacked=25_000_000))
    assert len(articles) <= 1
    assert rejects
    assert all(reject.reason.endswith("。") for reject in rejects)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_web_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(warc(PAGES, packed=name.endswith("gz")))
    articles, rejects = read(tmp_path / name)
    assert [(article.url, article.source) for article in articles] == [(url, "某网") for url in PAGES]
    assert not rejects
    assert BODY in articles[0].text
    (tmp_path / name).write_bytes(warc({"http://a.org/": PAGE.encode()}, status="404 Not Found"))
    assert read(tmp_path / name) == ([], [])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("cut", [100, 400, 700, -10, -300, -500])
def test_a_damaged_web_archive_is_read_as_far_as_it_goes(tmp_path: Path, packed: bool, cut: int) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    (tmp_path / name).write_bytes(warc(PAGES, packed)[:cut])
    articles, rejects = read(tmp_path / name)
    assert len(articles) <= 2
    assert all(BODY in article.text for article in articles)
    assert all(reject.reason.endswith("。") for reject in rejects)
    assert len(articles) == 2 or rejects or cut > 0


def test_hostile_web_archives(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0" * 30_000_000)
    many = {
        "bomb": warc({"http://a.org/": bomb}, **{"Content-Encoding": "gzip"}),
        "deep": warc({"http://a.org/": b"<div>" * 1_000_000}),
        "none": b"no archive",
        "lengths": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n"
        b"Content-Type: text/html\r\n\r\n<p>x",
    }
    for name, data in many.items():
        (tmp_path / f"{name}.warc").write_bytes(data)
        articles, rejects = read(tmp_path / f"{name}.warc", Limits(article=10_000_000))
        assert (articles, len(rejects)) == ([], 1), name
        assert rejects[0].reason.endswith("。")


def test_pdf_with_lines_put_together(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(pdf([WRAPPED[:2], WRAPPED[2:]]))
    [article], rejects = read(tmp_path / "a.pdf")
    assert not rejects
    assert article.title == "年报"
    assert article.text == "".join(WRAPPED[:2]) + "\n" + "".join(WRAPPED[2:])


def test_damaged_and_hostile_pdf(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    whole = pdf([WRAPPED])
    hostile = [whole[:200], whole[:-400], b"%PDF-1.7\n" + bytes(range(256)) * 40, b"no pdf", pdf([[""]])]
    hostile += [whole.replace(b"[4 0 R]", b"[3 0 R]"), whole.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")]
    for data in hostile:
        (tmp_path / "a.pdf").write_bytes(data)
        articles, rejects = read(tmp_path / "a.pdf")
        assert len(articles) + len(rejects) == 1
        assert all(reject.reason.endswith("。") for reject in rejects)
    (tmp_path / "a.pdf").write_bytes(whole)
    assert "上限" in read(tmp_path / "a.pdf", Limits(article=500))[1][0].reason


@pytest.mark.parametrize("name", [*MANY, "a.warc.gz", "a.warc"])
def test_every_format_can_be_read_again_from_the_store(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(MANY.get(name) or warc(PAGES, packed=name.endswith("gz")))
    add(tmp_path / "store", [tmp_path / name])
    assert len(list_rows(tmp_path / "store")) == 2
    assert verify(tmp_path / "store") == []
