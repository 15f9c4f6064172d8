"""Gathers names that others keep lists of: writes hedui/data/listings.csv and hedui/data/places.csv.

    python pipeline/training/gather_names.py CODES ADCODES TAIWAN...

CODES: short names of the firms listed in Shanghai, Shenzhen and Beijing (`adata/stock/cache/code.csv` of
adata, Apache-2.0).  ADCODES: provinces, cities, counties and districts (`cpca/resources/adcodes.csv` of
cpca, MIT).  TAIWAN: firms listed in Taipei (`twse_equities.csv`, `tpex_equities.csv` of twstock, MIT).

A name that a sentence may hold by accident is left out: a word of jieba's dictionary that is no name (机器人,
老百姓), and what is put together from a place or a common word and such a word (北京文化, 航天工程, 新希望).
"""

import argparse
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba
import opencc

DATA = Path(__file__).parents[1] / "hedui" / "data"
HEADER = ("name", "label", "aliases", "codes")
Row = tuple[str, str, str, str]

_BOARD = re.compile(r"-[UWD]+$|[AB]$")  # 万科A, 百济神州-U: the board, not the name
_UNSETTLED = re.compile(r"^(?:\*|S|N|C|XD|XR|DR|退市|PT)|退$|B股$")  # *ST 中天: a state of the listing
# What makes a firm of a place: 南京银行 is one, 北京文化 and 上海机场 may be meant literally.
_OF_A_PLACE = (
    *("银行", "证券", "股份", "集团", "控股", "信托", "人寿"),
    *("钢铁", "啤酒", "重工", "水泥", "铝业", "稀土", "药业"),
)
_COMMON = 300  # how often jieba has counted a word that may stand for itself: 航天工程, 设计总院, 信息发展
_FIRMS = ("nt", "nz")
_KINDS = re.compile(r"(?:.{1,8}族)*自治[州县旗]$|[市县区旗州盟]$|地区$")
# Short forms that are words, rivers, hills or parts of other names as often as towns: 八兆大关, 龙门石窟, 云台山.
_NO_SHORT = (
    " 大关 东山 东平 平原 平湖 青田 龙门 南澳 台山 台江 三河 五河 五寨 上林 中江 临江 临海 "
    "临城 临泉 兴国 兴城 兴安 兴海 凤台 宁国 安定 安国 安宁 安康 安平 安乡 平安 平南 平山 "
    "平江 平定 广德 广水 江口 江安 江山 河口 河津 湖口 沙河 沙洋 清河 清水河 石城 大城 大宁 "
    "商城 商都 故城 新乐 新和 新安 新宁 新河 新津 无极 太湖 巢湖 庐山 巫山 嵩明 望江 朝阳 "
    "正安 武城 永兴 永安 永宁 永平 永和 永善 永康 天门 滨海 独山 玉山 甘泉 白城 红原 红河 "
    "祥云 双湖 上高 合作 和平 和顺 和政 固定 尚义 宝清 德安 德化 思南 成安 大方 大名 大化 "
    "大安 大田 城口 城固 开放 开阳 建始 常山 普安 曲水 曲江 林口 林周 水城 泰来 洞口 浮山 "
    "海城 海原 灵山 牟平 理县 盐山 盐池 石门 石台 石林 石屏 米易 罗平 美姑 花都 营山 蒙山 "
    "象山 远安 连山 通山 通江 通河 通海 遂昌 金山 金口 金川 金湖 镇平 长安 长岛 长海 长武 "
    "门头 阳光 阳山 阳春 隆安 雷山 青河 青阳 香河 马山 黑山 黑河 龙山 龙江 龙海 龙里 龙泉 "
    "顺义 顺平 高台 高平 高阳 鱼台 白山 精河 福海 福安 千阳 华山 合山 "
)
_NO_PLACE = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))


def dictionary() -> dict[str, str]:
    """The words of jieba's dictionary and what sort each is."""
    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as file:
        return {word: sort for word, _, sort in (line.split() for line in file)}


def listings(path: Path, words: dict[str, str], tokenizer: jieba.Tokenizer) -> Iterator[Row]:
    """A row for each listed firm whose short name can only be a name."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = unicodedata.normalize("NFKC", row["short_name"]).replace(" ", "")
            name = _BOARD.sub("", name)
            if not _UNSETTLED.search(name) and only_a_name(name, words, tokenizer):
                yield name, "ORG", "", row["stock_code"]


def taiwanese(paths: Iterable[Path], words: dict[str, str], tokenizer: jieba.Tokenizer) -> Iterator[Row]:
    """The same for Taipei; names of two characters are left out: 可成, 正新."""
    convert = opencc.OpenCC("t2s").convert
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = convert(unicodedata.normalize("NFKC", row["name"])).split("-")[0].rstrip("*")
                if row["type"] == "股票" and only_a_name(name, words, tokenizer):
                    yield name, "ORG", "", row["code"]


def only_a_name(name: str, words: dict[str, str], tokenizer: jieba.Tokenizer) -> bool:
    """Whether a sentence that holds these characters speaks of the firm."""
    if len(name) < 3 or not re.search(r"[一-鿿]{2}", name):
        return False
    if name in words:
        return words[name] in _FIRMS
    parts = tokenizer.lcut(name, HMM=False)
    known = [part for part in parts if part in words and len(part) > 1]
    if len(name) == 3:
        return not known
    if name.endswith(_OF_A_PLACE):
        return True
    common = tokenizer.FREQ.get(parts[0], 0) > _COMMON or words.get(parts[0]) == "ns" or len(parts[0]) == 1
    return not (common and parts[-1] in known and len(parts) == 2)


def places(path: Path, words: dict[str, str]) -> Iterator[Row]:
    """A row for each city, county and district, its short form beside it where that is a word for a place."""
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)} - _NO_PLACE
    for name in sorted(names):
        short = _KINDS.sub("", name)
        if len(name) < 3:  # 和县: the end of 民和县 too
            continue
        known = (
            len(short) > 1
            and f" {short} " not in _NO_SHORT
            and (words.get(short) == "ns" or (len(short) > 2 and short not in words))
        )
        if known and name.endswith(("市", "州", "县", "盟", "地区", "旗")):
            yield short, "LOC", name, ""
        else:
            yield name, "LOC", "", ""


def write(path: Path, rows: Iterable[Row], known: set[str]) -> int:
    """The rows whose name is not yet listed, in the order of the names, each once."""
    kept: dict[str, Row] = {}
    for row in rows:
        if row[0] not in known:
            kept.setdefault(row[0], row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(kept[name] for name in sorted(kept))
    return len(kept)


def main() -> None:
    """Reads the lists, writes the two tables and says how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", type=Path)
    parser.add_argument("adcodes", type=Path)
    parser.add_argument("taiwan", type=Path, nargs="*")
    args = parser.parse_args()
    words, tokenizer = dictionary(), jieba.Tokenizer()
    with (DATA / "entities.csv").open(encoding="utf-8", newline="") as file:
        known = {form for row in csv.DictReader(file) for form in (row["name"], *row["aliases"].split("|"))}
    firms = [*listings(args.codes, words, tokenizer), *taiwanese(args.taiwan, words, tokenizer)]
    print("listings.csv", write(DATA / "listings.csv", firms, known))
    print("places.csv", write(DATA / "places.csv", places(args.adcodes, words), known))


if __name__ == "__main__":
    main()
