"""Products: codes (BR100), brands before them (壁砺106C), names in quotes before their kind, apps."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from hedui.extract.entities.recognizer import Recognizer
from hedui.extract.entities.spans import HAN, Names, named
from hedui.extract.openings import Quick, Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

# BR100, SU7, 106C, A320neo, MI300X, GPT-4o: letters and digits in one code; a trade mark joins a Chinese name
# before it (壁砺TM 106C).  12,700TEU and GMV 128亿元 are amounts.
_CODE = Quick(
    re.compile(
        r"(?<![A-Za-z0-9.\-])(?<![0-9][,，])(?=[A-Z0-9])(?!TM ?[0-9])(?P<maker>[A-Z]{2,6} (?=[A-Z]))?"
        r"(?P<code>(?:[A-Z][A-Za-z]{1,9}-[0-9]{1,2}\.[0-9](?![0-9.%]))"
        r"|(?:[A-Z][A-Za-z]{0,9}[- ]?(?=[0-9])[0-9]{1,4}[A-Za-z]{0,4}(?:-[A-Za-z0-9]{1,8})?)"
        r"|(?:[0-9]{2,4}[A-Z]{1,3}[0-9]{0,3}(?![A-Za-z一-鿿]?[轮股])))"
        r"(?:TM|™)?(?![A-Za-z0-9%亿兆]|\.[0-9]|万(?=[元亿人件台]))(?:系列)?"
    )
)
# What makes letters and digits a size, a norm or a period: 90nm, 8GB, 12V, 2025H1, 300MW; C919 is fine.
_MEASURE = re.compile(
    r"[0-9]{1,4}(?:nm|NM|mm|cm|km|KM|kg|KG|g|G|GB|TB|MB|KB|W|KW|kW|MW|GW|KWh|kWh|GWh|MWh|TWh|KWH|MWH|GWH|mAh|kV|KV|V|A|AH|Ah|Hz|GHz|MHz|K|k|M|B"
    r"|D|H|P|Q[1-4]|H[12]|E|F|RMB|USD|HK|SH|SZ|TW|X|x|L|T|N|S|C|OK|PM|AM)\Z|(?:FY|CN|US|No|NO|Vol|BP|bp)"
    r"[- ]?[0-9]{1,4}\Z|(?:Q[1-4]|H[12])(?:[- ]?(?:19|20)[0-9]{2})?\Z|[A-Z]{2,3}[0-9]{5,40}\Z"
)
# April 15, D2D and V2X, 航班AI171 and AI171航班, 第B05版, G4高速, N2制程, DoNews7月9日.
_NO_PRODUCT = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[- ]?[0-9]{1,4}\Z|HTML[0-9]\Z|[A-Z]2[A-Z]\Z"
)
_NO_PRODUCT_BEFORE = re.compile(
    r"[次号]?(?:航班|班机|列车|客轮)|次|版(?!本)|制程|工艺|高速|国道|省道|公路|[号座]?(?:出口|航站楼|展位|展馆)|号线|(?<=[0-9]{4})年|月(?:[0-9初中底末份]|上旬|中旬|下旬)"
)
_CAPITAL = re.compile("[A-Z]")
# 20X, 106C: a size by its form, and a product's number after its brand.
_NUMBERED = re.compile(r"[0-9]{2,4}[A-Z]\Z")


def find_codes(text: str, edges: Sequence[int], recognizer: Recognizer) -> Iterator[Mention[Entity]]:
    """Product codes, with the brand before them where it is a word of its own (壁砺106C).

    The list not_a_code has norms, formats and rounds (FP8, PM2.5, Q3) that have the same form.
    """
    matches = list(_CODE.finditer(text)) if _CAPITAL.search(text) else []  # a code has a capital
    for match in matches:
        start = _brand(text, match.start(), edges, recognizer)
        if _is_code(text, match, start < match.start(), recognizer):
            yield named(text, (start, match.end()), "PRODUCT", "product code", 0.8)


def _is_code(text: str, match: re.Match[str], branded: bool, recognizer: Recognizer) -> bool:
    code = match["code"].strip()
    if _NO_PRODUCT.match(code) or _NO_PRODUCT_BEFORE.match(text, match.end()):
        return False
    not_codes = recognizer.words["not_a_code"]
    if code in not_codes or code.upper() in not_codes:
        return False
    return not _MEASURE.match(code) or (branded and _NUMBERED.match(code) is not None)


def _brand(text: str, at: int, edges: Sequence[int], recognizer: Recognizer) -> int:
    """Where the brand before a code begins: one that no dictionary and no list has."""
    end = at - text.endswith(" ", 0, at)
    place = bisect_left(edges, end)
    start = edges[place - 1] if 0 < place < len(edges) and edges[place] == end else end
    word = text[start:end]
    if not 2 <= len(word) <= 3 or not HAN.match(word) or word[0] in _FUNCTION or word[-1] in _FUNCTION:
        return at
    return at if recognizer.is_word(word) or word in recognizer.gazetteer.canonical else start


_FUNCTION = "的与和及在是为对由将从有用以含等款型代颗枚个台架辆片张种第这该各每其或到至达约近超共获列"


# What is called so in quotes: “盘古”大模型, “青鸟二号”卫星, “壁岩”GPGPU架构.
_QUOTED = Rare(
    compile_words(
        r"[“「『](?P<name>[一-鿿A-Za-z0-9]{2,8})[”」』](?:[A-Z]{2,6})? ?"
        r"(?:{quoted_product})"
    )
)


def find_quoted(text: str) -> Iterator[Mention[Entity]]:
    """Names in quotes before the word for a product's kind."""
    for match in _QUOTED.finditer(text):
        yield named(text, (match.start("name"), match.end("name")), "PRODUCT", "quoted before its kind", 0.7)


_SORTS = "(?: ?(?:Pro|Max|MAX|Plus|Ultra|[Mm]ini|Air|Lite|Turbo|SE|Neo)){1,3}(?![A-Za-z0-9])"
_APP = re.compile(rf"(?:App|APP)(?![A-Za-z])| ?[0-9]{{1,3}}{_SORTS}")
_VARIANT = re.compile(_SORTS)


def widened(text: str, known: Names, products: Names) -> Iterator[Mention[Entity]]:
    """Products longer than what was found: 美团|App, 青禾|17 Pro, SU7| Ultra."""
    named_things = [m for m in known if m.value.label in ("ORG", "PRODUCT")]
    for names, pattern in ((named_things, _APP), (products, _VARIANT)):
        for m in names:
            if more := pattern.match(text, m.end):
                yield named(text, (m.start, more.end()), "PRODUCT", "variant", 0.8)


def as_products(text: str, guessed: Iterable[Mention[Entity]], products: Iterable[Mention[Entity]]) -> Names:
    """The guesses, with those that the article calls a product elsewhere labeled so: MUSA.

    A guessed product that what follows shows to be none (AI171|航班) falls.
    """
    forms = {m.text for m in products}
    return [
        replace(m, value=Entity(m.text, "PRODUCT")) if m.text in forms and m.value.label in ("ORG", "PER") else m
        for m in guessed
        if not (m.value.label == "PRODUCT" and m.text[-1].isdigit() and _NO_PRODUCT_BEFORE.match(text, m.end))
    ]
