"""Names known by their form: works in 《》, Latin companies, numbered craft."""

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from hedui.extract.entities.spans import named
from hedui.extract.openings import Rare
from hedui.model import Entity, Mention
from hedui.wordlists import compile_words

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
