"""Our own TOML files, parsed once: what they say is kept in MessagePack where Python keeps what it compiles."""

import os
import sys
import tomllib
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from hedui.errors import LexiconError

_DIGEST = 16
RowT = TypeVar("RowT", bound=msgspec.Struct)


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """What a file says that holds this text; a float, which would lose precision, is a ValueError as bad TOML is.

    What was kept counts only for the very same text.  Where Python keeps nothing, nothing is kept.
    """
    digest = blake2b(text.encode(), digest_size=_DIGEST).digest()
    kept = Path(cache_from_source(str(path))).with_suffix(".msgpack")
    with suppress(OSError, msgspec.DecodeError):
        data = kept.read_bytes()
        if data.startswith(digest):
            return msgspec.msgpack.decode(data[_DIGEST:], type=dict[str, Any])
    parsed = tomllib.loads(text, parse_float=no_float)
    if not sys.dont_write_bytecode:
        _keep(kept, digest + msgspec.msgpack.encode(parsed))
    return parsed


def rows_of(path: Path, key: str, row: type[RowT]) -> tuple[RowT, ...]:
    """The rows that a file has under a key; a LexiconError names the file and what is wrong in it."""
    try:
        return msgspec.convert(parse_toml(path.read_text(encoding="utf-8"), path)[key], tuple[row, ...])  # type: ignore[valid-type]
    except (ValueError, KeyError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path}：词表有误：{error}。") from error


def no_float(text: str) -> float:
    """Refuses a number that is no string."""
    raise ValueError(f"数值 {text} 须加引号写成字符串，以免失去精度")


def _keep(path: Path, data: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):  # a folder of somebody else's, a full disk: parsed again next time
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
