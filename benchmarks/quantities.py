"""How well figures are read: recall of the annotated figures; value, unit and bound where a mention is found.

    python benchmarks/quantities.py --gold ../shared/gold [--misses 20] [--only news-a]

A gold claim counts when its value is a quantity (no date, no version name) and its mention holds a numeral.
Entity, metric and period are not looked at.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hedui.extract.quantities import quantities_in
from hedui.lexicon import load_lexicon
from hedui.normalize import normalize
from hedui.records import plain

_SIGN = re.compile("[-－−–]|负|負|零下")
SETS = ("seeds", "news-a", "news-b", "long-a", "long-b")


def rows_of(text: str, article: str) -> list[dict[str, Any]]:
    """The quantities of a raw text as rows of the export contract."""
    lexicon = load_lexicon()
    clean = normalize(text, lexicon)
    rows = []
    for number, mention in enumerate(quantities_in(clean.text, lexicon, traditional=clean.traditional)):
        span, q = clean.raw_span(mention.start, mention.end), mention.value
        rows.append(
            {
                "id": f"p{number}",
                "article": article,
                "start": span.start,
                "end": span.end,
                "mention": text[span.start : span.end],
                "value": q.literal or plain(q.value),
                "low": plain(q.low),
                "high": plain(q.high),
                "unit": q.unit,
                "bound": q.bound,
                "score": mention.score,
            }
        )
    return rows


def aligned(
    folder: Path, match: Any, texts: dict[str, str]
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each gold quantity with the predicted row that covers it best, or None."""
    predicted = {name: [(row, match.make(row)) for row in rows_of(text, name)] for name, text in texts.items()}
    for gold in match.rows(folder / "claims.jsonl"):
        claim = match.make(gold)
        if claim.unit in ("date", "版本", "D") or not match.NUMERAL.search(claim.mention) or claim.value is None:
            continue
        if isinstance(claim.value[0], str):
            continue
        best = max(predicted[gold["article"]], key=lambda pair: match.touches(claim, pair[1]), default=None)
        yield gold, best[0] if best and match.touches(claim, best[1]) else None


def judge(gold: dict[str, Any], row: dict[str, Any], match: Any) -> dict[str, bool]:
    """Which fields agree; the direction of a change is the claim's business, so signs are taken from gold."""
    # Gold writes the unit of N个月 now 月, now 个月.
    gold = gold | {"unit": "月"} if gold.get("unit") == "个月" else gold
    # 亏损5.3亿元 is annotated as a profit of -5.3: the sign is the metric's, unless it is written at the figure.
    if isinstance(gold["value"], int | float) and gold["value"] < 0 and not _SIGN.search(gold["mention"]):
        gold = gold | {"value": -gold["value"]}
    row = row | {"change": gold.get("change"), "metric": gold.get("metric")}
    verdicts = match.verdicts(match.make(gold), match.make(row), _NoNames())
    return {field: verdicts[field] for field in ("value", "unit", "bound")}


class _NoNames:
    def same_entity(self, *_: object) -> bool:
        return True

    def same_metric(self, *_: object) -> bool:
        return True


def measure(folder: Path, match: Any, corpus: Any, misses: int) -> dict[str, Any]:
    """Recall and field accuracy of one gold set; prints up to `misses` examples of each error."""
    texts = {row["id"]: row["text"] for row in corpus(folder)}
    count: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    for gold, row in aligned(folder, match, texts):
        count["gold"] += 1
        around = texts[gold["article"]][max(0, gold["start"] - 14) : gold["end"] + 10].replace("\n", "¶")
        if row is None:
            examples["missed"].append(f"{gold['mention']} {gold['value']} {gold['unit']} «{around}»")
            continue
        count["hit"] += 1
        for field, good in judge(gold, row, match).items():
            count[field] += good
            if not good:
                show = f"{row['mention']} {row['value']} [{row['low']},{row['high']}] {row['unit']} {row['bound']}"
                want = f"{gold['mention']} {gold['value']} {gold['unit']} {gold['bound']}"
                examples[field].append(f"{want} | got {show} «{around}»")
    for field, lines in examples.items():
        for line in lines[:misses]:
            print(f"  {field:7s} {line}")
    hits = max(1, count["hit"])
    fields = {field: round(count[field] / hits, 4) for field in ("value", "unit", "bound")}
    return {"gold": count["gold"], "recall": round(count["hit"] / max(1, count["gold"]), 4), **fields}


def main() -> None:
    """One line a gold set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path(__file__).parents[1] / ".." / "shared" / "gold")
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    sys.path.insert(0, str(options.gold.resolve()))
    import score_match
    from score import corpus

    for name in (options.only,) if options.only else SETS:
        report = measure(options.gold / name, score_match, corpus, options.misses)
        print(f"{name:8s}", " ".join(f"{key} {value}" for key, value in report.items()))


if __name__ == "__main__":
    main()
