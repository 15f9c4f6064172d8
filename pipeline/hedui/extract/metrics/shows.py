"""Who came to a show or a match, and what a film takes: 观众人数, 票房."""

import re

from hedui.extract.metrics.told import told_by, told_itself
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

SCORE = 0.9
_HEADS = frozenset("人名位")
_SHOW = compile_words(r"{on_stage}|{match_told}")
# 每场3.1万人, 四场共12.4万人, 体育馆坐了8000人, 吸引2万人入场: who came to see it.
_EACH = re.compile(r"每场[^，。；,;0-9]{0,3}$")
_CAME = re.compile(
    r"(?:每场|[0-9一二两三四五六七八九十]场(?:演出|比赛)?[合总一]?[计共]|入场|进场|坐了|坐满|涌入|湧进|吸引)[了约近逾超过]{0,2}$"
    r"|每场[^。！？\n]{1,12}[，、,](?:[合共总]计|[合总一]共|共)[约近逾]?$"
)
_NO_CROWD = re.compile(r"的?(?:[^，。；、,;\n]{0,6}(?:运动员|选手|球员|艺人|歌手|演员|志愿|安保|员工|警))")
# 《山外》2.3亿元, 《山外》以8000万元居次: what a film takes, where nothing else is told between.
_FILM = compile_words(r"{film_told}")
_TITLED = re.compile(r"》(?:[^，。；、,;\n0-9《]{0,6})$")
_NO_TAKINGS = compile_words(r"{film_cost}")
_LEAST_TAKINGS = 100_000
_AROUND = 60  # characters


def at_show(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """The crowd or the takings that a figure tells of; its `anchor` is the figure's start."""
    if figure.value.unit in _HEADS:
        return _crowd(text, figure)
    return _takings(text, figure) if figure.value.dimension in ("money", "number") else None


def _near(text: str, figure: Mention[Quantity]) -> tuple[int, int]:
    return max(0, figure.start - _AROUND), figure.end + _AROUND


def _crowd(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    came = _CAME.search(text, max(0, figure.start - 24), figure.start)
    if came is None or not _SHOW.search(text, *_near(text, figure)) or _NO_CROWD.match(text, figure.end):
        return None
    each = _EACH.search(text, max(0, figure.start - 6), figure.start)
    name = "每场观众人数" if each else "观众人数"
    return told_by(text, figure, came.span(), Metric(name=name, known=True, dimension="count"), SCORE)


def _takings(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    value, start = figure.value.value, figure.start
    titled = _TITLED.search(text, max(0, start - 8), start)
    if titled is None or value is None or value < _LEAST_TAKINGS:
        return None
    if _NO_TAKINGS.search(text, titled.start(), figure.end + 6) or not _FILM.search(text, *_near(text, figure)):
        return None
    return told_itself(text, figure, Metric(name="票房", known=True, dimension="money"), SCORE)
