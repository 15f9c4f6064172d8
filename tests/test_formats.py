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
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from hedui.corpus import add, list_rows, verify
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


def warc(pages: dict[str, bytes], packed: bool = True, status: str = "200 OK", **headers: str) -> bytes:
    """A web archive with an answer for every address, and one record that is no page."""
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for url, body in pages.items():
        told = [
            ("Content-Type", "text/html; charset=gbk"),
            *((k.replace("_", "-"), v) for k, v in headers.items()),
        ]
        answer = StatusAndHeaders(status, told, protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=answer)
        writer.write_record(record)
    answer = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
    picture = io.BytesIO(b"x")
    writer.write_record(
        writer.create_warc_record("http://a.org/p.png", "response", payload=picture, http_headers=answer)
    )
    return held.getvalue()


PAGES = {f"http://a.org/{n}": PAGE.replace("业绩_", f"业绩{n}_").encode("gb18030") for n in (1, 2)}


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


def pdf(pages: list[list[str]], title: str = "年报") -> bytes:
    """A PDF whose lines are in a font of the Adobe-GB1 collection, as Chinese offices write them."""

    def text(line: str) -> str:
        return line.encode("utf-16-be").hex()

    font = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>"
    cid = (
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>"
    )
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", font, cid]
    for n, lines in enumerate(pages):
        shown = "".join(f"1 0 0 1 50 {750 - 20 * at} Tm <{text(line)}> Tj\n" for at, line in enumerate(lines))
        stream = f"BT /F1 12 Tf\n{shown}ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * n} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    objects.append(f"<</Title<feff{text(title)}>>>")
    held = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(held))
        held += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R/Info {size - 1} 0 R>>"
    return held + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(held)}\n%%EOF".encode()


WRAPPED = [
    "某公司公布2025年上半年业绩,营业收入5.8",
    "9亿元,同比增长12.3%,净利润1.02亿元。",
    "公司表示下半年将继续投入研发,并在多地设",
    "立门店。",
]


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
