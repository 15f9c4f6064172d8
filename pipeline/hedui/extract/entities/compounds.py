"""Names made of a listed name and what goes on after it: 甘肃省|地震局, 云州|国际机场, 泸定|6.8级地震."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from hedui.extract.entities.spans import HAN, Names
from hedui.extract.entities.storms import STORM_FORM, compound
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

_MOST_WORDS = 6
# Words that no body's name goes on over: 美国|的|大学, 上海|有|医院.
_BETWEEN = re.compile(
    r"附近|各地|当地|.?[间家所名位]\Z|[一的在是有为于对将从向被把与由以让等了也就都则各全该本这那某多两][一-鿿]?\Z"
)
# 杭州市|住房和城乡建设局, 杭州市|第三中学: bodies whose words go on over 和 or a number.
_JOINT = compile_words(
    r"(?:{joint_office})(?:局|厅|委员会|委|部|署)|第[一二三四五六七八九十0-9]{1,3}(?:高级)?(?:中学|小学|医院|人民医院)"
)
# What a place, the year and the size before it make an event's name.
_EVENT = compile_words(
    r"(?:(?:19|20)[0-9]{2}年)?(?:里氏|规模)?(?:[0-9]{1,2}(?:\.[0-9])?级)?"
    r"(?:{named_event})"
    r"(?![局台站带网波云监预])"
    r"|(?:特别?重大|重大|较大|特大)?"
    r"(?:透水|瓦斯(?:爆炸|突出)|{accident})"
    r"(?:事故|灾难|灾害|惨剧|事件)"
)
_QUAKE_FORM = re.compile(
    r"(?P<place>[一-鿿]{2,16}?)(?P<year>(?:19|20)[0-9]{2}年)?(?:里氏|规模)?(?:[0-9]{1,2}(?:\.[0-9])?级)?(?:大地震|强震|地震)\Z"
)
_DIVISION = re.compile(r"(?<=..)(?:自治区|自治州|自治县|[省市县州区镇乡])\Z")


def find_bodies(
    text: str, edges: Sequence[int], known: Names, tails: tuple[str, ...]
) -> Iterator[Mention[Entity]]:
    """Bodies that begin with a listed place or body and end in the word for their kind, a few words later."""
    begins = {m.start for m in known}
    for m in known:
        number = bisect_left(edges, m.end)
        reports = m.value.label == "ORG" and m.text.endswith(("社", "网", "报", "新闻"))  # 云州通讯社|引述|边检站
        if m.value.label not in ("LOC", "ORG") or reports or edges[number : number + 1] != [m.end]:
            continue
        joint = _JOINT.match(text, m.end)
        words = list(pairwise(edges[number : number + _MOST_WORDS + 1]))
        if end := joint.end() if joint else _end_of_body(text, words, begins, tails):
            yield compound(text, m, m.start, end, "ORG")


def _end_of_body(text: str, words: Sequence[tuple[int, int]], begins: Set[int], tails: tuple[str, ...]) -> int:
    """Where the last word for a kind ends among those behind a name, 0 for none; another name is not gone over."""
    best, behind = 0, words[0][0] if words else 0
    for start, end in words:
        word = text[start:end]
        if not HAN.match(word) or _EVENT.match(word) or (start in begins and start > behind):
            break
        if end - behind >= 2 and text.endswith(tails, behind, end):
            best = end
        elif end - start == 2 and start > behind and text.endswith(tails, behind, end - 1):
            return end - 1  # 云州|搜救|队经: the cutter has glued what goes on to it
        elif _BETWEEN.match(word):
            break
    return best


def find_events(text: str, known: Names) -> Iterator[Mention[Entity]]:
    """Events called by their place: 四川|泸定|6.8级地震, 巴黎|奥运会; the row of places before belongs to it."""
    starts: dict[int, int] = {}
    for m in sorted(known, key=lambda m: m.start):
        if m.value.label != "LOC":
            continue
        start = starts[m.end] = starts.get(m.start, m.start)
        match = _EVENT.match(text, m.end)
        if match:
            yield compound(text, m, start, match.end(), "EVENT")


def named_events(names: Names, places: Mapping[str, Entity]) -> Names:
    """Events by one name each: 四川泸定县6.8级地震 is 泸定地震, 超强台风杜苏芮 and 杜苏芮 are 台风杜苏芮."""
    storm = {
        form["name"] or form["first"]: (form["kind"] or form["last"]) + (form["name"] or form["first"])
        for m in names
        if m.value.label == "EVENT" and (form := STORM_FORM.match(m.text))
    }

    def name(form: str) -> str:
        if stormy := STORM_FORM.match(form):
            return storm[stormy["name"] or stormy["first"]]
        quake = _QUAKE_FORM.match(form)
        return (
            _innermost(quake["place"], places) + (quake["year"] or "") + "地震" if quake else storm.get(form, form)
        )

    return [replace(m, value=Entity(name(m.text), "EVENT")) if m.value.label == "EVENT" else m for m in names]


def _innermost(place: str, places: Mapping[str, Entity]) -> str:
    """四川泸定县 without the listed place before another one, and without the word for its kind."""
    for size in range(len(place) - 2, 1, -1):
        listed = places.get(place[:size])
        if listed is not None and listed.label == "LOC":
            place = place[size:]
            break
    return _DIVISION.sub("", place)
