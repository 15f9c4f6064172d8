"""How many texts come back exactly from each encoding, by length, beside charset-normalizer.

    python benchmarks/charsets.py PLACE... [--samples N]

Pieces are cut from the articles of the places and encoded; Big5 takes them in traditional characters.  Says the
lowest score of a right decoding and the highest of a wrong one, on which the threshold of the reader stands.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import opencc
from charset_normalizer import from_bytes

from hedui.errors import ArticleError
from hedui.model import Article
from hedui.readers import read_articles
from hedui.readers.encodings import _LIKELY, decoded, reads

ENCODINGS = ("gb18030", "gbk", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
LENGTHS = (6, 10, 20, 50, 200, 2000)


def pieces(texts: list[str], length: int, count: int) -> Iterator[str]:
    """Runs of this many characters; blank ones are none."""
    chance = random.Random(length)
    while count:
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - length))
        piece = text[start : start + length]
        if piece.strip():
            yield piece
            count -= 1


def exact(piece: str, data: bytes) -> bool:
    try:
        return decoded(data) == piece
    except ArticleError:
        return False


def theirs(piece: str, data: bytes) -> bool:
    best = from_bytes(data, cp_isolation=["utf_8", *(name.replace("-", "_") for name in _LIKELY)]).best()
    return best is not None and str(best) == piece


def wrong(data: bytes, right: str) -> Iterator[float]:
    for encoding in _LIKELY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text != right:
            yield reads(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--samples", type=int, default=100)
    options = parser.parse_args()
    texts = [item.text for item in read_articles(options.places) if isinstance(item, Article)]
    traditional = opencc.OpenCC("s2t").convert
    print("length  encoding     exact  other package  lowest right  highest wrong")
    for length in LENGTHS:
        for encoding in ENCODINGS:
            ours = others = count = 0
            low, high = 1.0, 0.0
            for piece in pieces(texts, length, options.samples):
                piece = traditional(piece) if "big5" in encoding else piece
                try:
                    data = piece.encode(encoding)
                except UnicodeEncodeError:
                    continue
                count += 1
                ours += exact(piece, data)
                others += theirs(piece, data) if length <= 200 or count <= 10 else 0
                low, high = min(low, reads(piece)), max([high, *wrong(data, piece)])
            print(f"{length:6}  {encoding:10} {ours:4}/{count:<4} {others:6} {low:14.2f} {high:14.2f}", flush=True)


if __name__ == "__main__":
    main()
