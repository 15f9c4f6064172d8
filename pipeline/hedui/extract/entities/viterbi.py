"""The best labels of many stretches of characters at once; arrays have a row a label and a column a character."""

from typing import TYPE_CHECKING

from hedui.arrays import Bools, Floats, Ints, np

if TYPE_CHECKING:
    Scores = Floats
    Pair = tuple[Ints, Ints]

_FAR = 10_000.0  # more than any run of names can gain
_SAFE = 0.01  # more than rounding can change


def viterbi(scores: "Scores", transitions: "Scores", stretches: "Pair") -> Ints:
    """The best labels of each stretch (begins, ends); label 0 is "no name", ties go to the first label.

    Most of a text holds no name, and there the scores say so by more than any transition could make good: only the
    runs that are left are searched, each between two characters that are surely in no name.
    """
    starts, stops = stretches
    size = scores.shape[1]
    if not len(starts):
        return np.zeros(size, dtype=np.int64)
    inside = np.bincount(starts, minlength=size + 1) - np.bincount(stops, minlength=size + 1)
    possible = _possible(scores, transitions, starts, np.cumsum(inside[:-1]) > 0)
    edge = np.zeros(size + 1, dtype=bool)
    edge[starts] = edge[stops] = True
    begins = np.flatnonzero(possible & (edge[:-1] | ~np.concatenate(([False], possible[:-1]))))
    ends = np.flatnonzero(possible & (edge[1:] | ~np.concatenate((possible[1:], [False])))) + 1
    before = np.where(edge[begins], np.float32(0), transitions[0][:, None])
    after = np.where(edge[ends], np.float32(0), transitions[:, :1])
    return _search(scores, transitions, (begins, ends), (before, after))


def _possible(scores: "Scores", transitions: "Scores", starts: Ints, inside: Bools) -> Bools:
    """Where a name could be; only inside the stretches, which begin at `starts`.

    Labels of names win over label 0 when the sum of what they gain is positive, so a character is in no name when
    no run of characters around it can have a positive sum.
    """
    # The most that labels of names gain at a character, the best way to them included; nothing leads to a start.
    stay = transitions[0, 0]
    gain = (scores[1:] + (transitions.max(axis=0)[1:, None] - stay)).max(axis=0) - scores[0]
    gain[starts] = np.maximum(gain[starts], scores[1:, starts].max(axis=0) - scores[0, starts])
    gain[~inside] = -_FAR
    total = np.cumsum(gain, dtype=np.float64)
    least = np.minimum.accumulate(np.concatenate(([0.0], total[:-1])))
    most = np.maximum.accumulate(total[::-1])[::-1]
    leaving = max(float(transitions[1:, 0].max() - stay), 0.0)
    possible: Bools = (most - least > -leaving - _SAFE) & inside
    return possible


def _search(scores: "Scores", transitions: "Scores", runs: "Pair", outside: tuple["Scores", "Scores"]) -> Ints:
    """The best labels of the runs (begins, ends), 0 elsewhere.

    `outside` has for each run the transitions from what stands before it and to what follows it.
    """
    best = np.zeros(scores.shape[1], dtype=np.int64)
    if not len(runs[0]):
        return best
    # Longest first, so that the runs still going on are a prefix.
    order = np.argsort(runs[0] - runs[1], kind="stable")
    begins, lengths = runs[0][order], (runs[1] - runs[0])[order]
    longest = int(lengths[0])
    running = np.searchsorted(-lengths, -np.arange(1, longest + 1), side="right").tolist()
    states = [scores[:, begins] + outside[0][:, order]]
    final = states[0].copy()
    for step in range(1, longest):
        count = running[step]
        paths = states[-1][:, None, :count] + transitions[:, :, None]
        states.append(paths.max(axis=0) + scores[:, begins[:count] + step])
        final[:, :count] = states[-1]
    label = (final + outside[1][:, order]).argmax(axis=0)
    best[begins + lengths - 1] = label
    for step in range(longest - 1, 0, -1):
        count = running[step]
        came = states[step - 1][:, :count] + transitions[:, label[:count]]
        label[:count] = came.argmax(axis=0)
        best[begins[:count] + step - 1] = label[:count]
    return best
