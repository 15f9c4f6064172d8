"""jieba inside spaCy: CleanText -> Doc, with doc.text equal to the text, always.

Numbers and Latin or digit codes are one token each (jieba cuts 23.4% and 123,244.2 in two), so only runs of
Han characters are given to jieba.  The finders ask a text for its words alone, so the flow hands them `Words`; the
Doc is made of these where one is asked for (`Reading.doc`, `load_tokenizer`), and spaCy is imported only then:
that takes longer than to load all models.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hedui.arrays import Ints, np

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A number with its separators, a code of Latin letters and digits, a run of Han, white space, or one mark.
# A comma is part of a number only before exactly three digits: 云燧i10,2021年 holds no 10,2021.  Possessive, so
# that 896GB never falls apart into 89 and 6GB.  jieba's HMM is quadratic in the length of a run: 256 at most.
_HAN = re.compile(r"([㐀-鿿〇]{1,256}+)")
_PIECE = re.compile(
    r"[0-9]{1,64}+(?:,[0-9]{3}(?![0-9])){0,16}+(?:\.[0-9]{1,64}+){0,8}+(?![A-Za-z0-9])"
    r"|[A-Za-z0-9]{1,64}+(?:[-_.+&][A-Za-z0-9]{1,64}+){0,8}+"
    r"|\s{1,4096}+|.",
    re.DOTALL,
)
_SENTENCE_END = frozenset("。！？!?；;\n")
_CLOSING = frozenset("”’」』）)》】")
_ENDS = _SENTENCE_END | _CLOSING


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into its words, which join to it.

    `lengths` are those of the words, `starts` the numbers of the words that begin a sentence.
    """

    text: str
    words: list[str]
    lengths: Ints
    starts: list[int]


def word_lengths(doc: "Doc | Words") -> Ints:
    """The lengths of the words; they add up to the length of the text, a space that spaCy keeps apart included."""
    return doc.lengths if isinstance(doc, Words) else _lengths([token.text_with_ws for token in doc])


def _lengths(words: list[str]) -> Ints:
    return np.fromiter(map(len, words), dtype=np.int64, count=len(words))


@lru_cache(maxsize=1)
def load_cutter() -> Callable[[str], Words]:
    """A function from text to its words.  Loads the dictionary once."""
    segment = load_segmenter()

    def cut(text: str) -> Words:
        words, starts = _words(text, segment)
        return Words(text, words, _lengths(words), starts)  # measured while they are in the cache

    return cut


@lru_cache(maxsize=1)
def load_tokenizer() -> Callable[[str], "Doc"]:
    """The tokenizer: a function from text to a spaCy Doc with sentence starts set."""
    cut = load_cutter()
    return lambda text: doc_of(cut(text))


def doc_of(cut: Words) -> "Doc":
    """The spaCy Doc that holds the words, with a vocabulary of its own.  Imports spaCy."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    size, begins = len(cut.words), {0, *cut.starts}
    flags: list[bool | int | None] = [number in begins for number in range(size)]
    return Doc(Vocab(), words=cut.words, spaces=[False] * size, sent_starts=flags)


def load_segmenter() -> Callable[[str], Iterable[str]]:
    """A function from a run of Han characters to its words: jieba's own result, by rjieba where it is installed.

    On runs of nothing but Han the two agree word for word (70,698 distinct runs of news and test suites), and
    rjieba takes a sixteenth of the time; they differ in Latin letters and digits, which neither gets to see.
    """
    try:
        import rjieba

        return rjieba.cut
    except ImportError:
        return load_reference()


def load_reference() -> Callable[[str], Iterable[str]]:
    """jieba itself, in a tokenizer of its own: the module's dictionary is process-wide."""
    import jieba

    jieba.setLogLevel(60)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    cut: Callable[[str], Iterable[str]] = segmenter.cut
    return cut


def _words(text: str, cut: Callable[[str], Iterable[str]]) -> tuple[list[str], list[int]]:
    """The words of a text, and the numbers of those that begin a sentence.

    Closing quotes, more marks and space belong to the sentence before.
    """
    words: list[str] = []
    starts: list[int] = []
    ended = True
    parts: list[str] = _HAN.split(text)  # what is no Han, a run, and so on by turns
    for others, run in zip(parts[::2], [*_runs(parts[1::2], cut), []], strict=True):
        for piece in others if len(others) < 2 else _PIECE.findall(others):
            at_end = piece in _ENDS or piece.isspace()
            if ended and not at_end:
                starts.append(len(words))
                ended = False
            words.append(piece)
            if at_end and not ended:
                ended = piece in _SENTENCE_END or "\n" in piece
        if ended and run:
            starts.append(len(words))
            ended = False
        words += run
    return words, starts


def _runs(runs: list[str], cut: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """The words of each run: a line each, which no word crosses, so that one call cuts them all."""
    words = [*cut("\n".join(runs)), "\n"]
    lines, start = [], 0
    for _ in runs:
        end = words.index("\n", start)
        lines.append(words[start:end])
        start = end + 1
    return lines
