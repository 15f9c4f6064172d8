"""How well figures' metrics are recognized, on the annotated articles of ../shared/gold.

    PYTHONPATH=pipeline python benchmarks/metrics.py [--misses N] [SET ...]

reach: gold claims for which a candidate (7 mentions back, 2 ahead, or implied by the figure) has a name the scorer
accepts; anywhere: the same for any mention of the article.  spans: marked spans that overlap a gold metric span,
of all marked spans; hit: gold spans that a mention overlaps.  growth: gold growth and share figures with a growth
word of the right class in reach.  load: candidates between a figure and its accepted one.
"""

import argparse
import json
import sys
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zlib import crc32

from hedui.extract.claims.wording import Wording, read_wording
from hedui.extract.metrics import compatible, find_metrics, growth_class, metric_words, with_implied
from hedui.extract.metrics.labeler import load_labeler
from hedui.lexicon import load_lexicon
from hedui.model import Mention, Metric, Quantity
from hedui.normalize import normalize
from hedui.tokenizer import load_tokenizer

GOLD = Path(__file__).resolve().parents[1].parent / "shared" / "gold"
SETS = ("news-a", "news-b", "long-a", "long-b", "seeds")
SUFFIX = {"yoy": "同比增速", "mom": "环比增速", "growth": "增速", "cagr": "复合增速", "share": "占比", "level": ""}
MONEY = frozenset(("CNY", "HKD", "USD", "TWD", "GBP", "EUR", "JPY", "KRW", "LAK", "INR", "TRY"))
DIMENSIONS = {
    "%": "percent",
    "‰": "permille",
    "pp": "point",
    "x": "multiple",
    "排名": "rank",
    "date": "date",
    "比": "ratio",
}


