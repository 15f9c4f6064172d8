"""How alike texts are: cosines of their TF-IDF vectors over sequences of characters, and groups of like ones.

What scikit-learn computes for the same texts, by scipy alone: scikit-learn takes 1.5 s of CPU to import, which is
longer than a hundred articles take to be read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

GRAMS = (2, 3, 4)  # characters in a sequence
_SPACES = re.compile(r"\s{2,4096}")
_MIX = 0x9E3779B97F4A7C15  # odd: 2^64 over the golden ratio


def groups_of(texts: Sequence[str], held: tuple[int, int], near: float) -> list[int]:
    """The number of the group of each text: groups are joined while their mean cosine is above `near`.

    What tells texts apart are the sequences of characters that from `held[0]` to `held[1]` texts hold.
    """
    if len(texts) < 2:
        return [0] * len(texts)
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    apart = 1.0 - cosines(texts, held)
    pairs = np.clip(apart[np.triu_indices(len(texts), 1)], 0.0, None)
    groups: list[int] = fcluster(linkage(pairs, "average"), 1.0 - near, "distance").tolist()
    return groups


def cosines(texts: Sequence[str], held: tuple[int, int]) -> "NDArray[np.float32]":
    """The cosine of each text (row) with each (column); 0 for a text that none of the sequences stands in."""
    import numpy as np
    from scipy.sparse import hstack

    vectors = hstack(list(_weights(texts, held)), format="csr")
    lengths = np.sqrt(vectors.power(2).sum(axis=1))
    vectors.data /= np.maximum(lengths, np.finfo(np.float32).tiny).repeat(np.diff(vectors.indptr))
    cosine: NDArray[np.float32] = (vectors @ vectors.T).toarray()
    return cosine


def _weights(texts: Sequence[str], held: tuple[int, int]) -> "Iterator[csr_array]":
    """For each length the texts (rows) by their sequences: one plus the log of the count, times the rarity."""
    import numpy as np
    from scipy.sparse import csr_array

    even = [_SPACES.sub(" ", text.lower()) for text in texts]
    codes = np.frombuffer("".join(even).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    owner = np.arange(len(even), dtype=np.int32).repeat(list(map(len, even)))
    keys = codes
    for size in range(2, max(GRAMS) + 1):
        keys = keys[:-1] * np.uint64(_MIX) + codes[size - 1 :]
        if size not in GRAMS:
            continue
        whole = owner[: len(keys)] == owner[size - 1 :]
        known, column = np.unique(keys[whole], return_inverse=True)
        ones = np.ones(len(column), dtype=np.float32)
        counts = csr_array((ones, (owner[: len(keys)][whole], column)), shape=(len(even), len(known)))
        texts_with = np.bincount(counts.indices, minlength=len(known))
        kept = np.flatnonzero((texts_with >= held[0]) & (texts_with <= held[1]))
        counts = counts[:, kept]
        rarity = (np.log((1 + len(even)) / (1 + texts_with[kept])) + 1).astype(np.float32)
        counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
        yield counts
