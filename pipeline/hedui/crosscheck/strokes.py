"""Two writings that are one slip of the pen apart: a character changed, two neighbors exchanged, one lost."""

# Powers of ten that a figure may be off by.
MAX_POWER = 4


def changed_at(one: str, other: str) -> tuple[int, ...]:
    """Where two writings of one length differ: in one place or two exchanged neighbors; else empty."""
    if len(one) != len(other):
        return ()
    at = tuple(n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y)
    exchanged = len(at) == 2 and at[1] == at[0] + 1 and sorted(one) == sorted(other)
    return at if len(at) == 1 or exchanged else ()


def lacks_one(short: str, long: str) -> bool:
    """Whether a writing becomes the other by losing one character."""
    return len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
