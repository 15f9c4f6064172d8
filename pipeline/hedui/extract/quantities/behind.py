"""What stands behind a number: 余, a scale apart, the unit, its denominator, 以上."""

import re
from decimal import Decimal

from hedui.extract.numerals import read_numeral, times
from hedui.extract.quantities.figure import Figure
from hedui.extract.quantities.place import DIGITS, Place
from hedui.extract.quantities.tables import Unit
from hedui.wordlists import compile_words

_SCALE = re.compile(r" ?([百千]?[万亿兆]{1,2}|[百千](?![瓦克米分]))")
_GE = re.compile(r" ?个(多|余)?(亿|万亿)")
_ENGLISH = re.compile(
    r" ?(thousand|million|billion|trillion|mln|bln|mn|bn|tn|[kwmbt])(?![A-Za-z0-9])", re.IGNORECASE
)
_CAPITALS = frozenset("WKMBTmbt")
_ENGLISH_EXP = {"tr": 12, "tn": 12, "t": 12, "b": 9, "bi": 9, "bl": 9, "bn": 9, "m": 6, "mi": 6, "ml": 6, "mn": 6,
                "k": 3, "th": 3, "w": 4}  # fmt: skip
_PER_COUNT = re.compile(r" ?(?:10{0,4}|[十百千万])?")
_NOT_CHENG = frozenset("立为功员本长绩果都交熟分品型效就语因像人份天见千名百")
_ADULT = frozenset("票高教用片礼")
_HUNDREDTHS = re.compile("(?<=秒)0[0-9]")
_TENTHS = frozenset("一二三四五六七八九123456789")
_YEAR = re.compile(
    r"(?:1[6-9]|20|21)[0-9]{2}|[一二][九〇零○]?[〇零○一二三四五六七八九]{3}|[一二][九〇零○][〇零○一二三四五六七八九]{1,2}"
)
_TWICE = re.compile(r"[万亿](?:元|$|(?=[，。、；,;)）\n]))|个?百分点")
_MEASURES = frozenset(("duration", "multiple", "length", "mass", "area", "age"))
_TENTHS_MORE = frozenset("成半")  # 七成多
_MORE_IS_ELSE = frozenset("出于达少个了为是数")  # 三成多为女性
_DENOMINATED = frozenset(
    ("money", "count", "mass", "length", "volume", "area", "data", "energy", "power", "number")
)
_HALVED = frozenset(("duration", "multiple", "age", "mass", "length", "area", "volume"))
_PERCENT = Unit("%", "percent")
_STEP = re.compile(r"(?:[加减升降跌涨扩缩高低多少调跟]|收窄|相差|累计)[息幅了约近逾共合足]{0,3}$")  # 减息0.25厘
_CENT = Unit("CNY", "money", Decimal("0.01"), True)
_YUAN = Unit("CNY", "money", open=True)
_PAID = compile_words(r"(?:{paid})[^,，。；：]{0,6}$")
_EARNED, _REACH = compile_words(r"每股(?:{earned})[^0-9,，。]{0,6}$"), 16
_NO_HEDGE = {"许": frozenset("可多诺"), "+": DIGITS}  # 许可; 30%+70%
_GE_HALF = {"月": Unit("月", "duration"), "世": Unit("世纪", "duration"), "钟": Unit("小时", "duration")}
_MINUTES = Unit("分钟", "duration")


def read_behind(place: Place, figure: Figure) -> bool:
    """Fills in unit, denominator and hedges behind the number; False when it is part of a date."""
    at = _inside(place, figure)
    if unit := _unit(place, figure, at):
        figure.end = unit[1]
        found = _meant(place.text, figure, unit[0])
        figure.unit, figure.dimension, figure.open = found.id, found.dimension, found.open
        figure.factor = found.factor
        if _is_date(place, figure):
            place.seen = figure.end
            return False
        _denominator(place, figure)
        _doubled(place, figure)
    else:
        figure.end = max(figure.end, at if figure.number.scale else figure.end)
    read_after(place, figure)
    return True


