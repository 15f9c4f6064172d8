"""How the time of the figure and time readers grows on hostile input.

    python benchmarks/quantities_speed.py [--size 250000]

Inputs are read at n and 4n characters; a linear reader takes about 4 times as long.  The exit code is 1 when one
takes over `MOST_GROWTH` times as long.  How fast sound articles are read, `speed.py` says.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from hedui.extract.periods import periods_in
from hedui.extract.quantities import quantities_in
from hedui.lexicon import Lexicon, load_lexicon
from hedui.model import Publication

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


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


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
    parser.add_argument("--size", type=int, default=250_000)
    size, lexicon = parser.parse_args().size, load_lexicon()
    return int(max(growth(*item, size, lexicon) for item in HOSTILE.items()) > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
