"""Which paragraph reprints which: the first earlier one that is the same and reprints none itself."""

from bisect import insort
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hedui.crosscheck.prints import HASHES, ROWS, SAME_PARAGRAPH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# So many earlier paragraphs that share a band of hashes are compared with a paragraph.
MOST_LIKE = 50
_ENOUGH = SAME_PARAGRAPH * HASHES
_BAND = 8 * ROWS  # bytes


def first_like(hashes: bytes, others: Sequence[bytes]) -> int | None:
    """The number of the first of some prints that is of the same paragraph."""
    if not others:
        return None
    import numpy as np

    table = np.frombuffer(b"".join(others), dtype=np.int64).reshape(len(others), HASHES)
    return _first(table == np.frombuffer(hashes, dtype=np.int64))


def _first(same: "NDArray[np.bool_]") -> int | None:
    enough = same.sum(axis=1) >= _ENOUGH
    first = int(enough.argmax())
    return first if enough[first] else None


def reprinted(prints: bytes, articles: Sequence[int], ranks: Sequence[int]) -> list[int | None]:
    """For each paragraph the number of the one that it reprints, None where it leads.

    `prints` holds the minimal hashes of all, oldest paragraph first and those of an article together; `articles`
    says whose each is.  Among the earlier leaders that share a band the first few by `ranks` are looked at.
    """
    import numpy as np

    table = np.frombuffer(prints, dtype=np.int64).reshape(len(ranks), HASHES)
    by_rank = [0] * len(ranks)
    for number, rank in enumerate(ranks):
        by_rank[rank] = number
    models: list[int | None] = []
    first = 0
    for number, bands in enumerate(_shared(prints, len(ranks))):
        first = number if articles[number] != articles[first] else first
        most = MOST_LIKE + number - first  # those of the same article do not count
        near = sorted(set().union(*(band[:most] for band in bands)))
        like = [n for rank in near if (n := by_rank[rank]) < first][:MOST_LIKE]
        found = _first(table[like] == table[number]) if like else None
        models.append(None if found is None else like[found])
        if found is None:
            for band in bands:
                insort(band, ranks[number])
    return models


def _shared(prints: bytes, count: int) -> Iterator[list[list[int]]]:
    """For each paragraph the bands that others have too, each as the list of those that lead, empty as yet."""
    columns = []
    for start in range(0, 8 * HASHES, _BAND):
        keys = [prints[at : at + _BAND] for at in range(start, 8 * HASHES * count, 8 * HASHES)]
        often = Counter(keys)
        leaders: dict[bytes, list[int]] = {key: [] for key, times in often.items() if times > 1}
        columns.append([leaders.get(key) for key in keys])
    for row in zip(*columns, strict=True):
        yield [band for band in row if band is not None]
