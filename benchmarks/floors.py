"""Pinned scores: the least that each measure may say, and the digest of the material it was said of.

The file is TOML: `digest`, and under `[floors]` one line a measure.  An update only raises a floor.  Other
material is another measure: its floors start anew, and the digest says of which material a floor speaks.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import floor
from pathlib import Path

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Floors:
    """The digest of the annotated material, and the least score of each measure on it (0 to 1)."""

    digest: str
    least: Mapping[str, float]


def read_floors(path: Path) -> Floors:
    """The pinned scores of a file; none where there is no file."""
    if not path.exists():
        return Floors("", {})
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return Floors(found["digest"], found["floors"])


def write_floors(path: Path, floors: Floors) -> None:
    """One line a measure, by name."""
    lines = [f'"{name}" = {least:.{DIGITS}f}' for name, least in sorted(floors.least.items())]
    path.write_text("\n".join([f'digest = "{floors.digest}"', "", "[floors]", *lines, ""]), encoding="utf-8")


def digest_of(files: Iterable[Path], root: Path) -> str:
    """What stands in the files and how they are called, in sixteen characters; the order does not matter."""
    told = sha256()
    for path in sorted(files):
        told.update(path.relative_to(root).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return told.hexdigest()[:16]


def fallen(floors: Floors, now: Floors) -> list[str]:
    """Why the gate does not open: other material, a measure gone, a score below its floor."""
    if floors.digest != now.digest:
        return [f"the annotated material is not that of the floors ({now.digest}, not {floors.digest}): --update"]
    gone = [f"{name}: not measured any more" for name in floors.least if name not in now.least]
    low = [
        f"{name}: {now.least[name]:.4f}, at least {least:.{DIGITS}f}"
        for name, least in floors.least.items()
        if name in now.least and now.least[name] < least
    ]
    return gone + low


def raised(floors: Floors, now: Floors) -> Floors:
    """The floors after an update: rounded down, never lower than before on the same material."""
    pinned = {name: floor(score * 10**DIGITS) / 10**DIGITS for name, score in now.least.items()}
    if floors.digest != now.digest:
        return Floors(now.digest, pinned)
    return Floors(now.digest, {name: max(least, floors.least.get(name, 0.0)) for name, least in pinned.items()})
