"""Every format: real bytes round trip, a damaged file and a hostile one are one clear sentence each."""

import gzip
import io
import json
import tarfile
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import opencc
import pytest

from hedui.model import Article, Reject
from hedui.readers import ReadOptions, read_articles
from hedui.readers.source import Limits

BODY = "某公司公布2025年上半年业绩,营业收入5.89亿元,同比增长12.3%,净利润1.02亿元。公司表示下半年将继续投入研发。"
ROWS = [{"id": "a", "text": BODY, "title": "题", "published": "2026年1月2日"}, {"id": "b", "text": f"{BODY}二"}]
PAGE = f"""<html><head><title>上半年业绩_某网</title><meta property="og:title" content="上半年业绩">
<meta property="og:site_name" content="某网"><meta property="article:published_time" content="2026年1月2日"></head>
<body><nav><a href="/">首页</a></nav><article><h1>上半年业绩</h1><p>{BODY}</p><p>{BODY}第二段。</p>
<p>{BODY}第三段。</p>
</article><footer>版权所有</footer></body></html>"""


def read(path: Path, limits: Limits | None = None) -> tuple[list[Article], list[Reject]]:
    items = list(read_articles([path], ReadOptions(limits=limits or Limits())))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Reject)]


def mail(subtype: str, body: str, charset: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "业绩", "某报 <desk@example.org>"
    message["Date"] = "Fri, 02 Jan 2026 10:00:00 +0800"
    message.set_content(body, subtype=subtype, charset=charset)
    return message.as_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def tarred(members: dict[str, bytes], mode: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def docx(xml: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped({"word/document.xml": xml.replace("<w:document", f'<w:document xmlns:w="{space}"').encode()})


LINES = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode()
CSV = f"id,text,title,published\na,{BODY},题,2026年1月2日\nb,{BODY}二,,\n"
PARAGRAPHS = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in (BODY[:20], BODY[20:]))

MANY = {
    "n.json": json.dumps({"articles": ROWS}).encode(),
    "list.json": json.dumps(ROWS).encode(),
    "n.csv": CSV.replace("业绩,", "业绩，").replace("亿元,", "亿元，").replace("%,", "%，").encode("gb18030"),
    "n.jsonl.gz": gzip.compress(LINES),
    "n.zip": zipped({"x/n.jsonl": LINES, "__MACOSX/n.jsonl": b"?", "notes.exe": b"?"}),
    "n.tar": tarred({"n.jsonl": LINES}, "w"),
    "n.tar.gz": tarred({"n.jsonl": LINES}, "w:gz"),
    "n.tgz": tarred({"../../n.jsonl": LINES}, "w:gz"),
}


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


def test_workbook_with_formulas(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["id", "text", "title"], ["a", BODY, "题"], ["b", f"{BODY}二", "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "n.xlsx")
    articles, rejects = read(tmp_path / "n.xlsx")
    assert ([article.text for article in articles], rejects) == ([BODY, f"{BODY}二"], [])
    (tmp_path / "n.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert len(read(tmp_path / "n.xlsx")[1]) == 1


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
    assert article.title == "业绩"
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
    "laughs.docx": docx('<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'),
    "cut.docx": docx("<w:document><w:body>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_damaged_and_hostile_files_are_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    articles, rejects = read(tmp_path / name, Limits(article=20_000_000, unpacked=25_000_000))
    assert len(articles) <= 1
    assert rejects
    assert all(reject.reason.endswith("。") for reject in rejects)
