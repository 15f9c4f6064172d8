"""What the words right around a figure make of it: the rows of data/told.toml, and births per woman."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import Struct, ValidationError, convert

from hedui.errors import LexiconError
from hedui.extract.metrics.told import told_by, told_itself
from hedui.model import Mention, Metric, Quantity
from hedui.tomlfiles import parse_toml
from hedui.wordlists import compile_words

PATH = Path(__file__).parents[2] / "data" / "told.toml"
SCORE = 0.9
_BEFORE, _AFTER, _NEAR = 40, 14, 60  # characters looked at
_HEDGES = r"[了有为约近达逾超共至仅到]{0,3}"
_WITHIN = r"[^，。；、,;\n0-9]"
# 全年仅0.71, 升至0.8 where births are told of: the rate has no unit.
_FERTILITY, _MOST_CHILDREN = "生育率", 8


class ToldRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A metric and the words around its figures; the fields are told of at the head of the file."""

    name: str
    of: tuple[str, ...]
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    gap: int = 0
    gap_behind: int = 0
    not_after: str = ""
    earlier: tuple[str, ...] = ()
    near: str | None = None
    far: str | None = None
    least: int | None = None
    most: int | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    row: ToldRow
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    near: re.Pattern[str] | None
    far: re.Pattern[str] | None

    def of(self, text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
        """The metric of a figure told so."""
        quantity, row = figure.value, self.row
        span = self._span(text, figure)
        if span is None or not self._in_bounds(quantity):
            return None
        around = max(0, figure.start - _NEAR), figure.end + _NEAR
        if self.near is not None and not self.near.search(text, *around):
            return None
        if self.far is not None and self.far.search(text, *around):
            return None
        metric = Metric(name=row.name, known=True, dimension=row.dimension or quantity.dimension)
        return told_by(text, figure, span, metric, SCORE)

    def _span(self, text: str, figure: Mention[Quantity]) -> tuple[int, int] | None:
        start, end = figure.start, figure.end
        found = self.before and self.before.search(text, max(0, start - _BEFORE), start)
        found = found or (self.behind and self.behind.match(text, end, end + _AFTER))
        if found:
            return found.span()
        return (start, end) if self.before is None and self.behind is None else None

    def _in_bounds(self, quantity: Quantity) -> bool:
        least, most, value = self.row.least, self.row.most, quantity.value
        if least is None and most is None:
            return True
        return value is not None and (least is None or value >= least) and (most is None or value <= most)


def told_around(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """The metric that the words right around a figure say; its `anchor` is the figure's start."""
    if figure.value.dimension == "number" and (births := _fertility(text, figure)) is not None:
        return births
    rules = _rules()
    told = (*rules.get(figure.value.unit, ()), *rules.get(figure.value.dimension, ()))
    return next((own for rule in told if (own := rule.of(text, figure)) is not None), None)


@cache
def told_rows() -> tuple[ToldRow, ...]:
    """All rows in their order; a LexiconError names the file and what is wrong in it."""
    try:
        return convert(parse_toml(PATH.read_text(encoding="utf-8"), PATH)["told"], tuple[ToldRow, ...])
    except (ValueError, KeyError, ValidationError) as error:
        raise LexiconError(f"{PATH}：词表有误：{error}。") from error


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """The rules by the dimensions and units that they are of."""
    rules: dict[str, tuple[_Rule, ...]] = {}
    for row in told_rows():
        rule = _Rule(row, _before(row), _behind(row), _words(row.near), _words(row.far))
        for kind in row.of:
            rules[kind] = (*rules.get(kind, ()), rule)
    return rules


def _before(row: ToldRow) -> re.Pattern[str] | None:
    if not row.before:
        return None
    earlier = rf"(?:{_any_of(row.earlier)})[^。！？\n]{{0,24}}" if row.earlier else ""
    whole = f"(?<![{row.not_after}])" if row.not_after else ""
    return re.compile(f"{earlier}{whole}(?:{_any_of(row.before)}){_WITHIN}{{0,{row.gap}}}{_HEDGES}$")


def _behind(row: ToldRow) -> re.Pattern[str] | None:
    return re.compile(f"{_WITHIN}{{0,{row.gap_behind}}}(?:{_any_of(row.behind)})") if row.behind else None


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, forms))


def _words(template: str | None) -> re.Pattern[str] | None:
    return None if template is None else compile_words(template)


def _fertility(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    value, start = figure.value.value, figure.start
    if figure.value.unit or value is None or not 0 < value < _MOST_CHILDREN or "." not in figure.text:
        return None
    at = text.rfind(_FERTILITY, max(0, start - 2 * _NEAR), start)
    if at < 0 or "\n" in text[at:start]:
        return None
    return told_itself(text, figure, Metric(name="总和生育率", known=True, dimension="ratio"), SCORE)
