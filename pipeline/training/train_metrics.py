"""Trains data/models/metrics.npz: which words of a text name what a figure measures.

    PYTHONPATH=pipeline python pipeline/training/train_metrics.py ../shared TARGET [--without STORY,STORY]

Reads the metric marks of SHARED/gold (news-a, news-b, long-a, long-b).  The same input gives the same file.
Labels: M for the words of a metric or of the base of a growth figure, G for growth and share words.
"""

import argparse
import io
import json
import zipfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import numpy as np
import pycrfsuite

from hedui.extract.letters import sheet_of_docs
from hedui.extract.metrics.finder import lexicon_codes
from hedui.extract.metrics.labeler import clauses, keys_of, load_dictionary
from hedui.extract.metrics.words import MetricWords, metric_words
from hedui.lexicon import load_lexicon
from hedui.normalize import normalize
from hedui.tokenizer import load_tokenizer

SETS = ("news-a", "news-b", "long-a", "long-b")
GROWTH = ("同比", "环比", "复合", "增速", "增长率", "增幅", "涨幅", "跌幅", "变动", "占比", "比例")
MINIMUM_WEIGHT = 0.01


def fold_of(story: str) -> int:
    """The cross-validation part of a story, 0 to 4."""
    return crc32(story.encode()) % 5


class Trainer:
    """The samples of all stories, each as keys and labels by clause."""

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.lexicon = load_lexicon()
        self.words: MetricWords = metric_words(self.lexicon)
        self.tokenize = load_tokenizer()
        self.dictionary = load_dictionary()

    def samples(self) -> Iterator[tuple[str, np.ndarray, list[str], list[tuple[int, int]]]]:
        """Per article its story, its keys (words x features), the words' labels, its clauses."""
        for name in SETS:
            folder = self.shared / "gold" / name
            marks = defaultdict(list)
            for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                marks[row["article"]] += spans_of(row)
            for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
                article = json.loads(line)["id"]
                raw = (folder / f"{article}.txt").read_bytes().decode("utf-8")
                yield article.split("/")[0], *self.sample(raw, marks[article])

    def sample(
        self, raw: str, marks: list[tuple[int, int, str]]
    ) -> tuple[np.ndarray, list[str], list[tuple[int, int]]]:
        clean = normalize(raw, self.lexicon)
        doc = self.tokenize(clean.text)
        starts = np.array([token.idx for token in doc], dtype=np.int64)
        codes = lexicon_codes(clean.text, self.words)
        labels = ["O"] * len(starts)
        for first, last, label in sorted(marks, key=lambda mark: (mark[2] == "G", mark[0], mark[1])):
            a, b = bisect_left(clean.origin, first), bisect_left(clean.origin, last)
            i = int(np.searchsorted(starts, a, side="right")) - 1
            j = int(np.searchsorted(starts, b, side="left"))
            if i < 0 or j <= i or any(label != "O" for label in labels[i:j]):
                continue
            labels[i:j] = [f"I-{label}"] * (j - i)
            labels[i] = f"B-{label}"
        return keys_of(clean.text, starts, codes, self.dictionary), labels, clauses(sheet_of_docs([doc]))


def spans_of(row: dict) -> Iterator[tuple[int, int, str]]:
    """The marked spans of a claim with their labels; date-valued claims name no measure."""
    growth = row.get("change") is not None or any(word in (row["metric"] or "") for word in GROWTH)
    if row.get("unit") == "date":
        return
    if span := row.get("metric_mention"):
        yield span[0], span[1], "G" if growth else "M"
    if span := row.get("base_metric_mention"):
        yield span[0], span[1], "M"


def train(trainer: Trainer, path: Path, keep: Callable[[str], bool]) -> None:
    """Fits crfsuite and leaves its model at `path`."""
    crf = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    crf.set_params({"c1": 0.15, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 2})
    for story, keys, labels, stretches in trainer.samples():
        if keep(story):
            for start, end in stretches:
                rows = [[f"{key:x}" for key in row] for row in keys[start:end].tolist()]
                crf.append(rows, labels[start:end])
    crf.train(str(path))


def export(model: Path, target: Path) -> None:
    """The weights as one sorted key array with a row of weights each, in a zip without dates."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    labels = sorted(tagger.labels(), key=lambda label: (label != "O", label))
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (left, right), weight in info.transitions.items():
        transitions[labels.index(left), labels.index(right)] = weight
    rows: dict[int, np.ndarray] = defaultdict(lambda: np.zeros(len(labels), dtype=np.float16))
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= MINIMUM_WEIGHT:
            rows[int(name, 16)][labels.index(label)] = weight
    keys = sorted(rows)
    arrays = {
        "labels": np.array(labels),
        "transitions": transitions,
        "keys": np.array(keys, dtype=np.uint32),
        "weights": np.stack([rows[key] for key in keys]),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, arrays[name], allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--fold", type=int, default=-1, help="leave out every fifth story, from this one")
    parser.add_argument("--without", default="", help="stories left out, comma-separated (cross-validation)")
    options = parser.parse_args()
    without = set(options.without.split(","))

    def keep(story: str) -> bool:
        return story not in without and fold_of(story) != options.fold

    model = options.target.with_suffix(".crfsuite")
    train(Trainer(options.shared), model, keep)
    export(model, options.target)
    model.unlink()


if __name__ == "__main__":
    main()
