"""五千八百九十万 -> Decimal: the grammar of written numbers, without units.

Arabic digits with separators and decimals, Chinese numerals (plain, 大写, 廿 卅, digit by digit), and both mixed
(3万4000, 4亿8368万, 十万四三四八, 2 兆 962 亿 1,100 万).  Exact: the arithmetic is done on integers.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_SPELLINGS = ("〇零○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {character: value for value, characters in enumerate(_SPELLINGS) for character in characters}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SMALL_EXP = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
BIG_EXP = {"万": 4, "亿": 8, "兆": 12}
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}

_D = "".join(DIGITS)
_U = "".join(SMALL) + "".join(BIG_EXP)
# A scale word, but not the head of a unit (千瓦, 百帕, 兆瓦) nor of 百分点 and 千分之.
_SCALE = (
    r"(?:[十拾佰仟亿]|百(?!帕|分[点之])|千(?![瓦克米伏帕赫升焦字比]|分[点之])|万(?!分之)|兆(?![瓦赫帕焦欧字比]))"
)
_C = rf"(?:[{_D}廿卅卌几数]|{_SCALE})"
CHINESE = frozenset(_D + _U + "廿卅卌几数")
# 1,234.5; 。 as a point comes from damaged pages and counts only before a scale or a sign (221。8亿斤, 1。4%).
ARABIC = r"[0-9]{1,40}(?:,[0-9]{3}(?![0-9])){0,12}(?:\.[0-9]{1,30}|。[0-9]{1,2}(?= ?[万亿%]))?"
# An Arabic number with its scale and the lower parts after it (206 亿 5,750 万, 47亿零800万, 23万8300), or a run
# of Chinese numerals, decimals (点) and scales, in which Arabic digits may stand after a scale (七千4百).
# 2026十大书店 is a year and ten.
NUMBER = (
    rf"(?:{ARABIC}(?: ?(?!十[大佳强])"
    rf"{_SCALE}{{1,4}}(?: ?[零〇]?(?:{ARABIC}|[{_D}]{{1,4}}) ?{_SCALE}{{1,4}}){{0,6}}"
    rf"(?:[零〇]?(?:[0-9]{{1,4}}(?:,[0-9]{{3}})?(?![0-9.])|[{_D}]{{1,4}}))?)?"
    rf"|{_C}{{1,48}}(?:[点·.][{_D}]{{1,24}}{_SCALE}{{0,4}}(?!{_C}))?"
    rf"(?: ?(?<=[{_U}])[0-9]{{1,4}}(?:,[0-9]{{3}})?{_SCALE}{{0,4}}){{0,4}})"
)
_SIMPLE = re.compile(rf"([0-9,]{{1,90}})(?:\.([0-9]{{1,30}}))? ?([{_U}]{{0,8}})")
_DECIMAL = re.compile(rf"({_C}{{0,48}})[点·.]([{_D}]{{1,24}})([{_U}]{{0,8}})")
_TOKEN = re.compile(r"[0-9][0-9,]{0,90}(?:\.[0-9]{1,30})?|[^ ,]")
# 七八百, 三五个: two neighbouring digits are "seven or eight", but 四五八 and 二〇二五 are spelled digit by digit.
_PAIRS = {a + b for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)} | {"一两", "两三", "三五"}
_VAGUE = re.compile(rf"(?<![{_D}])(?:{'|'.join(sorted(_PAIRS))})(?![{_D}])|[几数]")


class Numeral(NamedTuple):
    """A number as written.

    `step` is the unit of the last written digit (5.89亿 -> 1000000), `scale` the power of ten of its closing scale
    word (亿 -> 8).  A vague number (数十, 七八百) has low and high.
    """

    value: Decimal
    step: Decimal
    scale: int = 0
    low: Decimal | None = None
    high: Decimal | None = None


@lru_cache(maxsize=256)
def _unit(exponent: int) -> Decimal:
    return Decimal(10**exponent) if exponent >= 0 else Decimal(f"1E{exponent}")


def power(number: int, exponent: int) -> Decimal:
    """number times ten to the exponent, exactly; whole numbers are written out."""
    if number == 1:
        return _unit(exponent)
    if exponent >= 0:
        return Decimal(number * 10**exponent)
    return Decimal(f"{number}E{exponent}")


@lru_cache(maxsize=1024)
def scale_exponent(words: str) -> int | None:
    """The power of ten of a run of scale words (万亿 -> 12), None if the run is no scale (万十)."""
    exponent = 0
    small = True
    for word in words:
        if word in SMALL_EXP:
            if not small:
                return None
            exponent += SMALL_EXP[word]
        else:
            small = False
            exponent += BIG_EXP[word]
    return exponent


def times(number: Numeral, exponent: int) -> Numeral:
    """The number with a scale word behind it that was written apart (5000 多亿)."""
    factor = power(1, exponent)
    low = None if number.low is None else number.low * factor
    high = None if number.high is None else number.high * factor
    return Numeral(number.value * factor, number.step * factor, number.scale + exponent, low, high)


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """The number a text writes, or None if it is not a well-formed number."""
    text = text.replace("。", ".")
    simple = _SIMPLE.fullmatch(text)
    if simple is not None:
        return _arabic(simple[1], simple[2] or "", simple[3])
    decimal = _DECIMAL.fullmatch(text)
    if decimal is not None:
        return _chinese_decimal(decimal[1], decimal[2], decimal[3])
    if text in ("亿万", "千百"):
        return None  # 亿万人民, 千百年来: beyond number
    if _VAGUE.search(text) is not None:
        return _vague(text)
    whole = _integer(text)
    if whole is None:
        return None
    value, step, f = whole
    exponent = _exponent_of(step) - f
    return Numeral(power(value, -f), power(1, exponent), _closing_scale(text))


def _arabic(whole: str, fraction: str, scale: str) -> Numeral | None:
    if "," in whole:
        groups = whole.split(",")
        if not 0 < len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
            return None
        whole = "".join(groups)
    exponent = scale_exponent(scale)
    if exponent is None:
        return None
    number = int(whole + fraction)
    ulp = exponent - len(fraction)
    return Numeral(power(number, ulp), power(1, ulp), exponent)


def _chinese_decimal(whole: str, fraction: str, scale: str) -> Numeral | None:
    head = _integer(whole) if whole else (0, 1, 0)
    exponent = scale_exponent(scale)
    if head is None or exponent is None:
        return None
    number = head[0] * 10 ** len(fraction) + int("".join(str(DIGITS[c]) for c in fraction))
    ulp = exponent - len(fraction)
    return Numeral(power(number, ulp), power(1, ulp), exponent)


def _vague(text: str) -> Numeral | None:
    """数十 -> 20 to 90, 十几 -> 11 to 19, 七八百 -> 700 to 800, 三十几万 -> 310,000 to 390,000."""
    found = _VAGUE.search(text)
    assert found is not None
    head, word, tail = text[: found.start()], found.group(), text[found.end() :]
    if _VAGUE.search(tail):
        return None
    pair = (word[0], word[1]) if len(word) == 2 else ("一" if head[-1:] in ("十", "百", "千") else "二", "九")
    scaled = head[-1:] in SMALL or tail[:1] in SMALL or tail[:1] in BIG_EXP
    if len(word) == 1 and not scaled and (word == "数" or head):
        return None
    ends = [_integer(head + digit + tail) for digit in pair]
    if ends[0] is None or ends[1] is None:
        return None
    low, high = Decimal(ends[0][0]), Decimal(ends[1][0])
    return Numeral(low, Decimal(ends[0][1]), _closing_scale(text), low, high)


def _closing_scale(text: str) -> int:
    tail = text[len(text.rstrip(_U)) :]
    return scale_exponent(tail.lstrip("十拾")) or 0


def _exponent_of(step: int) -> int:
    return len(str(step)) - 1


def _integer(text: str) -> tuple[int, int, int] | None:
    """(value, last written unit, decimals), the first two times ten to the decimals; None if malformed."""
    for tens, spelled in TENS.items():
        if tens in text:
            text = text.replace(tens, spelled)
    tokens = _TOKEN.findall(text)
    f = max((len(t) - t.index(".") - 1 for t in tokens if "." in t), default=0)
    return _Reader(10**f, f).read(tokens)


class _Reader:
    """Reads the tokens of one number from left to right: digits, small units within a section, big units."""

    def __init__(self, one: int, decimals: int) -> None:
        self.one, self.decimals = one, decimals
        self.stack: list[tuple[int, int]] = []  # values times their big unit, and that unit's exponent
        self.section = 0  # below the next big unit
        self.small = 10**9  # the last small unit of the section
        self.digit: int | None = None  # digits waiting for their unit
        self.spelled = 0  # how many digits were spelled out in a row
        self.step = one
        self.empty = True  # nothing in the section yet

    def read(self, tokens: list[str]) -> tuple[int, int, int] | None:
        gap = False  # a 零 before the last digits: 一百零五
        last = ""
        for token in tokens:
            if token in SMALL:
                if not self._small(SMALL[token]):
                    return None
            elif token in BIG_EXP:
                self._big(BIG_EXP[token])
            elif not self._digits(token):
                return None
            gap = gap or (token in "零〇○" and last != "" and (last in SMALL or last in BIG_EXP))
            if token in SMALL or token in BIG_EXP:
                gap = False
            last = token
        return self._close(gap)

    def _digits(self, token: str) -> bool:
        if token[0].isascii():
            if self.digit:
                return False
            whole, _, fraction = token.replace(",", "").partition(".")
            self.digit = int(whole + fraction.ljust(self.decimals, "0"))
            self.spelled = max(2, len(whole))
            self.step = self.one if not fraction else 10 ** (self.decimals - len(fraction))
            return True
        value = DIGITS.get(token)
        if value is None:
            return False
        self.digit = (self.digit or 0) * 10 + value * self.one if self.spelled else value * self.one
        self.spelled += 1
        self.step = self.one
        return True

    def _small(self, unit: int) -> bool:
        if (
            self.digit is not None
            and self.spelled > 1
            and self.decimals == 0
            and self.digit > 9 * self.one
            and unit == 10
        ):
            return False  # 二五十: not a number
        if unit >= self.small:
            return False  # 三百二千
        written = self.digit or self.one  # 十, 一百十 and 一万零十 leave the one out
        self.section += written * unit
        self.step = (self.step if self.digit is not None else self.one) * unit
        self.small, self.digit, self.spelled, self.empty = unit, None, 0, False
        return True

    def _big(self, exponent: int) -> None:
        unit = 10**exponent
        current = self.section + (self.digit or 0 if self.empty else self._tail(False))
        below = 0
        # 一万亿亿 goes on multiplying, 四万亿五千亿 adds
        again = self.empty and self.digit is None
        while self.stack and (self.stack[-1][1] < exponent or (again and self.stack[-1][1] == exponent)):
            below += self.stack.pop()[0]
        if current == 0 and below == 0 and self.empty and self.digit is None:
            current = self.one
        step = self.step
        if self.digit is None and self.empty:
            step = step if below else self.one
        self.stack.append(((current + below) * unit, exponent))
        self.step = step * unit
        self.section, self.small, self.digit, self.spelled, self.empty = 0, 10**9, None, 0, True

    def _tail(self, gap: bool) -> int:
        """The digits left over: 三万五 goes on at the next unit below, 三万零五 and 十万四三四八 do not."""
        if self.digit is None:
            return 0
        if self.spelled == 1 and not gap and self.digit:
            unit = self.small // 10 if not self.empty else 10 ** (self.stack[-1][1] - 1) if self.stack else 1
            if unit > 1:
                self.step = self.one * unit
                return self.digit * unit
        return self.digit

    def _close(self, gap: bool) -> tuple[int, int, int] | None:
        value = self.section + self._tail(gap) + sum(v for v, _ in self.stack)
        return value, self.step, self.decimals
