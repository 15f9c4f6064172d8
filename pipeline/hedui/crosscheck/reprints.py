"""Which paragraph reprints which: the first earlier one that is the same and reprints none itself."""

from array import array
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, groupby

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.crosscheck.prints import BANDS, HASHES, SAME_PARAGRAPH, band_keys

# So many earlier paragraphs that share a band of hashes are compared with a paragraph.
MOST_LIKE = 50
_AT_ONCE = 200  # paragraphs of an article that are compared at once, each with so many


def first_like(hashes: bytes, others: Sequence[bytes]) -> int | None:
    """The number of the first of some prints that is of the same paragraph."""
    if not others:
        return None
    table = np.frombuffer(b"".join(others), dtype=np.int64).reshape(len(others), HASHES)
    alike = _alike(table, np.frombuffer(hashes, dtype=np.int64))
    first = int(alike.argmax())
    return first if alike[first] else None


def _same(one: bytes, other: bytes) -> bool:
    return one == other or first_like(one, [other]) is not None


def _alike(some: "Ints | NDArray[np.uint8]", others: "Ints | NDArray[np.uint8]") -> Bools:
    alike: Bools = (some == others).sum(axis=1) >= SAME_PARAGRAPH * HASHES
    return alike


def reprinted(prints: bytes, articles: Sequence[int], ranks: Sequence[int]) -> Sequence[int]:
    """For each paragraph the number of the one that it reprints, its own where it leads.

    `prints` holds the minimal hashes of all, oldest paragraph first and those of an article together; `articles`
    says whose each is.  Among the earlier leaders that share a band the first few by `ranks` are looked at.
    """
    each = [prints[at : at + 8 * HASHES] for at in range(0, len(prints), 8 * HASHES)]
    sketches = Sketches(len(each))
    sketches.add(prints)
    return sketches.models(articles, ranks, each.__getitem__)


class Sketches:
    """Paragraphs in little memory, 150 bytes each: a byte of each hash, and the keys of the `bands`, in rows."""

    def __init__(self, count: int) -> None:
        self._low = np.empty((count, HASHES), dtype=np.uint8)
        self.bands = np.empty((count, BANDS), dtype=np.int64)
        self._size = 0

    def add(self, prints: bytes) -> None:
        """Takes the next paragraphs in."""
        keys = band_keys(prints)
        here = slice(self._size, self._size + len(keys))
        self.bands[here] = keys
        self._low[here] = np.frombuffer(prints, dtype=np.int64).reshape(-1, HASHES)  # the low byte
        self._size += len(keys)

    def models(
        self, articles: Sequence[int], ranks: Sequence[int], print_of: Callable[[int], bytes]
    ) -> Sequence[int]:
        """`reprinted`, of all that were taken in; what seems to be the same is compared by its whole print."""
        groups, sizes = _groups(self.bands)
        leaders, models = _Leaders(sizes), array("i")
        by_rank = np.argsort(np.array(ranks, dtype=np.int32)).astype(np.int32)
        for _, of_one in groupby(articles):  # an article's paragraphs have nothing to do with one another
            first = len(models)
            bands = [[g for g in row if g >= 0] for row in groups[first : first + sum(1 for _ in of_one)].tolist()]
            near = [sorted(set().union(*map(leaders.of, some)))[:MOST_LIKE] for some in bands]
            for start in range(0, len(near), _AT_ONCE):
                models.extend(self._models(len(models), by_rank, near[start : start + _AT_ONCE], print_of))
            for number, some in enumerate(bands, first):
                if models[number] == number:
                    leaders.add(some, ranks[number])
        return models

    def _models(
        self,
        first: int,
        by_rank: "NDArray[np.int32]",
        near: Sequence[Sequence[int]],
        print_of: Callable[[int], bytes],
    ) -> Iterator[int]:
        """For some paragraphs, from the first on, the number of the first one near that is the same."""
        sizes = list(map(len, near))
        like = by_rank[np.fromiter(chain.from_iterable(near), dtype=np.int32)]
        alike = _alike(self._low[like], self._low[first : first + len(near)].repeat(sizes, axis=0))
        for number, size, end in zip(range(first, first + len(near)), sizes, accumulate(sizes), strict=True):
            seeming = like[end - size : end][alike[end - size : end]].tolist()
            mine = print_of(number) if seeming else b""
            yield next((n for n in seeming if _same(mine, print_of(n))), number)


class _Leaders:
    """Of each band the first few that lead in it, by rank: a row of one array for each, as long as it can get."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._ends = array("i", [0, *accumulate(min(size, MOST_LIKE) for size in sizes)])
        self._ranks = array("i", bytes(4 * self._ends[-1]))
        self._counts = array("i", bytes(4 * len(sizes)))

    def of(self, band: int) -> Sequence[int]:
        """Their ranks."""
        start = self._ends[band]
        return self._ranks[start : start + self._counts[band]]

    def add(self, bands: Sequence[int], rank: int) -> None:
        """One more leads in these bands."""
        ranks = self._ranks
        for band in bands:
            start, count = self._ends[band], self._counts[band]
            place, most = bisect(ranks, rank, start, start + count), self._ends[band + 1]
            if place == most:
                continue
            end = min(start + count, most - 1)
            ranks[place + 1 : end + 1] = ranks[place:end]
            ranks[place] = rank
            self._counts[band] = end + 1 - start


def _groups(keys: Ints) -> "tuple[NDArray[np.int32], list[int]]":
    """For each paragraph the numbers of its bands, -1 for those that no other has; how many have each."""
    groups, sizes = np.full(keys.shape, -1, dtype=np.int32), list[int]()
    for column in range(keys.shape[1]):
        _, number, count = np.unique(keys[:, column], return_inverse=True, return_counts=True)
        shared = count > 1
        name = np.where(shared, shared.cumsum() - 1 + len(sizes), -1).astype(np.int32)
        groups[:, column] = name[number]
        sizes += count[shared].tolist()
    return groups, sizes
