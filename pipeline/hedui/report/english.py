"""What a finding says, in English.

The sentences that a run keeps are Chinese, written where a disagreement is found.  In English the same is said
from the parts of a finding: its kind, its sides, their intervals.  Steps of arithmetic are translated one by one.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from hedui.messages import kinds, sentence_in, words
from hedui.model import Gate
from hedui.report.evidence import Side
from hedui.report.figures import decimal, interval_of, period_of
from hedui.report.quote import one_line
from hedui.report.results import FindingRow

_DOUBTS = {
    "可能为抽取误差": "possibly our own misreading",
    "可能口径不同": "perhaps two scopes",
    "可能所指不同": "perhaps two things",
}
_UNDECIDED = "支持不足，无法判断"
_OF_GATES = re.compile("可比：|区间|无关数字")
_APART = "的区间不相交"


class Said(Struct, frozen=True):
    """The sentences of a finding in the language of the reader."""

    explanation: str
    steps: tuple[str, ...]
    settle: str | None
    supported: str
    runners_up: tuple[str, ...]
    gates: tuple[Gate, ...]


def kind_in_english(row: FindingRow) -> str:
    """The kind of a finding in a few words."""
    return _kind(row.title) or row.check.replace("_", " ")


def _kind(title: str) -> str:
    return kinds()[title]["kind"] if title in kinds() else ""


def said_in_english(row: FindingRow, sides: Sequence[Side], undecided: str) -> Said:
    """What a finding says; names, metrics, units and arithmetic stay as they are written."""
    return Said(
        explanation=one_line(_sentence(row, sides)),
        steps=tuple(_steps(row, sides)),
        settle=_settle(row),
        supported=undecided if row.most_supported in (None, _UNDECIDED) else _supported(row, sides),
        runners_up=tuple(_kind(title) or title for title in row.runners_up),
        gates=tuple(_gates(row)),
    )


def _supported(row: FindingRow, sides: Sequence[Side]) -> str:
    """The side whose writing has most support, by its letter and value."""
    told = (f"{s.name} {s.value}" for s in sides if any(e.claim.mention == row.most_supported for e in s.evidence))
    return next(told, row.most_supported or "")


def _sentence(row: FindingRow, sides: Sequence[Side]) -> str:
    """Revenue of a half-year: 589,000,000 CNY (2 independent sources) against 58,900,000 CNY (1): why."""
    about = ", ".join(part for part in (row.entity, row.metric, period_of(row.period, "en")) if part)
    reason = kinds()[row.title]["reason"] if row.title in kinds() else kind_in_english(row)
    doubts = ", ".join(said for written, said in _DOUBTS.items() if written in row.explanation)
    head = f"{about}: " if about else ""
    return f"{head}{_against(sides)}{reason}{f' ({doubts})' if doubts else ''}."


def _against(sides: Sequence[Side]) -> str:
    if len({side.value for side in sides}) < 2:
        return f"{sides[0].value}: " if sides else ""
    said = [f"{side.value} ({_sources(side)})" for side in sides[:4]]
    more = f" and {len(sides) - 4} more" if len(sides) > 4 else ""
    apart = _apart(sides[0], sides[1]) if len(sides) == 2 else ""
    return f"{' against '.join(said)}{more}{apart}: "


def _sources(side: Side) -> str:
    return words("en")["voices"].format(count=side.voices or len({item.article for item in side.evidence}))


def _apart(one: Side, other: Side) -> str:
    """How far two values are apart: ", a factor of 10 apart", ", 5.1% apart"."""
    a, b = _value(one), _value(other)
    if a is None or b is None or not min(abs(a), abs(b)) or (a > 0) != (b > 0):
        return ""
    ratio = max(abs(a), abs(b)) / min(abs(a), abs(b))
    factor = f"{ratio:.1f}".removesuffix(".0")
    return f", a factor of {factor} apart" if ratio >= 2 else f", {(ratio - 1) * 100:.1f}% apart"


def _value(side: Side) -> Decimal | None:
    claim = side.evidence[0].claim if side.evidence else None
    return decimal(claim.value) if claim and claim.unit not in ("%", "pp", "date") else None


def _steps(row: FindingRow, sides: Sequence[Side]) -> Iterator[str]:
    """How it was worked out: the intervals of the sides, then the arithmetic."""
    for side in sides:
        span = interval_of(side.evidence[0].claim, "en") if side.evidence else ""
        if span:
            yield f"Interval of {side.name}: {side.value} → {span}"
    for step in row.steps:
        if not _OF_GATES.match(step) and not step.endswith(_APART):
            yield sentence_in(step, "en")


def _settle(row: FindingRow) -> str | None:
    """Which document would decide."""
    if row.settle is None:
        return None
    what = f"“{row.metric}”" if row.metric else "the figure"
    where = "".join(f", {part}" for part in (row.entity, period_of(row.period, "en")) if part)
    return f"Look up {what}{where} in the original document (filing, report or official notice)"


def _gates(row: FindingRow) -> Iterator[Gate]:
    """The fields that the figures share, with what is ours in English."""
    for gate in row.gates:
        value = gate.value.replace("未限定", "not limited").replace("未写明", "not stated")
        if gate.gate == "period" and row.period and gate.passed:
            value = row.period
        if gate.gate == "kind":
            value = " / ".join(sentence_in(part, "en") for part in gate.value.split(" ／ "))
        yield Gate(gate=gate.gate, title=gate.gate, value=value, passed=gate.passed, note=None)
