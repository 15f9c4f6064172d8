"""Annotated articles as training material: read by the pipeline's finders, candidates labelled by the scorer."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from hedui.extract.claims.binding.candidates import Pairs
from hedui.extract.claims.building.spans import read_period
from hedui.extract.claims.scene import Scene
from hedui.extract.claims.scene.columns import topic_code, topic_of
from hedui.extract.claims.standins.topics import LABEL as TOPIC
from hedui.extract.metrics import share_base
from hedui.model import Article, Publication, Span

PARTS = ("PRODUCT", "LOC", "GPE")
ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
SETS = ("news-a", "news-b", "long-a", "long-b", "seeds")
WHOLE = ("long-a", "long-b", "seeds")  # whole articles, which is what users have
WRITTEN = Path(__file__).resolve().parent / "written"  # more articles, written and annotated to learn from
SUFFIX = {"yoy": "同比增速", "mom": "环比增速", "growth": "增速", "cagr": "复合增速", "share": "占比", "level": ""}
NOWHERE = Span(0, 1)
sys.path.insert(0, str(GOLD))

from score import text_of  # noqa: E402
from score_match import FIELDS, Claim, Lexicon, interval, make, near, rows, same_period, touches, verdicts  # noqa: E402


@dataclass
class Example:
    """One annotated article: its set and story, its text, its gold claims."""

    folder: str
    story: str
    article: Article
    gold: list[Claim]
    names: Lexicon
    script: str
    scene: Scene | None = None
    pairs: dict[int, list[Claim]] = field(default_factory=dict)  # figure -> gold claims of the same mention


def load_examples(sets: tuple[str, ...] = SETS, root: Path = GOLD) -> list[Example]:
    """All annotated articles, in the order of the folders."""
    return [example for name in sets for example in _folder(root / name)]


def weight_of(folder: str) -> float:
    """How much an article of a folder counts in training: those written for it are of other domains and hands."""
    return 2.0 if folder in WHOLE else 1.0 if folder in SETS else 0.5


def load_training() -> list[Example]:
    """All articles to learn from: the annotated ones and those written for it."""
    return load_examples() + load_examples(tuple(sorted(f.name for f in WRITTEN.iterdir() if f.is_dir())), WRITTEN)


def _folder(folder: Path) -> Iterator[Example]:
    name = folder.name
    names = Lexicon(folder, None, None)
    gold: dict[str, list[Claim]] = defaultdict(list)
    for row in rows(folder / "claims.jsonl"):
        gold[str(row["article"])].append(make(row))
    for row in rows(folder / "articles.jsonl"):
        story = f"{name}/{row['id'].split('/')[0]}" if name != "seeds" else "seeds"
        yield Example(name, story, _article(folder, row), gold[row["id"]], names, str(row.get("script")))


def _article(folder: Path, row: dict[str, Any]) -> Article:
    text = text_of(folder, row, None)
    return Article(
        id=row["id"],
        text=text,
        sha256=row["id"],
        title=row.get("title"),
        source=row.get("source"),
        published=publication(row.get("published")),
    )


def publication(text: str | None) -> Publication | None:
    """The days a catalogue entry allows: a day, a month, or none."""
    span = interval(text)
    return Publication(first=span[0], last=span[1], how="catalogue") if span else None


def align(example: Example) -> None:
    """Which gold claims each figure of the scene stands for."""
    scene = example.scene
    assert scene is not None
    for i, mention in enumerate(scene.reading.quantities):
        figure = bare(example, scene.reading.clean.raw_span(mention.start, mention.end))
        scored = [(touches(g, figure), g) for g in example.gold if g.unit != "date"]
        best = max((s for s, _ in scored), default=0.0)
        example.pairs[i] = [g for s, g in scored if s and s >= best - 1e-3]


def bare(example: Example, span: Any, **fields: Any) -> Claim:
    """A prediction that says nothing but where it stands, and the fields given."""
    text = example.article.text[span.start : span.end]
    row = {"id": "p", "article": example.article.id, "start": span.start, "end": span.end, "mention": text}
    return make(row | {"unit": "x", "value": "1"} | fields)


def labels(example: Example, slot: str, pairs: Pairs) -> np.ndarray:
    """1 for a right candidate, 0 for a wrong one, -1 where gold does not say; one a pair."""
    assert example.scene is not None
    found = np.full(len(pairs.figure), -1, dtype=np.int8)
    judge = {"metric": _metric_right, "entity": _entity_right, "period": _period_right}[slot]
    for k, (i, index) in enumerate(zip(pairs.figure.tolist(), pairs.index.tolist(), strict=True)):
        golds = [g for g in example.pairs[i] if slot != "period" or g.periods]
        if golds:
            found[k] = int(any(judge(example, g, index, i) for g in golds))
    return found


def suffixed(name: str, growth: str) -> str:
    """The name of a level as that of its growth or share, as the claims are named."""
    suffix = SUFFIX[growth]
    if not suffix or name.endswith(suffix):
        return name
    return (share_base(name) if growth == "share" else name) + suffix


def _metric_right(example: Example, gold: Claim, index: int, _: int) -> bool:
    assert example.scene is not None
    metric = example.scene.metric_mentions[index].value
    name = suffixed(metric.name, gold.growth)
    return bool(
        example.names.same_metric(gold, bare(example, NOWHERE, metric=name, change=gold.raw.get("change")))
    )


def _entity_right(example: Example, gold: Claim, index: int, i: int) -> bool:
    assert example.scene is not None
    mention = example.scene.entity_mentions[index]
    span = example.scene.reading.clean.raw_span(mention.start, mention.end)
    given = {"entity": mention.value.name, "entity_mention": [span.start, span.end] if mention.text else None}
    if example.names.same_entity(gold, bare(example, NOWHERE, **given)):
        return True
    # A part that gold gives as the scope bears the name of its whole, too.
    part, label = example.names.norm(gold.raw.get("qualifier")), mention.value.label
    of_firm = label in PARTS and topic_of(gold.raw["metric"]) == topic_code("firm")
    return bool(part) and (label == TOPIC or of_firm) and near(part, example.names.norm(mention.value.name))


def _period_right(example: Example, gold: Claim, index: int, i: int) -> bool:
    assert example.scene is not None
    iso = read_period(example.scene, i, index).iso()
    return iso is not None and bool(same_period(gold, bare(example, NOWHERE, period=iso)))


def write_rows(path: Path, claims: list[dict[str, Any]]) -> None:
    """Claim rows as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in claims), encoding="utf-8")


__all__ = ["FIELDS", "make", "verdicts"]
