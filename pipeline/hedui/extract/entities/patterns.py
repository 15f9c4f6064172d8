"""Names known by their form: works in 《》, numbered series, what stands before a stock code or a kind."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache

from hedui.extract.openings import Rare
from hedui.model import Entity, Mention

_WORK = re.compile(r"《([^《》\n]{1,40})》")


# 《某某通讯社26日专讯》: who reports it, in a newspaper's marks.
_DATELINE = re.compile(r"[0-9一二三四五六七八九十]{1,3}日.{0,4}[讯电]\Z|专讯\Z")


def find_works(text: str, columns: Set[str]) -> Iterator[Mention[Entity]]:
    """Films, books, songs and papers named in 《》; the mention is the name without the marks.

    A newspaper's `columns` (《业绩》青禾食品多赚两成) open a line in such marks and name no work.
    """
    for match in _WORK.finditer(text):
        opens = not text[: match.start()].rpartition("\n")[2].strip()
        if opens and (match[1] in columns or _DATELINE.search(match[1])):
            continue
        yield Mention(
            start=match.start(1),
            end=match.end(1),
            text=match[1],
            value=Entity(match[1], "WORK"),
            source="pattern",
            score=0.9,
            rules=("《》",),
        )


_NUMBER = r"[一二三四五六七八九十百〇零]{1,4}号(?:[A-Z](?![A-Za-z])|[甲乙丙丁](?![一-鿿]?级))?"


def find_numbered(text: str, series: tuple[str, ...]) -> Iterator[Mention[Entity]]:
    """Craft of a listed series and their number: 神舟二十号, 长征二号F."""
    if not series:
        return
    for match in _numbered(series).finditer(text):
        yield Mention(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            value=Entity(match.group(), "PRODUCT"),
            source="pattern",
            score=0.9,
            rules=("numbered series",),
        )


@lru_cache(maxsize=8)
def _numbered(series: tuple[str, ...]) -> Rare:
    return Rare(re.compile(rf"(?:{'|'.join(map(re.escape, series))}){_NUMBER}"))


# Allied Gold Corporation, Top Shine (Samoa) Limited: capitalized words and a legal form.
_LATIN_COMPANY = Rare(
    re.compile(
        r"[A-Z](?<![A-Za-z0-9.&'\-][A-Z])[A-Za-z&.'\-]{1,20}(?: \(?[A-Z][A-Za-z&.'\-]{0,20}\)?| &| of){0,6}"
        r" (?:Incorporated|Inc|Ltd|Limited|Corporation|Corp|LLC|LLP|PLC|plc|GmbH|Holdings|Company|Group)"
        r"(?![A-Za-z])"
    )
)


def find_latin_companies(text: str) -> Iterator[Mention[Entity]]:
    """Companies by the legal form after Latin words."""
    for match in _LATIN_COMPANY.finditer(text):
        yield Mention(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            value=Entity(match.group(), "ORG"),
            source="pattern",
            score=0.8,
            rules=("legal form",),
        )


# What a word that no dictionary lists names with its last character (青禾县) or the word after it (云帆|公司).
_UNLISTED_PLACE = re.compile(r"(?!.{0,3}[大族小古城新老本外])[一-鿿]{2,4}[省县镇乡]\Z")
_DIVISIONS = frozenset("省县镇乡")
_UNLISTED_BODY = frozenset(
    {"公司", "集团", "银行", "大学", "医院", "酒楼", "酒家", "饭店", "运业", "速运", "旅业", "研究室"}
)
# 青福楼, 云锦苑; not 该栋楼, 自建楼.
_UNLISTED_HOUSE = re.compile(r"(?![该那这某每].|自建|运维|居民|教学|办公)[一-鿿]{2,3}[楼厦苑阁]\Z")
_HOUSES = frozenset("楼厦苑阁")
_WITH_KIND = "unlisted word with its kind"
_NO_BODY = re.compile(r".?[该本各全两几多一家子母总分省市县镇乡新老旧某的于对在与和是为被把族]|.{0,4}[家类型级]\Z")


def find_unlisted(text: str, edges: Sequence[int], is_word: Callable[[str], bool]) -> Iterator[Mention[Entity]]:
    """Places and bodies told by their kind alone: words that the dictionary does not list, with 县 or 公司."""
    for number in _before_kinds(text, edges):
        start, end, after = edges[number], edges[number + 1], edges[min(number + 2, len(edges) - 1)]
        word, following = text[start:end], text[end:after]
        if not (
            word[-1] in _DIVISIONS or word[-1] in _HOUSES or following in _DIVISIONS or following in _UNLISTED_BODY
        ):
            continue
        if not 2 <= end - start <= 5 or not _HAN.match(word) or is_word(word):
            continue
        if _UNLISTED_PLACE.match(word) or _UNLISTED_HOUSE.match(word):
            yield guess(text, start, end, "LOC", _WITH_KIND)
        elif following in _DIVISIONS and not _NO_BODY.match(word):
            yield guess(text, start, after, "LOC", _WITH_KIND)
        elif following in _UNLISTED_BODY and not _NO_BODY.match(word):
            yield guess(text, start, after, "ORG", _WITH_KIND)


_KIND = re.compile(  # `re` skips to these, not to a class among words
    "省|县|镇|乡|楼|厦|苑|阁|公司|集团|银行|大学|医院|酒楼|酒家|饭店|运业|旅业|速运|研究室"
)


def _before_kinds(text: str, edges: Sequence[int]) -> list[int]:
    """The numbers of the words that end in a kind of place or stand before a word that begins with a kind."""
    at = {bisect_right(edges, match.start()) - 1 for match in _KIND.finditer(text)}
    return sorted({number for place in at for number in (place - 1, place) if 0 <= number < len(edges) - 1})


def guess(text: str, start: int, end: int, label: str, rule: str) -> Mention[Entity]:
    """A name that only the words beside it tell of, less sure than a listed one."""
    form = text[start:end]
    return Mention(
        start=start, end=end, text=form, value=Entity(form, label), source="pattern", score=0.6, rules=(rule,)
    )


_HAN = re.compile(r"[一-鿿]{1,8}\Z")
