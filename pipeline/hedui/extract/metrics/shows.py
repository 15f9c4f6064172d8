"""What the words around a figure make of it at a show, a match or a film: 观众人数, 演出场次, 票房, 票价."""

import re

from hedui.extract.metrics.told import told_by, told_itself
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

SCORE = 0.9
_HEADS = frozenset("人名位")
_SHOW = compile_words(r"{on_stage}|{match_told}")
_STAGE = compile_words(r"{on_stage}")
# 每场3.1万人, 四场共12.4万人, 体育馆坐了8000人, 吸引2万人入场: who came to see it.
_EACH = re.compile(r"每场[^，。；,;0-9]{0,3}$")
_CAME = re.compile(
    r"(?:每场|[0-9一二两三四五六七八九十]场(?:演出|比赛)?[合总一]?[计共]|入场|进场|坐了|坐满|涌入|湧进|吸引)[了约近逾超过]{0,2}$"
    r"|每场[^。！？\n]{1,12}[，、,](?:[合共总]计|[合总一]共|共)[约近逾]?$"
)
_NO_CROWD = re.compile(r"的?(?:[^，。；、,;\n]{0,6}(?:运动员|选手|球员|艺人|歌手|演员|志愿|安保|员工|警))")
# 连开4场, 唱了30场, 巡演共22场.
_PLAYED = re.compile(r"(?:唱了?|开了?过?|演了?|连[开唱演]|[共计有近约逾]|还有|加[开演唱]|办了?)$")
_FILM = compile_words(r"{film_told}")
# 《山外》2.3亿元, 《山外》以8000万元居次: what a film takes, where nothing else is told between.
_VIEWERS, _LEAST_VIEWERS = "观众", 1_000_000  # 吸引了1.3亿观众: tickets, in the cinemas
_TITLED = re.compile(r"》(?:[^，。；、,;\n0-9《]{0,6})$")
_NO_TAKINGS = compile_words(r"{film_cost}")
_LEAST_TAKINGS = 100_000
_TICKET = "票"
_PRICED = re.compile(
    r"(?P<low>最(?:便宜|低|平))[^，。；、,;\n0-9]{0,4}$|(?P<high>最(?:贵|高))[^，。；、,;\n0-9]{0,4}$"
    r"|每张(?:门票|票)?(?:平均|均价|约|近|逾|售价?|只?要|为){0,2}$"
)
_MOST_PAYS = 100_000
_AROUND = 60  # characters


def at_show(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """The crowd, the shows, the takings or the price that a figure tells of."""
    kind, unit = figure.value.dimension, figure.value.unit
    if unit in _HEADS:
        return _viewers(text, figure) or _crowd(text, figure)
    if unit == "场":
        return _shows(text, figure)
    if kind not in ("money", "number"):
        return None
    return _viewers(text, figure) or _takings(text, figure) or _ticket(text, figure)


def _near(text: str, figure: Mention[Quantity]) -> tuple[int, int]:
    return max(0, figure.start - _AROUND), figure.end + _AROUND


def _crowd(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    came = _CAME.search(text, max(0, figure.start - 24), figure.start)
    if came is None or not _SHOW.search(text, *_near(text, figure)) or _NO_CROWD.match(text, figure.end):
        return None
    each = _EACH.search(text, max(0, figure.start - 6), figure.start)
    name = "每场观众人数" if each else "观众人数"
    return told_by(text, figure, came.span(), Metric(name=name, known=True, dimension="count"), SCORE)


def _shows(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    played = _PLAYED.search(text, max(0, figure.start - 3), figure.start)
    if played is None or not _STAGE.search(text, *_near(text, figure)):
        return None
    return told_itself(text, figure, Metric(name="演出场次", known=True, dimension="count"), SCORE)


def _viewers(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    value = figure.value.value
    if value is None or value < _LEAST_VIEWERS or not text.startswith(_VIEWERS, figure.end):
        return None
    if not _FILM.search(text, *_near(text, figure)):
        return None
    return told_itself(text, figure, Metric(name="观影人次", known=True, dimension="count"), SCORE)


def _takings(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    value, start = figure.value.value, figure.start
    titled = _TITLED.search(text, max(0, start - 8), start)
    if titled is None or value is None or value < _LEAST_TAKINGS:
        return None
    if _NO_TAKINGS.search(text, titled.start(), figure.end + 6) or not _FILM.search(text, *_near(text, figure)):
        return None
    return told_itself(text, figure, Metric(name="票房", known=True, dimension="money"), SCORE)


def _ticket(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """票价最低180元, 最贵的980元, 每张票320元."""
    value, start = figure.value.value, figure.start
    priced = _PRICED.search(text, max(0, start - 10), start)
    if priced is None or figure.value.dimension != "money" or value is None or value > _MOST_PAYS:
        return None
    if text.rfind(_TICKET, max(0, start - 30), start) < 0:
        return None
    name = "最低票价" if priced["low"] else "最高票价" if priced["high"] else "平均票价"
    return told_by(text, figure, priced.span(), Metric(name=name, known=True, dimension="money"), SCORE)
