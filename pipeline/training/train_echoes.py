"""Learns whether figures a slip apart in two articles of one story are one thing: hedui/data/models/echoes.json.

    python pipeline/training/train_echoes.py [GOLD]

Data: all pairs of figures that meet by their digits (`met_under`), of the annotated stories beside the checkout
and of those in written/, read by the shipped pipeline and compared as one corpus, so that pairs of two stories
are among them; right where the annotation holds a conflict of the two.  Method: logistic regression, drawn
towards zero.
Prints how many of the pairs are right from each probability on, learned without the story (a fifth at a time).
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import goldclaims
from binding_gold import SETS, WRITTEN
from findings import read_all

from hedui.crosscheck.echoes import by_profile, gathered, met_under
from hedui.crosscheck.figures import Canon
from hedui.crosscheck.names import resolve_names
from hedui.crosscheck.sameness import MODEL, TERMS, terms
from hedui.crosscheck.shared import counted
from hedui.flow import load_tools
from hedui.model import Extraction
from hedui.records import claim_row

FOLDS, ROUNDS = 5, 60


class Pair(NamedTuple):
    """Two figures that met: their story, the terms, and whether the annotation holds a conflict of the two."""

    story: str
    terms: tuple[float, ...]
    right: bool


def labels_of(gold: Path, name: str, given: list[Extraction]) -> set[frozenset[str]]:
    """The pairs of claims, by id, that the annotation of a folder holds against one another."""
    sys.path.insert(0, str(gold))
    import score
    from score_match import make, overlapping

    claims = {claim.id: claim for claim in map(make, goldclaims.rows(gold / name / "claims.jsonl"))}
    read = [make(claim_row(claim)) for part in given for claim in part.claims]
    ours: dict[str, set[str]] = defaultdict(set)
    for one, other, _ in overlapping(list(claims.values()), read):
        ours[one.id].add(other.id)
    labels: Mapping[tuple[str, str], str] = score.gold_groups(gold / name, claims)[1]
    conflicts = [pair for pair, label in labels.items() if label == "conflict"]
    return {frozenset((a, b)) for one, other in conflicts for a in ours[one] for b in ours[other]}


def pairs_of(gold: Path) -> list[Pair]:
    """All pairs of figures that meet, each pair of claims once."""
    tools = load_tools()
    corpus: list[Extraction] = []
    conflicts: set[frozenset[str]] = set()
    for name in (*SETS, *(str(folder) for folder in sorted(WRITTEN.iterdir()) if folder.is_dir())):
        given = read_all(gold, name, tools)
        conflicts |= labels_of(gold, name, given)
        corpus += given
    canon = Canon.of(tools.lexicon, resolve_names(corpus, tools.lexicon))
    rows, _, articles = gathered(
        ([(claim, counted(claim, canon)) for claim in part.claims] for part in corpus),
        canon,
        {part.card.article: part.card for part in corpus},
    )
    found: dict[frozenset[str], Pair] = {}
    for key in sorted(rows):
        places = by_profile(rows[key])
        for _, met in met_under(key, places, articles):
            weighed = terms(met)
            for one in places[met.one]:
                for other in places[met.other]:
                    ids = frozenset((one.place[1], other.place[1]))
                    story = str(one.article).split("/", maxsplit=1)[0]
                    found.setdefault(ids, Pair(story, weighed, ids in conflicts))
    return list(found.values())


def fitted(pairs: list[Pair]) -> NDArray[np.float64]:
    """The weights by Newton's method, the constant first."""
    x = np.array([(1.0, *pair.terms) for pair in pairs], dtype=np.float64)
    y = np.array([pair.right for pair in pairs], dtype=np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(weights)), slope)
    return weights


def report(pairs: list[Pair]) -> None:
    """Prints the pairs from each probability on, right and wrong, by weights that have not seen the story."""
    stories = sorted({pair.story for pair in pairs})
    fold = {story: number % FOLDS for number, story in enumerate(stories)}
    told: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        weights = fitted([pair for pair in pairs if fold[pair.story] != number])
        for pair in pairs:
            if fold[pair.story] == number:
                told.append((float(1 / (1 + np.exp(-weights @ (1.0, *pair.terms)))), pair.right))
    print(f"{len(pairs)} pairs, {sum(pair.right for pair in pairs)} right")
    for least in (0.9, 0.8, 0.7, 0.6, 0.5):
        above = [right for likely, right in told if likely >= least]
        print(f"  from {least}: {sum(above)} right, {len(above) - sum(above)} wrong")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=Path("../shared/gold"))
    pairs = pairs_of(parser.parse_args().gold)
    report(pairs)
    weights = [round(float(weight), 3) for weight in fitted(pairs)]
    MODEL.write_text(json.dumps({"weights": weights, "pairs": len(pairs)}) + "\n", encoding="utf-8")
    print(dict(zip(("constant", *TERMS), weights, strict=True)))


if __name__ == "__main__":
    main()
