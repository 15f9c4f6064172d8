"""The part of a business whose income a figure tells: · 酸奶：26亿元, 奶粉14亿元 after 酸奶收入26亿元."""

import re

from hedui.extract.claims.building.parts import BAND
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.standins.topics import LABEL as TOPIC
from hedui.extract.metrics.names import WHOLE
from hedui.model import Mention, Metric
from hedui.wordlists import compile_words

_INCOME, _SHORT = "营业收入", "收入"
_NAME = r"(?P<part>[一-鿿A-Za-z]{2,8}?)"
# A line of a list, and the subject of a clause that says no metric of its own.
_PART = re.compile(
    rf"(?:(?:\A|[\n·•▪])[ \u3000]{{0,3}}{_NAME}[:：][ ]?"
    rf"|(?:\A|[，。；;,\n])(?:其中|而)?{_NAME.replace('part', 'subject')}(?P<kind>业务|分部|板块)?"
    r"(?:则|却|也|继续)?"
    r"(?:录得|实现|贡献|为|达|占(?:集团|公司)?总?(?:营收|收入)?的?)?)(?:不[到足])?[约近逾超]?\Z"
)
_NOT = compile_words(
    r"[的了是将被把让从由对与和及或在于至到以按较比若但并也还又就只仅已这那此该每各某第之年月日季周时共总约]|{no_segment}"
)
_JOINT = re.compile(r"[及和与]")
_REST = re.compile(r"其[他它]")
_STEPS = 4  # from a growth to its level, to the first of its list
_REACH = 26  # characters before a figure


def of_segment(scene: Scene, i: int, base: Mention[Metric]) -> Metric:
    """The metric of figure i, with the part of the business in its name where it is the income of a part."""
    metric = base.value
    income = metric.name == _INCOME or metric.base == _INCOME
    if not income and (metric.known or not _after_income(scene, i)):
        return metric
    part = _told_before(scene, i, base) or (metric.scope if income else None)
    if part is None or part.endswith(BAND) or WHOLE.search(part) or len(part) < 2:
        return metric
    name = "其他业务" if _REST.fullmatch(part) else part
    level = _INCOME if len(name) > 2 else _SHORT
    return Metric(name=f"{name}{level}", base=_INCOME, known=metric.known, dimension=metric.dimension, scope=part)


def _told_before(scene: Scene, i: int, base: Mention[Metric]) -> str | None:
    start = _lead(scene, i)
    text = scene.layout.text[max(0, start - _REACH) : start]
    match = _PART.search(text)
    if match is None:
        return None
    name = "part" if match["part"] else "subject"
    part, at = match[name], max(0, start - _REACH) + match.start(name)
    if at <= base.start < start and base.value.known and "占" not in match.group():
        return None
    named = any(
        m.start < at + len(part) and at < m.end and m.value.label != TOPIC for m in scene.entity_mentions if m.text
    )
    joint = match["kind"] and _JOINT.search(part)  # 文创及其他业务: two that are told as one
    if named or _NOT.search(_JOINT.sub("", part) if joint else part):
        return None
    return f"{part}{match['kind']}" if joint else part


def _after_income(scene: Scene, i: int) -> bool:
    """Whether the last metric of the lexicon before a sum of money is an income, at most a sentence back."""
    start = _lead(scene, i)
    index = int(scene.named.before[start]) - 1
    figure = scene.reading.quantities[int(scene.figures.before[start])]
    if index < 0 or figure.value.dimension != "money":
        return False
    last, sentence = scene.metric_mentions[index], scene.layout.sentence
    return _INCOME in (last.value.name, last.value.base) and sentence[start] - sentence[last.start] <= 1


def _lead(scene: Scene, i: int) -> int:
    """Where the level begins that figure i is growth or share of, or the first of its list; else its own start."""
    lists = scene.lists["figure"]
    for _ in range(_STEPS):
        back = int(scene.behind[i]) or int(i > 0 and lists.group[i] == lists.group[i - 1])
        if not back:
            break
        i -= back
    return int(scene.figures.start[i])
