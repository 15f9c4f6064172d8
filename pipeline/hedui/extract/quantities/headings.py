"""What the heading of a table says of its bare numbers: (单位：人民币百万元), 增减(%), 每股收益(元)."""

import re
from bisect import bisect_right

from hedui.extract.numerals import scale_exponent, times
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
    whole = list(_WHOLE.finditer(text))
    listed = list(_LISTED.finditer(text))
    if not whole and not listed and "元)" not in text and "元）" not in text:
        return figures
    ends = [found.end() for found in whole]
    heads = [found.span() for found in listed]
    kept = []
    for figure in figures:
        at = bisect_right(ends, figure.left) - 1
        if not figure.unit and figure.dimension == "number" and not figure.number.scale and not figure.literal:
            _read(figure, whole[at] if at >= 0 else None, text, tables)
            if not figure.unit and listed:
                _read_list(figure, listed, text, tables)
        after = bisect_right(ends, figure.right - 1)
        headed = after < len(whole) and whole[after].start() <= figure.left < whole[after].end()
        if not headed and not any(start <= figure.left < end for start, end in heads):
            kept.append(figure)
    return kept


def _read(figure: Figure, whole: re.Match[str] | None, text: str, tables: Tables) -> None:
    line = text.rfind("\n", max(0, figure.left - _ROW_REACH), figure.left) + 1
    row = _ROW.search(text, max(line, figure.left - _ROW_REACH), figure.left)
    decimal, tabled = "." in figure.written, not _PROSE.search(text, line, figure.left)
    shares = whole is not None and decimal and _has_shares(text, whole.end())
    bracketed = text[figure.left - 1 : figure.left] in ("(", "（")
    if shares and (bracketed or row is None) and tabled:
        figure.unit, figure.dimension, figure.negative = "%", "percent", bracketed  # brackets are a fall
        figure.rules.append("heading")
    elif row is not None and decimal:
        _take(figure, row, tables)
    elif whole is not None and (_GROUPED.fullmatch(figure.written) or (decimal and tabled and whole["scale"])):
        _take(figure, whole, tables)


def _read_list(figure: Figure, listed: list[re.Match[str]], text: str, tables: Tables) -> None:
    """The unit that a list's heading gives to a bare number of the list."""
    found = next((found for found in reversed(listed) if found.end() <= figure.left), None)
    if found is None or figure.left - found.end() > _LIST_REACH:
        return
    over = _LIST_END if found["whole"] else _LINE_END
    if over.search(text, found.end() + 1, figure.left) is not None:
        return
    word = found["a"] or found["b"]
    unit = tables.units.at(word, 0)
    if unit is None or unit[1] != len(word):
        return
    figure.unit, figure.dimension, figure.open = unit[0].id, unit[0].dimension, unit[0].open
    if found["scale"]:
        figure.number = times(figure.number, scale_exponent(found["scale"]) or 0)
    figure.rules.append("heading")


def _take(figure: Figure, heading: re.Match[str], tables: Tables) -> None:
    """The unit of a heading; a mere 元 waits for what the document says of it."""
    unit = _unit(heading, tables)
    if unit is None:
        return
    figure.unit, figure.dimension, figure.open = unit.id, unit.dimension, unit.open
    if heading["scale"]:
        figure.number = times(figure.number, scale_exponent(heading["scale"]) or 0)
    figure.rules.append("heading")


def _unit(heading: re.Match[str], tables: Tables) -> Unit | None:
    if heading["first"]:
        code = tables.prefixes.before(heading["first"], len(heading["first"]))
        return Unit(code[0], "money") if code else None
    found = tables.units.at(heading["unit"], 0)
    return found[0] if found else None


def _has_shares(text: str, start: int) -> bool:
    """Whether a column of the table is of shares: 增减(%)."""
    return _SHARES.search(text, start, start + _HEAD_REACH) is not None
