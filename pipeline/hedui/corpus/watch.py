"""A folder that is watched: what appears in it goes into the store, once it is written to its end."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hedui.corpus import Added, add
from hedui.corpus.intake import AddOptions
from hedui.errors import RunError
from hedui.readers import READERS, folder_sources
from hedui.readers.folders import walk

_PAUSE = 2.0  # seconds between two looks
Stamp = tuple[int, int]  # time of change in nanoseconds, size


def watch(
    folder: Path, store: Path, options: AddOptions, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Added]:
    """What each look at the folder brought, without end.  A file is taken when two looks find it the same.

    Raises RunError where the folder is none, or the store lies in it.
    """
    if not folder.is_dir():
        raise RunError(f"{folder} 不是目录。--watch 需要一个目录。")
    if store.resolve().is_relative_to(folder.resolve()):
        raise RunError(f"语料目录 {store} 在被监视的 {folder} 里，会把自己再加一遍。请换一个目录。")
    taken: dict[Path, Stamp] = {}
    last: dict[Path, Stamp] = {}
    while True:
        now = _stamps(folder)
        ready = {path: stamp for path, stamp in now.items() if last.get(path) == stamp != taken.get(path)}
        if ready:
            sources = folder_sources(folder, options.reading)
            added = add(store, [found for found in sources if Path(found.source.name) in ready], options)
            taken |= ready
            yield added
        last = now
        sleep(_PAUSE)


def _stamps(folder: Path) -> dict[Path, Stamp]:
    found = {}
    for path in walk(folder):
        if path.suffix.lower() not in READERS:
            continue
        try:
            state = path.stat()
        except OSError:  # gone while we looked
            continue
        found[path] = (state.st_mtime_ns, state.st_size)
    return found
