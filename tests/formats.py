"""Sound files of every kind, for the tests to read and to damage."""

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

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


def read(path: Path, limits: Limits | None = None) -> tuple[list[Article], list[Reject]]:
    items = list(read_articles([path], ReadOptions(limits=limits or Limits())))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Reject)]
