"""Trains data/models/ner.npz: python-crfsuite on annotated sentences, weights out as plain arrays.

    python pipeline/training/train_ner.py ../shared pipeline/hedui/data/models/ner.npz [--iterations 45]

Reads SHARED/ner (Universal NER Chinese-GSDSimp and FewFC, both CC BY-SA 4.0) and the names annotated in
SHARED/gold; nothing under SHARED/ner/test.  The same input gives the same file, byte for byte.
"""

import argparse
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba
import numpy as np
import pycrfsuite

from hedui.extract.entities.features import (
    KINDS,
    STYLED,
    STYLES,
    Dictionary,
    keys_of,
    units,
)
from hedui.extract.letters import code_points, word_keys
from hedui.normalize import simplifier
from hedui.tokenizer import load_tokenizer

LABELS = {"ORG": "ORG", "PER": "PER", "PERSON": "PER", "GPE": "LOC", "LOC": "LOC"}
LABELS |= {"PRODUCT": "PRODUCT", "EVENT": "EVENT", "WORK": "WORK", "FUND": "ORG"}
GOLD_SETS = ("news-a", "news-b", "long-a", "long-b")
MINIMUM_WEIGHT = 0.01


@dataclass(frozen=True)
class Sample:
    """An annotated text; `style` names its corpus' conventions, `story` is for cross-validation."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    style: str
    story: str = ""


@dataclass(frozen=True)
class Plan:
    """How long to train and on how much.

    `share`: of the public sentences one in so many (1: all).  `wiki`, `gold`: how often each of those and
    each annotated article counts; finance counts once, being large and marking only a part of its names.
    """

    iterations: int = 45
    share: int = 1
    wiki: int = 2
    gold: int = 3
    c1: float = 0.6
    rarest: int = 4  # how often a key must be seen with a label, copies included


def read_sentences(path: Path, style: str) -> list[Sample]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Sample(row["text"], tuple((a, b, label) for a, b, label in row["spans"]), style) for row in rows]


def read_gold(folder: Path) -> list[Sample]:
    """The annotated articles of one gold folder, in simplified characters; offsets are those of the text."""
    simplify = simplifier()
    spans = defaultdict(list)
    for line in (folder / "entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] in LABELS:
            spans[row["article"]].append((row["start"], row["end"], LABELS[row["label"]]))
    return [
        Sample(
            simplify((folder / f"{article}.txt").read_bytes().decode("utf-8")),
            tuple(sorted(spans[article])),
            "news",
            article.split("/")[0],
        )
        for article in article_ids(folder)
    ]


def article_ids(folder: Path) -> list[str]:
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted(json.loads(line)["id"] for line in lines)


def read_seeds(shared: Path) -> list[Sample]:
    """The seed articles; their names are listed as forms, and every occurrence is one, longest first."""
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for line in (shared / "gold/seeds/entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for mention in row["mentions"]:
            forms[row["article"]][mention["text"]] = LABELS.get(row["type"], "")
    samples = []
    for line in (shared / "gold/seeds/articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = (shared / "seeds" / row["file"]).read_bytes().decode("utf-8")
        listed = forms[row["id"]]
        pattern = re.compile("|".join(re.escape(form) for form in sorted(listed, key=lambda f: (-len(f), f))))
        spans = [(m.start(), m.end(), listed[m.group()]) for m in pattern.finditer(raw)]
        samples.append(Sample(simplifier()(raw), tuple(s for s in spans if s[2]), "news", "seeds"))
    return samples


def all_gold(shared: Path) -> list[Sample]:
    return [s for name in GOLD_SETS for s in read_gold(shared / "gold" / name)] + read_seeds(shared)


def general(shared: Path, plan: Plan) -> list[tuple[Sample, int]]:
    """The sentences of the public corpora, each with how often it counts.  Of finance two in three do."""
    wiki = read_sentences(shared / "ner/gsd_train.jsonl", "wiki") + read_sentences(
        shared / "ner/gsd_dev.jsonl", "wiki"
    )
    finance = read_sentences(shared / "ner/few_train_silver.jsonl", "finance")
    finance = [sample for place, sample in enumerate(finance) if place % 3][:: plan.share]
    return [(sample, plan.wiki) for sample in wiki[:: plan.share]] + [(sample, 1) for sample in finance]


def word_classes() -> Dictionary:
    """jieba's dictionary as hashed word -> number of its part of speech."""
    with jieba.get_dict_file() as file:
        rows = [line.split() for line in file.read().decode("utf-8").splitlines()]
    tags = sorted({row[2] for row in rows})
    number = {tag: place + 1 for place, tag in enumerate(tags)}
    text = "".join(row[0] for row in rows)
    ends = np.cumsum([len(row[0]) for row in rows])
    starts = np.concatenate(([0], ends[:-1]))
    keys = word_keys(code_points(text), starts, ends)
    keys, first = np.unique(keys, return_index=True)
    classes = np.array([number[row[2]] for row in rows], dtype=np.uint8)
    return Dictionary(keys, classes[first], character_profiles([(row[0], row[2]) for row in rows]))


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


