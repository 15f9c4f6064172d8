"""Names that no list holds and no single place shows: strange strings which an article says again and again.

The recognizer's evidence at one place of 澧屏 or 椒禾 may be too weak to call it a name, but over all its places
in the article the weak evidence adds up, and an everyday word leans the other way at most of its places.
"""

from collections.abc import Sequence, Set
from functools import reduce
from itertools import islice
from operator import add

from msgspec.structs import replace

from hedui.arrays import np
from hedui.extract.entities.often import often
from hedui.extract.entities.spans import Names, named, places
from hedui.extract.entities.tagger import LEANINGS, Labels
from hedui.extract.turns import Steps

REPEATED = "strange and repeated"
_MOST, _TIMES = 6, 2  # characters of such a name, and places where it stands
# A house must stand thrice and lean more: in 928 articles of the web 40 of 250 that stood twice were names (微商,
# 买蟹, 群里), in annotated ones 24 of the 26 that stood thrice.
_TIMES_OF_ORG, _ENOUGH_OF_ORG = 3, 0.5
# Averages over all characters of all places.  In articles of invented names two words (家店) and most coinages
# (完赛) lean less, names more, and rarely a coinage (升井).
_FLOOR, _ENOUGH = -2.5, 0.0
# Where all the words are listed, and the dictionary makes no word of them together: 煎饼|郎.
_OF_LISTED_WORDS = 0.8


def find_repeated(text: str, labels: Labels, stop: Set[str]) -> Steps[Names]:
    """Every place of the names that the article repeats; `stop` are forms that name nothing."""
    candidates = _candidates(text, labels)
    yield
    repeated = [form for form in candidates if often(text, form) >= _TIMES and form not in stop]
    if not repeated:
        return []
    told = [(form, list(places(text, form))) for form in sorted(repeated, key=lambda form: (-len(form), form))]
    yield
    leanings = _leans(labels, told)
    yield
    found, taken = [], bytearray(len(text))
    for (form, where), leans in zip(told, leanings, strict=True):
        size = len(form)
        free = [(at, lean) for at, lean in zip(where, leans, strict=True) if taken.find(1, at, at + size) < 0]
        if len(free) < _TIMES:
            continue
        mean = _mean([lean for _, lean in free])
        most = max(mean)
        if most < candidates[form] or (mean[0] == most and (len(free) < _TIMES_OF_ORG or most < _ENOUGH_OF_ORG)):
            continue
        for at, _ in free:
            taken[at : at + size] = b"\1" * size
            own = named(text, (at, at + size), LEANINGS[mean.index(most)], REPEATED, 0.5)
            found.append(replace(own, source="model"))
    return found


def _leans(labels: Labels, told: Sequence[tuple[str, list[int]]]) -> list[list[list[float]]]:
    """For each form how far its places lean to each of LEANINGS: those of all forms are looked at together."""
    spans = [(at, at + len(form)) for form, where in told for at in where]
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    leans = iter(labels.lean(starts, ends).T.tolist())
    return [list(islice(leans, len(where))) for _, where in told]


def _mean(rows: Sequence[Sequence[float]]) -> list[float]:
    """The mean of each column, added from the first row to the last: by `sum` it would depend on the Python."""
    return [reduce(add, column) / len(rows) for column in zip(*rows, strict=True)]


def _candidates(text: str, labels: Labels) -> dict[str, float]:
    """Runs of words of two to six characters and parts of such runs, with how much they must lean to be a name."""
    forms: dict[str, float] = {}
    run: list[tuple[int, bool]] = []  # where a part of the run begins, and whether one of its words is strange
    last = -1
    edges = labels.edges
    sums = labels.leaning.take(edges, axis=1)  # row by row in memory, as an index would not leave it
    lean = ((sums[:, 1:] - sums[:, :-1]) / (edges[1:] - edges[:-1])).max(axis=0)
    numbers = np.flatnonzero((lean >= _FLOOR) & labels.han)
    columns = edges[numbers].tolist(), edges[numbers + 1].tolist(), labels.strange[numbers].tolist()
    for start, end, strange in zip(*columns, strict=True):
        if last != start:
            run = []
        elif run := [(begin, strange or odd) for begin, odd in run if end - begin <= _MOST]:
            for begin, odd in run:
                forms[text[begin:end]] = _ENOUGH if odd else _OF_LISTED_WORDS
        if strange and end - start >= 2:
            forms[text[start:end]] = _ENOUGH
        run.append((start, strange))
        last = end
    return forms