def _unit(place: Place, figure: Figure, at: int) -> tuple[Unit, int] | None:
    """The unit that stands there, and its end; 十分重要, 百度 and the hundredths of 11秒06列第二 have none."""
    unit = (
        _half(place, figure, at)
        or place.unit_near(at)
        or _tenths(place, figure, at)
        or _english(place, figure, at)
    )
    if unit is None or place.text[figure.left : at] in unit[0].not_with:
        return None
    return None if unit[0].dimension == "count" and _HUNDREDTHS.match(place.text, figure.left) else unit


def _meant(text: str, figure: Figure, unit: Unit) -> Unit:
    """每股盈利29分 is money, so is 花了500块 (but 获得12块奖牌); 息率由4.3厘回落至3.4厘 is a share."""
    before, after = text[max(0, figure.start - _REACH) : figure.start], text[figure.end : figure.end + 1]
    if unit.id == "分" and _EARNED.search(before):
        return _CENT
    if unit.id == "块" and not after.isalpha() and _PAID.search(before):
        return _YUAN
    return _PERCENT if text[figure.end - 1] == "厘" and not _STEP.search(before) else unit


def _inside(place: Place, figure: Figure) -> int:
    """600多, 5000 多亿, 5个亿: hedge and scale between number and unit; returns where the unit may begin."""
    text, at = place.text, figure.right
    whole = _GE.match(text, at)
    if whole is not None:
        figure.scale(whole[2])
        figure.bound = "more_than" if whole[1] else figure.bound
        figure.end = whole.end()
        return whole.end()
    start = at + (text[at : at + 1] == " ")
    more = place.tables.inside.at(text, start)
    if more is None:
        return at
    scale = _SCALE.match(text, more[1])
    if scale is not None:
        figure.scale(scale[1])
        figure.bound, figure.end = more[0].bound, scale.end()
        return scale.end()
    if place.unit_near(more[1]) is not None or figure.number.scale:
        figure.bound, figure.end = more[0].bound, more[1]
        return more[1]
    return at


def _half(place: Place, figure: Figure, at: int) -> tuple[Unit, int] | None:
    """10个半小时, 2个半月, 九个多月, 两个半钟, 6分半钟."""
    text = place.text
    if text.startswith("分半钟", at):
        figure.extra = Decimal("0.5")
        return _MINUTES, at + 3
    if text[at : at + 1] != "个" or text[at + 1 : at + 2] not in ("半", "多"):
        return None
    unit = place.unit_at(at + 2)
    if unit is None or unit[0].dimension != "duration":
        short = _GE_HALF.get(text[at + 2 : at + 3])
        if short is None:
            return None
        unit = short, at + 3 + text.startswith(("纪", "头"), at + 3)
    if text[at + 1] == "半":
        figure.extra = Decimal("0.5")
    else:
        figure.bound = "more_than"
    return unit


def _tenths(place: Place, figure: Figure, at: int) -> tuple[Unit, int] | None:
    """三成, 七成二, 八折, 一半."""
    text, word = place.text, place.text[at : at + 1]
    if word == "成" and _is_tenth(text, figure, at) and figure.number.value <= 100:
        end, tenth = at + 1, text[at + 1 : at + 2]
        if tenth and tenth in _TENTHS and text[at + 2 : at + 3] not in ("成", "年", "月", "个", "家", "倍"):
            numeral = read_numeral(tenth)
            figure.extra, end = numeral.value if numeral else None, end + 1
        elif tenth == "半":
            figure.extra, end = Decimal(5), end + 1
        return Unit("%", "percent", Decimal(10)), end
    if word == "折" and text[at + 1 : at + 2] not in ("合", "旧", "扣", "价", "线", "腾", "射", "叠"):
        return Unit("%", "percent", Decimal(10 if figure.number.value < 10 else 1)), at + 1
    if word == "半" and figure.number.value == 1 and text[figure.left] == "一":
        return Unit("%", "percent", Decimal(50)), at + 1
    return None


