"""The mentions of metrics in a text that the lexicon knows: levels, and growth words with basis and direction."""

import re
from collections.abc import Iterator

from hedui.extract.metrics.names import CAPITAL, PARTIAL, SHORT, WHOLE, narrowing
from hedui.extract.metrics.nouns import Nouns
from hedui.extract.metrics.refined import refined
from hedui.extract.metrics.words import MetricWords
from hedui.lexicon import ChangeRow, MetricRow
from hedui.model import Mention, Metric
from hedui.wordlists import compile_words

Match = tuple[int, int, MetricRow | ChangeRow]

# One character names a metric or a change only beside a figure: 3死5伤, 40金, 增8%, 跌至1.2万.
_FIGURE_AFTER = re.compile(
    r"(?:[了至到约逾近超达共\s]|不足|不到|超过|接近|将近|大约){0,3}[0-9０-９零〇一二两三四五六七八九十百千万亿几数]"
)
_FIGURE_BEFORE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿余多][人名例个枚块面]?$")
# What may stand between a basis and its direction: 同比大幅增长, 较去年同期则减少, 按年再升.
_BETWEEN = re.compile(
    r"[,，的要将会仍则又再均都也略微小大仅只分别共有大幅小幅明显显著继续约持续进一步实现出现]{0,6}"
)
# A word that is a metric only beside its figure (客户, 出口, 上市): with this much between, no mark among it.
_TOUCH_AFTER = re.compile(r"[^，。；！？,;!?\n0-9]{0,7}[0-9０-９零〇一二两三四五六七八九十百千]")
_TOUCH_BEFORE = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿余多几][^，。；！？,;!?、\n0-9]{0,5}$")
_TOUCH = 7
# 2019年增长, 全年降雨量, 两季增速: the year is no part of 年增, 年降, 季增; nor is 中 of 其中重症 one of 中重症.
_YEAR_BEFORE = frozenset("0123456789零〇一二三四五六七八九十全每今去当本两几单")
# 12个案件 are no 个案.
_OF_ANOTHER = dict.fromkeys("年月季日个", _YEAR_BEFORE | {"余", "多"}) | {"中": frozenset("其")}
# 第2季 is a time, 第二产业 a sector, neither a place in an order.
_NO_PLACE = re.compile(r"[一二三四1-4](?:季|产业)")
# 占营收的7.6%, 占总股本约1.51%, 占考生总数三成: what stands between is the whole.
_SHARE_AFTER = re.compile(
    r"[^，。；！？,;!?\n0-9%％]{1,20}?(?:[0-9][0-9.]{0,6}(?:[-~～至到][0-9.]{1,7})?\s?[%％]|[百两二三四五六七八九十]分之|[一二三四五六七八九两半][成半]"
    r"|[0-9]成|[过近逾大]半|半数)"
)
_ODD = re.compile(r"[0-9十百千万亿]$")  # 20多岁, 十多名: so many and some
# Sums and rates are rarely anything but measures.
_LOOSE = frozenset(("money", "percent", "permille"))
# Words that name a measure wherever they stand: 收入, 毛利率, 死亡人数, 总额.
MEASURE = compile_words(r"(?:{measure_tail}|GDP|CPI)$")


# 占公司目前总股本约1.3%, 占已发行A股股本的2%: the whole is the share capital.
_CAPITAL = re.compile(
    r"(?:公司|其|本公司)?(?:目前|现有|当前|全部|已)?(?:已?发行)?(?:[AH]股)?(?:总股本|股本|股份总[数额]|总股[数份])"
)
_OTHER = ("其他", "其它")  # 其他业务收入 is the rest, not the whole


def find_metrics(text: str, nouns: Nouns, words: MetricWords) -> list[Mention[Metric]]:
    """All metric mentions of the lexicon in text order; they do not overlap.  `nouns` are the text's words.

    A level mention (营收) holds the canonical name; a growth mention holds its suffix (同比增速) and `change`.
    """
    mentions = list(_joined(text, list(_matches(text, nouns, words))))
    if any(mention.text in PARTIAL for mention in mentions):
        mentions = sorted(_narrowed(mentions, text, nouns), key=lambda mention: mention.start)
    return refined(text, mentions)


