"""What only the document knows: which currency a bare 元 is, and what a number without a unit counts."""

import re

from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.tables import LETTERS, Tables, Unit

_STATED = re.compile(
    r"(人民币|港元|港币|新台币|台币|美元|日元|令吉)[,，、．.‧· （(]{0,2}以?下同"
    r"|单位[:：为] ?[百千万亿]{0,2}(人民币|港元|港币|新台币|台币|美元)"
)
_COUNTED = re.compile(
    r"以(人民币|港元|港币|新台币|台币|美元|美金|欧元|日元)(?:来?计[算价]?|结算)[^。！？\n]{0,48}$"
)
_WINDOW = 60  # how far before a number its cue may stand, within the paragraph
_ENOUGH = 2  # so many different words speak for a home, and more than for any other
_SCALED = 4  # 万 and above
_DOLLARS = frozenset({"HKD", "TWD"})  # $18 in a paper of Hong Kong is no US$
# How many figures that name the currency count as evidence for a bare 元; 港元 next to 元 says that 元 is another.
_NAMED = {"CNY": 4, "TWD": 1}


def settle(figures: list[Figure], text: str, tables: Tables, traditional: bool) -> None:
    """Gives a unit to bare numbers where the words before them name one, and to every open 元 its currency."""
    _infer_units(figures, text, tables)
    _follow(figures, text)
    opened = [figure for figure in figures if figure.open]
    dollars = [figure for figure in figures if figure.prefixed and _has_dollar_sign(figure, text)]
    if not opened and not dollars:
        return
    code = document_currency(figures, text, tables, traditional)
    if code is None:
        return
    if code in _DOLLARS:
        for figure in dollars:
            figure.unit = code
    restated = {(f.unit, f.value) for f in figures if f.anchor is not None}
    foreign = code in _converted(figures)
    for figure in opened:
        figure.open = False
        if figure.unit == "CNY" and (not foreign or (code, figure.value) in restated):
            figure.unit = code


def _follow(figures: list[Figure], text: str) -> None:
    """A bare 元 counts in what the last sum of its paragraph names: 51亿元人民币, 前年则有68亿元.

    What is only restated in another currency (人民币20亿元（约新台币90亿元）, 约合新台币90亿元) names none.
    """
    last: Figure | None = None
    for figure in figures:
        restated = figure.anchor is not None or text.startswith(("约合", "折合"), figure.start)
        if figure.dimension != "money" or restated:
            continue
        if figure.open and figure.unit == "CNY" and last and "\n" not in text[last.end : figure.start]:
            figure.unit, figure.open = last.unit, False
        if not figure.open:
            last = figure if figure.unit in _NAMED else None


def _has_dollar_sign(figure: Figure, text: str) -> bool:
    """$18 and $ 18, but not US$18."""
    sign = text[max(0, figure.left - 4) : figure.left].rstrip(" ")
    return sign.endswith("$") and sign[-2:-1] not in LETTERS


def _converted(figures: list[Figure]) -> set[str]:
    """The currencies into which a bare 元 is converted: 820億元(3515億元新台幣) counts in another one.

    A later bare 元 is of the first kind, too, unless it repeats an amount that was converted.
    """
    places = {f.start: f for f in figures}
    pairs = ((places.get(f.anchor), f.unit) for f in figures if f.anchor is not None)
    return {code for source, code in pairs if source is not None and source.open and code in _NAMED}


def document_currency(figures: list[Figure], text: str, tables: Tables, traditional: bool) -> str | None:
    """The currency that a bare 元 means in this text; None when nothing speaks for one (then it stays open).

    A statement (人民币,下同) decides; else figures that name it, and words of a place (国家统计局, 立法院).
    """
    stated = _STATED.search(text) if "下同" in text or "单位" in text else None
    if stated is not None:
        named = tables.prefixes.before(stated[1] or stated[2], len(stated[1] or stated[2]))
        unit = tables.units.at(stated[1] or stated[2], 0)
        return named[0] if named else unit[0].id if unit else None
    score = tables.homes.spoken_for(text, traditional)
    for code in score:
        if code in _NAMED:
            named_here = sum(not f.open and f.unit.startswith(code) for f in figures)
            score[code] += 2 * min(_NAMED[code], named_here)
    opened = [f for f in figures if f.open]
    score["TWD"] = score.get("TWD", 0) + any("兆" in f.written for f in opened)
    best = max(score, key=lambda code: score[code])
    rest = max(value for code, value in score.items() if code != best)
    return best if score[best] >= _ENOUGH and score[best] > rest else None


def _infer_units(figures: list[Figure], text: str, tables: Tables) -> None:
    """总和生育率0.75, 票房破56.94亿, 规模7.2; a bare 23.2亿 after a sum of money in 亿 is money too."""
    last: Figure | None = None
    for figure in figures:
        bare = not figure.unit and figure.dimension == "number"
        if bare:
            noun = tables.nouns.at(text, figure.end) if figure.number.scale else None
            unit = noun[0] if noun else _cue(figure, text, tables)
            carried = _carried(figure, last, text)
            # 费用合计3.3亿美元(首季1.5亿; but 接待5.2亿人次,花费4.7亿 is no count.
            if carried and (unit is None or (unit.open and carried.dimension == unit.dimension)):
                unit = carried
            if unit is not None and unit.dimension == "money":
                unit = _counted_in(figure, text, tables) or unit
            if unit is not None:
                figure.unit, figure.dimension, figure.open = unit.id, unit.dimension, unit.open
                figure.rules.append("cue")
        if figure.unit and figure.number.scale >= _SCALED:
            last = figure


def _counted_in(figure: Figure, text: str, tables: Tables) -> Unit | None:
    """以美元计算,第四季营收为33亿: what has no 元 of its own counts in the currency that its sentence names."""
    told = _COUNTED.search(text, max(0, figure.start - _WINDOW), figure.start)
    found = tables.units.at(told[1], 0) if told is not None else None
    return found[0] if found is not None else None


def _cue(figure: Figure, text: str, tables: Tables) -> Unit | None:
    """The nearest word before the number in its paragraph that names what is counted."""
    low = max(0, figure.start - _WINDOW)
    for at in range(figure.start - 1, low - 1, -1):
        if text[at] == "\n":
            return None
        found = tables.cues.at(text, at)
        if found is not None and found[1] <= figure.start and _fits(found[0], figure, text):
            return found[0]
    return None


def _fits(unit: Unit, figure: Figure, text: str) -> bool:
    decimal = "." in text[figure.left : figure.right] or "点" in text[figure.left : figure.right]
    if unit.dimension in ("money", "count") and unit.id != "分":
        return figure.number.scale >= _SCALED
    return figure.number.scale == 0 and (decimal or unit.dimension == "rank" or figure.bound != "exact")


def _carried(figure: Figure, last: Figure | None, text: str) -> Unit | None:
    if last is None or last.dimension not in ("money", "count") or not figure.number.scale or last.literal:
        return None
    near = last.number.scale == figure.number.scale and "\n" not in text[last.end : figure.start]
    return Unit(last.unit, last.dimension, open=last.open) if near else None
