"""How much of the annotated damage the normalizing repairs, by type, and whether it leaves alone what it must.

    python benchmarks/noise.py NOISE.jsonl FOLDER_OF_TEXTS

A row is repaired when the clean characters that come from its range are what the annotator made of it, simplified.
Rows of types that are the editor's (typos, captions) must come through unchanged.
"""

import argparse
import json
from bisect import bisect_left
from collections import Counter
from pathlib import Path

from hedui.lexicon import load_lexicon
from hedui.model import CleanText
from hedui.normalize import normalize, simplifier

KEPT = {"typo", "caption", "deck", "duplicate-sentence", "comma-between-digits", "opencc-hazard"}
EXACT = {"cjk-space", "zhe-not-converted", "pinyin-injection"}
SKIPPED = {"ascii-punctuation", "mojibake"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("noise", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    lexicon, simplify = load_lexicon(), simplifier()
    cleaned: dict[str, CleanText] = {}
    done: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in map(json.loads, options.noise.read_text(encoding="utf-8").splitlines()):
        if row["type"] in SKIPPED:
            continue
        if row["file"] not in cleaned:
            raw = (options.folder / row["file"]).read_bytes().decode()
            cleaned[row["file"]] = normalize(raw, lexicon)
        clean = cleaned[row["file"]]
        got = part(clean, row["offset"], row["offset"] + len(row["text"]))
        want = simplify(row["text"] if row["type"] in KEPT else row["cleaned"] or "")
        good = got == want if row["type"] in EXACT else squeezed(got) == squeezed(want)
        total[row["type"]] += 1
        done[row["type"]] += good
        if not good:
            print(f"{row['type']:20} {row['article']} {row['offset']:5} {row['text'][:40]!r}: {got[:40]!r}")
    for name, count in total.most_common():
        print(f"{name:20} {done[name]:4} / {count}")
    print(f"{'all':20} {sum(done.values()):4} / {sum(total.values())}")


def part(clean: CleanText, start: int, end: int) -> str:
    """The clean characters that come from a raw range."""
    return clean.text[bisect_left(clean.origin, start) : bisect_left(clean.origin, end)]


def squeezed(text: str) -> str:
    return text.strip().replace(" ", "").replace("\n", "")


if __name__ == "__main__":
    main()
