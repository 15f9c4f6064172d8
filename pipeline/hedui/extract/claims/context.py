"""How a figure is meant: kind, polarity, attribution, scope, quotation, and the part of the article."""

import re

from msgspec import Struct

from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.layout import Layout, title_of
from hedui.extract.claims.wording import Word
from hedui.model import Period
from hedui.wordlists import compile_words

_LEAD = 1  # paragraphs after the headline
_CAPTION = re.compile(r"^\s{0,4}(?:图[:：]|图片?来源|图源|图为|资料图|制图|[(（]图)")
# 招股书显示, 据统计厅公布, 王某表示: who says so stands before the verb of saying.
_WHO = re.compile(r"[^,，。;；:：!！?？\n“”\"「」、]{2,16}$")
# 【青岛财经】远帆集团公布, 本报讯 远帆集团公布: the column and the dateline before who is cited.
_AROUND_WHO = compile_words(
    r"^(?:据|根据|按照?|而|但|另外|同时|[^】]{0,14}】|[一-鿿]{1,8}[讯电]\s)|的?(?:最新)?(?:{around_a_source})$"
)
# 财务数据显示, 本网9月2日讯: data of its own and a dateline are no source.
_NOBODY = compile_words(r"^(?:{kind_of_data})|[0-9][月日]|[0-9]{4}年")
_SAID = frozenset({"预计", "预测", "估计", "发布", "公布", "披露", "宣布", "公告"})
_BEHIND = 14  # characters after a figure in which 并非 denies it, 目标 tells its kind
_REACH = 400  # characters of a sentence read back
# 宣布在欧洲裁员700人, 确认裁减两个部门: what is to be done; 回购股份不低于1亿股: the limits of a plan.
_PLEDGED = compile_words(
    r"(?:宣布|公告|决定|公布|确认)[^,，。；;\n]{0,14}?(?:{pledged})|未来[^,，。；;\n]{1,14}?(?:{pledged})|宣布将|不超过|不低于"
)
# 宣布投资9亿元，新建3座工厂、1座仓库: what is built with it is pledged, too.
_PLEDGES, _BUILDS = (
    re.compile(r"宣布|承诺|决定"),
    compile_words(r"(?:并|含|用于[^，。；,;0-9]{0,12})?(?:{builds})"),
)
_NEXT = 2  # clauses and figures: 预计量增至80万件、收入6亿元,增速为7%
# 预计净亏损约5亿元, 业绩预告…: what such an article gives with 约 is its preview, to the last sentence.
_PREVIEWED = re.compile(r"业绩预告|预[亏增减盈]")
_ABOUT = ("约", "大约")
_BASE = re.compile(r"较|(?<![同环])比|同期|上年")
# （约2.1亿元）: what a bracket says again in other units is meant as the figure before it, and so is its share:
# 计划裁员900人,约占员工总数6%.
_AGAIN = re.compile(
    r"[（(](?:约合?|折合|合|即|相当于)?|[,，、（(]约?(?:占(?!目标)[^，。；、,;0-9]{0,14}|比例[达为约]?)"
)
# 较原来预算低3%, 比市场预期少: what is compared with a forecast is none; 高于预期的5亿元 is one.
_COMPARED = re.compile(r"[较比与和同于及][^，。；,;0-9]{0,4}$")
_OFF = re.compile(r"[^，。；,;的0-9]{0,4}?[低高少多增减升跌降]")
# “购车补贴计划”每辆补2万元: a scheme by its name, and no intention.
_SCHEME = re.compile('计划[”」』》"的，。,；;、：:自每中内下书]')
# 计划把上限由7亿元提升至9亿元: where a change starts from is what is; 预测由5%下调至4% are two forecasts.
_STARTS = re.compile(r"(?<![预目][测期估标])[由从][^，。；,;0-9]{0,8}$")
_GOES = re.compile(r"[^，。；,;0-9]{0,6}?[增升提减降缩扩调改涨跌][^，。；,;0-9]{0,4}?[至到为成]")
# 对美国进出口总值, 自东盟进口: with whom; until the whole trade is told of again (我国外贸进出口).
_TRADE = compile_words("(?:{of_trade})?(?:{trade})")
_PARTNER = re.compile(f"[对自]([一-龥]{{1,10}}?)的?{_TRADE.pattern}")
_WHOLE_TRADE = compile_words("{whole_trade}")
# 机上246人遇难,7名地面人员遇难: where those were, of an accident that befell others, too.
_ABOARD = ("机上", "船上", "地面")
_THOSE = re.compile("的?(?:人员|乘客|民众|居民)")
_OPEN_QUOTE, _CLOSE_QUOTE = "“「『", "”」』"
# 现金分红与回购合计9亿元: what is summed with another is of both.
_SUMMED = re.compile("[与和及][一-龥]{2,6}(?:合计|总计|共计)$")
_MEANS = frozenset({"日均", "月均", "年均", "平均"})


