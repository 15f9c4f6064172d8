"""Prints of paragraphs: MinHash over character 5-grams, by which reposts and spliced paragraphs are known."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import eq

from hedui.arrays import Ints, np
from hedui.model import Claim, CleanText

Print = tuple[int, ...]

NGRAM, HASHES, ROWS = 5, 32, 4
BANDS = HASHES // ROWS
# Below this length two paragraphs are alike by chance (stock phrases, bylines).
MIN_CHARS = 24
# Jaccard of the 5-grams, estimated from 32 hashes: a repost with a few words changed stays above, a retelling of
# the same facts below (0.1 to 0.3).
SAME_PARAGRAPH = 0.6
_MIX = 0x9E3779B97F4A7C15  # odd: 2^64 over the golden ratio
_BLOCK = 16_384  # hashes at once: few calls for a short text, and a long one stays in the cache
_PRIME = (1 << 31) - 1
_FACTORS = tuple((1103515245 * (n + 1) + 12345) % _PRIME | 1 for n in range(HASHES))
_OFFSETS = tuple((69069 * (n + 7) + 1) % _PRIME for n in range(HASHES))


def paragraph_prints(clean: CleanText) -> tuple[Print, ...]:
    """One tuple a paragraph of some length: raw start, raw end, then 32 minimal hashes."""
    (prints,) = _prints_of([(clean, _paragraphs(clean.text))])
    return prints


def prints_told(clean: CleanText, claims: Iterable[Claim]) -> tuple[Print, ...]:
    """The prints of the paragraphs that hold a claim: where the others come from is asked by nobody."""
    (prints,) = prints_told_each([(clean, claims)])
    return prints


def prints_told_each(articles: Iterable[tuple[CleanText, Iterable[Claim]]]) -> list[tuple[Print, ...]]:
    """The same for some articles, in less time where they are short."""
    return _prints_of([(clean, _told(clean, claims)) for clean, claims in articles])


def _told(clean: CleanText, claims: Iterable[Claim]) -> list[tuple[int, int]]:
    """The paragraphs that hold a claim."""
    starts = sorted({claim.span.start for claim in claims})
    bounds = [(place, clean.raw_span(*place)) for place in _paragraphs(clean.text)] if starts else []
    return [place for place, raw in bounds if bisect_left(starts, raw.start) < bisect_left(starts, raw.end)]


def _prints_of(articles: Sequence[tuple[CleanText, Sequence[tuple[int, int]]]]) -> list[tuple[Print, ...]]:
    table = iter(_minimal([clean.text[start:end] for clean, places in articles for start, end in places]))
    found = []
    for clean, places in articles:
        spans = (clean.raw_span(*place) for place in places)
        found.append(tuple((raw.start, raw.end, *next(table)) for raw in spans))
    return found


def _minimal(paragraphs: Sequence[str]) -> list[list[int]]:
    """The minimal hashes of each paragraph."""
    if not paragraphs:
        return []
    codes = np.frombuffer("".join(paragraphs).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    grams = _grams(codes.astype(np.int64))
    ends = list(accumulate(map(len, paragraphs)))
    starts = np.array(
        [edge for first, last in zip([0, *ends], ends, strict=False) for edge in (first, last - NGRAM + 1)]
    )
    factors, offsets = np.array(_FACTORS)[:, None], np.array(_OFFSETS)[:, None]
    step = max(1, _BLOCK // len(grams))
    blocks = [
        np.minimum.reduceat(_rest(grams * factors[n : n + step] + offsets[n : n + step]), starts, axis=1)
        for n in range(0, HASHES, step)
    ]
    table: list[list[int]] = np.concatenate(blocks)[:, ::2].T.tolist()
    return table


def _grams(codes: Ints) -> Ints:
    """A hash of every run of five characters, with a tail so that every index is valid."""
    total = np.zeros(len(codes) + 1, dtype=np.int64)
    size = len(codes) - NGRAM + 1
    for place in range(NGRAM):
        total[:size] = _rest(total[:size] * 131071 + codes[place : place + size])
    return total


def _rest(values: Ints) -> Ints:
    """The values modulo 2^31 - 1, in place: added up in pieces of 31 bits, which takes a third of a division."""
    high = values >> 31
    values &= _PRIME
    values += high
    high = values >> 31
    values &= _PRIME
    values += high
    values[values == _PRIME] = 0
    return values


def _paragraphs(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line.strip()) >= MIN_CHARS:
            bounds.append((start, end))
        start = end + 1
    return bounds


def band_keys(prints: bytes | bytearray) -> Ints:
    """The keys under which like paragraphs meet: for each of some packed prints (row) one a band of hashes.

    64 bits, so that two bands never meet by accident; the number of the band is part of them.
    """
    hashes = np.frombuffer(prints, dtype=np.uint64).reshape(-1, BANDS, ROWS)
    keys = np.tile(np.arange(1, BANDS + 1, dtype=np.uint64), (len(hashes), 1))
    for row in range(ROWS):
        keys = (keys ^ hashes[:, :, row]) * _MIX
        keys ^= keys >> np.uint64(32)
    return keys.view(np.int64)


def packed(hashes: Print) -> bytes:
    """Minimal hashes as bytes."""
    return array("q", hashes).tobytes()


def unpacked(data: bytes) -> Print:
    """The minimal hashes again."""
    hashes = array("q")
    hashes.frombytes(data)
    return tuple(hashes)


def similarity(a: Sequence[int], b: Sequence[int]) -> float:
    """The share of equal minimal hashes, an estimate of the Jaccard index."""
    same: int = sum(map(eq, a, b))
    return same / HASHES
