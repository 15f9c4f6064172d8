"""Names known by their form: works in 《》, Latin companies, words that no dictionary lists before their kind."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache

from hedui.extract.entities.spans import GUESSED, HAN, named
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words, filled

_WORK = re.compile(r"《([^《》\n]{1,40})》")
# Newspapers and magazines stand in 《》 as films do, but are organizations: 《证券时报》.
_PERIODICAL = compile_words(r"(?:{periodical})\Z")

# 《某某通讯社26日专讯》: who reports it, in a newspaper's marks.
_DATELINE = re.compile(r"[0-9一二三四五六七八九十]{1,3}日.{0,4}[讯电]\Z|专讯\Z")


def find_works(text: str, columns: Set[str]) -> Iterator[Mention[Entity]]:
    """Films, books, songs and papers named in 《》, without the marks.

    A newspaper's `columns` (《业绩》青禾食品多赚两成) open a line in such marks and name no work.
    """
    for match in _WORK.finditer(text):
        opens = not text[: match.start()].rpartition("\n")[2].strip()
        if opens and (match[1] in columns or _DATELINE.search(match[1])):
            continue
        yield named(text, match.span(1), "ORG" if _PERIODICAL.search(match[1]) else "WORK", "《》", 0.9)


_NUMBER = r"(?:[一二三四五六七八九十百〇零]{1,4}|[0-9]{1,3})号(?:[A-Z](?![A-Za-z])|[甲乙丙丁](?![一-鿿]?级))?"


def find_numbered(text: str, series: tuple[str, ...]) -> Iterator[Mention[Entity]]:
    """Craft of a listed series and their number: 神舟二十号, 猎鹰9号, 长征二号F."""
    for match in _numbered(series).finditer(text) if series else ():
        yield named(text, match.span(), "PRODUCT", "numbered series", 0.9)


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
        yield named(text, match.span(), "ORG", "legal form", 0.8)


# What a word that no dictionary lists names with its last character (青禾县) or the word after it (云帆|公司).
_UNLISTED_PLACE = re.compile(r"(?!.{0,3}[大族小古城新老本外])[一-鿿]{2,4}[省县镇乡]\Z")
_DIVISIONS, _HOUSES = frozenset("省县镇乡"), frozenset("楼厦苑阁")
_BODIES = frozenset(filled("{body_after_word}").split("|"))
# `re` skips to these, not to a class among words.
_KIND = re.compile("|".join([*sorted(_DIVISIONS | _HOUSES), *sorted(_BODIES)]))
# 青福楼, 云锦苑; not 该栋楼, 自建楼.
_UNLISTED_HOUSE = re.compile(r"(?![该那这某每].|自建|运维|居民|教学|办公)[一-鿿]{2,3}[楼厦苑阁]\Z")
_WITH_KIND = "unlisted word with its kind"
_NO_BODY = re.compile(r".?[该本各全两几多一家子母总分省市县镇乡新老旧某的于对在与和是为被把族]|.{0,4}[家类型级]\Z")


def find_unlisted(text: str, edges: Sequence[int], is_word: Callable[[str], bool]) -> Iterator[Mention[Entity]]:
    """Places and bodies told by their kind alone: words that the dictionary does not list, with 县 or 公司."""
    for number in _before_kinds(text, edges):
        start, end, after = edges[number], edges[number + 1], edges[min(number + 2, len(edges) - 1)]
        word, following = text[start:end], text[end:after]
        if not 2 <= end - start <= 5 or not HAN.match(word) or is_word(word):
            continue
        if _UNLISTED_PLACE.match(word) or _UNLISTED_HOUSE.match(word):
            yield named(text, (start, end), "LOC", _WITH_KIND, GUESSED)
        elif following in _DIVISIONS and not _NO_BODY.match(word):
            yield named(text, (start, after), "LOC", _WITH_KIND, GUESSED)
        elif following in _BODIES and not _NO_BODY.match(word):
            yield named(text, (start, after), "ORG", _WITH_KIND, GUESSED)


def _before_kinds(text: str, edges: Sequence[int]) -> list[int]:
    """The numbers of the words that end in a kind of place or stand before a word that begins with a kind."""
    at = {bisect_right(edges, match.start()) - 1 for match in _KIND.finditer(text)}
    return sorted({number for place in at for number in (place - 1, place) if 0 <= number < len(edges) - 1})