@dataclass
class Tally:
    """Counts of one set, and the claims missed."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> str:
        total = self.counts[whole]
        return f"{self.counts[part] / total:.3f}" if total else "-"


def dimension_of(unit: str | None) -> str:
    """The quantity dimension of a gold unit."""
    head = (unit or "").split("/")[0]
    return "money" if head in MONEY else DIMENSIONS.get(head, "count")


def figure_of(gold: Any, start: int, end: int, text: str) -> Mention[Quantity]:
    """The gold figure as the quantity finder would give it."""
    unit = gold.unit or ""
    value = Quantity(value=Decimal(1), low=None, high=None, unit=unit, dimension=dimension_of(unit))
    return Mention(start=start, end=end, text=text[start:end], value=value)


def candidates(figure: Mention[Quantity], levels: list[Mention[Metric]]) -> list[Mention[Metric]]:
    """The level mentions that the binding may choose from: compatible ones, nearest first."""
    at = bisect_left([m.start for m in levels], figure.end)
    near = [*reversed(levels[max(0, at - 7) : at]), *levels[at : at + 2]]
    return [m for m in near if compatible(m.value, figure.value) or figure.value.dimension in ("percent", "point")]


def events(figure: Mention[Quantity], wording: Wording) -> list[Mention[Metric]]:
    """What a date can be the date of: the words of happening around it, as the date claims look for them."""
    return [
        Mention(start=w.start, end=w.end, text="", value=Metric(name=w.name, dimension="date"))
        for w in wording.between(figure.start - 10, figure.end + 28)
        if w.role == "event"
    ]


class Bench:
    """The finder with the scorer's comparison of names."""

    def __init__(self, folds: Path | None = None, rules: bool = False) -> None:
        sys.path.insert(0, str(GOLD))
        import score
        import score_match

        self.score, self.match = score, score_match
        self.lexicon = load_lexicon()
        self.words = metric_words(self.lexicon)
        if rules:
            self.words = replace(self.words, labeler=None)
        self.tokenize = load_tokenizer()
        self.parts = self.labeled_by(folds)
        self.seconds = [0.0, 0.0]

    def labeled_by(self, folds: Path | None) -> "list[Any]":
        """The words with the labeler of each cross-validation part: trained on the stories of the others."""
        if folds is None:
            return [self.words]
        return [replace(self.words, labeler=load_labeler(folds / f"f{part}.npz")) for part in range(5)]

    def run(self, name: str) -> Tally:
        """The tally of one gold set."""
        folder, tally = GOLD / name, Tally()
        names = self.match.Lexicon(folder, None, None)
        gold: dict[str, list[Any]] = {}
        for row in self.match.rows(folder / "claims.jsonl"):
            gold.setdefault(row["article"], []).append(self.match.make(row))
        for row in self.match.rows(folder / "articles.jsonl"):
            self.words = self.parts[crc32(row["id"].split("/")[0].encode()) % len(self.parts)]
            self.article(self.score.text_of(folder, row, None), gold.get(row["id"], []), names, tally)
        return tally

    def article(self, raw: str, golds: list[Any], names: Any, tally: Tally) -> None:
        clean = normalize(raw, self.lexicon)
        a = time.process_time()
        doc = self.tokenize(clean.text)
        b = time.process_time()
        mentions = find_metrics(doc, self.words)
        self.seconds[0] += b - a
        self.seconds[1] += time.process_time() - b
        figures = []
        for gold in golds:
            start, end = (bisect_left(clean.origin, k) for k in (gold.start, gold.end))
            figures.append(figure_of(gold, start, end, clean.text))
        distinct = {f.start: f for f in figures if f.value.dimension != "date"}
        mentions = with_implied(doc, mentions, [distinct[k] for k in sorted(distinct)], self.words)
        levels = [m for m in mentions if m.value.role == "level" and m.value.dimension != "date"]
        wording = read_wording(doc.text, self.lexicon)
        for gold, figure in zip(golds, figures, strict=True):
            near = events(figure, wording) if gold.unit == "date" else candidates(figure, levels)
            self.claim(gold, (figure, near, levels), names, tally)
            self.growth(gold, figure, mentions, tally)
        self.spans(clean, golds, levels, tally)

    def accepts(self, gold: Any, mention: Mention[Metric], names: Any) -> bool:
        name = mention.value.name
        suffix = SUFFIX[gold.growth]
        full = name if suffix and growth_class(name) == gold.growth else name + suffix
        for text in (full, f"{mention.value.scope or ''}{full}"):
            raw = {"metric": text, "change": gold.raw.get("change")}
            made = self.match.make(
                {"id": "p", "article": "p", "start": 0, "end": 1, "mention": "1", "value": "1"} | raw
            )
            if names.same_metric(gold, made):
                return True
        return False

    def claim(self, gold: Any, found: tuple[Any, list[Any], list[Any]], names: Any, tally: Tally) -> None:
        _, near, levels = found
        tally.counts["claims"] += 1
        kind = "date" if gold.unit == "date" else "figure"
        tally.counts[kind] += 1
        right = [i for i, m in enumerate(near) if self.accepts(gold, m, names)]
        if right:
            tally.counts["reach"] += 1
            tally.counts[f"reach {kind}"] += 1
            tally.counts["before"] += right[0]
        elif any(self.accepts(gold, m, names) for m in levels):
            tally.counts["anywhere only"] += 1
        if not right:
            shown = " ".join(m.value.name for m in near[:5])
            quote = (gold.raw.get("quote") or gold.mention).replace("\n", "|")[-50:]
            tally.missed.append(f"{gold.id}\t{gold.raw['metric']}\t{gold.mention}\t{quote}\t<- {shown}")
        tally.counts["candidates"] += len(near)

    def growth(self, gold: Any, figure: Mention[Quantity], mentions: list[Mention[Metric]], tally: Tally) -> None:
        kinds = {
            "yoy": ("同比增速", "增速"),
            "mom": ("环比增速",),
            "cagr": ("复合增速",),
            "growth": ("增速", "同比增速"),
            "share": ("占比",),
        }
        wanted = kinds.get(gold.growth)
        if wanted is None or gold.unit == "date":
            return
        near = [m for m in mentions if -20 <= m.start - figure.end <= 8 and m.value.role != "level"]
        tally.counts["growth"] += 1
        tally.counts["growth found"] += any(m.value.name in wanted for m in near)

    def spans(self, clean: Any, golds: list[Any], levels: list[Mention[Metric]], tally: Tally) -> None:
        marks: set[tuple[int, int]] = set()
        for gold in golds:
            growth = gold.growth not in ("level", "share")
            for key in ("base_metric_mention",) if growth else ("metric_mention", "base_metric_mention"):
                span = gold.raw.get(key)
                if span:
                    marks.add(tuple(bisect_left(clean.origin, k) for k in span))  # type: ignore[arg-type]
        if not marks:
            return
        hit = [m for m in levels if any(m.start < e and s < m.end for s, e in marks)]
        tally.counts["marked"] += len(levels)
        tally.counts["marked right"] += len(hit)
        tally.counts["spans"] += len(marks)
        tally.counts["spans hit"] += sum(any(m.start < e and s < m.end for m in levels) for s, e in marks)


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folds", type=Path, help="folder with f0.npz .. f4.npz of train_metrics.py --fold")
    parser.add_argument("--rules", action="store_true", help="without the labeler")
    options = parser.parse_args()
    bench = Bench(options.folds, options.rules)
    for name in options.sets:
        tally = bench.run(name)
        line = {
            "set": name,
            "reach": tally.share("reach", "claims"),
            "figures": tally.share("reach figure", "figure"),
            "dates": tally.share("reach date", "date"),
            "anywhere only": tally.share("anywhere only", "claims"),
            "growth": tally.share("growth found", "growth"),
            "spans": tally.share("marked right", "marked"),
            "hit": tally.share("spans hit", "spans"),
            "candidates": tally.share("candidates", "claims"),
            "load": tally.share("before", "reach"),
        }
        print(
            json.dumps(line, ensure_ascii=False)
            if options.json
            else "  ".join(f"{k} {v}" for k, v in line.items())
        )
        for row in tally.missed[: options.misses]:
            print("   ", row)
    print(f"time: find_metrics / tokenizer = {bench.seconds[1] / bench.seconds[0]:.2f}")


if __name__ == "__main__":
    main()
