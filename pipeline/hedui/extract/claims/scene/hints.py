"""What the words around a figure hint of its period: a fare is of this month, a season's goals of the year.

A linear model over the letters before and behind a figure and its unit tells how likely each shape of period is,
whatever periods the article names: a day, this month, last year, a quarter.  The ranker weighs it with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import accumulate
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from hedui.arrays import Floats, NDArray, np
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.layout import Table
from hedui.extract.claims.scene.shapes import HINT, SHAPES

if TYPE_CHECKING:
    Keys = NDArray[np.uint32]

MODEL = Path(__file__).parents[3] / "data" / "models" / "hints.npz"
BITS = 14  # of the keys that are told apart
_BACK, _NEAR, _AHEAD = 22, 12, 6  # characters before a figure, those of them told in threes, and those behind it
_PAD = _BACK + 3
_LEAST = 1e-3  # no shape is less likely
_STEPS = 20  # a decade of likelihood in as many steps


@dataclass(frozen=True, slots=True)
class Hints:
    """Weights (keys x shapes) and the bias of each shape; read-only, shared by all articles of a process."""

    weights: Floats
    bias: Floats

    def likelihood(self, keys: "Keys") -> Floats:
        """How likely each shape is, figures x shapes, from the keys of each figure."""
        total = self.weights.take(keys, axis=0).sum(axis=1) + self.bias
        told = np.exp(total - total.max(axis=1, keepdims=True))
        likely: Floats = told / told.sum(axis=1, keepdims=True)
        return likely


@lru_cache(maxsize=1)
def load_hints(path: Path = MODEL) -> Hints:
    """The shipped model."""
    with np.load(path, allow_pickle=False) as file:
        return Hints(file["weights"].astype(np.float32), file["bias"].astype(np.float32))


def hinted(scenes: Sequence[Scene], hints: Hints) -> list[Scene]:
    """The scenes with a column a shape for their figures: its likelihood on a scale of logarithms, from 0 up."""
    likely = np.maximum(hints.likelihood(keys_of(scenes)), _LEAST)
    rows = np.rint(_STEPS * (np.log10(likely) - np.log10(_LEAST))).astype(np.int64).T
    names = tuple(f"{HINT}{name}" for name in SHAPES)
    found, end = [], 0
    for scene in scenes:
        start, end, own = end, end + len(scene.figures), scene.figure
        kept = [i for i, name in enumerate(own.names) if not name.startswith(HINT)]
        known = tuple(own.names[i] for i in kept)
        table = Table((*known, *names), np.concatenate((own.rows[kept], rows[:, start:end])))
        found.append(replace(scene, figure=table))
    return found


def keys_of(scenes: Sequence[Scene]) -> "Keys":
    """What is seen of each figure of the scenes, one row a figure: letters in ones, twos and threes, and the unit.

    Those of the figure's clause are other keys than those before it; 0 is no key.  All digits are one.
    """
    texts = [scene.layout.text for scene in scenes]
    bases = list(accumulate((len(text) + _PAD for text in texts), initial=_PAD))
    points = _points(texts)
    start = np.concatenate([scene.figures.start + base for scene, base in zip(scenes, bases, strict=False)])
    end = np.concatenate([scene.figures.end + base for scene, base in zip(scenes, bases, strict=False)])
    sentence = np.concatenate([scene.layout.sentence_start[scene.figures.start] + base
                               for scene, base in zip(scenes, bases, strict=False)])  # fmt: skip
    unit = np.array([crc32(m.value.unit.encode()) for s in scenes for m in s.reading.quantities], dtype=np.uint32)
    before = start[:, None] - 1 - np.arange(_BACK)
    letters = np.where(before >= sentence[:, None], points[before], 0)
    behind = points[end[:, None] + np.arange(_AHEAD)]
    return _keys(letters, behind, unit[:, None])


def _points(texts: Sequence[str]) -> "Keys":
    gap = "\0" * _PAD
    joined = gap + "".join(text + gap for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    return np.where((points >= ord("0")) & (points <= ord("9")), np.uint32(ord("0")), points)


def _keys(letters: "Keys", behind: "Keys", unit: "Keys") -> "Keys":
    mark = reduce(or_, [letters == ord(mark) for mark in ",，、:：;；"])  # np.isin takes five times as long
    zone = np.logical_or.accumulate(mark, axis=1).astype(np.uint32)
    near, last = letters[:, :_NEAR], letters[:, :1]
    parts = (
        (near, (zone[:, :_NEAR],)),
        (letters[:, :-1], (zone[:, :-1], letters[:, 1:])),
        (near, (zone[:, :_NEAR], letters[:, 1 : _NEAR + 1], letters[:, 2 : _NEAR + 2])),
        (behind, ()),
        (behind[:, :-1], (behind[:, 1:],)),
        (unit, ()),
        (unit, (last,)),
        (unit, (last, letters[:, 1:2])),
        (unit, (last, behind[:, :1])),
    )
    found = [_mixed(number, first, *others) for number, (first, others) in enumerate(parts, 1)]
    return np.concatenate(found, axis=1)


def _mixed(number: int, first: "Keys", *others: "Keys") -> "Keys":
    """One key of these, 0 where the first is none."""
    key = np.full(first.shape, number, dtype=np.uint32)
    for column in (first, *others):
        key = (key ^ column) * np.uint32(0x01000193)
        key ^= key >> np.uint32(15)
    key *= np.uint32(0x85EBCA6B)
    key ^= key >> np.uint32(13)
    return np.where(first > 0, 1 + key % np.uint32((1 << BITS) - 1), 0).astype(np.uint32)
