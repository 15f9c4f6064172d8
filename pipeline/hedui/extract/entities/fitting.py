"""The recognizer's spans put right: 阿贝贝|以, 清河水文站|洪峰水位, 南川医药, 甘肃|云西州|白河县."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from hedui.extract.entities.often import often
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.repeats import REPEATED
from hedui.extract.entities.spans import is_edge
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

# Words of grammar that a name never ends in where they are words of their own: 阿贝贝|以, 张三|与.
_GRAMMAR = "以与及对被由将从在向把于给的是也都就则让指讯称"
# What a place of this kind does not go on after: 清河水文站|洪峰水位.
_FACILITY = compile_words(r"[一-鿿]{1,8}?(?:{facility})(?=[一-鿿]{2})")
_ORGANIZED = re.compile(r"[一-鿿]{0,6}(?:公司|集团|局|队|中心|委员会|有限|管理|建设)")
_KIND = re.compile(r"行业|产业|板块|市场|园区?|业(?!务|绩)")
# 甘肃|云西州|白河县: each place of a row is one name.
_PLACES = re.compile(r"[一-鿿]{1,6}?(?:自治区|自治州|自治县|新区|省|市|州|县|区|镇|乡|村|邦)(?![省市县区])")
# 西岭省|石坪市|昌源煤业公司: where a firm is
_PLACED_FIRM = re.compile(r"([一-鿿]{2,3}(?:省|自治区))([一-鿿]{2,3}[市县州])([一-鿿]{2,9}公司)\Z")
# What follows a place and is no part of a body's name: 叙国|西北部, 叙国|强震.
_ASIDE = re.compile(
    r"[东南西北中]{1,2}部?\Z|(?:大?地震|强震|边界|边境|接壤|全境|境内|当局)|(?:区|经济|初创公司|通报|新闻)\Z"
)
# What makes one place of a listed one and more: 云州|国际机场, 云州|外海; 云州|铜鼓山 are two.
_AT_PLACE = compile_words(r".{0,4}(?:机场|火车站|高铁站|[东南西北]站|{at_place})\Z|地铁")
# Words around a name and none of it where the article has the name alone more often: 至|沅陇, 云禾证券|升.
_BEFORE = frozenset("至到与和从在赴往距离对由被向把让较比同像据")
_BEHIND = frozenset("因升跌涨降获仍已曾将再又也都就则正拟料指称说等至到出")
_KIND_INSIDE = re.compile(r"[一-鿿]{2,3}(?:[市县区镇]|证券|银行|科技|集团|股份)[一-鿿]\Z")
_JOINED = re.compile(r"[^及和与、]{2,24}")  # 嘉云|鹿溪及布石
# A body's name never ends so; a place's does.
_PLACE = compile_words(r"(?:{place_or_thing}|[金银铜铁煤]矿|半岛|海峡|群岛|.[省县镇邦])\Z")


def parted(
    text: str, m: Mention[Entity], starting: Mapping[int, Mention[Entity]], ending: Mapping[int, Mention[Entity]]
) -> Iterator[Mention[Entity]]:
    """The names that one span of the recognizer holds; listed names (by start, by end) are left to the list."""
    if m.value.label not in ("ORG", "LOC"):
        yield m
        return
    if placed := _PLACED_FIRM.match(m.text):
        for number, label in enumerate(("LOC", "LOC", "ORG"), 1):
            start, end = placed.span(number)
            yield _as(text, m, m.start + start, m.start + end, label)
        return
    first = starting.get(m.start)
    if first is None and m.value.label == "LOC" and len(rows := _rows(m.text)) > 1:
        yield from (_as(text, m, m.start + start, m.start + end, "LOC") for start, end in rows)
        return
    if first is None or first.end >= m.end:
        yield _as(text, m, m.start, m.end, "LOC" if _PLACE.search(m.text) else m.value.label)
        return
    rest = text[first.end : m.end]
    last = ending.get(m.end)
    if last is not None and last.start >= first.end and last.start - first.end <= 3:
        return  # 甲社引述乙国: two listed names and a word between
    if first.value.label == "LOC" and _ASIDE.match(rest):
        return
    if first.value.label == m.value.label == "LOC" and len(rest) >= 2 and not _AT_PLACE.match(rest):
        for start, end in _rows(rest) or [part.span() for part in _JOINED.finditer(rest)]:
            yield _as(text, m, first.end + start, first.end + end, "LOC")
        return
    rows = _rows(rest) if first.value.label == "LOC" else []
    if not rows:
        yield _as(text, m, m.start, m.end, "LOC" if _PLACE.search(m.text) else m.value.label)
    for start, end in rows:
        yield _as(text, m, first.end + start, first.end + end, "LOC")


def _rows(rest: str) -> list[tuple[int, int]]:
    """The places that fill this text from end to end, or nothing."""
    rows, at = [], 0
    if "族" in rest:
        return []  # 双江拉祜族佤族布朗族傣族自治县 is one
    while at < len(rest):
        match = _PLACES.match(rest, at)
        if match is None or match.end() - at < 2:
            return []
        rows.append(match.span())
        at = match.end()
    return rows


def _as(text: str, m: Mention[Entity], start: int, end: int, label: str) -> Mention[Entity]:
    if (start, end, label) == (m.start, m.end, m.value.label):
        return m
    return replace(m, start=start, end=end, text=text[start:end], value=Entity(text[start:end], label))


def fitted(text: str, edges: Sequence[int], m: Mention[Entity], recognizer: Recognizer) -> Mention[Entity]:
    """The mention without words after it that belong to no name, or with its trade."""
    label = m.value.label
    start, end = _alone(text, m, recognizer)
    if label in ("WORK", "EVENT", "PRODUCT"):
        while label == "EVENT" and start and text[start].isdigit() and text[start - 1].isdigit():
            start -= 1  # 202|5澜川马拉松: no number is cut
        if label == "EVENT" and m.text[0] in "”」』":  # “长风|”世界巡回演唱会
            opened = max(text.rfind(mark, max(start - 12, 0), start) for mark in "“「『")
            start = opened if opened >= 0 else start + 1
        m = _as(text, m, start, end, label)
        # 台风“海葵: the mark that closes belongs to the name when the one that opens does.
        open_quote = m.text.count("“") > m.text.count("”") and text[end : end + 1] == "”"
        return replace(m, end=end + 1, text=text[start : end + 1]) if open_quote else m
    if end - start >= 3 and text[end - 1] in _GRAMMAR and is_edge(edges, end - 1):
        end -= 1
    facility = _FACILITY.match(text, start, end) if label == "LOC" else None
    if facility and not _ORGANIZED.match(text, facility.end()):
        end = facility.end()
    strange = m.rules[-1:] == (REPEATED,)
    trades = "trade_tail" if label == "ORG" else "company_tail"
    tail = _kind_after(text, edges, (start, end), recognizer, trades) if label != "ORG" or strange else ""
    if tail:
        end, label = end + len(tail), "ORG"
    elif strange and (place := _kind_after(text, edges, (start, end), recognizer, "place_tail")):
        end, label = end + len(place), "LOC"
    return _as(text, m, start, end, label)


def _alone(text: str, m: Mention[Entity], recognizer: Recognizer) -> tuple[int, int]:
    """The span without what is none of the name at either end, if the article has it more often without.

    That is a word of grammar (至|沅陇), a character after a kind (槐西区|开), an everyday word (老城|槐西区).
    """
    start, end = m.start, m.end
    if end - start >= 3 and m.text[0] in _BEFORE and often(text, m.text[1:]) > often(text, m.text):
        start += 1
    behind = m.text[-1] in _BEHIND or _KIND_INSIDE.match(m.text)
    if end - start >= 3 and behind and often(text, m.text[:-1]) > often(text, m.text):
        end -= 1
    word = m.text[:2]
    if end - start >= 5 and recognizer.is_word(word) and not _named(word, recognizer):
        start += 2 * (often(text, m.text[2:]) > often(text, m.text))
    return start, end


def _named(word: str, recognizer: Recognizer) -> bool:
    """Whether a word is a name of some sort."""
    knowledge = recognizer.knowledge
    listed = word in recognizer.gazetteer.canonical
    return listed or knowledge.names_something(word) or knowledge.lists(word)


def _kind_after(text: str, edges: Sequence[int], span: tuple[int, int], recognizer: Recognizer, kinds: str) -> str:
    """The trade that makes a place or person a company: 南川|医药; a listed place (中国|银行业) makes none.

    `kinds` names the list of trades, or of kinds of places (丹溪|煤矿).
    """
    start, end = span
    if text[start:end] in recognizer.gazetteer.canonical or not 2 <= end - start <= 4:
        return ""
    tails = recognizer.tails[kinds]
    tail = next((tail for tail in tails if text.startswith(tail, end)), "")
    after = end + len(tail)
    ends = is_edge(edges, after) or text.startswith("行长", after)  # 辽河|银行行长
    return tail if tail and ends and not _KIND.match(text, after) else ""