class Context(Struct, frozen=True, gc=False):
    """What the words around a figure say of it."""

    kind: str
    polarity: bool
    qualifier: str | None
    attribution: str | None
    quoted: bool
    section: str


def context_of(
    scene: Scene,
    place: tuple[int, int],
    metric_start: int | None,
    period: Period | None = None,
) -> Context:
    """The context of the figure or date at a clean range, whose metric begins at `metric_start`.

    `period` is what the figure is for.
    """
    layout, (start, end) = scene.layout, place
    sentence, clause = _sentence(layout, start), int(layout.clause_start[start])
    words, before = scene.wording.between(sentence, start), layout.text[sentence:start]
    return Context(
        kind=_kind(scene, place, period),
        polarity=_is_asserted(scene, words, start),
        qualifier=_partner(scene, (sentence, start), metric_start)
        or _where_those_were(layout.text, place)
        or _scope(scene, words, min(clause, metric_start if metric_start is not None else clause), start),
        attribution=_attribution(layout.text, words, sentence),
        quoted=sum(map(before.count, _OPEN_QUOTE)) > sum(map(before.count, _CLOSE_QUOTE)),
        section=section_of(layout, start, end),
    )


def _kind(scene: Scene, place: tuple[int, int], period: Period | None) -> str:
    """Of a figure or date at a clean range, what the words before it and behind it tell."""
    start, end = place
    first = _first_said(scene, start)
    kind = _kind_before(scene, first, period)
    if kind in ("forecast", "target") and _is_start(scene.layout.text, start, end):
        kind = "actual"
    if kind != "actual":
        return kind
    return "forecast" if _is_previewed(scene, first) else _kind_behind(scene, end, period)


def _first_said(scene: Scene, start: int) -> int:
    """Where the figure stands that a bracket only says again, or that this one is a share of, else `start`."""
    at = int(scene.figures.before[start]) - 1
    if at < 0:
        return start
    end = int(scene.figures.end[at])
    return int(scene.figures.start[at]) if _AGAIN.fullmatch(scene.layout.text, end, start) else start


def _is_previewed(scene: Scene, start: int) -> bool:
    """Whether a figure told with 约 stands in a firm's preview of its results."""
    text = scene.layout.text
    about = text.startswith(_ABOUT, start) or text[max(0, start - 1) : start] == "约"
    if not about or _BASE.search(text, int(scene.layout.clause_start[start]), start) is not None:
        return False
    return _PREVIEWED.search(text, 0, start) is not None


def _is_start(text: str, start: int, end: int) -> bool:
    """Whether a figure is where a planned or expected change starts from."""
    return bool(_STARTS.search(text, max(0, start - 12), start) and _GOES.match(text, end))


def _sentence(layout: Layout, start: int) -> int:
    """Where what is read of a figure's sentence begins."""
    return max(int(layout.sentence_start[start]), start - _REACH)


def _kind_before(scene: Scene, start: int, period: Period | None) -> str:
    """The kind that the words before a figure tell of."""
    words = scene.wording.between(_sentence(scene.layout, start), start)
    told = [word for word in words if word.role in ("forecast", "target", "rumour")]
    over = bool(told) and _is_over(scene, period)
    return next((word.role for word in reversed(told) if _means(scene, word, start, over)), "actual")


def _kind_behind(scene: Scene, end: int, period: Period | None) -> str:
    """增至190家的目标: what the words behind a figure tell of; a year to come is a forecast without any."""
    layout, text = scene.layout, scene.layout.text
    clause = int(layout.clause_start[end - 1])
    if _PLEDGED.search(text, max(clause, end - _REACH), end) or (
        _BUILDS.match(text, clause) and _PLEDGES.search(text, int(layout.sentence_start[clause]), clause)
    ):
        return "target"
    for word in scene.wording.between(end, end + _BEHIND):
        if word.role == "target" and layout.clause[word.start] == layout.clause[end - 1]:
            return "target"
    return "forecast" if _is_ahead(scene, period) else "actual"


