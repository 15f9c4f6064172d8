"""Trains data/models/ner.npz: a linear-chain CRF on annotated sentences, weights out as plain arrays.

    python pipeline/training/train_ner.py ../shared pipeline/hedui/data/models/ner.npz [--epochs 8]

Needs `pip install .[train,lists]`.  Reads SHARED/ner (Universal NER Chinese-GSDSimp and FewFC, both CC BY-SA
4.0), the names annotated in SHARED/gold and those of the written articles; nothing under SHARED/ner/test.  The
same input gives the same file, byte for byte.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from arrays import write_arrays
from ner_composed import filled, with_composed
from ner_corpora import Sample, all_gold, read_sentences, read_written
from ner_crf import Pace, Texts, fit
from ner_knowledge import make_knowledge

from hedui.extract.entities.features import KINDS, STYLED, STYLES, keys_on, units
from hedui.extract.entities.knowledge import Knowledge
from hedui.extract.letters import sheet_of
from hedui.tokenizer import load_tokenizer

# Rare sorts of names have one label each: two that touch are not worth twice the labels.
LABELS = ("O", "B-ORG", "I-ORG", "B-PER", "I-PER", "B-LOC", "I-LOC", "I-PRODUCT", "I-EVENT", "I-WORK")
LEAST_WEIGHT = 0.06  # what is closer to zero is left out of the file
_PAGE = 200  # texts on one sheet
SCALE = 0.04  # weights are kept as whole multiples of this


@dataclass(frozen=True)
class Plan:
    """How long to train, how often and on how much.

    `models`: so many are trained, each with its own order of the texts and its own cells left out, and their
    weights averaged: one model at run time, surer than each of them.  `share`: of the finance sentences one in so
    many (1: all).  `wiki`, `gold`: how often each of those and each annotated article counts; finance counts once,
    being large and marking only a part of its names.  `rarest`: how often a key must be seen, copies included.
    """

    pace: Pace = field(default_factory=Pace)
    models: int = 3
    share: int = 1
    wiki: int = 2
    gold: int = 3
    rarest: int = 5
    frames: int = 12
    composed: dict[str, int] = field(default_factory=lambda: {"news": 6, "wiki": 2, "finance": 1})


def general(shared: Path, plan: Plan) -> list[tuple[Sample, int]]:
    """The sentences of the public corpora, each with how often it counts."""
    wiki = read_sentences(shared / "ner/gsd_train.jsonl", "wiki") + read_sentences(
        shared / "ner/gsd_dev.jsonl", "wiki"
    )
    finance = read_sentences(shared / "ner/few_train_silver.jsonl", "finance")
    return [(sample, plan.wiki) for sample in wiki] + [(sample, 1) for sample in finance[:: plan.share]]


def labels_of(sample: Sample) -> np.ndarray:
    """The number of each character's label."""
    labels = np.zeros(len(sample.text), dtype=np.int64)
    for start, end, name in sample.spans:
        labels[start:end] = LABELS.index(f"I-{name}")
        if f"B-{name}" in LABELS:
            labels[start] = LABELS.index(f"B-{name}")
    return labels


@dataclass(frozen=True)
class Page:
    """Texts of one style on a sheet: keys [kinds x characters], which are text, how often each of those counts."""

    keys: np.ndarray
    held: np.ndarray
    times: np.ndarray
    style: str


def pages(samples: Sequence[tuple[Sample, int]], knowledge: Knowledge) -> Iterator[Page]:
    """The samples in their order, so many to a sheet: numpy costs the same for one text as for many."""
    tokenize = load_tokenizer()
    for style, group in groupby(samples, key=lambda row: row[0].style):
        rows = list(group)
        for start in range(0, len(rows), _PAGE):
            texts = [sample.text for sample, _ in rows[start : start + _PAGE]]
            sheet = sheet_of(texts, [[len(token.text) for token in tokenize(text)] for text in texts])
            times = np.zeros(len(sheet.points), dtype=np.int64)
            for (begin, end), (_, count) in zip(sheet.characters, rows[start : start + _PAGE], strict=True):
                times[begin:end] = count
            held = times > 0
            yield Page(keys_on(sheet, knowledge), held, times[held], style)


