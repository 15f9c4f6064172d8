"""Products: codes (BR100), brands before them (壁砺106C), Latin names before their kind (MUSA生态)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.entities.recognizer import Recognizer
from hedui.model import Entity, Mention

Names = list[Mention[Entity]]

# BR100, SU7, 106C, A320neo, MI300X, GPT-4o: letters and digits in one code; a trade mark joins a Chinese name
# before it (壁砺TM 106C).
_CODE = re.compile(
    r"(?<![A-Za-z0-9.\-])(?=[A-Z0-9])(?!TM ?[0-9])(?P<maker>[A-Z]{2,6} (?=[A-Z]))?"
    r"(?P<code>(?:[A-Z][A-Za-z]{0,9}[- ]?(?=[0-9])[0-9]{1,4}[A-Za-z]{0,4}(?:-[A-Za-z0-9]{1,8})?)"
    r"|(?:[0-9]{2,4}[A-Z]{1,3}[0-9]{0,3}(?![A-Za-z一-鿿]?[轮股])))"
    r"(?:TM|™)?(?![A-Za-z0-9%]|\.[0-9])(?:系列)?"
)
# What makes letters and digits a size, a norm or a period: 90nm, 8GB, 12V, 2025H1, 300MW; C919 is fine.
_MEASURE = re.compile(
    r"[0-9]{1,4}(?:nm|NM|mm|cm|km|KM|kg|KG|g|G|GB|TB|MB|KB|W|KW|kW|MW|GW|KWh|kWh|GWh|MWh|V|A|AH|Ah|Hz|GHz|MHz|K|k|M|B"
    r"|D|H|P|Q[1-4]|H[12]|E|F|RMB|USD|HK|SH|SZ|TW|X|x|L|T|N|S|C|OK|PM|AM)\Z|(?:FY|CN|US|No|NO|Vol|BP|bp)"
    r"[- ]?[0-9]{1,4}\Z|(?:Q[1-4]|H[12])(?:[- ]?(?:19|20)[0-9]{2})?\Z|[A-Z]{2,3}[0-9]{5,40}\Z"
)
# April 15, and 航班AI171.
_NO_PRODUCT = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[- ]?[0-9]{1,4}\Z|HTML[0-9]\Z"
)
_FLIGHT = re.compile(r"(?:航班|班机|航班号)[((]?\Z")
_BRAND = re.compile(r"[^\W0-9A-Za-z_和与及的款为]{2,4}(?:TM|™|®) ?\Z")
_HAN = re.compile(r"[一-鿿]{1,8}\Z")
# 20X, 106C: a size by its form, and a product's number after its brand.
_NUMBERED = re.compile(r"[0-9]{2,4}[A-Z]\Z")


def find_codes(text: str, edges: Sequence[int], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Product codes, with the brand before them where it is a word of its own (壁砺106C).

    The list not_a_code has norms, formats and rounds (FP8, PM2.5, Q3) that have the same form.
    """
    not_codes = recognizer.words.get("not_a_code", frozenset())
    for match in _CODE.finditer(text):
        code = match["code"].strip()
        if _NO_PRODUCT.match(code) or _FLIGHT.search(text, max(match.start() - 4, 0), match.start()):
            continue
        start, end = _brand(text, match.start(), edges, recognizer), match.end()
        branded = start < match.start()
        if code in not_codes or code.upper() in not_codes or (_MEASURE.match(code) and not branded):
            continue
        if branded and _MEASURE.match(code) and not _NUMBERED.match(code):
            continue
        yield _product(text, start, end, "product code", 0.8)


def _brand(text: str, at: int, edges: Sequence[int], recognizer: Recognizer) -> int:
    """Where the brand before a code begins: a trade mark's word, or one that no dictionary and no list has."""
    marked = _BRAND.search(text, max(at - 8, 0), at)
    if marked:
        return marked.start()
    end = at - text.endswith(" ", 0, at)
    place = bisect_left(edges, end)
    start = edges[place - 1] if 0 < place < len(edges) and edges[place] == end else end
    if (
        end - start == 1
        and place > 1
        and start - edges[place - 2] == 1
        and _rare(text[start - 1 : end], recognizer)
    ):
        start -= 1  # 曦|云C500
    word = text[start:end]
    if not 2 <= len(word) <= 3 or not _HAN.match(word) or word[0] in _FUNCTION or word[-1] in _FUNCTION:
        return at
    return at if recognizer.is_word(word) or word in recognizer.gazetteer.canonical else start


def _rare(two: str, recognizer: Recognizer) -> bool:
    """Whether one of two characters that make no word is hardly ever a word of its own."""
    knowledge = recognizer.tagger.knowledge if recognizer.tagger is not None else None
    return knowledge is not None and _HAN.match(two) is not None and min(map(knowledge.common, two)) <= _SELDOM


_SELDOM = 7  # log2 of a character's count as a word in the dictionary, plus one
_FUNCTION = "的与和及在是为对由将从有用以含等款型代颗枚个台架辆片张种第这该各每其或到至达约近超共获列"


_LATIN_NAME = re.compile(
    r"(?<![A-Za-z0-9.\-_/@])(?P<name>[A-Z][A-Za-z]{3,19}(?:-[A-Za-z]{2,9})?)"
    r"(?= ?(?:软件|操作系统|平台|架构|生态|互联|框架|引擎|芯片|大模型|模型|显卡|处理器"
    r"|加速卡|车型|手机|智能助手|系列))"
)


def find_latin(text: str, recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Latin names right before the word for a product's kind (MUSA生态); a kind itself (SaaS) is none."""
    stop = recognizer.words.get("not_a_name", frozenset()) | recognizer.words.get("not_a_product", frozenset())
    for match in _LATIN_NAME.finditer(text):
        name = match["name"]
        if name not in stop and name.upper() not in stop and name not in recognizer.gazetteer.canonical:
            yield _product(text, match.start(), match.end(), "before its kind", 0.7)


def find_series(text: str, edges: Sequence[int], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """A brand that no dictionary has and its series: 壁砺系列."""
    for match in re.finditer("系列", text):
        start = _brand(text, match.start(), edges, recognizer)
        if start < match.start():
            yield _product(text, start, match.end(), "a brand's series", 0.6)


def as_products(guessed: Iterable[Mention[Entity]], products: Iterable[Mention[Entity]]) -> Names:
    """The guesses, with those that the article calls a product elsewhere labeled so: MUSA."""
    forms = {m.text for m in products}
    return [
        replace(m, value=Entity(m.text, "PRODUCT")) if m.text in forms and m.value.label in ("ORG", "PER") else m
        for m in guessed
    ]


def _product(text: str, start: int, end: int, rule: str, score: float) -> Mention[Entity]:
    form = text[start:end]
    return Mention(
        start=start,
        end=end,
        text=form,
        value=Entity(form.strip(), "PRODUCT"),
        source="pattern",
        score=score,
        rules=(rule,),
    )
