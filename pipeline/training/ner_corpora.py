"""The annotated texts that the recognizer is trained and measured on, as samples."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from hedui.normalize import simplifier

LABELS = {"ORG": "ORG", "PER": "PER", "PERSON": "PER", "GPE": "LOC", "LOC": "LOC"}
LABELS |= {"PRODUCT": "PRODUCT", "EVENT": "EVENT", "WORK": "WORK", "FUND": "ORG"}
GOLD_SETS = ("news-a", "news-b", "long-a", "long-b")
WRITTEN = Path(__file__).with_name("written")


@dataclass(frozen=True)
class Sample:
    """An annotated text; `style` names its corpus' conventions, `story` is for cross-validation."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    style: str
    story: str = ""


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


def read_written() -> list[Sample]:
    """The articles written to learn from, with all their names: see fill_names.py."""
    simplify, samples = simplifier(), []
    for folder in sorted(path for path in WRITTEN.iterdir() if path.is_dir()):
        for line in (folder / "names.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = (folder / f"{row['article']}.txt").read_bytes().decode("utf-8")
            story = f"{folder.name}/{row['article'].split('/')[0]}"
            spans = tuple((a, b, label) for a, b, label in row["spans"])
            samples.append(Sample(simplify(text), spans, "news", story))
    return samples


def all_gold(shared: Path) -> list[Sample]:
    return [s for name in GOLD_SETS for s in read_gold(shared / "gold" / name)] + read_seeds(shared)
