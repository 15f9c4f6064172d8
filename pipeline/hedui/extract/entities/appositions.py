"""Names after the words that say what they are: 电商平台|椒禾, 童装品牌“山雀”, 老大哥|椒禾, 茶饮公司|椒禾|国际."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.spans import GUESSED, HAN, named
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
# log2 of a count in the dictionary, plus one: above the first a character is hardly one of an unlisted name (投了,
# 还应, 首进), up to the second a listed word may be a name.
_PLAIN, _SELDOM = 13, 5


def find_apposed(text: str, edges: Sequence[int], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Unlisted words, and what stands in quotes, right after the word for their kind."""
    for match in _QUOTED.finditer(text):
        if _BEFORE_QUOTE.search(text, max(0, match.start() - _LONGEST), match.start()):
            yield named(text, match.span("name"), "ORG", _AFTER_KIND, GUESSED)
    tails = recognizer.words["trade_tail"] | recognizer.words["body_tail"]
    for match in _SHOWN.finditer(text):
        number = bisect_right(edges, match.end()) - 1
        if edges[number] != match.end() or number + 2 >= len(edges):
            continue
        start, end, after = edges[number : number + 3]
        tailed, app = text[end:after] in tails, match[0] in _APP
        if not (tailed or app or match[0] in _SURE):
            continue
        if _strange(text[start:end], _SELDOM if match[0] == "旗下" else 0, recognizer):
            span = start, after if tailed else end
            yield named(text, span, "PRODUCT" if app else "ORG", _AFTER_KIND, GUESSED)


def _strange(word: str, most: int, recognizer: Recognizer) -> bool:
    """Whether the dictionary has a word no oftener than so, and its characters write names."""
    knowledge = recognizer.knowledge
    if not 2 <= len(word) <= 4 or not HAN.match(word) or word in recognizer.no_names:
        return False
    return knowledge.common(word) <= most and max(map(knowledge.common, word)) <= _PLAIN
