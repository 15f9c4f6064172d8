"""What the heading of a table says of its bare numbers: (单位：人民币百万元), 增减(%), 每股收益(元)."""

import re
from bisect import bisect_right

from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.tables import Tables, Unit

_FIRST = r"(?P<first>人民币|港币|新台币|美元)?"
_NAMED = _FIRST + r"(?P<scale>[百千]?[万亿]|[百千]|)(?P<unit>元人民币|港元|美元|新台币|日元|元)"
_WHOLE = re.compile(r"单位[:：为]? ?" + _NAMED)
# 每股收益(元) 0.24 0.25: the figures of one row.
_ROW = re.compile(r"[（(]" + _NAMED + r"[)）][:：]?[ \t0-9,.()（）|-]{0,60}$")
_SHARES = re.compile(r"[（(][%％][)）]")
_ROW_REACH, _HEAD_REACH = 90, 240
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,4})?")
_PROSE = re.compile(r"[，。；]")
_LAST = re.compile(r"[)）]?[ \t|]{0,9}(?:\n|\Z)")
# 死亡人数变化（单位：人）, 其余各区（只）：甲区120、乙区85: what the bare numbers of a list count.
_LISTED = re.compile(
    r"[（(](?:(?P<whole>单位[:：为]? ?)(?P<a>[一-龥]{1,3})[)）]"
    r"|(?P<scale>[百千]?[万亿]|[百千]|)(?P<b>[一-龥]{1,2})[)）][:：](?=[^0-9，。；\n]{1,8}[0-9]))"
)
_LIST_REACH = 400
_LIST_END, _LINE_END = re.compile(r"[。；！？]|\n[ 　]{0,8}\n(?=[^\n]{40})"), re.compile(r"[。；！？\n]")


def read_headings(figures: list[Figure], text: str, tables: Tables) -> list[Figure]:
    """The figures with the unit and the scale of their heading on the bare numbers of tables, without the heading.

    What could be an amount or a share stays bare.
    """
    whole, listed = list(_WHOLE.finditer(text)), list(_LISTED.finditer(text))
    if not whole and not listed and "元)" not in text and "元）" not in text:
        return figures
    starts = [[found.start() for found in heads] for heads in (whole, listed)]
    kept = []
    for figure in figures:
        head, list_head = (
            heads[at - 1] if (at := bisect_right(places, figure.left)) else None
            for heads, places in zip((whole, listed), starts, strict=True)
        )
        if any(found is not None and figure.left < found.end() for found in (head, list_head)):
            continue
        kept.append(figure)
        if not figure.unit and figure.dimension == "number" and not figure.number.scale and not figure.literal:
            _read(figure, head, text, tables)
            if not figure.unit and list_head is not None:
                _read_list(figure, list_head, text, tables)
    return kept


def _read(figure: Figure, whole: re.Match[str] | None, text: str, tables: Tables) -> None:
    """A bracket in a table is a minus: (3.2).  Of more columns than one, the last is the one of shares."""
    line = max(text.rfind("\n", max(0, figure.left - _ROW_REACH), figure.left) + 1, figure.left - _ROW_REACH)
    row = _ROW.search(text, line, figure.left)
    decimal, tabled = "." in figure.written, not _PROSE.search(text, line, figure.left)
    shares = whole is not None and decimal and _SHARES.search(text, whole.end(), whole.end() + _HEAD_REACH)
    bracketed = text[figure.left - 1 : figure.left] in ("(", "（")
    if bracketed and not tabled:
        return
    if row is not None and decimal and not (shares and bracketed):
        _take(figure, row, tables)
    elif whole is not None and (
        _GROUPED.fullmatch(figure.written) or (decimal and tabled and whole["scale"] and not shares)
    ):
        _take(figure, whole, tables)
    elif shares and tabled and _LAST.match(text, figure.right):
        figure.unit, figure.dimension = "%", "percent"
        figure.rules.append("heading")
    figure.negative |= bracketed and bool(figure.unit)


def _read_list(figure: Figure, found: re.Match[str], text: str, tables: Tables) -> None:
    """The unit that a list's heading gives to a bare number of the list."""
    over = _LIST_END if found["whole"] else _LINE_END
    far = figure.left - found.end() > _LIST_REACH
    if far or over.search(text, found.end() + 1, figure.left) is not None:
        return
    word = found["a"] or found["b"]
    unit = tables.units.at(word, 0)
    if unit is not None and unit[1] == len(word):
        _give(figure, unit[0], found["scale"])


def _take(figure: Figure, heading: re.Match[str], tables: Tables) -> None:
    """The unit of a heading; a mere 元 waits for what the document says of it."""
    if heading["first"]:
        code = tables.prefixes.before(heading["first"], len(heading["first"]))
        unit = Unit(code[0], "money") if code else None
    else:
        found = tables.units.at(heading["unit"], 0)
        unit = found[0] if found else None
    if unit is not None:
        _give(figure, unit, heading["scale"])


def _give(figure: Figure, unit: Unit, scale: str | None) -> None:
    figure.unit, figure.dimension, figure.open = unit.id, unit.dimension, unit.open
    figure.scale(scale)
    figure.rules.append("heading")
