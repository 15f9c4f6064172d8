"""Tables in a text: which period heads the column of a figure (项目 2024年 2023年, then 营业收入 702 802)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hedui.arrays import Ints, np
from hedui.extract.claims.scene.layout import Layout
from hedui.extract.claims.standins.todate import SOURCE
from hedui.model import Mention, Period, Quantity

# A line of a table is short and no sentence; between its cells there are no words.
_LINE = re.compile(r"[^。！？!?；;]{1,100}")
_BETWEEN = re.compile(r"[^0-9\u4e00-\u9fff]{0,8}")


def column_heads(periods: Sequence[Mention[Period]], figures: Sequence[Mention[Quantity]], layout: Layout) -> Ints:
    """Per figure the index of the period that heads its column, -1 where it stands in no table.

    A head is a line that names two periods or more and no figure.  Its rows are the lines that follow, as long as
    they name no period and give a figure for each, side by side; what stands behind these is of no column.
    """
    found = np.full(len(figures), -1, dtype=np.int64)
    named, told = _by_line(periods, layout), _by_line(figures, layout)
    heads = {line: those for line, those in named.items() if len(those) > 1 and line not in told}
    lines = layout.text.split("\n") if heads else []
    for head, columns in heads.items():
        row = head
        while _LINE.fullmatch(lines[row]) and (row := _next(lines, row)) < len(lines) and row not in named:
            cells = told.get(row, [])[: len(columns)]
            if len(cells) < len(columns) or not _side_by_side([figures[i] for i in cells], layout.text):
                break
            found[cells] = columns
    return found


def _by_line(mentions: Sequence[Mention[Any]], layout: Layout) -> dict[int, list[int]]:
    """The numbers of what the text itself tells, by line."""
    found: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(layout.paragraph[[m.start for m in mentions]].tolist() if mentions else ()):
        if mentions[i].source != SOURCE:
            found[line].append(i)
    return found


def _next(lines: Sequence[str], row: int) -> int:
    """The next line that is not empty, or the number of the lines."""
    return next((i for i in range(row + 1, len(lines)) if lines[i].strip()), len(lines))


def _side_by_side(cells: Sequence[Mention[Quantity]], text: str) -> bool:
    return all(_BETWEEN.fullmatch(text, left.end, right.start) for left, right in pairwise(cells))
