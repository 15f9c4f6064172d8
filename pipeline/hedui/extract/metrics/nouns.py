"""Where the noun phrases of a text are, by jieba's word classes: what stands by a figure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedui.extract.letters import Sheet, sheet_of_docs
from hedui.extract.metrics.labeler import load_dictionary, word_classes
from hedui.extract.metrics.words import MetricWords
from hedui.tokenizer import text_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Keys = NDArray[np.uint32]

# The classes of jieba's dictionary in the order of their numbers, from 1.
_ORDER = (
    "a ad ag an b c d df dg e f g h i j k l m mg mq n ng nr nrfg nrt ns nt nz o p q r rg rr rz s t tg u ud ug uj "
    "ul uv uz v vd vg vi vn vq x y z zg"
)
_NUMBER = {tag: number for number, tag in enumerate(_ORDER.split(), 1)}
_NOUN = frozenset(_NUMBER[tag] for tag in ["n", "ng", "nz", "vn", "an", "nt", "ns", "nrt", "j"])
_BEFORE_NOUN = frozenset(_NUMBER[tag] for tag in ["a", "b", "ad"])  # 大型, 商业化: only with a noun behind
_VERB = frozenset(_NUMBER[tag] for tag in ["v", "vn", "vi"])
_COMMON = frozenset(_NUMBER[tag] for tag in ["n", "vn", "b"])
_ODD = frozenset(_NUMBER[tag] for tag in ["zg", "g", "x"])  # 车 and other common characters
_MOST = 4  # words of a phrase


@dataclass(frozen=True, slots=True)
class Nouns:
    """The words of a text: their offsets, with one more at the end, and their classes (0 is unknown)."""

    text: str
    starts: list[int]
    classes: list[int]

    def end_from(self, start: int) -> int:
        """The end of the noun phrase that begins right at `start`; `start` itself where there is none."""
        at, end = bisect_left(self.starts, start), start
        if at >= len(self.classes) or self.starts[at] != start:
            return start
        for i in range(at, min(at + _MOST, len(self.classes))):
            if self._noun(i):
                end = self.starts[i + 1]
            elif self._compound(i):
                end = self.starts[i + 2]
            elif self.classes[i] not in _BEFORE_NOUN and self.starts[i] >= end:
                break
        return end

    def pair_end(self, text: str, end: int) -> int:
        """The end with a second noun joined by 和 (国家和地区), else `end`."""
        if text[end : end + 1] not in ("和", "及", "与"):
            return end
        return max(end, self.end_from(end + 1))

    def verb_before(self, end: int) -> int | None:
        """The start of the two-character verb that ends at `end`."""
        at = bisect_right(self.starts, end - 1) - 1
        if at < 0 or at + 1 >= len(self.starts) or self.starts[at + 1] != end or end - self.starts[at] != 2:
            return None
        return self.starts[at] if self.classes[at] in _VERB else None

    def narrowing(self, end: int) -> int:
        """The start of the common nouns that end at `end` (游戏 in 游戏收入); `end` where there are none."""
        at, start = bisect_left(self.starts, end) - 1, end
        if at < 0 or self.starts[at + 1] != end:
            return end
        for i in range(at, max(-1, at - 3), -1):
            if self.classes[i] not in _COMMON or self.starts[i + 1] - self.starts[i] < 2:
                break
            start = self.starts[i]
        return start

    def verb_led(self, start: int) -> int:
        """The end of a verb and its noun that name a thing (采购协议); `start` where it is none."""
        at = bisect_left(self.starts, start)
        if at + 2 >= len(self.starts) or self.starts[at] != start or self.classes[at] not in _VERB:
            return start
        noun = self.starts[at + 1]
        end = self.end_from(noun)
        return end if end - noun > 1 and noun - start == 2 and self.text[end : end + 1] != "的" else start

    def _compound(self, i: int) -> bool:
        """Whether a verb and a one-character noun make a word: 摆渡车, 运输船."""
        return (
            self.classes[i] in _VERB
            and i + 2 < len(self.starts)
            and self.starts[i + 2] - self.starts[i + 1] == 1
            and self.classes[i + 1] in _NOUN | _ODD
        )

    def _noun(self, i: int) -> bool:
        if self.classes[i] in _NOUN:
            return True
        word = self.text[self.starts[i] : self.starts[i + 1]]
        return self.classes[i] == 0 and (len(word) > 1 or word.isalpha()) and word.isalnum() and not word.isdigit()


def nouns_of(doc: "Doc", words: MetricWords) -> Nouns:
    """The words of a document with their classes."""
    sheet = sheet_of_docs([doc])
    (nouns,) = nouns_on([text_of(doc)], sheet, classes_on(sheet, words))
    return nouns


def nouns_on(texts: Sequence[str], sheet: Sheet, classes: "Keys") -> list[Nouns]:
    """The words of each text of a sheet, whose words are of these classes."""
    starts, kinds = sheet.starts.tolist(), classes.tolist()
    return [
        Nouns(text, [start - first for start in starts[begin : end + 1]], kinds[begin:end])
        for text, (first, _), (begin, end) in zip(texts, sheet.characters, sheet.spans, strict=True)
    ]


def classes_on(sheet: Sheet, words: MetricWords) -> "Keys":
    """The class of each word of a sheet."""
    dictionary = words.labeler.dictionary if words.labeler is not None else load_dictionary()
    return word_classes(sheet.words, dictionary)
