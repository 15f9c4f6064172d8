"""Speed of the figure and time readers against jieba.lcut on one text in one run, and growth on hostile input.

    python benchmarks/quantities_speed.py [--texts FOLDER] [--hostile] [--size 250000]

Numerals are read inside the quantities.  `ratio` is the time of jieba by that of quantities and periods together,
at least 1.0.  Hostile inputs are read at n and 4n characters; a linear reader takes about 4 times as long.
The exit code is 1 when the ratio is under 1.0 or a growth over `MOST_GROWTH`.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from hedui.extract.periods import periods_in
from hedui.extract.quantities import quantities_in
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Publication
from hedui.normalize import normalize

HOSTILE = {
    "digits": "7",
    "一": "一",
    "7.": "7.",
    "brackets": "(（",
    "open brackets": "(",
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
    "年": "年",
    "2024年": "2024年",
    "年底": "年底",
    "1月": "1月",
    "去年": "去年",
    "同期": "去年同期",
    "8时": "8时",
    "截至": "截至",
    "至": "5日至",
    "十": "十",
    "spaces": " ",
    "财年": "财年(",
    "2024财年截至": "2024财年截至3月",
    "时间": "北京时间",
}
NOW = Publication(first=date(2026, 1, 2), last=date(2026, 1, 2), how="metadata")
MOST_GROWTH = 6.0


def read(text: str, lexicon: Lexicon) -> int:
    """How many figures and times a text holds."""
    return len(quantities_in(text, lexicon)) + len(periods_in(text, NOW, lexicon))


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def ratio(texts: list[str], lexicon: Lexicon) -> float:
    """jieba's time by ours on the same texts; printed with both speeds."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    total = sum(map(len, texts))
    parts = {
        "quantities": seconds(lambda: [quantities_in(text, lexicon) for text in texts]),
        "periods": seconds(lambda: [periods_in(text, NOW, lexicon) for text in texts]),
        "jieba.lcut": seconds(lambda: [jieba.lcut(text) for text in texts]),
    }
    both = seconds(lambda: [read(text, lexicon) for text in texts])
    print(f"{total} characters, {sum(read(text, lexicon) for text in texts)} mentions")
    for name, taken in parts.items():
        print(f"{name:12s} {total / taken:12,.0f} characters a second")
    print(f"{'both':12s} {total / both:12,.0f} characters a second")
    print(f"ratio to jieba.lcut: {parts['jieba.lcut'] / both:.2f}")
    return parts["jieba.lcut"] / both


def growth(name: str, piece: str, size: int, lexicon: Lexicon) -> float:
    """How many times longer four times the text takes, the worse of the two readers."""
    worst = 0.0
    for reader in (partial(quantities_in, lexicon=lexicon), partial(periods_in, published=NOW, lexicon=lexicon)):
        short, long = (
            seconds(partial(reader, piece * (n // len(piece))), 1 if size > 10**5 else 2) for n in (size, 4 * size)
        )
        print(f"{name:14s} {short:8.3f} s {long:8.3f} s  growth {long / max(short, 1e-9):5.1f}")
        worst = max(worst, long / max(short, 1e-9) if long > 0.05 else 0.0)
    return worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path(__file__).parents[1] / ".." / "shared" / "seeds")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--size", type=int, default=250_000)
    options = parser.parse_args()
    lexicon = load_lexicon()
    paths = sorted(options.texts.rglob("*.txt"))
    texts = [normalize(path.read_bytes().decode(), lexicon).text for path in paths]
    slow = ratio(texts, lexicon) < 1.0
    grown = [growth(*item, options.size, lexicon) for item in HOSTILE.items()] if options.hostile else []
    return 1 if slow or any(factor > MOST_GROWTH for factor in grown) else 0


if __name__ == "__main__":
    sys.exit(main())
