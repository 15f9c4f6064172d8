"""Why two figures are not held against each other.  Gates come before any comparison of numbers."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from hedui.crosscheck.figures import Figure
from hedui.crosscheck.vocabulary import is_fast, is_live
from hedui.crosscheck.words import period_words
from hedui.units import unit_name

# Counts of a disaster run for about this long; after it two totals of one day are a disagreement.
LIVE_DAYS = 14

Gate = Callable[[Figure, Figure], str | None]


def entity_gate(a: Figure, b: Figure) -> str | None:
    """Different entities."""
    return None if a.entity == b.entity else f"主体不同：{a.entity}与{b.entity}"


def metric_gate(a: Figure, b: Figure) -> str | None:
    """Different metrics (归母净利润 is not 净利润, a growth is not a level)."""
    return None if a.metric == b.metric else f"指标不同：{a.metric}与{b.metric}"


def unit_gate(a: Figure, b: Figure) -> str | None:
    """Different units or dimensions: % is not 百分点, a share is not a total, 港元 is not 元."""
    return None if a.unit == b.unit else f"单位不同：{unit_name(a.unit)}与{unit_name(b.unit)}"


def kind_gate(a: Figure, b: Figure) -> str | None:
    """A forecast or target is no statement of fact."""
    return None if a.kind == b.kind else f"性质不同：{KINDS.get(a.kind, a.kind)}与{KINDS.get(b.kind, b.kind)}"


def period_gate(a: Figure, b: Figure) -> str | None:
    """Different periods; 前三季度 is not 第三季度."""
    if a.period == b.period:
        return None
    if a.period is None or b.period is None:
        return "一方没有读出期间"
    if is_live(a.metric) and a.period[0] == a.period[1] and b.period[0] == b.period[1]:
        return f"统计时点不同（{period_words(a.period)}与{period_words(b.period)}），属滚动更新"
    return f"期间不同：{period_words(a.period)}与{period_words(b.period)}"


def scope_gate(a: Figure, b: Figure) -> str | None:
    """Different scopes, or one side without a scope."""
    if a.scope == b.scope:
        return None
    if not a.scope or not b.scope:
        return f"一方限定“{a.scope or b.scope}”，另一方未限定范围"
    return f"口径不同：{a.scope}与{b.scope}"


def clock_gate(a: Figure, b: Figure) -> str | None:
    """A quantity that moves by the minute, without the same minute on both sides."""
    if not (is_fast(a.metric) and not a.metric.endswith(("同比增速", "环比增速", "较前周增速"))):
        return None
    clocks = [f.claim.period.clock if f.claim.period else None for f in (a, b)]
    same_quote = a.scope == b.scope and a.scope != ""  # 收盘 against 收盘 is one moment
    if same_quote or (clocks[0] and clocks[0] == clocks[1]):
        return None
    return "行情类数字随时变动，时点不同或未写明，按序列看待"


GATES: tuple[Gate, ...] = (
    entity_gate,
    metric_gate,
    unit_gate,
    kind_gate,
    period_gate,
    scope_gate,
    clock_gate,
)

KINDS = {"actual": "实际", "forecast": "预测", "target": "目标或计划", "rumour": "传闻"}


def reasons_apart(a: Figure, b: Figure) -> list[str]:
    """All gates that keep two figures apart, in order; empty when they may be compared."""
    return [reason for gate in GATES if (reason := gate(a, b)) is not None]


def still_running(figures: list[Figure], start: date | None) -> bool:
    """Whether the figures are a running count soon after the event began: then the later one is an update."""
    period = figures[0].period
    if not is_live(figures[0].metric):
        return False
    when = period[1] if period else max((f.day for f in figures if f.day), default=None)
    return when is None or start is None or (when - start).days <= LIVE_DAYS


def of_one_hour(figures: list[Figure]) -> list[Figure]:
    """The running counts up to one stated hour, the one that most give: both sides say 截至14日18时.

    The hour of the event (凌晨4时17分发生地震) is none up to which anything was counted.
    """
    clocks = Counter(hour for f in figures if (hour := _hour(f)))
    if not clocks:
        return []
    common = min(clocks, key=lambda clock: (-clocks[clock], clock))
    return [f for f in figures if _hour(f) == common]


def _hour(figure: Figure) -> str | None:
    period = figure.claim.period
    return period.clock if period is not None and period.instant else None
