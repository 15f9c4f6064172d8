"""What the words right around a sum or a measure make of it: 过火面积, 震中距, 航速, 汇率, 持股数."""

import re
from dataclasses import dataclass

from hedui.extract.metrics.told import told_by, told_itself
from hedui.model import Mention, Metric, Quantity
from hedui.wordlists import compile_words

SCORE = 0.9
_BEFORE, _AFTER = 30, 14  # characters looked at
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Around:
    """A metric that figures of these dimensions or units have where the words before or behind say so."""

    kinds: frozenset[str]
    name: str
    before: re.Pattern[str] = _NOTHING  # up to the figure's start
    after: re.Pattern[str] = _NOTHING  # from its end
    dimension: str | None = None

    def of(self, text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
        """The metric of a figure told so."""
        quantity, start, end = figure.value, figure.start, figure.end
        if quantity.dimension not in self.kinds and quantity.unit not in self.kinds:
            return None
        found = self.before.search(text, max(0, start - _BEFORE), start) or self.after.match(
            text, end, end + _AFTER
        )
        if found is None:
            return None
        metric = Metric(name=self.name, known=True, dimension=self.dimension or quantity.dimension)
        return told_by(text, figure, found.span(), metric, SCORE)


_HEDGED = r"[了有为约近达逾超共至仅]{0,3}$"
_RULES = (
    Around(
        frozenset(["area"]),
        "过火面积",
        re.compile(rf"(?:烧[毁掉去]|火烧|过火|焚毁|烧){_HEDGED}"),
        re.compile(r"[^，。；、,;0-9]{0,4}(?:化[为作]?焦土|付之一炬|被烧毁|过火)"),
    ),
    # 震央在某县东方14公里, 距震中6公里
    Around(
        frozenset(["length"]),
        "震中距",
        re.compile(
            rf"距离?(?:震中|震央)[^，。；,;0-9]{{0,3}}{_HEDGED}"
            rf"|震[中央](?:位于|在)[^，。；,;\n0-9]{{0,20}}[东南西北]{{1,2}}[方部面]?{_HEDGED}"
        ),
    ),
    Around(frozenset(["length"]), "坠落高度", re.compile(rf"(?:[坠堕摔][入下落进]?|跌[入下]){_HEDGED}")),
    Around(
        frozenset(["length"]),
        "水深",
        re.compile(rf"水深{_HEDGED}"),
        re.compile(r"深的?(?:海底|水下|水中|海域|湖底|江底|河底|海水|水域)"),
    ),
    # 顺风1.1米/秒, 阵风每秒32米
    Around(
        frozenset(["speed", "米"]),
        "风速",
        re.compile(rf"(?:[顺逆]风|风速|阵风)(?:每秒)?{_HEDGED}"),
        re.compile(r"的?[顺逆]风"),
        "speed",
    ),
    Around(
        frozenset(["mass"]),
        "货物吞吐量",
        re.compile(rf"(?:港|码头|吞吐)[^。！？\n]{{0,24}}(?:总?货量|外贸货物|对外贸易货物|内贸货物){_HEDGED}"),
    ),
    Around(frozenset(["money"]), "汇率", re.compile(r"兑$"), re.compile("兑")),
    Around(frozenset(["money"]), "捐款额", re.compile(rf"捐[出赠助款]?{_HEDGED}")),
    Around(frozenset(["money"]), "日均净利润", re.compile(rf"(?:每天|每日|一天|日均)净赚{_HEDGED}")),
    Around(frozenset(["money"]), "日均盈利", re.compile(rf"(?:每天|每日|一天|日均)(?:赚|挣|盈利){_HEDGED}")),
    Around(frozenset(["money"]), "日均亏损", re.compile(rf"(?:每天|每日|一天|日均)净?(?:亏损?|蚀){_HEDGED}")),
    Around(frozenset(["股"]), "持股数", re.compile(rf"(?:持有|持股|手持|仍持|(?<![减增支坚保维主])持){_HEDGED}")),
    Around(
        frozenset(["分"]),
        "评分",
        compile_words(r"(?:{rating_site})(?:评分)?[了为达约至到]{0,2}$"),
    ),
)
# 客轮时速30公里 is an 航速, 大巴时速90公里 a 车速, 18节 an 航速.
_HOURLY = re.compile(r"(?:时速|每小时)[^，。；、,;0-9]{0,4}$")
_VESSEL = compile_words(r"{vessel}")
_CAR = compile_words(r"{road_vehicle}")
_TRAIN = re.compile(r"列车|高铁|动车|地铁|捷运|火车|风")
_KNOTS = "节"
_SAILS = compile_words(r"{vessel}|航速|船速|飞机|客机|航班")
# 全年仅0.71, 升至0.8 where births are told of: the rate has no unit.
_FERTILITY, _MOST_CHILDREN = "生育率", 8
_PLACE = 60  # characters


def told_around(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    """The metric that the words right around a figure say; its `anchor` is the figure's start."""
    if figure.value.dimension == "speed" and (moving := _moving(text, figure)) is not None:
        return moving
    if figure.value.dimension == "number" and not figure.value.unit:
        return _fertility(text, figure)
    return next((own for rule in _RULES if (own := rule.of(text, figure)) is not None), None)


def _moving(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    start, name = figure.start, None
    around = max(0, start - _PLACE), figure.end + _PLACE
    if figure.value.unit == _KNOTS:
        name = "航速" if figure.text[-2:-1].isdigit() and _SAILS.search(text, *around) else None
    elif _HOURLY.search(text, max(0, start - 8), start) and not _TRAIN.search(text, *around):
        name = "航速" if _VESSEL.search(text, *around) else "车速" if _CAR.search(text, *around) else None
    return told_itself(text, figure, Metric(name=name, known=True, dimension="speed"), SCORE) if name else None


def _fertility(text: str, figure: Mention[Quantity]) -> Mention[Metric] | None:
    value, start = figure.value.value, figure.start
    if value is None or not 0 < value < _MOST_CHILDREN or "." not in figure.text:
        return None
    at = text.rfind(_FERTILITY, max(0, start - 2 * _PLACE), start)
    if at < 0 or "\n" in text[at:start]:
        return None
    return told_itself(text, figure, Metric(name="总和生育率", known=True, dimension="ratio"), SCORE)
