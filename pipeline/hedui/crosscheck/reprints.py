"""Which paragraph reprints which: the first earlier one that is the same and reprints none itself."""

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, groupby, islice
from typing import TYPE_CHECKING

from hedui.crosscheck.prints import HASHES, SAME_PARAGRAPH, band_keys

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.int64]

# So many earlier paragraphs that share a band of hashes are compared with a paragraph.
MOST_LIKE = 50
_AT_ONCE = 200  # paragraphs of an article that are compared at once, each with so many


def first_like(hashes: bytes, others: Sequence[bytes]) -> int | None:
    """The number of the first of some prints that is of the same paragraph."""
    if not others:
        return None
    import numpy as np

    table = np.frombuffer(b"".join(others), dtype=np.int64).reshape(len(others), HASHES)
    return _first(_alike(table, np.frombuffer(hashes, dtype=np.int64)))


def _alike(some: "Table", others: "Table") -> "NDArray[np.bool_]":
    alike: NDArray[np.bool_] = (some == others).sum(axis=1) >= SAME_PARAGRAPH * HASHES
    return alike


def _first(true: "NDArray[np.bool_]") -> int | None:
    first = int(true.argmax()) if len(true) else 0
    return first if len(true) and true[first] else None


def reprinted(prints: bytes | bytearray, articles: Sequence[int], ranks: Sequence[int]) -> list[int | None]:
    """For each paragraph the number of the one that it reprints, None where it leads.

    `prints` holds the minimal hashes of all, oldest paragraph first and those of an article together; `articles`
    says whose each is.  Among the earlier leaders that share a band the first few by `ranks` are looked at.
    """
    import numpy as np

    table = np.frombuffer(prints, dtype=np.int64).reshape(len(ranks), HASHES)
    by_rank = np.argsort(np.array(ranks, dtype=np.int64))
    models: list[int | None] = []
    shared = _shared(prints)
    for _, of_one in groupby(articles):  # an article's paragraphs have nothing to do with one another
        bands = list(islice(shared, sum(1 for _ in of_one)))
        near = [sorted(set().union(*(band[:MOST_LIKE] for band in some)))[:MOST_LIKE] for some in bands]
        for start in range(0, len(near), _AT_ONCE):
            models += _models(table, len(models), by_rank, near[start : start + _AT_ONCE])
        for number, some in enumerate(bands, len(models) - len(bands)):
            if models[number] is None:
                for band in some:
                    insort(band, ranks[number])
    return models


def _models(
    table: "Table", first: int, by_rank: "NDArray[np.int64]", near: Sequence[Sequence[int]]
) -> Iterator[int | None]:
    """For some paragraphs, from the first on, the number of the first one near that is the same."""
    import numpy as np

    sizes = list(map(len, near))
    like = by_rank[np.fromiter(chain.from_iterable(near), dtype=np.int64)]
    alike = _alike(table[like], table[first : first + len(near)].repeat(sizes, axis=0))
    for size, end in zip(sizes, accumulate(sizes), strict=True):
        found = _first(alike[end - size : end])
        yield None if found is None else int(like[end - size + found])


def _shared(prints: bytes | bytearray) -> Iterator[list[list[int]]]:
    """For each paragraph the bands that others have too, each as the list of those that lead, empty as yet."""
    columns = []
    for column in band_keys(prints).T:
        keys = column.tolist()
        leaders: dict[int, list[int]] = {key: [] for key, times in Counter(keys).items() if times > 1}
        columns.append([leaders.get(key) for key in keys])
    for row in zip(*columns, strict=True):
        yield [band for band in row if band is not None]
