"""How sure a claim is: is the figure a claim at all, and are who, what and when all right?  Calibrated."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from hedui.arrays import Floats, Ints, np
from hedui.extract.claims.binding import SLOTS, Binding
from hedui.extract.claims.binding.carrying import TOLD, Slot
from hedui.extract.claims.binding.ranker import Model, sigmoid
from hedui.extract.claims.firsts import first_of
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.layout import Table, columns_of
from hedui.model import Mention, Quantity

_UNITS = ("岁", "人", "个", "年", "天", "小时", "分钟", "次", "家", "项", "名", "位", "月", "日", "座", "种",
          "次/天", "排名", "条", "例")  # fmt: skip
_UNIT = {unit: code for code, unit in enumerate(_UNITS, 1)}
_FIGURE = ("unit", "value", "alike", "grows", "hedged", "list", "depth", "paragraph", "offset", "fellows",
           "figures")  # fmt: skip
_LARGE = 2000  # a value beyond which size tells nothing more
_OF_SLOT = ("best", "margin", "none", "rivals")  # the last one is the first of TOLD


def traits(scene: Scene, binding: Binding) -> Table:
    """What tells of each figure whether it is a claim and well bound: one column a figure, whole numbers."""
    layout, start = scene.layout, scene.figures.start
    figures = scene.reading.quantities
    sentence = layout.sentence[start]
    alike = Counter(m.value.unit for m in figures)
    rows = [
        [_UNIT.get(m.value.unit, 0) for m in figures],
        [_size(m.value) for m in figures],
        # Who counts by one measure word again and again counts in earnest: 三家 alone, or one of nine 家.
        [min(alike[m.value.unit], 9) for m in figures],
        binding.growth >= 0,
        [m.value.bound != "exact" for m in figures],
        np.minimum(scene.lists["figure"].size, 9),
        layout.depth[start],
        np.minimum(layout.paragraph[start], 9),
        np.minimum(start - layout.clause_start[start], 30),
        np.minimum(np.bincount(sentence, minlength=1)[sentence], 20),
        np.full(len(start), min(len(start), 60)),
    ]
    parts = [scene.figure.rows, np.array(rows, dtype=np.int64).reshape(len(rows), len(start))]
    parts += [_of_slot(name, binding.slots[name]) for name in SLOTS]
    return Table(_names(scene.figure.names), np.concatenate(parts))


def _size(quantity: Quantity) -> int:
    """How large a figure is, in whole numbers: 两家 and 三大 seldom tell what 39家 does."""
    value = quantity.value if quantity.value is not None else quantity.low
    return min(int(abs(value)), _LARGE) if value is not None else 0


@lru_cache(maxsize=4)
def _names(figure: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the traits, beginning with what is known of a figure by itself."""
    slots = [f"{name} {told}" for name in SLOTS for told in (*_OF_SLOT, *TOLD[name][1:])]
    return (*(f"f_{name}" for name in figure), *_FIGURE, *slots)


def _of_slot(name: str, slot: Slot) -> Ints:
    """How clearly the winner won, in hundredths, and how it stands to the figure.

    What is known of a candidate may weigh it up beyond a share of one: surer than sure is sure.
    """
    told = np.full((3 + len(TOLD[name]), len(slot.best)), -1)
    told[:2] = np.minimum((slot.best, slot.margin), 1) * 100
    if slot.rows is not None:
        told[2], told[3:] = slot.chosen < 0, slot.told.rows
    return told


Confidence = tuple[Floats, Floats]


def confidences(scenes: Sequence[Scene], bindings: Sequence[Binding], model: Model) -> list[Confidence]:
    """For each figure of each scene the probability that its claim is right, and that it is a claim at all."""
    told = [traits(scene, binding) for scene, binding in zip(scenes, bindings, strict=True)]
    whole = Table(told[0].names, np.concatenate([own.rows for own in told], axis=1))
    right, worth = (_probability(whole, model, name) for name in ("right", "worth"))
    right = model.curve(right) if model.curve is not None else right
    edges = [0, *accumulate(own.rows.shape[1] for own in told)]
    return [(right[start:end], worth[start:end]) for start, end in pairwise(edges)]


def _probability(told: Table, model: Model, name: str) -> Floats:
    forest = model.forests[name]
    return sigmoid(forest.score(told.rows[columns_of(told.names, forest.names)]))


_DIGIT = re.compile("[0-9０-９]")
# 七成观众, 性能是前代的三倍 are told in Chinese numerals, too; what is malformed is to be looked at.
_ALWAYS = frozenset(("malformed", "multiple", "percent"))
_BEFORE = 16  # characters
# 全国第三, 排在童装类目第三, 暂居年度票房榜第二.
_PLACED = re.compile(
    "(?:[得位]|全球|世界|全国|(?:(?<!安)排|(?<!系)列|居(?!民)|跻身)[^,，。；;、:：的0-9\n]{0,10})$"
)
_STREAK = re.compile("连续|一连")
_PLACE_ENDS = re.compile("[名位]?(?![一-龥])")
_IMPLIED = frozenset(("duration", "magnitude"))
_LIMITS = ("以上", "以下")
_KIND = 12  # characters from the limit of a kind to how many there are of it
_PARTED = re.compile("[,，。；;、\n]")


def tells(scene: Scene, binding: Binding, i: int) -> bool:
    """Whether a figure is a claim whatever stands around it.

    Who writes a number with its unit in digits tells it (of 9,069 such figures 8,901 are annotated), and so does
    who says how many times, what share, of what grade a fire is, how long it lasts by a word for that, what place
    somebody took, or who was first.
    """
    figure, metric = scene.reading.quantities[i], int(binding.slots["metric"].chosen[i])
    before = scene.layout.text[max(0, figure.start - _BEFORE) : figure.start]
    if (figure.value.unit and _DIGIT.search(figure.text)) or figure.value.dimension in _ALWAYS:
        return True
    if "rank" in figure.rules and _placed(scene.layout.text, figure, before):
        return True
    if figure.value.dimension in _IMPLIED and metric >= 0:
        return scene.metric_mentions[metric].rules == ("implied",)
    return first_of(scene, i) is not None


def _placed(text: str, figure: Mention[Quantity], before: str) -> bool:
    """Whether a rank says what place somebody took.

    得第五, 全国第三位; but 全国第二所, 安排第一节, 排第三的 say which, 连续8年世界第一 is told by its years.
    """
    if _PLACED.search(before) is None or _STREAK.search(before):
        return False
    return figure.text[-1] != "大" and _PLACE_ENDS.match(text, figure.end) is not None


def worthy(scene: Scene, binding: Binding, worth: Floats, least: float) -> list[int]:
    """The figures that are claims: all but those that clearly only count, name or order (三大业务, 千卡集群)."""
    enough = (worth >= least).tolist()
    found = [i for i, is_claim in enumerate(enough) if is_claim or tells(scene, binding, i)]
    return [i for i in found if not _names_group(scene, i)]


def _names_group(scene: Scene, i: int) -> bool:
    """60岁以上, 五十多岁的男子: an age that says who is meant; 3.5级以上余震7次, 两千元以下机型占4%: a kind."""
    figures, text = scene.reading.quantities, scene.layout.text
    figure = figures[i]
    if figure.value.unit == "岁":
        return figure.value.bound in ("min", "max", "more_than", "less_than")
    if not figure.text.endswith(_LIMITS) or figure.value.dimension in _ALWAYS or i + 1 == len(figures):
        return False
    between = text[figure.end : figures[i + 1].start]
    return len(between) <= _KIND and _PARTED.search(between) is None
