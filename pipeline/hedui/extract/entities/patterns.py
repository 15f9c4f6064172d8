"""Names known by their form: product codes, works in 《》, and the person beside a title."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from hedui.model import Entity, Mention

# BR100, SU7, 106C, A320neo, MI300X, GPT-4o: letters and digits in one code; a trade mark joins a Chinese name
# before it (壁砺TM 106C).
_CODE = re.compile(
    r"(?<![A-Za-z0-9.\-])"
    r"(?:(?P<brand>[一-鿿]{2,4}(?:TM|™|®) ?))?"
    r"(?P<code>(?:[A-Z][A-Za-z]{0,9}[- ]?(?=[0-9])[0-9]{1,4}[A-Za-z]{0,4}(?:-[A-Za-z0-9]{1,8})?)"
    r"|(?:[0-9]{2,4}[A-Z]{1,3}[0-9]{0,3}(?![A-Za-z一-鿿]?[轮股])))"
    r"(?:TM|™)?(?![A-Za-z0-9%]|\.[0-9])"
)
# What makes letters and digits a size, a norm or a period: 90nm, 8GB, 12V, 2025H1, 300MW; C919 is fine.
_MEASURE = re.compile(
    r"[0-9]{1,4}(?:nm|NM|mm|cm|km|KM|kg|KG|g|G|GB|TB|MB|KB|W|KW|kW|MW|GW|KWh|kWh|GWh|MWh|V|A|AH|Ah|Hz|GHz|MHz|K|k|M|B"
    r"|D|H|P|Q[1-4]|H[12]|E|F|RMB|USD|HK|SH|SZ|TW|X|x|L|T|N|S|C|OK|PM|AM)\Z|(?:Q[1-4]|H[12]|FY|CN|US|No|NO|Vol|BP|bp)"
    r"[- ]?[0-9]{1,4}\Z|[A-Z]{2,3}[0-9]{5,}\Z"
)
_WORK = re.compile(r"《([^《》\n]{1,40})》")


def find_codes(text: str, not_codes: frozenset[str]) -> Iterator[Mention[Entity]]:
    """Product codes.  `not_codes` are norms, formats and rounds (FP8, PM2.5, Q3) that have the same form."""
    for match in _CODE.finditer(text):
        code = match["code"].strip()
        if code in not_codes or code.upper() in not_codes or (not match["brand"] and _MEASURE.match(code)):
            continue
        start, end = match.start(), match.end()
        yield Mention(
            start=start,
            end=end,
            text=text[start:end],
            value=Entity(text[start:end].strip(), "PRODUCT"),
            source="pattern",
            score=0.8,
            rules=("product code",),
        )


def find_works(text: str) -> Iterator[Mention[Entity]]:
    """Films, books, songs and papers named in 《》; the mention is the name without the marks."""
    for match in _WORK.finditer(text):
        yield Mention(
            start=match.start(1),
            end=match.end(1),
            text=match[1],
            value=Entity(match[1], "WORK"),
            source="pattern",
            score=0.9,
            rules=("《》",),
        )


@lru_cache(maxsize=4)
def _titled(titles: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(title) for title in sorted(titles, key=lambda title: (-len(title), title)))
    return re.compile(rf"(?:{words})[::]?(?P<name>[一-鿿]{{1,8}}(?:[·•][一-鿿]{{1,8}}){{1,3}})")


def find_titled(text: str, titles: Sequence[str]) -> Iterator[Mention[Entity]]:
    """Foreign persons right after their title (总统埃马纽埃尔·马克龙): the dot shows where the name runs."""
    for match in _titled(tuple(titles)).finditer(text):
        yield Mention(
            start=match.start("name"),
            end=match.end("name"),
            text=match["name"],
            value=Entity(match["name"], "PER"),
            source="pattern",
            score=0.7,
            rules=("title",),
        )
