"""Where everything stands: clauses, sentences, paragraphs and brackets counted per character, mentions as columns.

All distances of the binding are differences of these running counts, so that a whole article is measured with a
few array operations instead of a loop over pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any, cast

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.model import Mention

CLAUSE, SENTENCE, PARAGRAPH, OPEN, CLOSE, DIGIT, SPACE, HAN = 1, 2, 4, 8, 16, 32, 64, 128
_CLASSES = {
    CLAUSE: "，,；;：:。！？!?\n—、",
    SENTENCE: "。！？!?；;\n",
    PARAGRAPH: "\n",
    OPEN: "（(【〔［[",
    CLOSE: "）)】〕］]",
    DIGIT: "0123456789０１２３４５６７８９",
    SPACE: " \u3000\t",
}
_ENUMERATION = ord("、")
_TABLE = 0x10000


@dataclass(frozen=True, slots=True)
class Layout:
    """Running counts over the clean text; entry i counts the marks before character i (so there are N + 1)."""

    text: str
    clause: Ints
    sentence: Ints
    paragraph: Ints
    depth: Ints
    clause_start: Ints  # first character of the clause in which character i stands
    sentence_start: Ints
    paragraph_start: Ints
    starts: list[int]  # first character of each sentence


@dataclass(frozen=True, slots=True)
class Track:
    """Mentions of one sort as columns, in text order, with a running count of their starts per character."""

    start: Ints
    end: Ints
    before: Ints  # how many mentions start before character i

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one sort of thing, all whole numbers: one row a name, one entry a mention."""

    names: tuple[str, ...]
    rows: Ints

    def __getitem__(self, name: str) -> Ints:
        return cast(Ints, self.rows[columns_of(self.names, (name,))[0]])


Part = tuple[Table, Ints | None]  # what is known of some things, and which of them each row is of (None: its own)


@lru_cache(maxsize=1024)
def columns_of(names: tuple[str, ...], wanted: tuple[str, ...]) -> list[int]:
    """Where some names stand among others."""
    return [names.index(name) for name in wanted]


def table(names: tuple[str, ...], mentions: Sequence[tuple[int, ...]]) -> Table:
    """The table of these mentions, each given as its values in the order of the names."""
    values = np.fromiter(chain.from_iterable(mentions), dtype=np.int64, count=len(mentions) * len(names))
    return Table(names, values.reshape(len(mentions), len(names)).T)


@lru_cache(maxsize=1)
def _classes() -> "NDArray[np.uint8]":
    table = np.zeros(_TABLE, dtype=np.uint8)
    for bit, characters in _CLASSES.items():
        for character in characters:
            table[ord(character)] |= bit
    table[0x3400:0xA000] |= HAN
    return table


def lay_out_each(texts: Sequence[str]) -> list[Layout]:
    """The running counts of some texts, made end to end: a call of numpy costs as much for one of them."""
    joined = "".join(f"{text}\0" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _classes()[np.minimum(codes, _TABLE - 1)]
    starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
    clause = (kinds & CLAUSE > 0) & (codes != _ENUMERATION)
    around = np.zeros(len(kinds), dtype=bool)
    around[1:-1] = (kinds[:-2] & DIGIT > 0) & (kinds[2:] & DIGIT > 0)
    clause &= ~around  # 123,244.2 and 9:35 are one figure
    # A space between two Han words parts a headline: 本月樓宇買賣暫錄約6369宗 料按月增16.6%
    gap = np.zeros(len(kinds), dtype=bool)
    gap[1:-1] = (kinds[1:-1] & SPACE > 0) & (kinds[:-2] & DIGIT == 0) & (kinds[2:] & HAN > 0)
    gap[starts] = False
    clause |= gap
    sentence, paragraph = kinds & SENTENCE > 0, kinds & PARAGRAPH > 0
    depth = np.cumsum((kinds & OPEN > 0).astype(np.int64) - (kinds & CLOSE > 0))
    counts = [_running(marks) for marks in (clause, sentence, paragraph)]
    latest = [_latest(marks) for marks in (clause, sentence, paragraph)]
    begun = np.flatnonzero(sentence) + 1
    return [_part(text, start, counts, latest, (depth, begun)) for text, start in zip(texts, starts, strict=True)]


def _part(text: str, start: int, counts: list[Ints], latest: list[Ints], others: tuple[Ints, Ints]) -> Layout:
    """The layout of one of the texts, which begins at `start`, from what was counted over all of them."""
    (depth, begun), end = others, start + len(text)
    clause, sentence, paragraph = (column[start : end + 1] - column[start] for column in counts)
    starts = [np.maximum(column[start : end + 1] - start, 0) for column in latest]
    inside = np.zeros(len(text) + 1, dtype=np.int64)
    inside[1:] = depth[start:end] - (depth[start - 1] if start else 0)
    first, last = np.searchsorted(begun, (start, end + 1)).tolist()
    return Layout(
        text=text,
        clause=clause,
        sentence=sentence,
        paragraph=paragraph,
        depth=np.clip(inside, 0, 3),
        clause_start=starts[0],
        sentence_start=starts[1],
        paragraph_start=starts[2],
        starts=[0, *(begun[first:last] - start).tolist()],
    )


def _running(marks: Bools) -> Ints:
    counts = np.zeros(len(marks) + 1, dtype=np.int64)
    np.cumsum(marks, out=counts[1:])
    return counts


def _latest(marks: Bools) -> Ints:
    starts = np.append(0, np.flatnonzero(marks) + 1)
    return np.repeat(starts, np.diff(starts, append=len(marks) + 1))


def tracks(sorts: Sequence[Sequence[Mention[Any]]], length: int) -> list[Track]:
    """The columns of each sort of mentions in a text of `length` characters."""
    width = length + 2
    placed = [edges_of(mentions) for mentions in sorts]
    marks = np.concatenate([start + (row * width + 1) for row, (start, _) in enumerate(placed)])
    before = np.bincount(marks, minlength=len(sorts) * width).reshape(-1, width).cumsum(axis=1)
    return [Track(*edges, count) for edges, count in zip(placed, before, strict=True)]


def edges_of(mentions: Sequence[Mention[Any]]) -> tuple[Ints, Ints]:
    """Where these mentions start, and where they end."""
    starts, ends = [m.start for m in mentions], [m.end for m in mentions]
    return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def title_of(text: str) -> int:
    """The end of the headline: the first line, if it is short enough to be one."""
    end = text.find("\n", 0, 81)
    return max(end, 0)