def labels_of(sample: Sample) -> list[str]:
    labels = ["O"] * len(sample.text)
    for start, end, label in sample.spans:
        labels[start:end] = [f"I-{label}"] * (end - start)
        labels[start] = f"B-{label}"
    return labels


def attributes(text: str, lengths: Sequence[int], dictionary: Dictionary, style: str) -> list[list[str]]:
    """For each character its attributes as crfsuite wants them: kind, slot and key in one hexadecimal name."""
    size = len(text)
    columns = keys_of(text, lengths, dictionary)
    names: list[list[str]] = []
    for number, (kind, offsets) in enumerate(KINDS.items()):
        codes = [f"{key:x}" for key in columns[number].tolist()]
        for slot, offset in enumerate(offsets):
            head = f"{number}.{slot}."
            before, after = max(-offset, 0), max(offset, 0)
            column = [""] * before + [head + code for code in codes[after : size - before]] + [""] * after
            names.append(column[:size])
        if kind in STYLED:
            names.append([f"{style}.{number}.{code}" for code in codes])
    names.append([style] * size)
    return [[name for name in row if name] for row in zip(*names, strict=True)]


Sequences = Iterator[tuple[list[list[str]], list[str]]]


def sequences(samples: Iterable[Sample], dictionary: Dictionary) -> Sequences:
    tokenize = load_tokenizer()
    for sample in samples:
        lengths = [len(token.text) for token in tokenize(sample.text)]
        rows, labels = attributes(sample.text, lengths, dictionary, sample.style), labels_of(sample)
        for start, end in units(sample.text):
            yield rows[start:end], labels[start:end]


Weights = dict[tuple[str, str], float]


def train(samples: Iterable[tuple[Sample, int]], dictionary: Dictionary, path: Path, plan: Plan) -> None:
    """Fits crfsuite on samples, each as often as its number says, and leaves its model at `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=True)
    trainer.set_params(
        {"c1": plan.c1, "c2": 0.02, "max_iterations": plan.iterations, "feature.minfreq": plan.rarest}
        | {"period": 5, "delta": 1e-4}
    )
    for sample, times in samples:
        for rows, labels in sequences([sample], dictionary):
            items = pycrfsuite.ItemSequence(rows)
            for _ in range(times):
                trainer.append(items, labels)
    trainer.train(str(path))


def export(model: Path, dictionary: Dictionary, target: Path) -> None:
    """The weights of a crfsuite model as sorted arrays in a zip without dates."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    labels = sorted(tagger.labels(), key=lambda label: (label != "O", label))
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (left, right), weight in info.transitions.items():
        transitions[labels.index(left), labels.index(right)] = weight
    arrays = {
        "labels": np.array(labels),
        "transitions": transitions,
        "dictionary_keys": dictionary.keys,
        "dictionary_classes": dictionary.classes,
        "dictionary_profiles": dictionary.profiles,
    }
    arrays |= tables(info.state_features, labels)
    write_arrays(target, arrays)


def tables(weights: Weights, labels: list[str]) -> dict[str, np.ndarray]:
    kinds = list(KINDS)
    rows: dict[str, list[tuple[int, int, float]]] = {kind: [] for kind in kinds}
    rows |= {f"{style}_{kind}": [] for style in STYLES for kind in STYLED}
    bias = np.zeros((len(STYLES), len(labels)), dtype=np.float32)
    for (name, label), weight in weights.items():
        if abs(weight) < MINIMUM_WEIGHT:
            continue
        column, parts = labels.index(label), name.split(".")
        if len(parts) == 1:
            bias[STYLES.index(name), column] = weight
        elif parts[0] in STYLES:
            rows[f"{parts[0]}_{kinds[int(parts[1])]}"].append((int(parts[2], 16), column, weight))
        else:
            slot = int(parts[1]) * len(labels) + column
            rows[kinds[int(parts[0])]].append((int(parts[2], 16), slot, weight))
    arrays = {"bias": bias}
    for table, entries in rows.items():
        entries.sort()
        arrays[f"{table}_keys"] = np.array([entry[0] for entry in entries], dtype=np.uint32)
        arrays[f"{table}_slots"] = np.array([entry[1] for entry in entries], dtype=np.uint8)
        arrays[f"{table}_weights"] = np.array([entry[2] for entry in entries], dtype=np.float16)
    return arrays


def write_arrays(target: Path, arrays: dict[str, np.ndarray]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())


def build(shared: Path, target: Path, plan: Plan, keep: Callable[[Sample], bool] = lambda _: True) -> None:
    dictionary = word_classes()
    samples = general(shared, plan) + [(sample, plan.gold) for sample in all_gold(shared) if keep(sample)]
    model = target.with_suffix(".crfsuite")
    train(samples, dictionary, model, plan)
    export(model, dictionary, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--iterations", type=int, default=Plan().iterations)
    parser.add_argument("--without", default="", help="stories left out, comma-separated (cross-validation)")
    options = parser.parse_args()
    without = set(options.without.split(","))
    build(options.shared, options.target, Plan(options.iterations), lambda sample: sample.story not in without)


if __name__ == "__main__":
    main()
