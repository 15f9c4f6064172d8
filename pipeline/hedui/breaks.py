"""Layout that parts words: lines broken at one width, as mails and terminals have them, and letter-spaced lines
(收 入 5 . 2 亿 元), as PDF and headings have them.  The breaks and spaces, as edits.

A figure may be broken, too (5.8 at the end of a line, 9亿元 on the next).  A text is taken for broken only where
most of its lines are of one width, hold sentences and do not end them there: tables, lists and poems are none.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from hedui.model import Edit

_LINES = 6  # fewer lines show no width
_NARROW, _WIDE = 16, 120  # characters of such a line
_SLACK = 3  # no mark begins a line, no word is parted: so much shorter is as wide
_MOST, _FEW = 0.5, 0.3  # of all lines those that are full; of these those that end a sentence
_SENTENCE = re.compile("[，。、；]")
_ENDS = tuple("。！？；：…!?;:”」』）)】]")
_INDENTED = (" ", "\t", "\u3000")
_LETTERS = re.compile(r"[A-Za-z]\Z")
_SPACES = 7  # fewer in a text space no letters
_SPACED = re.compile(rf"(?<!\S)(?:\S[ \u3000]){{{_SPACES},4000}}\S(?!\S)")
_SPACE, _HAN = re.compile("[ \u3000]"), re.compile("[\u3400-\u9fff]")


def find_breaks(text: str) -> Iterator[Edit]:
    """The line breaks that part no paragraphs, each replaced by nothing, or by a space between Latin words."""
    count = text.count("\n") + 1
    if count < _LINES or not _NARROW // 2 <= len(text) // count <= _WIDE:
        return
    lines = text.split("\n")
    stripped = [line.rstrip() for line in lines]
    if 2 * sum(line.endswith(_ENDS) for line in stripped) > len(lines):
        return  # paragraphs, a line each
    full = _full(stripped, len) or _full(stripped, _columns)
    at = 0
    for number in range(len(lines) - 1):
        start, end = at + len(stripped[number]), at + len(lines[number]) + 1
        at = end
        after = lines[number + 1]
        if number in full and stripped[number + 1] and not after.startswith(_INDENTED):
            words = _LETTERS.search(stripped[number]) and after[:1].isascii() and after[:1].isalpha()
            yield Edit(start, end, " " if words else "", "line-break")


def find_spaces(text: str) -> Iterator[Edit]:
    """The spaces of letter-spaced runs of mostly Chinese; those with digits only where they have marks, too."""
    if text.count(" ") + text.count("\u3000") < _SPACES:
        return
    for run in _SPACED.finditer(text):
        told = run[0]
        sentence = _SENTENCE.search(told) or not any(map(str.isdecimal, told))
        if sentence and 2 * len(_HAN.findall(told)) >= len(told) // 2:
            yield from (
                Edit(run.start() + space.start(), run.start() + space.end(), "", "letter-space")
                for space in _SPACE.finditer(told)
            )


def _full(lines: Sequence[str], width: Callable[[str], int]) -> frozenset[int]:
    """The lines that end for want of space, by number; none where the text is not broken so."""
    widths = {number: width(line) for number, line in enumerate(lines) if line}
    if not widths:
        return frozenset()
    widest = sorted(widths.values())[len(widths) * 4 // 5]
    full = [number for number, wide in widths.items() if widest - _SLACK <= wide <= widest + _SLACK]
    told = [lines[number] for number in full]
    if widest < _NARROW or len(full) < _MOST * len(widths):
        return frozenset()
    if sum(line.endswith(_ENDS) for line in told) > _FEW * len(told):
        return frozenset()
    if sum(_SENTENCE.search(line) is not None for line in told) < (1 - _FEW) * len(told):
        return frozenset()
    return frozenset(full)


def _columns(line: str) -> int:
    """The width on a terminal: a Chinese character takes two columns."""
    return len(line) + sum(character > "\u2e80" for character in line)
