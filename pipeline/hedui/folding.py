"""Chinese lines folded to a width: no number is cut in two, no mark starts a line."""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import east_asian_width

# A number or Latin word with what hangs on it stays whole, as far as it is short, and so does [默认：outputs]; any
# other sign stands alone.
_UNIT = re.compile(
    r"\s|\[[^\[\]]{1,40}\]|[（(【《「『“‘]{0,4}(?:[0-9A-Za-z.,%:/+_-]{1,24}|.)[，。、；：！？）】》」』”’%,.;:!?)…]{0,4}",
    re.DOTALL,
)
# In a table of two columns the name before what is said of it.
_NAME, WIDEST_NAME = re.compile(r" {0,40}\S.{0,60}? {2,60}(?=\S)"), 36


def cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def fold_points(text: str, width: int) -> Iterator[int]:
    """The offsets at which a text is broken into lines of at most `width` columns."""
    used = 0
    for unit in _UNIT.finditer(text):
        size = cells(unit.group())
        if used and used + size > width:
            yield unit.start()
            used = 0
        while size > width:  # a unit wider than the terminal is cut hard
            size -= width
        used += size


def hung(line: str, width: int) -> Iterator[str]:
    """A line folded to a width, what does not fit in it below its beginning, or below the second column."""
    found = _NAME.match(line)
    named = found is not None and cells(found.group()) <= WIDEST_NAME
    head = found.group() if found and named else line[: len(line) - len(line.lstrip())]
    said = line[len(head) :]
    for start, end in pairwise([0, *fold_points(said, max(20, width - cells(head))), len(said)]):
        yield head + said[start:end].strip()
        head = " " * cells(head)