def _is_over(scene: Scene, period: Period | None) -> bool:
    """Whether a period ends by the day of the article: 预计全年盈利,上半年收入5亿元 tells what was."""
    published = scene.reading.article.published
    return bool(period and period.last and published and period.last <= published.last)


def _is_ahead(scene: Scene, period: Period | None) -> bool:
    """Whether a quarter or a year lies wholly ahead; a day or a month more often is one misread."""
    published = scene.reading.article.published
    ahead = bool(period and period.first and published and period.first > published.last)
    return ahead and period is not None and period.grain not in ("minute", "day", "month")


def _is_asserted(scene: Scene, words: tuple[Word, ...], start: int) -> bool:
    """False for what is denied or was misprinted: 并非5亿元, 误写为6.12亿元."""
    clause = scene.layout.clause
    # 将6120万元误写为6.12亿元 denies the later one
    later = scene.wording.between(start + 1, start + 1 + _BEHIND)
    denied = [w for w in words if w.role in ("denial", "misprint")]
    denied += [w for w in later if w.role in ("denial", "faulty")]
    return all(clause[w.start] != clause[start] for w in denied)


def _means(scene: Scene, word: Word, start: int, over: bool) -> bool:
    """Whether a word tells how a figure is meant: in its clause, or just before it if its time is not `over`."""
    layout, text = scene.layout, scene.layout.text
    if _SCHEME.match(text, word.start):
        return False
    if _OFF.match(text, word.end) and _COMPARED.search(text, max(0, word.start - 6), word.start):
        return False
    if word.start >= int(layout.clause_start[start]):
        return True
    between = int(scene.figures.before[start] - scene.figures.before[word.end])
    far = max(int(layout.clause[start] - layout.clause[word.start]), between)
    return far <= (0 if over else _NEXT)


def _where_those_were(text: str, place: tuple[int, int]) -> str | None:
    start, end = place
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return before if before in _ABOARD else behind if behind in _ABOARD and _THOSE.match(text, end + 2) else None


def _scope(scene: Scene, words: tuple[Word, ...], begin: int, start: int) -> str | None:
    words = tuple(w for w in words if w.role == "scope" and w.start >= begin - 6)
    if not words:
        return None
    text, own, word = scene.layout.text, int(scene.layout.clause_start[start]), words[-1]
    timed = scene.periods.before[start] > scene.periods.before[own]  # what is told has a time of its own
    if timed and word.start < own and word.name in _MEANS:
        return None  # 日均接待3.2万人次,全年接待38万人次
    if summed := _SUMMED.search(text, max(0, word.start - 7), word.end):
        return summed[0]
    return word.name


def _partner(scene: Scene, before: tuple[int, int], metric: int | None) -> str | None:
    """The other side of the trade that a figure counts: 对韩国进出口80亿美元, 其中出口50亿美元."""
    text = scene.layout.text
    if metric is None or _TRADE.match(text, metric) is None:
        return None
    told = [found for found in _PARTNER.finditer(text, *before) if not found[1].startswith("外")]
    if not told or _WHOLE_TRADE.search(text, told[-1].end(), max(metric, told[-1].end())) is not None:
        return None
    at = told[-1].start(1)
    number = int(scene.entities.before[at])
    named = number < len(scene.entity_mentions) and scene.entity_mentions[number].start == at
    return "对" + (scene.entity_mentions[number].value.name if named else told[-1][1])


def _attribution(text: str, words: tuple[Word, ...], sentence: int) -> str | None:
    for word in reversed(words):
        if word.role == "say" or text[word.start : word.end] in _SAID:
            match = _WHO.search(text, max(sentence, word.start - 16), word.start)
            who = _AROUND_WHO.sub("", _AROUND_WHO.sub("", match.group())) if match else ""
            if len(who) > 1 and not _NOBODY.search(who):
                return who
    return None


def section_of(layout: Layout, start: int, end: int) -> str:
    """title, lead, body or caption."""
    paragraph = int(layout.paragraph[start])
    headline = title_of(layout.text)
    if start < headline:
        return "title"
    line = int(layout.paragraph_start[start])
    if _CAPTION.match(layout.text, line, line + 12):
        return "caption"
    return "lead" if paragraph <= _LEAD + (headline > 0) else "body"
