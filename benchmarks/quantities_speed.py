"""Speed of the figure reader against jieba.lcut on the same text in the same run, and its growth on hostile input.

python benchmarks/quantities_speed.py [--texts FOLDER]
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hedui.extract.quantities import quantities_in
from hedui.lexicon import load_lexicon
from hedui.normalize import normalize

HOSTILE = {
    "digits": "7",
    "一": "一",
    "7.": "7.",
    "brackets": "(（",
    "commas": "1,",
    "约": "约",
    "万": "万",
    "3至": "3至",
    "第1": "第1",
    "1、": "1、",
    "12%": "12%",
    "每股": "每股",
    "2:": "2:",
    "a1": "a1",
    "几": "几",
}


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path(__file__).parents[1] / ".." / "shared" / "seeds")
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    import jieba

    lexicon = load_lexicon()
    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [
        normalize(path.read_text(encoding="utf-8"), lexicon).text for path in sorted(options.texts.rglob("*.txt"))
    ]
    total = sum(map(len, texts))
    ours = seconds(lambda: [quantities_in(text, lexicon) for text in texts])
    theirs = seconds(lambda: [jieba.lcut(text) for text in texts])
    count = sum(len(quantities_in(text, lexicon)) for text in texts)
    print(f"{total} characters, {count} mentions: {total / ours:,.0f} a second, jieba {total / theirs:,.0f}")
    print(f"ratio to jieba: {theirs / ours:.2f}")
    for name, piece in HOSTILE.items() if options.hostile else ():
        times = [
            seconds(partial(quantities_in, piece * (n // len(piece)), lexicon), 1) for n in (100_000, 1_000_000)
        ]
        print(
            f"{name:10s} 1e5 {times[0]:.3f} s, 1e6 {times[1]:.3f} s, growth {times[1] / max(times[0], 1e-9):.1f}"
        )


if __name__ == "__main__":
    main()
