"""How well names are found: the test sets of Universal NER and FewFC, the annotated articles, aliases.

    python benchmarks/entities.py sets SHARED               GSD, PUD and FewFC test, the recognizer alone, by style
    python benchmarks/entities.py articles SHARED [MODEL.. ] annotated articles, whole finder (see `folds`),
                                                            with the shipped model the invented ones too
    python benchmarks/entities.py folds SHARED OUT [N]      cross-validation over stories: trains N models into OUT
    python benchmarks/entities.py aliases SHARED            forms of one name that get one id, on the seed articles

SHARED is the folder of annotated material; it is not part of the project.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "pipeline" / "training"))

from ner_corpora import Sample, all_gold, read_gold, read_seeds, read_sentences  # type: ignore[import-not-found]
from train_ner import Plan, build  # type: ignore[import-not-found]

from hedui.crosscheck.names import join_names
from hedui.extract.entities import Recognizer, find_entities, load_recognizer
from hedui.extract.entities.tagger import MODEL, Tagger, load_tagger
from hedui.extract.letters import sheet_of
from hedui.lexicon import load_lexicon
from hedui.normalize import normalize, simplifier
from hedui.tokenizer import load_tokenizer

Spans = set[tuple[int, int, str]]


def measure(samples: Iterable[Sample], predict: Callable[[str], Spans]) -> dict[str, Counter[str]]:
    """Counts of gold, predicted and right names by label."""
    counts: dict[str, Counter[str]] = {}
    for sample in samples:
        gold, found = set(sample.spans), predict(sample.text)
        for name, spans in (("gold", gold), ("found", found), ("right", gold & found)):
            for _, _, label in spans:
                counts.setdefault(label, Counter())[name] += 1
                if label in ("ORG", "PER", "LOC"):
                    counts.setdefault("ALL3", Counter())[name] += 1
    return counts


def show(title: str, counts: dict[str, Counter[str]]) -> None:
    print(title)
    for label, count in sorted(counts.items()):
        precision = count["right"] / max(count["found"], 1)
        recall = count["right"] / max(count["gold"], 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        counted = f"gold {count['gold']} found {count['found']}"
        print(f"  {label:8} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}  {counted}")


def tagging(tagger: Tagger) -> Callable[[str], Spans]:
    tokenize = load_tokenizer()

    def predict(text: str) -> Spans:
        (labels,) = tagger.tag(sheet_of([text], [[len(token.text) for token in tokenize(text)]]))
        return {span for span in labels.spans(tagger.labels) if span[2] in ("ORG", "PER", "LOC")}

    return predict


def finding(model: Path | None) -> Callable[[str], Spans]:
    tokenize, recognizer = load_tokenizer(), load_recognizer(load_lexicon())
    if model is not None:
        recognizer = replace(recognizer, tagger=load_tagger(model))
    lexicon = load_lexicon()

    def predict(text: str) -> Spans:
        clean = normalize(text, lexicon)
        spans = set()
        for m in find_entities(tokenize(clean.text), recognizer):
            raw = clean.raw_span(m.start, m.end)
            spans.add((raw.start, raw.end, m.value.label))
        return spans

    return predict


def sets(shared: Path, model: Path = MODEL) -> None:
    tests = shared / "ner" / "test"
    for style in (None, "wiki", "finance", "news"):
        predict = tagging(load_tagger(model, style))
        for name in ("gsd_test", "pud_test", "few_test"):
            samples = read_sentences(tests / f"{name}.jsonl", "wiki")
            show(f"{name}, style {style}", measure(samples, predict))


def folds_of(shared: Path, number: int) -> list[set[str]]:
    """The stories dealt out to so many folds; the seed articles are one story."""
    stories = sorted({sample.story for sample in all_gold(shared)})
    return [set(stories[start::number]) for start in range(number)]


def folds(shared: Path, out: Path, number: int = 2) -> None:
    for place, held in enumerate(folds_of(shared, number)):
        plan = Plan()
        build(shared, out / f"fold{place}.npz", plan, lambda sample, held=held: sample.story not in held)


def articles(shared: Path, models: Sequence[Path]) -> None:
    """With no models: the shipped one (in-sample); with fold models: each on the stories it has not seen."""
    gold = all_gold(shared)
    held = folds_of(shared, len(models)) if models else [{sample.story for sample in gold}]
    totals: dict[str, dict[str, Counter[str]]] = {"articles": {}, "seeds": {}}
    for place, stories in enumerate(held):
        predict = finding(models[place] if models else None)
        for group in totals:
            part = [s for s in gold if s.story in stories and (s.story == "seeds") == (group == "seeds")]
            for label, count in measure(part, predict).items():
                totals[group].setdefault(label, Counter()).update(count)
    if not models:
        totals["invented, of which only the main names are annotated"] = measure(
            read_gold(Path(__file__).parent / "invented"), finding(None)
        )
    for group, counts in totals.items():
        show(group, counts)


def aliases(shared: Path) -> None:
    """Pairs of forms of one name that get one id, and pairs of different names that share one."""
    lines = (shared / "gold/seeds/aliases.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = {"GPE": "LOC", "PERSON": "PER", "FUND": "ORG"}
    simplify = simplifier()
    owner: dict[str, str] = {}
    names: dict[tuple[str, str], int] = {}
    for row in map(json.loads, lines):
        for alias in row["aliases"]:
            form = simplify(alias["form"])
            owner[form] = row["canonical"]
            names[(form, kinds.get(row["type"], row["type"]))] = len(alias["articles"])
    recognizer = load_recognizer(load_lexicon())
    joined = _through_articles(join_names(names, recognizer), shared, recognizer)
    same = [(a, b) for a, b in combinations(sorted(owner), 2) if owner[a] == owner[b]]
    other = [(a, b) for a, b in combinations(sorted(owner), 2) if owner[a] != owner[b]]
    hit = [pair for pair in same if joined[pair[0]] == joined[pair[1]]]
    wrong = [pair for pair in other if joined[pair[0]] == joined[pair[1]]]
    print(f"one name {len(hit)} of {len(same)} pairs, different names {len(wrong)} of {len(other)}")
    print("  missed", [pair for pair in same if pair not in hit], "wrong", wrong)


def _through_articles(joined: dict[str, str], shared: Path, recognizer: Recognizer) -> dict[str, str]:
    """The same after what the articles say themselves: a form goes by the name its article gives it."""
    tokenize = load_tokenizer()
    lexicon = load_lexicon()
    told: dict[str, set[str]] = {}
    for sample in read_seeds(shared):
        for m in find_entities(tokenize(normalize(sample.text, lexicon).text), recognizer):
            if m.value.name in joined and m.value.name != m.text:
                told.setdefault(m.text, set()).add(joined[m.value.name])
    return {
        form: min(told.get(form, {name}), key=lambda other: (other != name, other))
        for form, name in joined.items()
    }


def main(arguments: Sequence[str]) -> None:
    command, shared, *rest = arguments
    if command == "sets":
        sets(Path(shared), *map(Path, rest))
    elif command == "articles":
        articles(Path(shared), [Path(path) for path in rest])
    elif command == "folds":
        folds(Path(shared), Path(rest[0]), *map(int, rest[1:]))
    elif command == "aliases":
        aliases(Path(shared))
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
