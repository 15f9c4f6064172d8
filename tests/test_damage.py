"""Files made to do harm: bounded in time and memory, one sentence each, and no way out of the folder."""

import io
import os
import random
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from formats import LINES, MANY, PAGE, PAGES, ROWS, WRAPPED, mail, pdf, read, warc
from hedui.corpus import add, list_rows
from hedui.model import Article, Reject
from hedui.readers import READERS
from hedui.readers.records import read_jsonl
from hedui.readers.source import Limits, Source
from hedui.readers.tables import read_csv

BODY = "某市公布上半年新建住房1.2万套,同比增长8.5%,投资额达到35.6亿元。"
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
DECLARED = f'<!DOCTYPE x [<!ENTITY a0 "哈">{LAUGHS}]>'


def one_reject(path: Path, limits: Limits | None = None) -> str:
    articles, rejects = read(path, limits)
    assert (articles, len(rejects)) == ([], 1)
    assert rejects[0].reason.endswith("。")
    return rejects[0].reason


class Endless(io.RawIOBase):
    """Says one thing, then another so many times, without ever holding it."""

    def __init__(self, first: bytes, again: bytes, count: int) -> None:
        self._first, self._again, self._left = first, again, count * len(again)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._first:
            part, self._first = self._first[: len(buffer)], self._first[len(buffer) :]
        else:
            size = min(len(buffer), self._left)
            part = (self._again * (size // len(self._again) + 1))[:size]
            self._left -= size
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("reader", [read_jsonl, read_csv])
def test_a_line_of_a_gigabyte_is_never_held(reader: Callable[[Source], object]) -> None:
    def opened() -> io.BufferedReader:
        return io.BufferedReader(Endless(b'text,id\n"', b"x" * 65536, 16384), 1 << 16)

    tracemalloc.start()
    begun = time.process_time()
    try:
        list(reader(Source("a", opened, Limits(article=1_000_000))))  # type: ignore[call-overload]
    except Exception as error:
        assert str(error).endswith("。")  # noqa: PT017
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert time.process_time() - begun < 30


def office(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The file with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def workbook(path: Path, *rows: list[str]) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows or (["id", "text"], ["a", BODY]):
        book.active.append(row)
    second = book.create_sheet()
    second.append(["text", "title"])
    second.append([BODY + "二", '=HYPERLINK("http://a.org","点")'])
    book.save(path)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_gives_all_sheets_and_runs_no_formula(tmp_path: Path) -> None:
    articles, rejects = read(workbook(tmp_path / "a.xlsx"))
    assert ([article.text for article in articles], rejects) == ([BODY, BODY + "二"], [])
    assert articles[1].title is None
    called = workbook(
        tmp_path / "b.xlsx", ["id", "text"], ["1", "=cmd|'/c calc'!A1"], ["2", "=1+1"], ["3", "@SUM(1)"]
    )
    articles, rejects = read(called)
    assert [article.text for article in articles] == ["@SUM(1)", BODY + "二"]
    assert len(rejects) == 2


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_workbook_with_entities(tmp_path: Path, part: str) -> None:
    def change(xml: str) -> str:
        start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
        return f"{xml[:start]}<!--{'x' * 5000}-->{DECLARED}{xml[start:]}"

    assert "实体声明" in one_reject(office(workbook(tmp_path / "a.xlsx"), part, change))


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = office(workbook(tmp_path / "a.xlsx"), "xl/styles.xml", lambda xml: xml + " " * 30_000_000)
    assert path.stat().st_size < 100_000
    assert "炸弹" in one_reject(path, Limits(table=20_000_000))


def test_a_workbook_with_a_cell_at_the_far_end(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    path = office(workbook(tmp_path / "a.xlsx"), SHEET, lambda xml: xml.replace("</sheetData>", far))
    begun = time.process_time()
    articles, _ = read(path)
    assert BODY in [article.text for article in articles]
    assert time.process_time() - begun < 30


@pytest.mark.parametrize("cut", [30, 200, -100, -700])
def test_a_damaged_workbook(tmp_path: Path, cut: int) -> None:
    data = workbook(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(data[:cut])
    one_reject(tmp_path / "a.xlsx")
    bad = office(workbook(tmp_path / "b.xlsx"), SHEET, lambda xml: xml[: len(xml) // 2])
    assert read(bad)[1]


def document(path: Path, body: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{SPACE}">{body}</w:document>')
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_document_with_boxes_breaks_and_a_title(tmp_path: Path) -> None:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:r><mc:AlternateContent xmlns:mc='{compatible}'><mc:Choice>{paragraph('框')}</mc:Choice>"
    box += f"<mc:Fallback>{paragraph('框')}</mc:Fallback></mc:AlternateContent></w:r>"
    run = "<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:delText>删</w:delText><w:t>丙</w:t>"
    body = f"<w:p><w:r>{run}</w:r>{box}</w:p>"
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年报</dc:title></c>'
    [article], _ = read(document(tmp_path / "a.docx", body, docProps__core=core))
    assert (article.text, article.title) == ("甲\t乙\n丙\n框", "年报")


def test_hostile_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    declared = f"<!--{'x' * 5000}-->{DECLARED}<w:document xmlns:w='{SPACE}'>{paragraph('&a11;')}</w:document>"
    for encoding in ("utf-8", "utf-16"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "word/document.xml", f"<?xml version='1.0' encoding='{encoding}'?>{declared}".encode(encoding)
            )
        assert "实体声明" in one_reject(path)
    assert "炸弹" in one_reject(document(path, paragraph(BODY), big=" " * 30_000_000), Limits(table=20_000_000))
    begun = time.process_time()
    one_reject(document(path, "<w:p>" * 200_000))
    assert time.process_time() - begun < 30
    one_reject(document(path, paragraph("")))


def test_a_mail_of_many_layers(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content(BODY)
    layers = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    (tmp_path / "a.eml").write_text(f"Subject: x\n{layers}{message.as_string()}")
    articles, rejects = read(tmp_path / "a.eml")
    assert len(articles) + len(rejects) == 1


def test_hostile_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    small = Limits(article=1000)
    for text in (
        f'id,text\n1,"{BODY}',
        f"id,text\n1,{'x' * 5000}\n",
        f"id,text\n1,{BODY}\0\n",
        "text\n" + '"' * 5000,
    ):
        path.write_text(text)
        assert all(reject.reason.endswith("。") for reject in read(path, small)[1])
    path.write_bytes(f"text\n{BODY}\n".encode() * 9000 + "全文".encode("gb18030"))
    articles, rejects = read(path)
    assert (len(articles), len(rejects), "编码" in rejects[0].reason) == (17_999, 1, True)
    path.write_bytes(f"id,text\n1,{BODY.replace(',', '，')}\n".encode("utf-16"))
    assert read(path)[0][0].text == BODY.replace(",", "，")


def test_rows_without_a_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,text\n1,\n2,{BODY.replace(',', '，')}\n3,\n")
    articles, rejects = read(tmp_path / "a.csv")
    assert [article.id for article in articles] == ["2"]
    assert [reject.where.rpartition(":")[2] for reject in rejects] == ["1", "3"]


def test_a_nul_spoils_its_row_alone(tmp_path: Path) -> None:
    good = BODY.replace(",", "，")
    (tmp_path / "a.csv").write_text(f"id,text\n1,{good}\n2,{good}\0\n3,{good}\n")
    articles, rejects = read(tmp_path / "a.csv")
    assert [article.id for article in articles] == ["1", "3"]
    assert [(reject.where.rpartition(":")[2], "NUL" in reject.reason) for reject in rejects] == [("2", True)]


def test_a_row_that_is_none_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"id": 1}, 5]')
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n5\n')
    for name in ("a.json", "a.jsonl"):
        assert [reject.where.rpartition(":")[2] for reject in read(tmp_path / name)[1]] == ["1", "2"]


def test_a_large_cell_of_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{"text": BODY}, {"text": "长" * 5000}, {"text": BODY + "二"}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    articles, rejects = read(tmp_path / "a.parquet", Limits(article=1000))
    assert ([article.text for article in articles], len(rejects)) == ([BODY, BODY + "二"], 1)


def test_links_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("外面的文字")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.txt").write_text("外面的文字二")
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text(BODY)
    (news / "link.txt").symlink_to(tmp_path / "secret.txt")
    (news / "gone.txt").symlink_to(tmp_path / "nowhere")
    (news / "loop.txt").symlink_to(news / "loop.txt")
    (news / "folder").symlink_to(tmp_path / "out")
    (news / "up").symlink_to(tmp_path)
    articles, rejects = read(news)
    assert [article.text for article in articles] == [BODY]
    assert len(rejects) == 3
    assert all("链接" in reject.reason for reject in rejects)
    (news / "articles.jsonl").write_text('{"id":"x","file":"../secret.txt"}\n{"id":"y","file":"/etc/hostname"}\n')
    assert {article.text for article in read(news)[0]} == {BODY}


def test_archives_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../evil.txt", "/tmp/evil.txt", "a/../../evil.txt", "C:\\evil.txt"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for n, name in enumerate(names):
            archive.writestr(name, f"{BODY}{n}")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for n, name in enumerate(names):
            info = tarfile.TarInfo(name)
            info.size = len(f"{BODY}{n}".encode())
            archive.addfile(info, io.BytesIO(f"{BODY}{n}".encode()))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo(f"link{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    for name in ("a.zip", "a.tar"):
        store = tmp_path / f"store-{name}"
        added = add(store, [tmp_path / name])
        assert (len(added.ids), added.rejects) == (4, ())
        assert {row["received"] for row in list_rows(store)} == {str(tmp_path / name)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar", "a.zip", "store-a.tar", "store-a.zip"]
    assert not Path("/tmp/evil.txt").exists()


def test_an_archive_of_many_bombs(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"{n}.txt", b"0" * 2_000_000)
    assert "炸弹" in one_reject(tmp_path / "a.zip", Limits(unpacked=10_000_000))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt").chmod(0)
    assert "无法读取" in one_reject(tmp_path / "a.txt")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out or doubled."""
    held = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 10))):
        at = chance.randrange(len(held))
        match chance.randrange(4):
            case 0:
                held[at] = chance.randrange(256)
            case 1:
                del held[at : at + chance.randrange(1, 200)]
            case 2:
                held[at:at] = held[at : at + chance.randrange(1, 200)]
            case _:
                held[at] ^= 1 << chance.randrange(8)
        if not held:
            break
    return bytes(held)


KINDS = ("a.html", "a.eml", "a.docx", "a.xlsx", "a.pdf", "a.warc", "a.warc.gz", "a.parquet", "a.jsonl.zst")


@pytest.mark.parametrize("name", [*KINDS, *MANY])
def test_no_damage_ends_a_run(tmp_path: Path, name: str) -> None:
    """Mutated at random, every file gives articles and rejects, and nothing is raised."""
    whole = sound(tmp_path, name)
    chance = random.Random(name)
    for _ in range(12):
        (tmp_path / name).write_bytes(mutated(whole, chance))
        _, rejects = read(tmp_path / name, Limits(unpacked=20_000_000))
        assert all(reject.reason.endswith("。") and "意外" not in reject.reason for reject in rejects)


def test_what_no_reader_foresaw_ends_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Source) -> Iterator[Article | Reject]:
        raise AssertionError("a parser's own")

    monkeypatch.setitem(READERS, ".html", broken)
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(BODY)
    articles, [reject] = read(tmp_path)
    assert [article.text for article in articles] == [BODY]
    assert "意外错误（AssertionError" in reject.reason


def table(path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.Table.from_pylist(ROWS), path)


def packed_lines(path: Path) -> None:
    path.write_bytes(pytest.importorskip("pyarrow").compress(LINES, "zstd", asbytes=True))


def sound(folder: Path, name: str) -> bytes:
    """A file of this kind with nothing wrong."""
    if name in MANY:
        return MANY[name]
    makers: dict[str, Callable[[Path], object]] = {
        "a.html": lambda path: path.write_text(PAGE),
        "a.eml": lambda path: path.write_bytes(mail("plain", BODY, "gb18030")),
        "a.docx": lambda path: document(path, paragraph(BODY)),
        "a.xlsx": workbook,
        "a.pdf": lambda path: path.write_bytes(pdf([WRAPPED])),
        "a.warc": lambda path: path.write_bytes(warc(PAGES, packed=False)),
        "a.warc.gz": lambda path: path.write_bytes(warc(PAGES)),
        "a.parquet": table,
        "a.jsonl.zst": packed_lines,
    }
    makers[name](folder / name)
    return (folder / name).read_bytes()
