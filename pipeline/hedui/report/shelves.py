"""Long lists of a page: the first items stand in it, the rest are packed until somebody looks at them.

A browser reads thousands of findings and whole articles in a moment as compressed text, and builds only those that
are shown.  The items are finished HTML: what was escaped here stays escaped there.

A chunk carries a seal of all that decides what is in it, by which the next page takes it over from the last one:
one article more changes few of them.
"""

import gzip
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

import msgspec
from msgspec import Struct

EACH = 40  # items of one chunk, which are unpacked together
_SEAL = 16  # bytes of a digest


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: what decides how it looks, and what makes it."""

    seen: object
    make: Callable[[], str]


class Chunk(Struct, frozen=True):
    """Some items: gzip of a JSON list, as base64; the seal is a digest of what decides them, and one of both."""

    seal: str
    packed: str


class Shelf(Struct, frozen=True):
    """The items of one list: those shown at once, and the rest in chunks."""

    name: str
    first: tuple[str, ...]
    chunks: tuple[Chunk, ...]
    total: int
    each: int = EACH


class Pieces:
    """The chunks of the page that was written last, by what decided them.

    `engine` stands for all that makes an item besides: the code, the templates and the words.
    """

    def __init__(self, engine: str = "", page: str = "") -> None:
        self._engine = engine.encode()
        self._known: dict[str, Chunk] = {}
        for part in page.split('data-seal="')[1:]:
            seal, _, rest = part.partition('">')
            self._known[seal[: 2 * _SEAL]] = Chunk(seal, rest.partition("<")[0])

    def chunk(self, items: Iterable[Item]) -> Chunk:
        """The items packed, as they were or anew."""
        items = list(items)
        try:
            seen = blake2b(self._engine, digest_size=_SEAL)
            seen.update(msgspec.msgpack.encode([item.seen for item in items]))
        except UnicodeEncodeError:  # half a character
            return Chunk("", _packed(items))
        known = self._known.get(seen.hexdigest())
        if known is not None and known == _sealed(seen.hexdigest(), known.packed):
            return known
        return _sealed(seen.hexdigest(), _packed(items))


def _sealed(seen: str, packed: str) -> Chunk:
    return Chunk(seen + blake2b(packed.encode(), digest_size=_SEAL).hexdigest(), packed)


def shelve(name: str, items: Iterable[Item], first: int, most_bytes: int, known: Pieces) -> Shelf:
    """The items of a list; what does not fit into `most_bytes` of packed text is left out of `total` too."""
    here = iter(items)
    shown = tuple(item.make() for item in islice(here, first))
    chunks, total = [], len(shown)
    while group := list(islice(here, EACH)):
        chunk = known.chunk(group)
        most_bytes -= len(chunk.packed)
        if most_bytes < 0:
            break
        chunks.append(chunk)
        total += len(group)
    return Shelf(name, shown, tuple(chunks), total)


def _packed(items: Iterable[Item]) -> str:
    content = msgspec.json.encode([item.make().encode("utf-8", "replace").decode() for item in items])
    return b64encode(gzip.compress(content, 6, mtime=0)).decode()
