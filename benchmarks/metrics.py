"""Is the right metric among a figure's candidates?  The annotated articles of ../shared/gold, by story unseen.

    PYTHONPATH=pipeline python benchmarks/metrics.py [--misses N] [SET ...]

Every article's phrases are ranked by a model that has seen no article of its story.  reach: figures of gold for
which the binding has a candidate whose name the scorer accepts; named: by the lexicon's mentions in its window
alone; first: the figure's own likeliest phrase is right.  What is missed is `far` where the name stands elsewhere
among the article's mentions, `passed over` where a phrase near the figure has it but others were likelier, and
`no words` where none has.  load: candidates a figure.  Dates are bound elsewhere and not counted.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pipeline" / "training"))

from binding_gold import SETS, Example, labels, load_training  # noqa: E402
from train_metrics import Judge, rankers_unseen, read_again, right_phrases  # noqa: E402

from hedui.extract.claims.binding.candidates import pairs_of  # noqa: E402
from hedui.extract.claims.scene.stage import stage_of  # noqa: E402
from hedui.flow import Tools, load_tools  # noqa: E402


def judged(example: Example, tools: Tools, tally: Counter[str]) -> list[str]:
    """Counts the figures of an article; the misses in words."""
    scene = example.scene
    assert scene is not None
    missed: list[str] = []
    pairs = pairs_of(stage_of([scene]), "metric")
    if pairs is None:
        tally["figures"] += sum(bool(golds) for golds in example.pairs.values())
        return missed
    right = labels(example, "metric", pairs) == 1
    score = scene.metric["score"][pairs.index]
    ends = np.append(pairs.first[1:], len(pairs.figure))
    near = right_phrases(example, tools)
    for i in (i for i, golds in example.pairs.items() if golds):
        tally["figures"] += 1
        own = slice(int(pairs.first[i]), int(ends[i]))
        named = right[own] & (score[own] == 0)
        tally["load"] += own.stop - own.start
        tally["reach"] += bool(right[own].any())
        tally["named"] += bool(named.any())
        tally["first"] += own.stop > own.start and bool(right[own][score[own].argmax()])
        if not right[own].any():
            why = "far" if _elsewhere(example, i) else "passed over" if near[i] else "no words"
            tally[why] += 1
            missed.append(told(example, pairs.index[own].tolist(), i, why))
    return missed


def _elsewhere(example: Example, i: int) -> bool:
    assert example.scene is not None
    judge = Judge(example)
    return any(judge.likeness(m.value, i) for m in example.scene.metric_mentions if m.anchor is None)


def told(example: Example, offer: list[int], i: int, why: str) -> str:
    """A figure without its metric, in its words, with its candidates."""
    scene = example.scene
    assert scene is not None
    figure, text = scene.reading.quantities[i], scene.reading.clean.text
    offered = [scene.metric_mentions[k] for k in offer]
    own = " ".join(m.value.name for m in offered if m.anchor is not None)
    named = " ".join(m.value.name for m in offered if m.anchor is None)
    quote = text[max(0, figure.start - 32) : figure.end + 14].replace("\n", "|")
    gold = example.pairs[i][0]
    return f"{why}\t{gold.id}\t{gold.raw['metric']}\t{figure.text}\t{quote}\town: {own}\tnamed: {named}"


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    tools, examples = load_tools(), load_training()
    rankers = rankers_unseen(examples, tools)
    for name in options.sets:
        tally, missed = Counter[str](), list[str]()
        for example, ranker in zip(examples, rankers, strict=True):
            if example.folder == name:
                read_again(example, ranker, tools)
                missed += judged(example, tools, tally)
        parts = ("reach", "named", "first", "far", "passed over", "no words")
        shares = "  ".join(f"{part} {tally[part] / tally['figures']:.3f}" for part in parts)
        print(
            f"{name}  figures {tally['figures']}  {shares}  load {tally['load'] / tally['figures']:.1f}",
            flush=True,
        )
        for row in missed[: options.misses]:
            print("   ", row)


if __name__ == "__main__":
    main()
