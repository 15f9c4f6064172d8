"""What the user reads, in Chinese and in English.

    words.csv        the words of reports, desk and terminal by key, in both languages
    kinds.csv        the English of the kinds of findings by their Chinese titles, of which a kind can have several
    sentences.csv    the English of whole sentences: help, errors, reasons
    parser.csv       the Chinese of what the parser of the command line says
    libraries.csv    the Chinese of what libraries say, which stands within a sentence

Sentences are written in Chinese where they arise, so that the files of a run are the same bytes in every language;
only what is shown is put into the reader's.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

_HERE = Path(__file__).parent
_COUNTED = re.compile(r"(\{(\w{1,20})\}[^{}()]{1,40})\(s\)")
_HAN = re.compile("[一-鿿]")
_LATIN = re.compile("[A-Za-z]{2}")
_GAP = re.compile(r"\{\d\}")
_FOLDED = str.maketrans("，：；（）", ",:;()")  # the sentences write both

Sentences = tuple[tuple[tuple[str, ...], str], ...]


class Language(StrEnum):
    """The language of what is printed."""

    zh = "zh"
    en = "en"


class Phrase(str):
    """A row's words in one language; "{count} outlet(s)" is "1 outlet" or "2 outlets" once the count is known."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """The words with the values in their places."""
        told = _COUNTED.sub(lambda m: m[1] if str(values.get(m[2])) == "1" else f"{m[1]}s", self)
        return str.format(told, *args, **values)


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of one language by key."""
    told = {row["key"]: row[language] for row in _rows("words.csv")}
    return MappingProxyType({key: Phrase(text) if _COUNTED.search(text) else text for key, text in told.items()})


@cache
def kinds() -> Mapping[str, Mapping[str, str]]:
    """The English of the kinds of findings by their Chinese titles: `kind` in a few words, and the `reason`."""
    return {row["title"]: row for row in _rows("kinds.csv")}


def sentence_in(sentence: str, language: str) -> str:
    """A Chinese sentence of ours in a language; as it is where it is not known.

    What stands in for {0} (a number, a name, a message of a library) stays, unless it is a sentence itself.
    """
    if language == "zh":
        return _without_english(sentence)
    if not _HAN.search(sentence):
        return sentence.replace("、", ", ").replace("。", ".")
    return _translated(sentence, language, _sentences("sentences.csv", "zh", "en"))


def parser_in(sentence: str, language: str) -> str:
    """An English sentence of the parser of the command line in a language; as it is where it is not known."""
    if language == "en":
        return sentence
    return _translated(sentence, language, _sentences("parser.csv", "en", "zh"))


def _without_english(sentence: str) -> str:
    """A Chinese sentence with what a library says in it in Chinese too, as far as that is known."""
    if _LATIN.search(sentence):
        for pieces, told in _libraries():
            if all(piece in sentence for piece in pieces):
                sentence = _pattern(pieces).sub(lambda found, told=told: told.format(*found.groups()), sentence)  # type: ignore[misc]
    return sentence


@cache
def _libraries() -> Sentences:
    return tuple((tuple(_GAP.split(row["en"])), row["zh"]) for row in _rows("libraries.csv"))


def _translated(sentence: str, language: str, sentences: Sentences) -> str:
    plain, inner = sentence.translate(_FOLDED), sentence_in if language == "en" else parser_in
    for pieces, told in sentences:
        if all(piece in plain for piece in pieces) and (found := _pattern(pieces).fullmatch(plain)):
            gaps = (sentence[slice(*found.span(n))] for n in range(1, len(pieces)))
            return told.format(*(inner(gap, language) for gap in gaps))
    return sentence


@cache
def _sentences(table: str, of: str, into: str) -> Sentences:
    """What stands between the gaps of each sentence, in the other language; those that say most come first."""
    rows = [(tuple(_GAP.split(row[of].translate(_FOLDED))), row[into]) for row in _rows(table)]
    return tuple(sorted(rows, key=lambda row: -sum(map(len, row[0]))))


@cache
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(.{0,1000}?)".join(map(re.escape, pieces)), re.DOTALL)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
