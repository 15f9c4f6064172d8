"""The words of a text with their classes, by jieba's dictionary: nouns, verbs, and what goes before a noun."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.extract.letters import Sheet, word_keys

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]

CLASSES = Path(__file__).parents[2] / "data" / "models" / "ner.npz"  # they lie beside the name recognizer
# The classes of jieba's dictionary in the order of their numbers, from 1.
_ORDER = (
    "a ad ag an b c d df dg e f g h i j k l m mg mq n ng nr nrfg nrt ns nt nz o p q r rg rr rz s t tg u ud ug uj "
    "ul uv uz v vd vg vi vn vq x y z zg"
)
_NUMBER = {tag: number for number, tag in enumerate(_ORDER.split(), 1)}
OTHER, NOUN, VERB, MODIFIER, JOINT = range(5)  # a joint is 的 within a phrase: 二次包装的比例
_KINDS = {
    NOUN: "n ng nz vn an nt ns nrt nr j s l i",
    VERB: "v vi vd vg",
    MODIFIER: "a b ad",  # 大型, 商业化: only with a noun behind
}
_OPEN_ENDS, _LEADING = "到至于为自里时是", "只仅才仍已将要会再该此这那各某每"
_PARTICLES = "是有为达在以要会计约至到各共仅由与和及把被将就又也才还再只超近逾过称使令"
_COMMON = frozenset(_NUMBER[tag] for tag in ["n", "vn", "b"])
_VERBS = frozenset(_NUMBER[tag] for tag in ["v", "vn", "vi"])


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Word class by hashed word, sorted by key: what jieba's dictionary says a word is."""

    keys: "Keys"
    classes: "NDArray[np.uint8]"
    fillers: "Keys"  # words that say nothing of what is measured: 累计, 领跑
    breaks: "Keys"  # words that end a phrase: 表示, 预计


@dataclass(frozen=True, slots=True)
class Nouns:
    """The words of a text or of a sheet: offsets (one more at the end), classes (0 is unknown) and kinds."""

    points: "Keys"  # of the characters
    starts: Ints
    classes: "Keys"
    kinds: "NDArray[np.uint8]"  # OTHER, NOUN, VERB, MODIFIER, JOINT

    def verb_before(self, end: int) -> int | None:
        """The start of the two-character verb that ends at `end`."""
        at = bisect_right(self.starts, end - 1) - 1
        if at < 0 or at + 1 >= len(self.starts) or self.starts[at + 1] != end or end - self.starts[at] != 2:
            return None
        return int(self.starts[at]) if int(self.classes[at]) in _VERBS else None

    def cut(self, start: int, end: int) -> bool:
        """Whether words of the dictionary go on over both ends of these characters: 实现 and 价格 over 现价."""
        words = [bisect_right(self.starts, at) - 1 for at in (start, end)]
        return all(
            self.starts[word] < at and self.classes[word] for word, at in zip(words, (start, end), strict=True)
        )

    def narrowing(self, end: int) -> int:
        """The start of the common nouns that end at `end` (游戏 in 游戏收入); `end` where there are none."""
        at, start = bisect_left(self.starts, end) - 1, end
        if at < 0 or self.starts[at + 1] != end:
            return end
        for i in range(at, max(-1, at - 3), -1):
            if int(self.classes[i]) not in _COMMON or self.starts[i + 1] - self.starts[i] < 2:
                break
            start = int(self.starts[i])
        return start


def nouns_on(sheet: Sheet, dictionary: Dictionary) -> Nouns:
    """The words of a sheet with their classes; what lies in its gaps is no word."""
    starts = np.append(sheet.starts, len(sheet.points))
    classes = word_classes(sheet.words, dictionary)
    kinds = _kinds()[classes]
    kinds[(classes == 0) & _spelled(sheet, starts)] = NOUN
    kinds[(sheet.points[sheet.starts] == ord("的")) & (sheet.ends - sheet.starts == 1)] = JOINT
    # 跌到, 属于: what follows is their object; 只花, 仅够; 要摇, 这批, 馆里 are in no dictionary
    empty = is_one_of(_OPEN_ENDS)[sheet.points[sheet.ends - 1]]
    empty |= is_one_of(_LEADING)[sheet.points[sheet.starts]]
    kinds[((kinds == VERB) | (classes == 0)) & (kinds != OTHER) & empty] = MODIFIER
    alone = (sheet.ends - sheet.starts == 1) & is_one_of(_PARTICLES)[sheet.points[sheet.starts]]
    kinds[alone] = OTHER  # 成绩是, 产品约, 赞成方以: what joins a name to its figure is no part of it
    kinds[among(sheet.words, dictionary.fillers)] = MODIFIER  # 累计票房 is a phrase, 累计 is none
    kinds[among(sheet.words, dictionary.breaks)] = OTHER  # 说, 预计, 超过: no part of a name
    kinds[sheet.gaps] = OTHER
    return Nouns(sheet.points, starts, classes, kinds)


def nouns_of_each(nouns: Nouns, sheet: Sheet) -> list[Nouns]:
    """The words of each text of a sheet, in the text's own coordinates."""
    return [
        Nouns(
            nouns.points[first:last],
            nouns.starts[begin : end + 1] - first,
            nouns.classes[begin:end],
            nouns.kinds[begin:end],
        )
        for (first, last), (begin, end) in zip(sheet.characters, sheet.spans, strict=True)
    ]


def among(words: "Keys", listed: "Keys") -> Bools:
    """Which words are in a short sorted list: a sixth of the time of np.isin, which sorts them all."""
    if not len(listed):
        return np.zeros(len(words), dtype=bool)
    found: Bools = listed[np.searchsorted(listed[:-1], words)] == words
    return found


def _spelled(sheet: Sheet, starts: Ints) -> Bools:
    """The words of letters and Han characters alone, without digits, numerals and marks."""
    sorts = sheet.sorts
    wrong = np.concatenate(([0], np.cumsum((sorts == 0) | (sorts == 2) | (sorts > 4))))
    spelled: Bools = wrong[starts[1:]] == wrong[starts[:-1]]
    return spelled


def load_dictionary(fillers: Sequence[str] = (), breaks: Sequence[str] = (), path: Path = CLASSES) -> Dictionary:
    """jieba's word classes by hashed word, the words that name nothing, and those that end a phrase."""
    with np.load(path, allow_pickle=False) as file:
        return Dictionary(file["dictionary_keys"], file["dictionary_classes"], _keys_of(fillers), _keys_of(breaks))


def _keys_of(words: Sequence[str]) -> "Keys":
    points = np.frombuffer("".join(words).encode("utf-32-le"), dtype="<u4")
    ends = np.cumsum([len(word) for word in words], dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64) if len(words) else ends
    return np.sort(word_keys(points, starts, ends))


def word_classes(words: "Keys", dictionary: Dictionary) -> "Keys":
    """The class of each hashed word, 0 for those the dictionary does not list."""
    place = np.minimum(np.searchsorted(dictionary.keys, words), len(dictionary.keys) - 1)
    classes: Keys = np.where(dictionary.keys[place] == words, dictionary.classes[place], 0).astype(np.uint32)
    return classes


@lru_cache(maxsize=8)
def is_one_of(spelled: str) -> Bools:
    """For each code point of a sheet whether it is one of these characters: looked up, not compared."""
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(character) for character in spelled]] = True
    return table


@lru_cache(maxsize=1)
def _kinds() -> "NDArray[np.uint8]":
    table = np.zeros(len(_NUMBER) + 1, dtype=np.uint8)
    for kind, tags in _KINDS.items():
        table[[_NUMBER[tag] for tag in tags.split()]] = kind
    return table
