"""What a figure measures by the words right around it: the rows of data/told.toml."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from hedui.errors import LexiconError
from hedui.extract.openings import longest
from hedui.model import Mention, Metric, Quantity
from hedui.tomlfiles import rows_of
from hedui.wordlists import compile_words, filled

PATH = Path(__file__).parents[2] / "data" / "told.toml"
OUTRIGHT, LIKELY = 1.0, 0.5  # told outright: surer than any phrase that only stands near
_BEFORE, _AFTER, _NEAR = 40, 24, 60  # characters looked at
_HEDGES = r"[了有为约近达逾超共至仅到]{0,3}"
_WITHIN = r"[^，。；、,;\n0-9]"


class ToldRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A metric and the words around its figures; the fields are told of at the head of the file."""

    name: str
    of: tuple[str, ...]
    figure: str = ""
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    gap: int = 0
    gap_behind: int = 0
    not_after: str = ""
    earlier: str | None = None
    also: str | None = None
    near: str | None = None
    far: str | None = None
    least: int | None = None
    most: int | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row with its patterns compiled."""

    row: ToldRow
    figure: re.Pattern[str]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    earlier: re.Pattern[str] | None
    also: re.Pattern[str] | None
    near: re.Pattern[str] | None
    far: re.Pattern[str] | None

    def of(self, text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
        """The metric of a figure told so."""
        row, quantity = self.row, figure.value
        found = self._told(text, figure) if self._in_bounds(quantity) else None
        if found is None or not self._amid(text, figure):
            return None
        span, said = found
        name, dimension = row.name.replace("{}", said), row.dimension or quantity.dimension
        return told_by(text, figure, span, Metric(name=name, known=True, dimension=dimension))

    def _told(self, text: str, figure: Mention[Quantity]) -> tuple[tuple[int, int], str] | None:
        """Where the words that tell it stand, before, behind or in the figure, and what their group says."""
        start, end = figure.start, figure.end
        own = self.figure.search(figure.text)
        if own is None or (self.before is None and self.behind is None):
            return None if own is None else ((start, end), _said(own))
        found = self.before.search(text, max(0, start - _BEFORE), start) if self.before else None
        found = found or (self.behind.match(text, end, end + _AFTER) if self.behind else None)
        return None if found is None else (found.span(found.lastindex or 0), _said(found))

    def _amid(self, text: str, figure: Mention[Quantity]) -> bool:
        """Whether what must stand around the figure does, and what must not does not."""
        start, end = figure.start, figure.end
        around = max(0, start - _NEAR), end + _NEAR
        return not (
            (self.also and not self.also.match(text, end, end + _AFTER))
            or (self.earlier and not self.earlier.search(text, around[0], start))
            or (self.near and not self.near.search(text, *around))
            or (self.far and self.far.search(text, *around))
        )

    def _in_bounds(self, quantity: Quantity) -> bool:
        least, most, value = self.row.least, self.row.most, quantity.value
        if least is None and most is None:
            return True
        return value is not None and (least is None or value >= least) and (most is None or value <= most)


def told_around(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """The metric that the words right around a figure say; its `anchor` is the figure's start."""
    for name in (figure.value.unit, figure.value.dimension):
        kind = _kind(name)
        if kind is not None and kind.may_tell(text, figure):
            for rule in _rules(name):
                if (told := rule.of(text, figure)) is not None:
                    return told
    return None


def told_by(
    text: str, figure: Mention[Quantity], span: tuple[int, int], metric: Metric, score: float = OUTRIGHT
) -> Mention[Metric]:
    """The metric of a figure where the words in `span`, or the figure itself, tell it."""
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=("implied",),
        anchor=figure.start,
        score=score,
    )


@cache
def told_rows() -> tuple[ToldRow, ...]:
    """All rows in their order."""
    return rows_of(PATH, "told", ToldRow)


@dataclass(frozen=True, slots=True)
class _Kind:
    """The words of all rules of a unit or a dimension: most figures stand beside none."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    alone: re.Pattern[str]
    reach: int

    def may_tell(self, text: str, figure: Mention[Quantity]) -> bool:
        """Whether a figure holds or stands beside words of any rule."""
        start, end = figure.start, figure.end
        return (
            self.before.search(text, max(0, start - self.reach), start) is not None
            or self.behind.match(text, end, end + _AFTER) is not None
            or self.alone.search(figure.text) is not None
        )


@lru_cache(maxsize=1024)
def _kind(name: str) -> _Kind | None:
    """The words of this unit or dimension, compiled when the first figure of it comes; most have none."""
    rows = [row for row in told_rows() if name in row.of]
    if not rows:
        return None
    told = [(row.figure, *_around(row)) for row in rows]
    before, behind = [first for _, first, _ in told if first], [last for *_, last in told if last]
    alone = [figure for figure, *around in told if not any(around)]
    words = [filled("|".join(some)) if some else "(?!)" for some in (before, behind, alone)]
    try:
        first, second, third = map(re.compile, words)
    except re.error:
        _rules(name)  # tells which row is wrong
        raise
    return _Kind(first, second, third, min(_BEFORE, longest(words[0])))


@lru_cache(maxsize=1024)
def _rules(name: str) -> tuple[_Rule, ...]:
    """The rules of this unit or dimension, compiled when a figure stands beside words of one."""
    return tuple(_compiled(row) for row in told_rows() if name in row.of)


def _around(row: ToldRow) -> tuple[str, str]:
    """What stands before a figure and what behind it, as patterns; none where the row tells nothing of it."""
    whole = f"(?<![{row.not_after}])" if row.not_after else ""
    before = f"{whole}(?:{'|'.join(row.before)}){_WITHIN}{{0,{row.gap}}}{_HEDGES}$"
    behind = f"{_WITHIN}{{0,{row.gap_behind}}}(?:{'|'.join(row.behind)})"
    return before if row.before else "", behind if row.behind else ""


@cache
def _compiled(row: ToldRow) -> _Rule:
    before, behind = _around(row)
    earlier = f"(?:{row.earlier})[^。！？\n]*$" if row.earlier else None
    try:
        return _Rule(
            row,
            compile_words(row.figure),
            compile_words(before) if before else None,
            compile_words(behind) if behind else None,
            *(None if words is None else compile_words(words) for words in (earlier, row.also, row.near, row.far)),
        )
    except re.error as error:
        wrong = f"{row.name}: {error}"
        raise LexiconError(f"{PATH}：词表有误：{wrong}。") from error


def _said(found: re.Match[str]) -> str:
    return found[found.lastindex] if found.lastindex else ""
