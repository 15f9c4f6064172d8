"""What the words around a metric of the lexicon make of it: adjusted, grown by a sign, joint bases."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.openings import Rare
from hedui.model import Mention, Metric

# Non-GAAP归母净利润, 非美国通用会计准则下归属于股东的净利润, 非IFRS口径净利润, 不按美国通用会计准则计的净利润.
_ADJUSTED = re.compile(
    r"(?:non-?(?:gaap|ifrs)|(?:非|[不未]按照?)(?:[^，。；,;\n0-9]{0,14}准则|gaap|ifrs)|经调整|调整后)"
    r"(?:口径|计算|计量|编制|计)?[下的]?\s{0,2}[^，。；、,;\n0-9]{0,6}$",
    re.IGNORECASE,
)
_ADJUSTS = {
    "净利润": "经调整净利润",
    "归母净利润": "经调整净利润",
    "净亏损": "经调整净亏损",
    "归母净亏损": "经调整净亏损",
}
# 裁员2700人,比例为7.5%, 占总箱量的比例从21%升到24%: a ratio that no noun names is of what was told before it.
_RATIO = "比率"
_BARE = re.compile(r"(?:[，。；：,;:\n（(、]|^|(?P<whole>[这该此上其]一?|的))$")
# 塔高62米 is a height; 较警戒线高2米, 抬高2米 are differences.
_TALL = re.compile(r"高[达约近逾超为]{0,2}[0-9][0-9.,]{0,8}[多余]?(?:公尺|公分|英尺|厘米|毫米|[米尺呎])")
_COMPARED = re.compile(r"[比较超抬升垫][^，。；,;\n]{0,12}$")
_REACH = 24  # characters before a metric in which it is narrowed
# 营收157.6亿元(+16%), 毛利率39.6%(-1.2pct): the sign of a rate in a bracket behind a figure tells of its growth.
_SIGN = Rare(
    re.compile(
        r"[（(](?:(?<=[0-9元亿万人吨辆件股台例%％].)|(?<=[0-9元亿万人吨辆件股台例%％]\s.))[+＋\-－−](?=[0-9][0-9.]{0,6}\s?(?:[%％]|个?百分点|pct|pp))"
    )
)
_PERIOD = r"(?:今年)?(?:[0-9]{1,2}月份?|第?[一二三四1-4]季度?)"
_AMOUNT = r"[约近逾超]{0,2}[0-9][0-9.,]{0,12}[万亿千百]{0,3}[一-鿿]{0,3}?"
# The first character is looked for before what stands before it: so the search skips to it.
_LAST = re.compile(
    rf"[较比从由](?<![年期与].)(?:(?<=[较比]){_PERIOD}(?:的?{_AMOUNT})?(?:再|又|大幅|小幅|略|微|则|仍){{0,2}}"
    rf"|(?<=[从由]){_PERIOD}的?{_AMOUNT}[降升增减跌涨]至{_AMOUNT}[,，]{{0,1}})$"
)
_CLAUSE = 16  # characters in which a height is compared
_LONG = 36  # characters before a growth word in which its base is told
_JOINT = re.compile(r"[、和与及]")  # 同比、环比分别下降2%和3%
# A股目前涨逾4%, 美股盘中一度跌5%: of a listed share its price rises.
_LISTED = Rare(re.compile(r"[A-H美港台]股(?=[^，。；、,;\n0-9]{0,10}?[涨跌升])"))
# 甲公司昨跌3.8%,收报0.38元: where the clause names nothing else, it is the share.
_CLOSED = Rare(
    re.compile(
        r"(?:昨日?|今早|全日|全天|收盘|收市|尾盘|早盘|午后|盘中|现)(?:曾|一度|仍)?(?=[涨跌升挫插][了逾近约超]?[0-9])"
    )
)
_TRADED = re.compile(r"股价|[A-H美港台]股|收报|收盘|收市")
_VOLUME, _INCOME = "业务量", "业务收入"
_STOP = re.compile(r"[。！？!?；;\n]")
# 与前一季比, 和去年同期相比: a basis that opens a sentence or a clause and is closed by a comma.
_OPENS = re.compile(r"[与和跟同较][^，。；,;\n0-9]{2,8}?相?比?[,，]")
_MARKS = re.compile(r"[，。；！？,;!?\n]")


def refined(text: str, mentions: Sequence[Mention[Metric]]) -> list[Mention[Metric]]:
    """The mentions in text order, those that others turned out to be a part of left out."""
    found = [
        _of_what(text, _rate(text, _adjusted(text, mention)))
        if mention.value.role == "level"
        else _height(text, _from_last(text, mention))
        for mention in mentions
    ]
    found = _since_basis(text, _of_one_trade(text, found))
    found += [*_signs(text), *_listed(text, mentions)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    return _joint(text, list(_apart(found)))


def _of_one_trade(text: str, mentions: list[Mention[Metric]]) -> list[Mention[Metric]]:
    """快递业务量和业务收入分别完成…: the income is the trade's, too."""
    trade, end = "", 0
    for i, mention in enumerate(mentions):
        if mention.text.endswith(_VOLUME) and mention.value.role == "level":
            trade, end = mention.text.removesuffix(_VOLUME) or trade, mention.end
        elif mention.text == _INCOME and trade and not _STOP.search(text, end, mention.start):
            value = replace(mention.value, name=f"{trade}{_INCOME}")
            mentions[i] = replace(mention, value=value, rules=(*mention.rules, "refined"))
    return mentions


