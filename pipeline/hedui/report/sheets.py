"""The findings as a table, one line for each piece of evidence: CSV, and an XLSX workbook made with zipfile alone.

A cell that a spreadsheet would take for a formula (=, +, -, @ at its start) gets an apostrophe in CSV; in XLSX
every cell is an inline string, which no program evaluates.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape  # that of xml.sax comes with all of urllib
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hedui.messages import words
from hedui.report.evidence import Evidence, Side
from hedui.report.figures import interval_of, period_of
from hedui.report.quote import visible
from hedui.report.results import Results
from hedui.report.view import FindingView, finding_views

LONGEST_CELL = 32_000  # Excel holds 32,767 characters in a cell
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(results: Results, language: str) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, without which Excel misreads Chinese."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in _rows(results, language)
    )
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def workbook(results: Results, language: str) -> bytes:
    """The table as an XLSX workbook; the same results give the same bytes."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in (*_FIXED, ("xl/worksheets/sheet1.xml", _sheet(_rows(results, language)))):
            archive.writestr(
                ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode("utf-8", "replace"), ZIP_DEFLATED
            )
    return file.getvalue()


def _rows(results: Results, language: str) -> Iterator[Sequence[str]]:
    text = words(language)
    yield [text.get(column, column) for column in COLUMNS]
    for view in finding_views(results, language):
        for side in view.sides:
            for item in side.evidence:
                yield [cell(view, side, item, language) for cell in COLUMNS.values()]


# Column -> what stands there for one piece of the evidence of a finding, in a language.
COLUMNS: Mapping[str, Callable[[FindingView, Side, Evidence, str], str]] = {
    "fingerprint": lambda view, side, item, language: view.row.id,
    "severity": lambda view, side, item, language: view.severity,
    "check": lambda view, side, item, language: view.headline,
    "entity": lambda view, side, item, language: item.claim.entity or "",
    "metric": lambda view, side, item, language: item.claim.metric or "",
    "period": lambda view, side, item, language: period_of(item.claim.period, language),
    "side": lambda view, side, item, language: side.name,
    "value": lambda view, side, item, language: item.value,
    "interval": lambda view, side, item, language: interval_of(item.claim, language),
    "source": lambda view, side, item, language: item.source,
    "published_on": lambda view, side, item, language: item.published,
    "article": lambda view, side, item, language: item.title,
    "sentence": lambda view, side, item, language: "".join(piece.text for piece in item.sentence).strip(),
    "explanation": lambda view, side, item, language: view.said.explanation,
    "settle": lambda view, side, item, language: view.said.settle or "",
    "confidence": lambda view, side, item, language: view.confidence,
}


def harmless(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula, without controls, not longer than a cell may be."""
    cell = visible(cell)[:LONGEST_CELL]
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _sheet(rows: Iterable[Sequence[str]]) -> str:
    lines = []
    for row in rows:
        told = (escape(visible(cell)[:LONGEST_CELL], quote=False) for cell in row)
        cells = (f'<c t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>' for cell in told)
        lines.append(f"<row>{''.join(cells)}</row>")
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED = (
    (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    ),
    (
        "_rels/.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="hedui" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
)
