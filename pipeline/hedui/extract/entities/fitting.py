"""The recognizer's spans put right: 嘉云|鹿溪及布石, 至|沅陇, 老城|槐西区."""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from hedui.extract.entities.often import often
from hedui.extract.entities.recognizer import Recognizer
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

# What makes one place of a listed one and more: 云州|国际机场, 云州|外海; 云州|铜鼓山 are two.
_AT_PLACE = compile_words(r".{0,4}(?:机场|火车站|高铁站|[东南西北]站|{at_place})\Z|地铁")
# 岭西省|岚川县: each place of a row is one name.
_ROW = re.compile(r"([一-鿿]{2,4}(?:省|自治区|州|市))([一-鿿]{2,5}[州市县区镇乡村])")
# Words around a name and none of it where the article has the name alone more often: 至|沅陇, 云禾证券|升.
_BEFORE = frozenset("至到与和从在赴往距离对由被向把让较比同像据")
_BEHIND = frozenset("因升跌涨降获仍已曾将再又也都就则正拟料指称说等至到出")
_JOINED = re.compile(r"[^及和与、]{2,24}")  # 嘉云|鹿溪及布石
_MARKED = ("WORK", "EVENT", "PRODUCT")
# A body's name never ends so; a place's does.
_PLACE = compile_words(r"(?:{place_or_thing}|[金银铜铁煤]矿|半岛|海峡|群岛|.[省县镇邦])\Z")


def parted(
    text: str, m: Mention[Entity], starting: Mapping[int, Mention[Entity]], ending: Mapping[int, Mention[Entity]]
) -> Iterator[Mention[Entity]]:
    """The names that one span of the recognizer holds; listed names (by start, by end) are left to the list."""
    if m.value.label not in ("ORG", "LOC"):
        yield m
        return
    first, last = starting.get(m.start), ending.get(m.end)
    if first is None and m.value.label == "LOC" and (row := _ROW.fullmatch(m.text)):
        yield from (_as(text, m, m.start + row.start(i), m.start + row.end(i), "LOC") for i in (1, 2))
        return
    if first is None or first.end >= m.end:
        yield _as(text, m, m.start, m.end, "LOC" if _PLACE.search(m.text) else m.value.label)
        return
    if last is not None and first.end <= last.start <= first.end + 3:
        return  # 甲社引述乙国: two listed names and a word between
    rest = text[first.end : m.end]
    if first.value.label == m.value.label == "LOC" and len(rest) >= 2 and not _AT_PLACE.match(rest):
        for part in _JOINED.finditer(rest):
            yield _as(text, m, first.end + part.start(), first.end + part.end(), "LOC")
        return
    yield _as(text, m, m.start, m.end, "LOC" if _PLACE.search(m.text) else m.value.label)


def _as(text: str, m: Mention[Entity], start: int, end: int, label: str) -> Mention[Entity]:
    if (start, end, label) == (m.start, m.end, m.value.label):
        return m
    return replace(m, start=start, end=end, text=text[start:end], value=Entity(text[start:end], label))


def fitted(text: str, m: Mention[Entity], recognizer: Recognizer) -> Mention[Entity]:
    """The mention without words before it that belong to no name."""
    label, (start, end) = m.value.label, _alone(text, m, recognizer)
    if label == "EVENT":
        while start and text[start].isdigit() and text[start - 1].isdigit():
            start -= 1  # 202|5澜川马拉松: no number is cut
        if m.text[0] in "”」』":  # “长风|”世界巡回演唱会
            opened = max(text.rfind(mark, max(start - 12, 0), start) for mark in "“「『")
            start = opened if opened >= 0 else start + 1
    m = _as(text, m, start, end, label)
    # 台风“海葵: the mark that closes belongs to the name when the one that opens does.
    opens = label in _MARKED and m.text.count("“") > m.text.count("”") and text[end : end + 1] == "”"
    return replace(m, end=end + 1, text=text[start : end + 1]) if opens else m


def _alone(text: str, m: Mention[Entity], recognizer: Recognizer) -> tuple[int, int]:
    """The span without a word of grammar (至|沅陇) or an everyday one (老城|槐西区), if told oftener so."""
    start, end = m.start, m.end
    if end - start >= 3 and m.text[0] in _BEFORE and often(text, m.text[1:]) > often(text, m.text):
        start += 1
    if end - start >= 3 and m.text[-1] in _BEHIND and often(text, m.text[:-1]) > often(text, m.text):
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
