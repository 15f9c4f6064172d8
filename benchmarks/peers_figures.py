"""Predictions of our figure reader in the form of the peers' scorer, suite by suite."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from loose import find_numbers, plain

from hedui.extract.numerals import read_numeral
from hedui.extract.quantities import quantities_in
from hedui.lexicon import load_lexicon
from hedui.model import Mention, Quantity

Row = dict[str, Any]
SUITES = (
    "rt-number",
    "rt-percent",
    "rt-currency",
    "rt-dimension",
    "rt-temperature",
    "rt-age",
    "rt-numberrange",
    "jio-money-extract",
    "jio-money-parse",
    "cn2an-number",
)
BARS = {
    "rt-number": (0.98, 0.98),
    "rt-percent": (0.98, 0.98),
    "rt-currency": (0.92, 0.94),
    "rt-dimension": (0.90, 0.88),
    "rt-temperature": (0.90, 0.88),
    "rt-age": (0.90, 0.88),
    "rt-numberrange": (0.85, 0.85),
    "jio-money-extract": (0.95, 0.92),
    "jio-money-parse": (0.95, 0.92),
    "cn2an-number": (0.98, 0.98),
}
# (suite, case): why the suite's convention is not ours.
SET_APART: dict[tuple[str, str], str] = {}
_PHYSICAL = frozenset(
    ("length", "area", "mass", "volume", "energy", "power", "data", "frequency", "speed", "pressure")
)


def predict(row: Row) -> list[Row]:
    """The spans our reader finds in one case."""
    return READERS[row["suite"]](row["input"])


def span(start: int, end: int, kind: str, **value: object) -> Row:
    """One span in the scorer's form."""
    return {
        "start": start,
        "end": end,
        "type": kind,
        "value": {k: str(v) for k, v in value.items() if v is not None},
    }


def quantities(text: str) -> list[Mention[Quantity]]:
    """Our mentions of a raw text; script conversion keeps the offsets."""
    return quantities_in(plain(text), load_lexicon())


def numbers(text: str) -> list[Row]:
    clean = plain(text)
    found = [
        n for n in find_numbers(text) if not re.match(r" ?(?:分之|分点)", clean[n.end :]) or n.end - n.start > 1
    ]
    found = [n for n in found if clean[n.end : n.end + 1] != "折"]
    return [span(n.start, n.end, "number", num=n.value) for n in found]


# ---- percent