def _matches(text: str, nouns: Nouns, words: MetricWords) -> Iterator[Match]:
    for index, start, end in words.automaton.find_matches_as_indexes(text):
        if end - start == 1 and not _stands_alone(text, start):
            continue
        row: MetricRow | ChangeRow | None = words.rows[index]
        if start and text[start - 1] in _OF_ANOTHER.get(text[start], ()):
            start += 1
            end = next((start + n for n in (6, 5, 4, 3, 2) if text[start : start + n] in words.by_form), end)
            row = words.by_form.get(text[start:end])
            if end - start == 1 and not _beside_figure(text, start, end):
                continue
        # 现价 in 平均实现价格 and 开业 in 召开业绩会 are the ends of two words
        if row is not None and (isinstance(row, ChangeRow) or not nouns.cut(start, end)):
            yield start, end, row


def _stands_alone(text: str, start: int) -> bool:
    """Whether one character names a metric where it stands."""
    if not _beside_figure(text, start, start + 1):
        return False
    if text[start] == "第":
        return not _NO_PLACE.match(text, start + 1)
    return text[start] != "多" or not _ODD.search(text, max(0, start - 1), start)


def _beside_figure(text: str, start: int, end: int) -> bool:
    if text[start] == "占" and _SHARE_AFTER.match(text, end):
        return True
    return bool(_FIGURE_AFTER.match(text, end) or _FIGURE_BEFORE.search(text, max(0, start - 3), start))


def _narrowed(mentions: list[Mention[Metric]], text: str, nouns: Nouns) -> list[Mention[Metric]]:
    """Income and the like with the business right before it keep it in their names: 游戏收入 is no 营业收入."""
    return [_with_scope(m, text, nouns) if m.value.name in SHORT else m for m in mentions]


def _with_scope(mention: Mention[Metric], text: str, nouns: Nouns) -> Mention[Metric]:
    start = nouns.narrowing(mention.start)
    if text[max(0, start - 2) : start] in _OTHER:
        start -= 2
    said = text[start : mention.start]
    scope = narrowing(said, mention.text)
    if scope is None or WHOLE.search(said) or mention.text not in PARTIAL:
        return mention
    row = mention.value
    metric = Metric(name=scope + SHORT[row.name], base=row.name, known=True, dimension=row.dimension, scope=scope)
    return Mention(
        start=start, end=mention.end, text=said + mention.text, value=metric, rules=(*mention.rules, "scope")
    )


def _joined(text: str, found: list[Match]) -> Iterator[Mention[Metric]]:
    skip = False
    for number, (start, end, row) in enumerate(found):
        if skip:
            skip = False
            continue
        if isinstance(row, MetricRow):
            if row.dimension in _LOOSE or MEASURE.search(text, max(0, end - 3), end) or _touches(text, start, end):
                yield from _levels(text, start, end, row)
            continue
        following = found[number + 1] if number + 1 < len(found) else None
        if row.kind == "basis" and following is not None and _continues(text, end, following):
            direction = following[2]
            assert isinstance(direction, ChangeRow)
            yield _change(text, (start, following[1]), row, direction)
            skip = True
        else:
            yield _change(text, (start, end), row, row)


def _touches(text: str, start: int, end: int) -> bool:
    after = _TOUCH_AFTER.match(text, end)
    return after is not None or _TOUCH_BEFORE.search(text, max(0, start - _TOUCH), start) is not None


def _continues(text: str, end: int, following: Match) -> bool:
    start, _, row = following
    if not isinstance(row, ChangeRow) or row.kind != "direction":
        return False
    return _BETWEEN.fullmatch(text, end, start) is not None


def _levels(text: str, start: int, end: int, row: MetricRow) -> list[Mention[Metric]]:
    """汽车产销量分别达… names two: 产量 by its 产, 销量 by the rest."""
    if row.id != "产量" or not text.startswith("产销", start):
        return [_level(text, start, end, row)]
    sold = Metric(name="销量", known=True, dimension=row.dimension)
    rest = Mention(start=start + 1, end=end, text=text[start + 1 : end], value=sold, rules=("lexicon",))
    return [_level(text, start, start + 1, row), rest]


def _level(text: str, start: int, end: int, row: MetricRow) -> Mention[Metric]:
    form = text[start:end]
    metric = Metric(name=row.called(form), known=True, dimension=row.dimension)
    return Mention(start=start, end=end, text=form, value=metric, rules=("lexicon",))


def _change(text: str, span: tuple[int, int], row: ChangeRow, direction: ChangeRow) -> Mention[Metric]:
    role = "growth" if row.kind in ("basis", "direction") else row.kind
    name = f"{row.suffix}增速" if role == "growth" else row.suffix
    if role == "share" and _CAPITAL.match(text, span[1]):
        name = CAPITAL
    metric = Metric(name=name, known=True, role=role, change=row.change or direction.change)
    start, end = span
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        value=metric,
        rules=(row.kind,) if direction is row else (row.kind, direction.kind),
    )
