"""Long lists of a page: the first items stand in it, the rest are packed until somebody looks at them.

A browser reads thousands of findings and whole articles in a moment as compressed text, and builds only those that
are shown.  The items are finished HTML: what was escaped here stays escaped there.
"""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from msgspec import Struct

EACH = 40  # items of one chunk, which are unpacked together


class Shelf(Struct, frozen=True):
    """The items of one list: those shown at once, and the rest in chunks (gzip of a JSON list, as base64)."""

    name: str
    first: tuple[str, ...]
    chunks: tuple[str, ...]
    total: int
    each: int = EACH


def shelve(name: str, items: Iterable[str], first: int, most_bytes: int) -> Shelf:
    """The items of a list; what does not fit into `most_bytes` of packed text is left out of `total` too."""
    here = iter(items)
    shown = tuple(islice(here, first))
    chunks, total = [], len(shown)
    for group, chunk in _packed(here):
        most_bytes -= len(chunk)
        if most_bytes < 0:
            break
        chunks.append(chunk)
        total += group
    return Shelf(name, shown, tuple(chunks), total)


def _packed(items: Iterator[str]) -> Iterator[tuple[int, str]]:
    while group := list(islice(items, EACH)):
        content = msgspec.json.encode([item.encode("utf-8", "replace").decode() for item in group])
        yield len(group), b64encode(gzip.compress(content, 6, mtime=0)).decode()
