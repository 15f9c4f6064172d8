"""What was read before is not read again: extractions on disk, under all that decides them.

    FOLDER/ENGINE/000001.shard    some articles' extractions, written whole or not at all

ENGINE is a digest of the code, of the words and models, and of the settings: another engine begins anew.  Inside
it an article's key is a digest of all that is known of it.  A killed run leaves its finished shards: the next one
goes on from there and ends with the same result.
"""

import os
import shutil
import struct
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from hedui.errors import RunError
from hedui.model import Article, Extraction, Reject
from hedui.runners.base import Runner, RunOptions

_PACKAGE = Path(__file__).parents[1]
_DECIDING = ("opencc", "jieba", "rjieba", "spacy", "numpy", "scipy", "ahocorasick-rs")
_SHARD, _PAUSE, _MANY = 4_000_000, 5.0, 64
_HEAD = struct.Struct("<Q")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Extraction).decode
_decode_index = msgspec.msgpack.Decoder(list[tuple[bytes, int, int]]).decode


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """A digest of the code and of the packages that cut and convert: what reads otherwise is another engine."""
    total = blake2b(digest_size=16)
    for name in _DECIDING:
        with suppress(PackageNotFoundError):
            total.update(f"{name} {version(name)}\0".encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class Memory:
    """The extractions of earlier runs in a folder.  Raises RunError where it cannot be written."""

    def __init__(self, folder: Path, lexicon: str) -> None:
        self._folder = folder / blake2b(f"{engine_digest()} {lexicon}".encode(), digest_size=16).hexdigest()
        self._places: dict[bytes, tuple[Path, int, int]] = {}
        self._waiting: list[tuple[bytes, bytes]] = []
        self._size, self._since, self._last = 0, time.monotonic(), 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for other in folder.iterdir():
                if other.is_dir() and other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError as error:
            raise RunError(f"无法写入 {folder}:{error.strerror}。") from error
        for path in sorted(self._folder.glob("*.shard")):
            self._open(path)

    def get(self, key: bytes) -> Extraction | None:
        """What was read of the article with this key, or None."""
        place = self._places.get(key)
        if place is None:
            return None
        path, start, length = place
        try:
            with path.open("rb") as file:
                file.seek(start)
                return _decode(zlib.decompress(file.read(length)))
        except (OSError, zlib.error, msgspec.DecodeError):  # damaged: it is read anew
            del self._places[key]
            return None

    def put(self, key: bytes, extraction: Extraction) -> None:
        """Keeps an extraction; it is on disk after the next `flush`."""
        blob = zlib.compress(_encode(extraction), 1)
        self._waiting.append((key, blob))
        self._size += len(blob)
        if self._size > _SHARD or time.monotonic() - self._since > _PAUSE:
            self.flush()

    def flush(self) -> None:
        """Writes what waits as one shard."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting, self._size = [], 0
        self._since = time.monotonic()

    def tidy(self, used: set[bytes]) -> None:
        """Drops what this run did not use and joins small shards, where that is worth the writing."""
        shards = sorted(self._folder.glob("*.shard"))
        if len(shards) <= _MANY and len(self._places) <= 2 * len(used):
            return
        kept = [(key, place) for key, place in sorted(self._places.items()) if key in used]
        for key, (path, start, length) in kept:
            with path.open("rb") as file:
                file.seek(start)
                self._waiting.append((key, file.read(length)))
            self._size += length
            if self._size > _SHARD:
                self.flush()
        self.flush()
        for path in shards:
            path.unlink(missing_ok=True)

    def _open(self, path: Path) -> None:
        self._last = int(path.stem)
        try:
            with path.open("rb") as file:
                (length,) = _HEAD.unpack(file.read(_HEAD.size))
                index = _decode_index(file.read(min(length, path.stat().st_size)))
        except (OSError, struct.error, msgspec.DecodeError):
            path.unlink(missing_ok=True)
            return
        base = _HEAD.size + length
        self._places |= {key: (path, base + start, size) for key, start, size in index}

    def _write(self, blobs: list[tuple[bytes, bytes]]) -> None:
        index, at = [], 0
        for key, blob in blobs:
            index.append((key, at, len(blob)))
            at += len(blob)
        head = _encode(index)
        self._last += 1
        path = self._folder / f"{self._last:06d}.shard"
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            with beside.open("wb") as file:
                file.writelines((_HEAD.pack(len(head)), head, *(blob for _, blob in blobs)))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise RunError(f"无法写入 {path}:{error.strerror}。已读完的文章都已保存。") from error
        base = _HEAD.size + len(head)
        self._places |= {key: (path, base + start, size) for key, start, size in index}


def remembered(
    items: Iterable[Article | Reject], options: RunOptions, memory: Memory, run: Runner
) -> Iterator[Extraction | Reject]:
    """An extraction or a reject for every item, as `run` would give them, but only what is new is worked on."""
    keys: dict[str, bytes] = {}
    used: set[bytes] = set()

    def recalled() -> Iterator[Article | Extraction | Reject]:
        for item in items:
            if isinstance(item, Article):
                key = article_key(item)
                used.add(key)
                if (known := memory.get(key)) is not None:
                    options.done(1)
                    yield known
                    continue
                keys[item.id] = key
            yield item

    for made in run(recalled(), options):
        if isinstance(made, Extraction) and (key := keys.pop(made.card.article, None)) is not None:
            memory.put(key, made)
        yield made
    memory.flush()
    memory.tidy(used)


def article_key(article: Article) -> bytes:
    """A digest of all that decides what is read of an article."""
    return blake2b(_encode(article), digest_size=16).digest()
