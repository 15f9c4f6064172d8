"""Persons known by what stands around them: titles before, words of speaking after."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.entities.spans import GUESSED, Names, is_edge, named
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_FOREIGN, _FAMILY, _GIVEN = 0b11, 0b100, 0b1000000  # bits of a profile, see Knowledge; given: .2 and more
_HAN = re.compile(r"[一-鿿]{2,7}")
_BY_COURTESY = "courtesy"
_COURTEOUS = compile_words(r"(?P<family>[一-鿿])老?(?:{courtesy})")
# What follows a name that follows a title: 局长李青禾|表示, 总统卡罗科|(Karoko).
_AFTER = compile_words(r"[ 　]?(?:\Z|[,，。、;；:：(（“\"\n|/]|{after_person})")
# 陈以称: what a name of three characters does not end in, when the two before are a name.
_SPOKEN = "称说夺获摘赴"
_SPEAKS = re.compile(r"[说称指以]")  # 杨镜|冰说, 何向|北以: glued to the name by the words' cutter
_LATIN_FORM = re.compile(r"[(（][A-Z]")
_NO_FAMILY = "于向时应解单左项和"  # words of grammar and place more often than family names
# Words of one character that go on after a name of two: 张三|在会上, so that 张三在 is none.
_GOES_ON = frozenset(
    "说称表示在将曾与和的等出任当从对为是以也则就都还又再已正因被让向到于及或并即由而把给使要能会可去来了着过中上下"
)
_RARE = 8  # log2 of the count, plus one, of a character that is seldom a word of its own


def _foreign_end(text: str, end: int, knowledge: Knowledge, dot: int) -> int:
    """Where the characters of foreign sounds after the dot end; `end` where there are none."""
    at = dot + 1
    while at < end and _profile(knowledge, text[at]) & _FOREIGN:
        at += 1
    return at if at > dot + 1 else end


def find_persons(
    text: str, edges: Sequence[int], titles: tuple[str, ...], knowledge: Knowledge
) -> Iterator[Mention[Entity]]:
    """Persons right after a title and before what goes on after a name: 首席财务官李青禾说."""
    if not titles:
        return
    for _, _, start in _finder(titles).find_matches_as_indexes(text):
        name = _HAN.match(text, start)
        if name is None:
            continue
        size = _chinese(text, start, knowledge) or _foreign(text, start, name.end(), knowledge)
        if size and (is_edge(edges, start + size) or _SPEAKS.match(text, start + size)):
            yield named(text, (start, start + size), "PER", "title", GUESSED)


# Who wrote, took and edited it: 作者 | 李青禾,编辑 | 王远山; 文丨李青禾; 责任编辑:王远山.
_BYLINE = compile_words(
    r"(?:{byline_role})[ 　]?[|丨│｜/:：][ 　]?"
    r"(?P<name>[一-鿿]{2,3})(?=\Z|[\s,，、/|丨│｜)）])"
)


def find_bylines(text: str, knowledge: Knowledge) -> Iterator[Mention[Entity]]:
    """The persons of a byline: a family name and one or two characters between marks."""
    for match in _BYLINE.finditer(text):
        name = match["name"]
        if _profile(knowledge, name[0]) & _FAMILY and not knowledge.knows(name):
            yield named(text, match.span("name"), "PER", "byline", 0.7)


def find_courteous(text: str, edges: Sequence[int], knowledge: Knowledge) -> Iterator[Mention[Entity]]:
    """Persons told by the family name and a word of courtesy: 来自云州的|江小姐|说, 罗老先生."""
    for match in _COURTEOUS.finditer(text):
        if _profile(knowledge, match["family"]) & _FAMILY and is_edge(edges, match.start()):
            yield named(text, match.span(), "PER", _BY_COURTESY, 0.7)


def _chinese(text: str, start: int, knowledge: Knowledge) -> int:
    """The length of a Chinese name: a family name and one or two characters, before what goes on; 0: none."""
    if not _profile(knowledge, text[start]) & _FAMILY or text[start] in _NO_FAMILY:
        return 0
    for size in (3, 2):
        name = text[start : start + size]
        fits = len(name) == size and _HAN.fullmatch(name) and _AFTER.match(text, start + size)
        if fits and (size == 3 or not knowledge.knows(name)):
            return size if name[-1] not in _GOES_ON else 0
    return 0


def _foreign(text: str, start: int, end: int, knowledge: Knowledge) -> int:
    """The length of a name of three characters or more (two before its Latin form) of foreign sound; 0: none."""
    at = start
    while at < end and _profile(knowledge, text[at]) & _FOREIGN:
        at += 1
    least = 2 if _LATIN_FORM.match(text, at) else 3
    return at - start if least <= at - start <= 7 and _AFTER.match(text, at) else 0


def as_persons(text: str, edges: Sequence[int], guessed: Names, shown: Names, knowledge: Knowledge) -> Names:
    """The guesses, their Chinese persons put right: 张建|中 in the word 建中, 张维|称, 陈云|霁.

    `shown` are the persons that a title shows: a guess about the same stretch is one, a longer one falls.
    """
    spans = {(m.start, m.end) for m in shown}
    forms = {m.text for m in shown}
    taken = bytearray(len(text))
    for m in shown:
        if "·" in m.text or "•" in m.text or m.rules == (_BY_COURTESY,):
            taken[m.start : m.end] = b"1" * (m.end - m.start)
    names = [m for m in guessed if not any(taken[m.start : m.end])]
    names = [_person_as(text, m, m.end) if (m.start, m.end) in spans or m.text in forms else m for m in names]
    names = [_dotted(text, m, knowledge) if m.value.label == "PER" else m for m in names]
    persons = Counter(m.text for m in names if m.value.label == "PER")
    return [_whole(text, edges, m, persons, knowledge) if m.value.label == "PER" else m for m in names]


def _dotted(text: str, m: Mention[Entity], knowledge: Knowledge) -> Mention[Entity]:
    """阿贝贝·特斯法耶|以: ends where the characters of foreign sounds end."""
    dot = max(m.text.rfind("·"), m.text.rfind("•"))
    if dot < 1 or not _HAN.match(m.text, dot + 1):
        return m
    return _person_as(text, m, _foreign_end(text, m.end, knowledge, m.start + dot))


def _whole(
    text: str, edges: Sequence[int], m: Mention[Entity], persons: Counter[str], knowledge: Knowledge
) -> Mention[Entity]:
    size = m.end - m.start
    if size not in (2, 3) or not _HAN.fullmatch(m.text) or not _profile(knowledge, m.text[0]) & _FAMILY:
        return m
    if size == 3:
        spoken = m.text[2] in _SPOKEN
        run_on = persons[m.text[:2]] > 2 * persons[m.text]
        return _person_as(text, m, m.end - 1) if spoken or run_on else m
    following = text[m.end : m.end + 1]
    if not "一" <= following <= "鿿":
        return m
    if 2 * persons[m.text + following] >= persons[m.text]:
        return _person_as(text, m, m.end + 1)  # 张建|中 where the article has 张建中 as often
    if following in _GOES_ON:
        return m
    place = bisect_left(edges, m.end)
    inside = place < len(edges) and edges[place] == m.end + 1 and edges[place - 1] == m.end - 1
    alone = place + 1 < len(edges) and edges[place] == m.end and edges[place + 1] == m.end + 1
    rare = _profile(knowledge, following) & _GIVEN and knowledge.common(following) <= _RARE
    if inside or (alone and (rare or persons[m.text + following])):
        return _person_as(text, m, m.end + 1)
    return m


def _person_as(text: str, m: Mention[Entity], end: int) -> Mention[Entity]:
    return replace(m, end=end, text=text[m.start : end], value=Entity(text[m.start : end], "PER"))


def _profile(knowledge: Knowledge, char: str) -> int:
    return int(knowledge.profiles[min(ord(char), 0xFFFF)])


@lru_cache(maxsize=8)
def _finder(titles: tuple[str, ...]) -> "AhoCorasick":
    """Finds the longest titles, from left to right."""
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(list(titles), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
