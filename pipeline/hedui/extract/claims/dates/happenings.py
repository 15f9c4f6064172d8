"""What happened on a day: the word of happening that a date belongs to, and what the date is called then."""

import re
from collections.abc import Iterator

from hedui.extract.claims.dates.naming import ANNOUNCED, HELD, Happening, dated_name
from hedui.extract.claims.dates.occasions import cutoff, earlier, in_row, moved
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.wording import Word
from hedui.model import Mention, Period
from hedui.wordlists import compile_words

_AFTER, _BEFORE = 60, 10  # characters
# 8月26日晚间, 该公司公布半年报: what a date that stands alone before a comma tells of follows the comma.
# 1月2日讯 今日, 甲公司上市: what happened today happened on the day of the wire.
_OPENS = re.compile(
    r"[早晚上下午间凌晨傍深夜后许左右]{0,4}(?:[（(][^）)]{1,8}[）)]|[）)])?"
    r"(?:[,，:：]|(?:报道|消息|讯|电)[,，:：\s]{0,2}(?:刚刚|今日|今天|今晨|今早|今晚)[,，]?)"
)
# 新华社北京1月20日电 researchers found ...: the day of the wire, on which nothing happened but what 今天 says did.
_WIRED = re.compile(r"[电讯](?![影视力台池车梯信号])")
_TODAY = re.compile("今[天日晨早晚]|刚刚")
_CLAUSES = 2  # after the comma: 2025年,甲公司通过新工艺,推出了芯片X
_REPORTED = frozenset({"发布日期", "公告日期", "披露日期", "宣布日期"})
# 返回舱, 上市公司, 发布会, 投资者, 失事客机: the word is a part of a noun.
_NOUN = compile_words("{noun_behind}|会(?![议长员谈计场])|人(?![员工民类])|地点?(?![到去来])")
_DENIED = re.compile(r"(?:未|没有|不|无法|拒绝|并非|避免)(?:能|有|曾|再|会)?$")
_DATED = frozenset({"day", "month", "year", "minute"})
_TIED = re.compile("[、和及与]")  # 3日、5日又发现: of both
# 8月26日,星河科技半年报出炉: the term of a report is no date between.
_OF_PAPER = re.compile("的?(?:[财年季中]?报(?![道告价])|业绩|财务|成绩单)")
_STATED = re.compile("(?!.{0,40}[0-9]:[0-9]{2}:[0-9]{2}$).{0,9}[0-9〇零○一二三四五六七八九十]")
_COUNTED = re.compile("[了约近逾超过]{0,3} ?[0-9一二三四五六七八九十百千两数]")


def happening_of(scene: Scene, mention: Mention[Period]) -> Happening | None:
    """What happened on a date by the words around it; None where they tell of nothing."""
    period = mention.value
    if period.first is None or period.grain not in _DATED:
        return None
    if period.instant and "截" in mention.text:
        return cutoff(scene, mention)
    if period.grain != "month" and not is_stated(mention):
        return None
    told = earlier(scene, mention) or moved(scene, mention)
    if told is not None:
        return told
    word = _nearest(scene, mention)
    if word is None:
        return in_row(scene, mention)
    if _of_wire(scene, mention, word):
        return None
    happening = Happening(word.start, word.end, dated_name(scene, word), word.of)
    return None if _is_span(scene, mention, happening) else happening


def is_stated(mention: Mention[Period]) -> bool:
    """Whether words state a date; 昨晚开业, 全年突破百亿 and 2026-01-09 17:13:05 tell where the article stands."""
    return _STATED.match(mention.text) is not None


def _of_wire(scene: Scene, mention: Mention[Period], word: Word) -> bool:
    text = scene.layout.text
    return _WIRED.match(text, mention.end) is not None and _TODAY.search(text, mention.end, word.start) is None


def _is_span(scene: Scene, mention: Mention[Period], what: Happening) -> bool:
    """Whether a date is the span of a figure or of a report: 5月裁员6000人, 公布2024年年报, 召开2026年度会议."""
    grain = mention.value.grain
    if mention.text.endswith("年度"):
        return True
    if what.end == mention.start:
        return what.name in ANNOUNCED | _REPORTED or (grain == "year" and what.name == HELD)  # but 建于2019年
    if grain == "year" and what.name in _REPORTED:
        return True
    return grain not in ("day", "minute") and _COUNTED.match(scene.layout.text, what.end) is not None


def _nearest(scene: Scene, mention: Mention[Period]) -> Word | None:
    """The nearest word of happening in the date's clause, or in those after it where the date opens."""
    clause, text = scene.layout.clause, scene.layout.text
    free = [word for word in _events(scene, mention) if not _taken(scene, mention, word)]

    # What the date touches goes before all: 生于1985年, 毕业于海城大学.
    def touches(word: Word) -> bool:
        between = text[word.end : mention.start]
        return between in ("于", "在") or (not between and text[word.end - 1] == "于")

    # A plane that took off and crashed on a day: the crash is what the day is known for.
    def order(word: Word) -> tuple[bool, bool, int, bool, int]:
        usual = not (scene.disaster and word.name == "发生时间")
        return (
            not touches(word),
            word.start < mention.start,
            int(clause[word.start]),
            usual,
            abs(word.start - mention.end),
        )

    return min(free, key=order, default=None)


def _events(scene: Scene, mention: Mention[Period]) -> Iterator[Word]:
    """The words of happening that the date may belong to."""
    clause, sentence = scene.layout.clause, scene.layout.sentence
    first, last = int(clause[mention.start]), _last_clause(scene, mention)
    for word in scene.wording.between(max(0, mention.start - _BEFORE), mention.end + _AFTER):
        same = first <= clause[word.start] <= last and sentence[word.start] == sentence[mention.start]
        if word.role == "event" and same and _happens(scene, word):
            yield word


def _last_clause(scene: Scene, mention: Mention[Period]) -> int:
    """The last clause that a date can tell of: its own, or one after it where it stands alone before a comma."""
    clause, text = scene.layout.clause, scene.layout.text
    opens = _OPENS.match(text, mention.end)
    if opens is None:
        return int(clause[mention.end + text.startswith(" ", mention.end)])
    return int(clause[min(opens.end(), len(text) - 1)]) + _CLAUSES - 1


def _happens(scene: Scene, word: Word) -> bool:
    """Whether a word tells of something that happens: no part of a noun, not denied, with what it must have."""
    text, clause = scene.layout.text, scene.layout.clause
    if _NOUN.match(text, word.end) or _DENIED.search(text, max(0, word.start - 5), word.start):
        return False
    if not word.takes:
        return True
    reach = next(
        (at for at in range(word.end, min(word.end + _AFTER, len(text))) if clause[at] != clause[word.start]),
        word.end + _AFTER,
    )
    return any(taken in text[word.end : reach] for taken in word.takes)


def _taken(scene: Scene, mention: Mention[Period], word: Word) -> bool:
    """Whether another date stands between."""
    low, high = min(mention.end, word.end), max(mention.start, word.start)
    if low >= high:
        return False
    text, first, last = scene.layout.text, int(scene.periods.before[low + 1]), int(scene.periods.before[high])
    between = (m for m in scene.period_mentions[first:last] if not _OF_PAPER.match(text, m.end))
    return any(not _TIED.fullmatch(text, mention.end, m.start) for m in between)
