"""Names and the words that say what they are: 电商平台|椒禾, 童装品牌“山雀”, 老大哥|椒禾, 茶饮公司|椒禾|国际."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.entities.often import often
from hedui.extract.entities.patterns import guess
from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

# Words alone: `re` skips to those, not to groups of them.
_SHOWN = compile_words("{name_follows}|{app_follows}|公司|企业|单位|机构|集团")
_SURE, _APP = (frozenset(filled(f"{{{kind}}}").split("|")) for kind in ("name_follows", "app_follows"))
_QUOTED = Rare(
    re.compile("[“「『](?P<name>[一-鿿A-Za-z0-9]{2,8})[”」』](?!称号|荣誉|活动|工程|计划|[专]?栏|查询|公[示开])")
)
_BEFORE_QUOTE = compile_words(r"(?:{name_follows}|{app_follows})\Z")
_AFTER_KIND = "after its kind"
_LONGEST = 5  # characters of a word for a kind
# What a guess runs over before a name: 食品企业|椒禾食品, 翻译助手|小鹊.
_BEFORE_NAME = compile_words(
    r"[一-鿿A-Za-z]{0,8}?(?:{name_follows}|{app_follows}|企业|公司|船老大|渔民|店主|老板)"
)
_HAN = re.compile(r"[一-鿿]{2,4}\Z")
# log2 of a count in the dictionary, plus one: above the first a character is hardly one of an unlisted name (投了,
# 还应, 首进), up to the second a listed word may be a name.
_PLAIN, _SELDOM = 13, 5


def find_apposed(text: str, edges: Sequence[int], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Unlisted words, and what stands in quotes, right after the word for their kind."""
    for match in _QUOTED.finditer(text):
        if _BEFORE_QUOTE.search(text, max(0, match.start() - _LONGEST), match.start()):
            yield guess(text, match.start("name"), match.end("name"), "ORG", _AFTER_KIND)
    tails = recognizer.words.get("trade_tail", frozenset()) | recognizer.words.get("body_tail", frozenset())
    for match in _SHOWN.finditer(text):
        number = bisect_right(edges, match.end()) - 1
        if edges[number] != match.end() or number + 2 >= len(edges):
            continue
        start, end, after = edges[number : number + 3]
        tailed, app = text[end:after] in tails, match[0] in _APP
        if not (tailed or app or match[0] in _SURE):
            continue
        if _strange(text[start:end], _SELDOM if match[0] == "旗下" else 0, recognizer):
            yield guess(text, start, after if tailed else end, "PRODUCT" if app else "ORG", _AFTER_KIND)


def without_kind(text: str, m: Mention[Entity], edges: Sequence[int], recognizer: Recognizer) -> Mention[Entity]:
    """The guess without the word for its kind before it, if the article has the name more often without."""
    before = _BEFORE_NAME.match(text, m.start, m.end - 1) if m.value.label in ("ORG", "PRODUCT", "PER") else None
    if before is None:
        return m
    start, form = before.end(), text[before.end() : m.end]
    number = bisect_right(edges, start) - 1
    if edges[number] != start or recognizer.is_word(form) or form in recognizer.words.get("not_a_name", ()):
        return m
    if often(text, form) <= often(text, m.text):
        return m
    return replace(m, start=start, text=form, value=Entity(form, m.value.label))


def _strange(word: str, most: int, recognizer: Recognizer) -> bool:
    """Whether the dictionary has a word no oftener than so, and its characters write names."""
    knowledge = recognizer.knowledge
    if knowledge is None or not _HAN.match(word) or word in recognizer.words.get("not_a_name", frozenset()):
        return False
    return knowledge.common(word) <= most and max(map(knowledge.common, word)) <= _PLAIN
