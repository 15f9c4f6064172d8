"""Do the numbers add up: growth against levels, shares, margins, sums, products, within and across articles."""

from collections.abc import Iterator
from decimal import Decimal

from hedui.crosscheck.arithmetic.conversions import find_conversions
from hedui.crosscheck.arithmetic.elapsed import date_levels, elapsed
from hedui.crosscheck.arithmetic.inputs import Levels
from hedui.crosscheck.arithmetic.lists import lists_off
from hedui.crosscheck.arithmetic.rules import LEVEL_RULES, Computed, Rule
from hedui.crosscheck.assemble import Typed, build
from hedui.crosscheck.checks import kinds
from hedui.crosscheck.checks.base import Context, Fit
from hedui.crosscheck.figures import Figure
from hedui.crosscheck.gates import still_running
from hedui.crosscheck.grouping import topic_key
from hedui.crosscheck.sides import Side
from hedui.crosscheck.vocabulary import is_derived, is_fast
from hedui.crosscheck.words import amount, saying
from hedui.model import Finding

# Where rounding leaves the result more open than this share of itself, the rule has no power and stays silent.
NO_POWER = Decimal("0.5")
RULES: tuple[Rule, ...] = (*LEVEL_RULES, elapsed)


def find_miscounts(context: Context) -> Iterator[Finding]:
    """One finding for every stated figure that its own inputs contradict."""
    levels = Levels(context.groups)
    levels.dates = date_levels(_dates(context))
    yield from find_conversions(context)
    for topic in context.groups.topics:
        if topic.key[4] == "target" or topic.key[2] == "date" or not _computable(topic.key[1]):
            continue
        for stated in _writings(topic.figures):
            found = [computed for rule in RULES for computed in rule(stated[0], levels)]
            wrong = [computed for computed in found if contradicts(computed)]
            if wrong and len(wrong) == len(found):
                yield _finding(stated, wrong[0], context)
    for computed in lists_off(context):
        yield _finding([computed.stated], computed, context)


def _dates(context: Context) -> dict[tuple[str, str], list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for topic in context.groups.topics:
        if topic.key[2] == "date" and topic.key[4] == "actual":
            found.setdefault((topic.key[0], topic.key[1]), []).extend(topic.figures)
    return found


def _computable(metric: str) -> bool:
    return is_derived(metric) or not is_fast(metric) or "市值" in metric


def _writings(figures: list[Figure]) -> list[list[Figure]]:
    by: dict[tuple[Decimal, str], list[Figure]] = {}
    for figure in figures:
        by.setdefault((figure.reach.point, figure.reach.style), []).append(figure)
    return [by[key] for key in sorted(by)]


def contradicts(computed: Computed) -> bool:
    """Whether the stated figure lies outside what the inputs allow; False where rounding leaves no power."""
    result, stated = computed.result, computed.stated.reach
    if computed.ceiling:
        counted = all(level.best.reach.plain and level.best.reach.step == 1 for level in computed.inputs)
        most = result.point if counted else result.high
        return stated.tight.low is not None and stated.tight.low > most
    if any(level.best.reach.point == stated.point for level in computed.inputs):  # a level read as its growth
        return False
    if result.width > abs(result.point) * NO_POWER + computed.slack:
        return False
    if still_running([computed.stated], None) and computed.stated.period is None:
        return False
    allowed = result.interval(computed.slack + stated.step)
    if stated.wide.meets(allowed):
        return bool(computed.hint)
    # 改善了2.6个百分点 is a fall for a debt ratio: a change without a direction has either.
    open_ = is_derived(computed.stated.metric) and computed.stated.claim.change is None
    return not (open_ and stated.wide.mirrored().meets(allowed))


def _rounded(value: Decimal) -> Decimal:
    """A computed value with at most five digits, those before the point in full: 84.01月, 5054.1亿."""
    return value if abs(value) >= 10**8 else round(value, max(0, 3 - value.adjusted())) if value else value


def _finding(figures: list[Figure], computed: Computed, context: Context) -> Finding:
    stated = figures[0]
    inputs = [figure for level in computed.inputs for figure in level.members]
    value = amount(_rounded(computed.result.point), stated.unit)
    tail = f"，{computed.hint}" if computed.hint else ""
    reason = f"按{computed.formula}算得约{value}，与所写{saying([stated])}不符{tail}"
    low, high = amount(computed.result.low, stated.unit), amount(computed.result.high, stated.unit)
    steps = (f"算式：{computed.formula} ∈ [{low}, {high}]",)
    # The inputs are a side: what they make together is the other value.
    sides = [Side(list(figures), stated.reach), Side(inputs, inputs[0].reach)]
    typed = Typed(
        kinds.SUM, Fit(reason, steps, at_most=computed.at_most, bare=True, sure=computed.sure, ground="list")
    )
    return build(topic_key(stated), sides, typed, context)