class Index:
    """Keys to rows of weights: for all texts ("shared") and once more for each style.

    Row 0 is no evidence.  The rows of a key follow each other, one for each offset of the kind that uses it:
    `offsets` says how many for each shared key.
    """

    def __init__(self) -> None:
        self.keys: dict[str, np.ndarray] = {}
        self.rows: dict[str, np.ndarray] = {}
        self.bias: dict[str, int] = {}
        self.offsets = np.zeros(0, np.uint8)
        self.size = 1

    def add(self, part: str, keys: Sequence[Page], rarest: int) -> None:
        """The keys of some texts that are seen often enough, each text so many times."""
        counts = np.concatenate([page.times for page in keys])
        known, rows = [], []
        for kind, offsets in enumerate(KINDS.values()):
            if part in STYLES and list(KINDS)[kind] not in STYLED:
                continue
            seen = np.concatenate([page.keys[kind][page.held] for page in keys])
            unique, place = np.unique(seen, return_inverse=True)
            unique = unique[np.bincount(place, weights=counts) >= rarest]
            known.append(unique)
            rows.append(np.full(len(unique), len(offsets)))
        joined, first = np.unique(np.concatenate(known), return_index=True)
        sizes = np.concatenate(rows)[first]
        if part == "shared":
            self.offsets = sizes.astype(np.uint8)
        self.keys[part] = joined
        self.rows[part] = self.size + np.cumsum(sizes) - sizes
        self.size += int(sizes.sum()) + max(map(len, KINDS.values()))
        self.bias[part] = self.size
        self.size += 1

    def cells(self, page: Page) -> np.ndarray:
        """The rows of weights that speak at each character of the texts; none reaches over a gap."""
        size, held = page.keys.shape[1], page.held
        columns = []
        for part in ("shared", page.style):
            keys = self.keys[part]
            for (name, offsets), wanted in zip(KINDS.items(), page.keys, strict=True):
                if part in STYLES and name not in STYLED:
                    continue
                place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
                rows = np.where((keys[place] == wanted) & held, self.rows[part][place], 0)
                padded = np.pad(rows, 3)
                moved = [padded[3 + offset : 3 + offset + size] for offset in offsets]
                columns += [
                    np.where(row > 0, row + slot, 0)[held].astype(np.int32) for slot, row in enumerate(moved)
                ]
            columns.append(np.full(int(held.sum()), self.bias[part], dtype=np.int32))
        return np.stack(columns, axis=1)


@dataclass(frozen=True)
class Trained:
    """The index and what was learned for its rows."""

    index: Index
    weights: np.ndarray
    transitions: np.ndarray


def train(samples: Sequence[tuple[Sample, int]], knowledge: Knowledge, plan: Plan) -> Trained:
    """Fits the CRF on samples, each counting as often as its number says."""
    seen = list(pages(samples, knowledge))
    index = Index()
    for part in ("shared", *STYLES):
        chosen = [page for page in seen if part in ("shared", page.style)]
        if chosen:
            index.add(part, chosen, plan.rarest)
    begins, ends, times, at = [], [], [], 0
    for sample, count in samples:
        for begin, end in units(sample.text):
            begins.append(at + begin)
            ends.append(at + end)
            times.append(float(count))
        at += len(sample.text)
    cells = np.concatenate([index.cells(page) for page in seen])
    labels = np.concatenate([labels_of(sample) for sample, _ in samples])
    texts = Texts(cells, labels, np.array(begins), np.array(ends), np.array(times))
    weights, transitions = averaged(texts, index.size, plan)
    return Trained(index, kept(weights), transitions.astype(np.float32))


