"""What takes long to work out is kept where Python keeps what it compiles; where that keeps nothing, it is not."""

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path


def place_of(path: Path) -> Path:
    """Where that which was made of a file of ours is kept."""
    return Path(cache_from_source(str(path))).with_suffix(".msgpack")


def keep(path: Path, data: bytes) -> None:
    """Keeps it in one step, where that is possible."""
    if sys.dont_write_bytecode:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):  # a folder of somebody else's, a full disk: worked out again next time
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
