"""Our own TOML files, parsed once: what they say is kept in MessagePack where Python keeps what it compiles."""

import tomllib
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from hedui.kept import keep, place_of

_DIGEST = 16


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """What a file says that holds this text; a float, which would lose precision, is a ValueError as bad TOML is.

    What was kept counts only for the very same text.  Where Python keeps nothing, nothing is kept.
    """
    digest = blake2b(text.encode(), digest_size=_DIGEST).digest()
    kept = place_of(path)
    with suppress(OSError, msgspec.DecodeError):
        data = kept.read_bytes()
        if data.startswith(digest):
            return msgspec.msgpack.decode(data[_DIGEST:], type=dict[str, Any])
    parsed = tomllib.loads(text, parse_float=no_float)
    keep(kept, digest + msgspec.msgpack.encode(parsed))
    return parsed


def no_float(text: str) -> float:
    """Refuses a number that is no string."""
    raise ValueError(f"数值 {text} 须加引号写成字符串，以免失去精度")