def averaged(texts: Texts, rows: int, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """The mean weights and transitions of the plan's models."""
    weights, transitions = fit(texts, rows, len(LABELS), plan.pace)
    for number in range(1, plan.models):
        more, steps = fit(texts, rows, len(LABELS), replace(plan.pace, seed=plan.pace.seed + number))
        weights += more
        transitions += steps
    return weights / np.float32(plan.models), transitions / plan.models


def kept(weights: np.ndarray) -> np.ndarray:
    """The weights as the file keeps them: whole multiples of a small number, what is close to zero left out."""
    whole = np.clip(np.rint(weights / SCALE), -127, 127)
    whole[np.abs(weights) < LEAST_WEIGHT] = 0
    return (whole * SCALE).astype(np.float32)


def export(trained: Trained, knowledge: tuple[Knowledge, list[str]], target: Path) -> None:
    """The weights and what the recognizer knows, as sorted arrays in a zip without dates."""
    facts, names = knowledge
    bias = [
        trained.weights[trained.index.bias[part]] if part in trained.index.bias else np.zeros(len(LABELS))
        for part in ("shared", *STYLES)
    ]
    arrays = {
        "labels": np.array(LABELS),
        "transitions": trained.transitions,
        "bias": np.array(bias, dtype=np.float32),
        "scale": np.float32(SCALE),
        "dictionary_keys": facts.keys,
        "dictionary_classes": facts.facts[0],
        "dictionary_counts": facts.facts[1],
        "name_classes": np.array(sorted(facts.named), dtype=np.uint8),
        "profiles": facts.profiles,
        "names": np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        "sorts": facts.sorts,
    }
    used = np.zeros(0, dtype=np.uint32)
    for part in (*STYLES, "shared"):
        if part in trained.index.keys:
            arrays |= packed(trained, part, used)
            used = np.union1d(used, np.cumsum(arrays[f"{part}_keys"], dtype=np.uint32))
    kept_keys = np.cumsum(arrays["shared_keys"], dtype=np.uint32)
    arrays["offsets"] = trained.index.offsets[np.searchsorted(trained.index.keys["shared"], kept_keys)]
    write_arrays(target, arrays)


def packed(trained: Trained, part: str, used: np.ndarray) -> dict[str, np.ndarray]:
    """One part of the weights: its keys as differences, how many weights each has, their cells and values.

    The shared part has all keys that the styles use, with or without a weight of its own, so that nothing needs to
    be sorted when the file is read.
    """
    keys, rows = trained.index.keys[part], trained.index.rows[part]
    last = np.append(rows[1:], trained.index.bias[part] - max(map(len, KINDS.values())))
    owner = np.repeat(np.arange(len(keys)), last - rows)
    block = trained.weights[rows[0] : last[-1]]
    row, label = np.nonzero(block)
    cells = (row + rows[0] - rows[owner[row]]) * len(LABELS) + label
    counts = np.bincount(owner[row], minlength=len(keys))
    kept_keys = (counts > 0) | (np.isin(keys, used) if part == "shared" else False)
    return {
        f"{part}_keys": np.diff(keys[kept_keys], prepend=np.uint32(0)),
        f"{part}_counts": counts[kept_keys].astype(np.uint8),
        f"{part}_cells": cells.astype(np.uint8),
        f"{part}_weights": np.rint(block[row, label] / SCALE).astype(np.int8),
    }


def build(shared: Path, target: Path, plan: Plan, keep: Callable[[Sample], bool] = lambda _: True) -> None:
    """Trains on the public corpora and the annotated articles that `keep` keeps, and writes the model file."""
    knowledge = make_knowledge()
    samples = general(shared, plan) + [
        (sample, plan.gold) for sample in (*all_gold(shared), *read_written()) if keep(sample)
    ]
    samples = [*with_composed(samples, plan.composed), *((sample, 1) for sample in filled(plan.frames))]
    export(train(samples, knowledge[0], plan), knowledge, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--epochs", type=int, default=Pace().epochs)
    parser.add_argument("--models", type=int, default=Plan().models, help="how many are averaged")
    parser.add_argument("--share", type=int, default=1, help="one finance sentence in so many")
    parser.add_argument("--without", default="", help="stories left out, comma-separated (cross-validation)")
    options = parser.parse_args()
    without = set(options.without.split(","))
    plan = Plan(Pace(options.epochs), models=options.models, share=options.share)
    build(options.shared, options.target, plan, lambda sample: sample.story not in without)


if __name__ == "__main__":
    main()
