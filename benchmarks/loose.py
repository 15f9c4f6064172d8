"""Numbers in loose writing, as the peers' suites hold them: every number of a text, whatever it means.

三千 八百 九十六 万, 2.7890e-1, 3又一千分之23, 1 4/3, 40k, 十 余 万, 五十打.  News is not written so and the
product does not read it so; the numerals themselves are read by the product (`read_numeral`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal, DecimalException
from typing import NamedTuple

from hedui.extract.numerals import read_numeral
from hedui.extract.quantities.place import fold
from hedui.normalize import simplifier

_UNITS = "十百千万亿兆拾佰仟"
_DIGITS = "〇零○一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖廿卅"
_TOKEN = re.compile(
    r"(?P<a>[0-9]{1,40}(?:[,，][0-9]{3}(?![0-9])){0,12}(?:\.[0-9]{1,30}(?![0-9.]|\.[0-9]))?|(?<![0-9.])\.[0-9]{1,30})"
    rf"|(?P<u>[{_UNITS}])|(?P<d>[{_DIGITS}])|(?P<m>[余多几])|(?P<p>点)|(?P<s> {{1,4}})|(?P<o>.)",
    re.DOTALL,
)
_OVER = re.compile(r" {0,2}分 {0,2}之 {0,2}")
_SCALE = {"k": 3, "K": 3, "M": 6, "m": 6, "G": 9, "T": 12}
_TAIL = re.compile(r"(?:[eE]([+-]?[0-9]{1,3})|\^(-{0,2}\+?[0-9]{1,3})| ?([kKMGT])(?![A-Za-z0-9])|(打))(?![0-9])")
# Words that hold a numeral as one of their syllables.
_WORDS = re.compile(
    r"一切|一看|一样|一般|一起|一些|一直|一定|四川|五台|五角大楼|四处|陆地|陆空|大陆|登陆|海陆|十足|队伍|入伍|退伍|伍仁|收拾|夕拾|拾取|拾起|拾到|放肆|肆意|肆无|九九是"
    r"|万科|万一|统一|唯一|百姓|千里|两岸|两两"
)
_MONEY = re.compile(r"[个]?(?:美元|美刀)")


class Loose(NamedTuple):
    """A number with its span."""

    start: int
    end: int
    value: Decimal


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """Simplified characters and plain digits; every offset stays."""
    return fold(simplifier()(text)).replace("俩", "两").replace("％", "%")


def find_numbers(text: str) -> list[Loose]:
    """Every number of a text, in text order."""
    clean = plain(text)
    for odd in re.finditer("半百", clean):
        return [Loose(odd.start(), odd.end(), Decimal(50))]
    blocked = [(m.start(), m.end()) for m in _WORDS.finditer(clean)]
    tokens = [_Token(m.lastgroup or "o", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(clean)]
    out: list[Loose] = []
    index = 0
    while index < len(tokens):
        found = _number(tokens, index, clean)
        if found is None or _inside(found[0], blocked):
            index += 1
            continue
        number, index = found
        out.append(number)
    return list(_fractions(out, clean))


def _inside(number: Loose, blocked: list[tuple[int, int]]) -> bool:
    return any(a <= number.start and number.end <= b for a, b in blocked)


def _number(tokens: list[_Token], index: int, text: str) -> tuple[Loose, int] | None:
    if tokens[index].kind not in ("a", "u", "d"):
        return None
    stop = _run_end(tokens, index)
    start, end = tokens[index].start, tokens[stop - 1].end
    words = "".join(t.text for t in tokens[index:stop] if t.kind not in ("s", "m"))
    words = words.replace("，", ",")
    value = _value(words)
    if value is None or set(words) <= {"万"} or (len(words) == 1 and _MONEY.match(text, end)):
        return None
    value, end = _tail(text, end, value)
    negative = re.search(r"(?:(?<![-0-9A-Za-z)])-|负) ?$", text[:start])
    if negative:
        start, value = negative.start(), -value
    while stop < len(tokens) and tokens[stop].start < end:
        stop += 1
    return Loose(start, end, value), stop


def _value(words: str) -> Decimal | None:
    if words.startswith("."):
        words = "0" + words
    head, point, tail = words.partition("点")
    if point and tail.isascii() and tail.isdigit():  # 一百点123
        whole = read_numeral(head)
        return None if whole is None else whole.value + Decimal(f"0.{tail}")
    number = read_numeral(words)
    return None if number is None else number.value


def _run_end(tokens: list[_Token], index: int) -> int:
    """The token behind the numeral that begins here; blanks may stand inside it."""
    stop, dotted = index + 1, False
    while stop < len(tokens):
        at = stop + (tokens[stop].kind == "s")
        if at >= len(tokens):
            break
        last, here = tokens[stop - 1], tokens[at]
        if here.kind == "m":
            after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].kind == "s")
            if after < len(tokens) and tokens[after].kind == "u" and last.kind in "aud":
                stop = after + 1
                continue
            break
        if here.kind == "p" and not dotted and last.kind in ("u", "d"):
            after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].kind == "s")
            if (
                after < len(tokens)
                and tokens[after].kind in ("d", "a")
                and tokens[after].text not in ("两", "廿", "卅")
            ):
                dotted, stop = True, after + 1
                continue
            break
        if not _goes_on(last, here, at > stop):
            break
        stop = at + 1
    return stop


def _goes_on(last: _Token, here: _Token, gap: bool) -> bool:
    if here.kind == "u":
        return last.kind in ("a", "u", "d")
    if here.kind == "d":
        return last.kind in ("u", "d") and not (here.text == "两" and last.text == "两")
    if here.kind == "a":
        return (last.kind == "u" or last.text == "零") and "." not in here.text
    return False


def _tail(text: str, end: int, value: Decimal) -> tuple[Decimal, int]:
    found = _TAIL.match(text, end)
    if found is None:
        return value, end
    exponent, power, scale, dozen = found.groups()
    try:
        if exponent:
            return value.scaleb(int(exponent)), found.end()
        if power:
            return value ** int(power.replace("--", "").replace("+", "")), found.end()
    except DecimalException:
        return value, end
    if scale:
        return value.scaleb(_SCALE[scale]), found.end()
    return value * 12, found.end() if dozen else end


def _fractions(numbers: list[Loose], text: str) -> Iterator[Loose]:
    """Joins 五分之一, 3/5, 1 4/3 and 三百五又三分之一."""
    index = 0
    while index < len(numbers):
        here = numbers[index]
        joined = _joined(numbers, index, text)
        if joined is None:
            yield here
            index += 1
        else:
            number, index = joined
            yield number


def _joined(numbers: list[Loose], index: int, text: str) -> tuple[Loose, int] | None:
    here, rest = numbers[index], numbers[index + 1 :]
    if not rest:
        return None
    gap = text[here.end : rest[0].start]
    if gap.strip() == "又" or (gap == " " and len(rest) > 1 and text[rest[0].end : rest[1].start] == "/"):
        part = _joined(numbers, index + 1, text)
        if part is not None:
            value = here.value + part[0].value if here.value >= 0 else here.value - part[0].value
            return Loose(here.start, part[0].end, value), part[1]
    if _OVER.fullmatch(gap) and here.value:
        if text[here.start : here.end].strip() in ("百", "千", "万"):
            return None
        return Loose(here.start, rest[0].end, rest[0].value / here.value), index + 2
    if gap == "/" and rest[0].value and text[here.start : here.end].lstrip("-").isdigit():
        return Loose(here.start, rest[0].end, here.value / rest[0].value), index + 2
    return None
