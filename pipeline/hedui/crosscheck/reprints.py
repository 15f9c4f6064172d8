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
    numbers = np.empty(len(ranks), dtype=np.int64)
    numbers[list(ranks)] = np.arange(len(ranks))
    leaders: dict[tuple[int, int], list[int]] = {}  # the ranks of those that lead, by the bands that several share
    models: list[int | None] = []
    first = 0
    for number, shared in enumerate(_shared(prints, len(ranks))):
        first = number if articles[number] != articles[first] else first
        bands = [leaders.setdefault(band, []) for band in shared]
        most = MOST_LIKE + number - first  # those of the same article do not count
        near = sorted({rank for band in bands for rank in band[:most]})
        like = [n for n in numbers[near].tolist() if n < first][:MOST_LIKE] if near else []
        found = _first(table[like] == table[number]) if like else None
        models.append(None if found is None else like[found])
        if found is None:
            for band in bands:
                insort(band, ranks[number])
    return models


def _shared(prints: bytes, count: int) -> Iterator[list[tuple[int, int]]]:
    """The bands of each paragraph that others have too."""
    columns = []
    for start in range(0, 8 * HASHES, _BAND):
        keys = [prints[at : at + _BAND] for at in range(start, 8 * HASHES * count, 8 * HASHES)]
        known: dict[bytes, int] = {}
        column = [known.setdefault(key, len(known)) for key in keys]
        often = Counter(column)
        columns.append([key if often[key] > 1 else -1 for key in column])
    for row in zip(*columns, strict=True):
        yield [(n, key) for n, key in enumerate(row) if key >= 0]