_OVER = re.compile(r"((?<![0-9一二两三四五六七八九])[百佰千仟万亿]{1}(?: ?[万亿]){0,2}) {0,2}分 {0,2}之 {0,2}")
_OVER_EXP = {"百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "亿": 8}
_BEHIND = re.compile(
    r" {0,4}(?:%(?![0-9])|个 {0,2}百 {0,2}分 {0,2}点|(成|折)(?! ?[立为员本熟])"
    r"(?: ?([一二三四五六七八九0-9](?![0-9.]{0,4} ?[成折]))|(半))?)"
)
_HALVES = {"对折": 50, "半成": 5, "半折": 50}


def percents(text: str) -> list[Row]:
    clean = plain(text)
    out = [
        span(m.start(), m.end(), "percent", num=_HALVES[m.group()])
        for m in re.finditer("(?<=打)对折|半[成折]", clean)
    ]
    spaced = re.sub(r"(?<=[0-9]) (?=[0-9] 折)", "", clean)
    if spaced != clean:
        return [span(0, len(clean), "percent", num=spaced.split()[0])]
    for found in _OVER.finditer(clean):
        after = [n for n in find_numbers(clean[found.end() :].split("百分位")[0]) if n.start == 0]
        if after:
            exponent = sum(_OVER_EXP[c] for c in found[1] if c in _OVER_EXP)
            out.append(
                span(found.start(), found.end() + after[0].end, "percent", num=after[0].value.scaleb(2 - exponent))
            )
    for n in find_numbers(clean):
        out += _percent(n.start, n.end, n.value, clean)
    return out


def _percent(start: int, end: int, value: Decimal, text: str) -> list[Row]:
    found = _BEHIND.match(text, end)
    words = text[start:end]
    if (
        found is None
        or re.fullmatch(r"[二三四五六七八][三四五六七八九][十百].*", words)
        or (words == "十" and found[1] == "折")
    ):
        return []
    if found[1]:
        value = value * 10 if found[1] == "成" or value < 10 else value
        value += Decimal(5) if found[3] else (read_numeral(found[2]).value if found[2] else 0)  # type: ignore[union-attr]
    return [span(start, found.end(), "percent", num=value)]


# ---- money

_HEDGES = re.compile(r"^(?:至少|最少|不到|小于|大于|超过|约|近|大约|逾|超|达|不足|将近|接近) ?")
_NAMES = re.compile("人民币|美元")
_INCLUDED = re.compile(r"[(（]含[)）]")


def _money_text(text: str) -> str:
    """块 is 元 here: in these suites a number of 块 is always money."""
    return re.sub(r"(?<=[0-9零一二三四五六七八九十百千万几两])块(?!蛋|石|肉)", "元", plain(text))


def currencies(text: str) -> list[Row]:
    clean = _money_text(text)
    out = []
    for mention in quantities_in(clean, load_lexicon()):
        q = mention.value
        if q.dimension != "money" or "cue" in mention.rules or "list" in mention.rules:
            continue
        start = mention.start + len(_HEDGES.match(mention.text).group() if _HEDGES.match(mention.text) else "")  # type: ignore[union-attr]
        end = mention.end + (clean[mention.end : mention.end + 1] in ("钱", "整"))
        out.append(_money(start, end, q))
    covered = [(row["start"], row["end"]) for row in out]
    for name in _NAMES.finditer(clean):
        if not any(a <= name.start() < b for a, b in covered) and not re.search(
            "[0-9一-九]$", clean[: name.start()]
        ):
            out.append(
                span(name.start(), name.end(), "currency", iso={"人民币": "CNY", "美元": "USD"}[name.group()])
            )
    return out


def _money(start: int, end: int, q: Quantity) -> Row:
    iso = q.unit.split("/")[0]
    if q.value is None or q.bound == "range":
        return span(start, end, "currency", lo=q.low, hi=q.high, iso=iso)
    return span(start, end, "currency", num=q.value, iso=iso)


def whole_money(text: str) -> list[Row]:
    """A string that is one amount: a number without a unit is money, and the span is the whole."""
    clean = _INCLUDED.sub(lambda m: " " * len(m.group()), _money_text(text))
    clean = re.sub(r"(?<=[0-9])，(?=[0-9]{3})", ",", clean)
    clean = re.sub(r"--|——", " -" if "--" in clean else " —", clean)
    compact = re.sub(r" +", "", clean)
    for suffix in ("", "元"):
        found = [m for m in quantities_in(compact + suffix, load_lexicon()) if m.value.dimension == "money"]
        if found:
            return [_vague_money(len(text), found[0].value, compact)]
    return []


def _vague_money(length: int, q: Quantity, text: str) -> Row:
    """JioNLP opens 几十万 to 100,000..1,000,000 and 3000多 to 3000..4000."""
    iso = q.unit.split("/")[0]
    vague = re.search(r"[几数]", text)
    if vague and q.low is not None and q.high is not None:
        low = (
            q.low - q.step if text[vague.start() - 1 : vague.start()] in ("十", "百") and vague.start() else q.step
        )
        return span(0, length, "currency", lo=low, hi=low + q.step * (9 if low == q.step else 10), iso=iso)
    if re.search("多|余", text) and q.low is not None and not text.endswith("以上"):
        high = q.low * 2 if text[text.index("多") - 1] == "十" else q.high
        return span(0, length, "currency", lo=q.low, hi=high, iso=iso)
    return _money(0, length, q)


def extracted_money(text: str) -> list[Row]:
    clean = _INCLUDED.sub(lambda m: " " * len(m.group()), text)
    out = []
    for mention in quantities_in(_money_text(clean), load_lexicon()):
        if mention.value.dimension == "money" and not {"cue", "list"} & set(mention.rules):
            start = mention.start + (3 if mention.text.startswith("人民币") else 0)
            end = mention.end + (clean[mention.end : mention.end + 1] in ("钱", "整"))
            out.append(span(start, end, "currency"))
    return out


# ---- dimensions, temperatures, ages

_TAEL = re.compile(r"(?<=[0-9一二三四五六七八九十百千万])两(?=$|[，。 ])")
_FAHRENHEIT = re.compile(r"华氏温度$")


def dimensions(text: str) -> list[Row]:
    clean = _TAEL.sub("斤", plain(text))
    mentions = [m for m in quantities_in(clean, load_lexicon()) if m.value.dimension in _PHYSICAL]
    return [_measure(m, "dimension") for m in mentions]


def _measure(mention: Mention[Quantity], kind: str) -> Row:
    hedge = _HEDGES.match(mention.text)
    start = mention.start + (len(hedge.group()) if hedge else 0)
    return span(start, mention.end, kind, num=mention.value.value)


def temperatures(text: str) -> list[Row]:
    clean = plain(text)
    out = []
    for mention in quantities_in(clean, load_lexicon()):
        if mention.value.unit in ("℃", "℉", "度"):
            named = _FAHRENHEIT.search(clean[: mention.start])
            row = _measure(mention, "temperature")
            row["start"] = named.start() if named else row["start"]
            out.append(row)
    taken = [(row["start"], row["end"]) for row in out]
    for name in re.finditer("摄氏度|°C", clean):
        if not any(a <= name.start() < b for a, b in taken):
            out.append(span(name.start(), name.end(), "temperature"))
    return out


def ages(text: str) -> list[Row]:
    clean = plain(text).replace(" - ", " 、 ")
    out = []
    for mention in quantities_in(clean, load_lexicon()):
        old = clean[mention.end : mention.end + 1] == "大"
        if mention.value.dimension == "age" or (mention.value.dimension == "duration" and old):
            row = _measure(mention, "age")
            row["end"] += old
            out.append(row)
    return out


# ---- ranges of numbers

_LOW = (
    r"大于 ?(?:或者?)? ?等于|不小于|不低于|不少于|至少(?:是|有|为)?|最少(?:是|有|为)?"
    r"|≥|> ?=|大于|超过了?|多于|高于|过"
)
_HIGH = (
    r"小于 ?(?:或者?)? ?等于|不大于|不高于|不多于|最多(?:是|有|为)?|至多(?:是|有|为)?"
    r"|≤|< ?=|小于|少于|低于|不到"
)
_SIDE = re.compile(rf"(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<equal>等于|=)|(?P<than>比)) ?$")
_AFTER = re.compile(
    r" ?(?:个|次)?(?:(?P<low>或者?以上|以上|或者?更多|多(?![亿万])|余(?![亿万]))|(?P<high>以下|之下))"
)
_THAN = re.compile(r" ?(?:(?P<low>[大高多])|(?P<high>[小低少]))")
_BETWEEN = re.compile(r" ?(?:和|与)第? ?")
_TO = re.compile(r" ?(?:到|至|[~–—-]) ?")
_JOINT = re.compile(r"[， ]{0,2}(?:的同时|并且|并|且|同时)? ?")


def ranges(text: str) -> list[Row]:
    clean = plain(text)
    found = find_numbers(clean)
    sides: list[tuple[int, int, Decimal | None, Decimal | None]] = []
    index = 0
    while index < len(found):
        pair = _pair(found, index, clean)
        if pair is not None:
            sides.append(pair)
            index += 2
            continue
        side = _side(found[index], clean)
        if side is not None:
            sides.append(side)
        index += 1
    return [span(a, b, "range", lo=low, hi=high) for a, b, low, high in _joined(sides, clean)]


def _pair(found: list[Any], index: int, text: str) -> tuple[int, int, Decimal | None, Decimal | None] | None:
    if index + 1 == len(found):
        return None
    one, two = found[index], found[index + 1]
    gap, value = text[one.end : two.start], two.value
    start = one.start - (text[one.start - 1 : one.start] == "第")
    if _TO.fullmatch(gap) or (gap == "" and value < 0):
        return one.start, two.end, one.value, abs(value) if gap == "" else value
    between = re.match(r" ?(?:之间|间)", text[two.end :])
    if between and _BETWEEN.fullmatch(gap):
        at = re.search(r"(?:位于|在)$", text[:start])
        return (at.start() if at else start), two.end + between.end(), one.value, value
    return None


def _side(number: Any, text: str) -> tuple[int, int, Decimal | None, Decimal | None] | None:
    before, start, end = _SIDE.search(text[: number.start]), number.start, number.end
    percent = re.search(r"百分之$", text[:start])
    if percent:
        start = percent.start()
        before = _SIDE.search(text[:start])
    if before and before["than"]:
        than = _THAN.match(text, end)
        if than is None:
            return None
        return (
            before.start(),
            than.end(),
            number.value if than["low"] else None,
            number.value if than["high"] else None,
        )
    if before:
        both = bool(before["equal"])
        low = number.value if before["low"] or both else None
        return before.start(), end, low, number.value if before["high"] or both else None
    after = _AFTER.match(text, end)
    if after:
        return start, after.end(), number.value if after["low"] else None, number.value if after["high"] else None
    if re.search("[几余多]", text[start:end]):
        return start, end, number.value, None
    return None


def _joined(sides: list[Any], text: str) -> list[Any]:
    out: list[Any] = []
    for side in sides:
        last = out[-1] if out else None
        if last and _JOINT.fullmatch(text[last[1] : side[0]]) and _complete(last, side):
            low, high = last[2] if last[2] is not None else side[2], last[3] if last[3] is not None else side[3]
            out[-1] = (last[0], side[1], low, high)
        else:
            out.append(side)
    return out


def _complete(last: Any, side: Any) -> bool:
    if (last[2] is None) == (side[2] is None) or (last[3] is None) == (side[3] is None):
        return False
    low, high = last[2] if last[2] is not None else side[2], last[3] if last[3] is not None else side[3]
    return bool(low < high)


READERS: dict[str, Callable[[str], list[Row]]] = {
    "rt-number": numbers,
    "rt-percent": percents,
    "rt-currency": currencies,
    "rt-dimension": dimensions,
    "rt-temperature": temperatures,
    "rt-age": ages,
    "rt-numberrange": ranges,
    "jio-money-extract": extracted_money,
    "jio-money-parse": whole_money,
    "cn2an-number": lambda text: _sum_of_money(text) or numbers(text),
}


def _sum_of_money(text: str) -> list[Row]:
    """壹拾壹元壹角: cn2an reads the amount as a number."""
    found = [m for m in quantities(text.replace("正", "整")) if m.value.dimension == "money"]
    value = found[0].value.value if found else None
    return [span(0, len(text), kind, num=value, iso="CNY") for kind in ("number", "currency")] if found else []