def _is_tenth(text: str, figure: Figure, at: int) -> bool:
    """三成, and 四成人不同意, 一成都不到 as well, but 三成立, 两成人票."""
    after = text[at + 1 : at + 3]
    if after[:1] not in _NOT_CHENG:
        return True
    return (after == "都不" or (after[:1] == "人" and after[1:] not in _ADULT)) and text[figure.left] not in DIGITS


def _english(place: Place, figure: Figure, at: int) -> tuple[Unit, int] | None:
    found = english(place, figure.left, at)
    if found is None:
        return None
    figure.number = times(figure.number, _ENGLISH_EXP[found[1][:2].lower()])
    figure.end = found.end()
    return place.unit_near(found.end()) or (Unit("", "number"), found.end())


def english(place: Place, left: int, at: int) -> re.Match[str] | None:
    """5.69 billion yuan, 20k, 10w, and $12.3B; but 12.3B of no currency is a code."""
    found = _ENGLISH.match(place.text, at)
    return None if found and found[1] in _CAPITALS and not place.prefixed(left) else found


def _is_date(place: Place, figure: Figure) -> bool:
    """2025年 and the 15日 of 3月15日 belong to the periods; 3年 and 204日 do not."""
    if figure.unit == "年" and place.text[figure.end - 1] == "年":
        return _YEAR.fullmatch(place.text, figure.left, figure.right) is not None
    if figure.unit in ("日", "晚"):
        before = place.text[max(0, figure.left - 2) : figure.left].rstrip()
        return before.endswith("月")
    return False


def _doubled(place: Place, figure: Figure) -> None:
    """5890亿元万 and 150%百分点: two units on one number; no value can be read."""
    found = _TWICE.match(place.text, figure.end)
    if found is not None and figure.dimension in ("money", "percent"):
        figure.end = found.end()
        figure.spoil()


def _denominator(place: Place, figure: Figure) -> None:
    """元/股, 元 / 10股, 次/天, GB/s is a unit of its own, so are 元每股, 立方米每秒; no 枚每枚 of 4枚每枚8克."""
    text = place.text
    at = figure.end + (text[figure.end : figure.end + 1] == " ")
    each = text[figure.end : figure.end + 1] == "每"
    if figure.dimension not in _DENOMINATED or not (each or text[at : at + 1] == "/"):
        return
    count = _PER_COUNT.match(text, at + 1)
    start = count.end() if count else at + 1
    start += text[start : start + 1] == " "
    unit = place.unit_at(start)
    if unit is None or (each and unit[0].dimension != "duration" and figure.dimension != "money"):
        return
    if unit[0].dimension not in ("percent", "point", "multiple"):
        figure.per = f"{count.group().strip() if count else ''}{unit[0].id}"
        figure.end = unit[1]


def read_after(place: Place, figure: Figure) -> None:
    """左右, 以上, 多; the half of 两年半."""
    text = place.text
    if text[figure.end : figure.end + 1] == "半" and figure.dimension in _HALVED:
        figure.extra, figure.end = Decimal("0.5"), figure.end + 1
    start = figure.end + (text[figure.end : figure.end + 1] == " ")
    hedge = place.tables.after.at(text, start)
    if hedge is None or not (figure.unit or figure.number.scale or "." in text[figure.left : figure.right]):
        return
    row, end = hedge
    measured = figure.dimension in _MEASURES or text[figure.end - 1] in _TENTHS_MORE
    if row.measures and (not measured or text[end : end + 1] in _MORE_IS_ELSE):
        return
    if row.measures and row.bound == "max" and figure.dimension != "duration":
        return  # 3个月内, but 200公里内 only says where
    if text[end : end + 1] in _NO_HEDGE.get(text[end - 1], ()):
        return
    if figure.bound in ("exact", row.bound) or row.bound == "approx":
        figure.bound = row.bound
    figure.end = end