def _since_basis(text: str, mentions: list[Mention[Metric]]) -> list[Mention[Metric]]:
    """与前一季相比,营收增加5%,净利减少2%: all of the sentence is told against the quarter before."""
    basis, end = None, 0
    for i, mention in enumerate(mentions):
        if basis is not None and _STOP.search(text, end, mention.start):
            basis = None
        if mention.rules == ("basis",) and _OPENS.match(text, mention.start):
            basis, end = (mention.value.name, mention.end) if mention.value.change is None else (None, 0)
        elif mention.rules[0] == "basis":
            basis = None
        elif basis is not None and mention.rules == ("direction",) and mention.value.role == "growth":
            mentions[i] = replace(mention, value=replace(mention.value, name=basis))
    return mentions


def _adjusted(text: str, mention: Mention[Metric]) -> Mention[Metric]:
    name = _ADJUSTS.get(mention.value.name)
    match = _ADJUSTED.search(text, max(0, mention.start - _REACH), mention.start) if name else None
    if name is None or match is None:
        return mention
    return _widened(text, mention, match.start(), replace(mention.value, name=name))


def _rate(text: str, mention: Mention[Metric]) -> Mention[Metric]:
    """完赛率 is no count of who finished, 中签率 none of lots."""
    if mention.value.dimension not in ("count", "amount") or not text.startswith("率", mention.end):
        return mention
    name = text[mention.start : mention.end + 1]
    return replace(mention, end=mention.end + 1, text=name, value=Metric(name=name, dimension="percent"))


def _of_what(text: str, mention: Mention[Metric]) -> Mention[Metric]:
    bare = mention.value.name == _RATIO and _BARE.search(text, max(0, mention.start - 2), mention.start)
    if not bare:
        return mention
    name = "占比" if bare["whole"] else mention.text
    return replace(mention, value=Metric(name=name, known=True, role="share"), rules=("share",))


def _height(text: str, mention: Mention[Metric]) -> Mention[Metric]:
    if mention.text != "高" or not _TALL.match(text, mention.start):
        return mention
    if _COMPARED.search(text, max(0, mention.start - _CLAUSE), mention.start):
        return mention
    return replace(
        mention, value=Metric(name="高度", known=True, dimension="length"), rules=("lexicon", "refined")
    )


def _from_last(text: str, mention: Mention[Metric]) -> Mention[Metric]:
    """较10月下滑5%, 比11月的3553宗再升7%, 从一季度的90万降至60万,下滑33%: against the month or quarter before."""
    if mention.rules != ("direction",) or mention.value.role != "growth":
        return mention
    if not _LAST.search(text, max(0, mention.start - _LONG), mention.start):
        return mention
    return replace(mention, value=replace(mention.value, name="环比增速"))


def _widened(text: str, mention: Mention[Metric], start: int, value: Metric) -> Mention[Metric]:
    return replace(
        mention, start=start, text=text[start : mention.end], value=value, rules=(*mention.rules, "refined")
    )


def _signs(text: str) -> Iterator[Mention[Metric]]:
    for match in _SIGN.finditer(text):
        change = "increase" if match.group()[1] in "+＋" else "decrease"
        value = Metric(name="增速", known=True, role="growth", change=change)
        yield Mention(start=match.start(), end=match.end(), text=match.group(), value=value, rules=("sign",))


def _listed(text: str, mentions: Sequence[Mention[Metric]]) -> Iterator[Mention[Metric]]:
    matches = list(_LISTED.finditer(text))
    closed = list(_CLOSED.finditer(text))
    if closed and _TRADED.search(text):
        told = sorted([m.end for m in mentions if m.value.role == "level"] + [m.end() for m in matches])
        matches += [match for match in closed if not _told_before(text, match.start(), told)]
    taken = {i for mention in mentions for i in range(mention.start, mention.end)} if matches else set()
    for match in matches:
        if match.start() not in taken and match.end() - 1 not in taken:
            value = Metric(name="股价", known=True, dimension="money")
            yield Mention(
                start=match.start(), end=match.end(), text=match.group(), value=value, rules=("lexicon", "listed")
            )


def _told_before(text: str, at: int, ends: Sequence[int]) -> bool:
    """Whether one of the levels that end at these places, in order, stands before `at` in its clause."""
    last = bisect_right(ends, at) - 1
    return last >= 0 and _MARKS.search(text, ends[last], at) is None


def _apart(mentions: Sequence[Mention[Metric]]) -> Iterator[Mention[Metric]]:
    end = -1
    for mention in mentions:
        if mention.start >= end:
            yield mention
            end = mention.end


def _joint(text: str, mentions: list[Mention[Metric]]) -> list[Mention[Metric]]:
    """Of joined bases the first has the direction of the last: 同比、环比分别下降."""
    for i in range(len(mentions) - 2, -1, -1):
        left, right = mentions[i], mentions[i + 1]
        bare = left.rules == ("basis",) and left.value.change is None
        if bare and right.rules[0] == "basis" and _JOINT.fullmatch(text, left.end, right.start):
            mentions[i] = replace(left, value=replace(left.value, change=right.value.change))
    return mentions
