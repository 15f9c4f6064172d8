"""One unit for what is counted under one metric: measure words that writers change at will, units left out."""

from collections import defaultdict
from collections.abc import Mapping

from hedui.crosscheck.figures import SURE, Figure, is_currency, is_rate
from hedui.crosscheck.vocabulary import MEASURE_WORDS

# A number below this beside sums of money is one whose 万 or 亿 is not printed.
SMALLEST_SUM = 10_000


def settle_units(figures: list[Figure]) -> None:
    """One unit for what is counted under one metric: 出生人口1635万 beside 1973万人, 3218間 beside 3128家门店.

    A figure without a unit has that of all others; measure words, which writers change at will, the commonest one.
    In a list of bare numbers (票房18.2/7.95/4.31) the unit is lost with its 亿: these are no sums in 元.
    """
    units: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for figure in figures:
        if figure.unit and not is_rate(figure.unit):
            known = units[figure.entity, figure.metric]
            known[figure.unit] = known.get(figure.unit, 0) + (figure.claim.confidence >= SURE)
    same = {key: _measure_words(known) for key, known in units.items() if len(known) > 1}
    for figure in figures:
        key = figure.entity, figure.metric
        if figure.unit:
            figure.unit = same.get(key, {}).get(figure.unit, figure.unit)
        else:
            sure = [unit for unit, count in units.get(key, {}).items() if count]
            lost = is_currency(sure[0]) and abs(figure.reach.point) < SMALLEST_SUM if sure else False
            figure.unit = sure[0] if len(sure) == 1 and not lost else ""


def _measure_words(units: Mapping[str, int]) -> dict[str, str]:
    """For each measure word the commonest of its sort."""
    found: dict[str, str] = {}
    for sort in MEASURE_WORDS:
        words = [unit for unit in units if unit in sort]
        if len(words) > 1:
            common = next((found[w] for w in words if w in found), None)  # 例 is of both sorts
            common = common or min(words, key=lambda unit: (-units[unit], unit))
            found |= dict.fromkeys(words, common)
    return found
