"""The quality gate: no score on the annotated material may fall below its floor in benchmarks/floors.toml.

    python benchmarks/gate.py [--update]

Figures, times and names as shipped; claims by learned parts that have not seen the article's story; conflicts
with the gold claims fed in, and end to end as shipped; the invented articles beside this script.  Exit code 1
where a score has fallen or the material is another.
`--update` raises the floors to today's scores; it never lowers one.  Takes one to two minutes of CPU.
The annotated material lies in `shared`, beside the repository.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pipeline" / "training"))

import claims  # noqa: E402
import entities  # noqa: E402
import findings  # noqa: E402
import invented  # noqa: E402
import periods  # noqa: E402
import quantities  # noqa: E402
import score  # noqa: E402
import score_match  # noqa: E402
from binding_gold import GOLD, SETS, load_training, make, rows  # noqa: E402
from floors import Floors, digest_of, fallen, raised, read_floors, write_floors  # noqa: E402
from ner_corpora import read_sentences  # noqa: E402
from score import score_claims  # noqa: E402
from train_binding import folds_of, prepare, train  # noqa: E402

from hedui.extract.entities.tagger import load_tagger  # noqa: E402
from hedui.flow import load_tools  # noqa: E402

SHARED = GOLD.parent
FLOORS = Path(__file__).with_name("floors.toml")
Scores = Iterator[tuple[str, float]]


def figure_scores() -> Scores:
    """Recall of the annotated figures, and value, unit and bound where one is found."""
    for name in SETS:
        report = quantities.measure(GOLD / name, score_match, score.corpus, 0)
        for field in ("recall", "value", "unit", "bound"):
            yield f"figures.{name}.{field}", report[field]


def time_scores() -> Scores:
    """The share of explicit times that are read as the gold has them."""
    for name in SETS:
        counts = periods.score(GOLD, name, 0)
        asked = counts.total() - counts["not explicit"]
        yield f"times.{name}", (counts["right"] + counts["combined"]) / asked


def name_scores() -> Scores:
    """F1 over persons, organizations and places on general text, recall by label on financial news."""
    for name, style in (("gsd_test", "wiki"), ("pud_test", "wiki"), ("few_test", "finance")):
        predict = entities.tagging(load_tagger(entities.MODEL, style))
        counts = entities.measure(read_sentences(SHARED / "ner" / "test" / f"{name}.jsonl", "wiki"), predict)
        if name == "few_test":
            for label in ("ORG", "PER"):
                yield f"names.{name}.{label}.recall", counts[label]["right"] / counts[label]["gold"]
        else:
            all3 = counts["ALL3"]
            yield f"names.{name}.f1", 2 * all3["right"] / (all3["gold"] + all3["found"])


def claim_scores() -> Scores:
    """Strict F1 and the fields of the claims, every learned part of the binding without the article's story."""
    tools, examples = load_tools(), load_training()
    prepare(examples, tools)
    trained = train(examples, folds_of(examples), tools)
    predictions = claims.predicted(examples, trained, tools)
    for name in SETS:
        gold = [make(row) for row in rows(GOLD / name / "claims.jsonl")]
        names = next(example.names for example in examples if example.folder == name)
        report = score_claims(gold, [make(row) for row in predictions[name]], names)
        yield f"claims.{name}.strict", report["strict"]["f1"]
        for field in ("period", "entity", "metric"):
            yield f"claims.{name}.{field}", report["fields"][field]


def conflict_scores() -> Scores:
    """Pairs of the four sets, and findings at major or above of all five: gold claims fed in, and end to end."""
    for whole in (False, True):
        with TemporaryDirectory() as out:
            reports = [findings.measure(GOLD, name, whole, 0, Path(out)) for name in SETS]
        kind = "end to end" if whole else "gold claims"
        pairs = [report for name, report in zip(SETS, reports, strict=True) if name != "seeds"]
        right, wrong = (sum(one["pairs_flagged"].get(label, 0) for one in pairs) for label in ("conflict", "ok"))
        yield f"conflicts.{kind}.precision", right / max(1, right + wrong)
        yield f"conflicts.{kind}.recall", right / sum(one["pairs_in_gold"]["conflict"] for one in pairs)
        true, false = (sum(one["major"].get(verdict, 0) for one in reports) for verdict in ("true", "false"))
        yield f"conflicts.{kind}.major", true / max(1, true + false)


def invented_scores() -> Scores:
    """Names in no list: claims and conflicts of the invented articles, as shipped."""
    with TemporaryDirectory() as out:
        claims_of, conflicts_of = invented.reports(Path(out))
    yield "invented.strict", claims_of["strict"]["f1"]
    for field in invented.SHOWN:
        yield f"invented.{field}", claims_of["fields"][field]
    yield "invented.high conflicts", conflicts_of["conflict_groups"]["severity high"]["recall"]


MEASURES = (figure_scores, time_scores, name_scores, claim_scores, conflict_scores, invented_scores)


def measured() -> Floors:
    """Every score of today, told as it comes."""
    files = [path for part in ("gold", "ner/test") for path in (SHARED / part).rglob("*") if path.is_file()]
    material = digest_of((path for path in files if path.suffix in (".jsonl", ".txt", ".csv")), SHARED)
    scores: dict[str, float] = {}
    for measure in MEASURES:
        for name, value in measure():
            print(f"{name:40} {value:.4f}", flush=True)
            scores[name] = value
    return Floors(material, scores)


def main() -> int:
    """Measure, compare, and raise the floors where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    floors, now = read_floors(FLOORS), measured()
    if options.update:
        write_floors(FLOORS, raised(floors, now))
        return 0
    low = fallen(floors, now)
    print("\n".join(low) if low else f"gate: {len(now.least)} scores, none below its floor")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
