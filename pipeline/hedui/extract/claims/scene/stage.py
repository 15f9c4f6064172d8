"""Scenes side by side: the numbers of some articles on one stage, so that one call of numpy serves all of them.

Articles stand so far apart that no distance that is told reaches from one to the next, and a figure's candidates
are those of its own article: what is found on a stage is what would be found in each scene alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from hedui.arrays import Bools, Ints, NDArray, np
from hedui.extract.claims.scene import TRACKS, Scene
from hedui.extract.claims.scene.columns import LABELS
from hedui.extract.claims.scene.layout import Layout, Table, Track, title_of
from hedui.extract.claims.scene.lists import Lists

_EVENT = LABELS.index("EVENT") + 1
ROLES = ("growth", "share", "rank", "level")
_APART = 64  # characters between articles; no distance to the next mention is told beyond 30
_OF_LAYOUT = ("clause", "sentence", "paragraph", "depth", "clause_start", "sentence_start", "paragraph_start")


@dataclass(frozen=True, slots=True)
class Sites:
    """Where the mentions of one sort begin and end, in every count there is (COUNTS x mentions)."""

    start: Ints
    end: Ints


# A figure and a candidate are as far apart as these counts differ.
COUNTS = ("gap", "clauses", "sentences", "paragraphs", "figures", "entities", "metrics", "periods")


@dataclass(frozen=True, slots=True)
class Stage:
    """The columns of some scenes laid end to end, with the article's own where an article decides.

    `first` says where the mentions of each scene begin (and, last, where the last ones end).  `named` are the
    metrics that the lexicon names, `numbers` theirs among all metrics.  `reach` has the range of a figure's
    candidates by slot, `standing` those that all figures of its article have, and of metrics the figure's own
    (-1 for none).
    """

    layout: Layout
    figures: Track
    entities: Track
    metrics: Track
    named: Track
    numbers: Ints
    growths: Track
    roles: Ints  # of the growth words, by their numbers in ROLES from 1
    periods: Track
    figure: Table
    entity: Table
    metric: Table
    period: Table
    sites: dict[str, Sites]
    lists: dict[str, Lists]
    in_turn: Bools
    headed: Ints
    alike: Ints
    behind: Ints
    disaster: Ints  # per figure, whether its article tells of one
    first: dict[str, list[int]]
    reach: dict[str, tuple[Ints, Ints]]
    standing: dict[str, Ints]


def stage_of(scenes: Sequence[Scene]) -> Stage:
    """The stage of some scenes, at least one."""
    sizes = [len(scene.layout.text) + 1 + _APART for scene in scenes]
    bases = [end - size for end, size in zip(accumulate(sizes), sizes, strict=True)]
    first = {name: _first([getattr(scene, track) for scene in scenes]) for name, track in TRACKS.items()}
    counts = np.diff(first["figure"])
    tracks = {
        name: _tracks([getattr(scene, name) for scene in scenes], bases, sizes)
        for name in (*TRACKS.values(), "named", "growths")
    }
    tables = {name: _tables([getattr(scene, name) for scene in scenes]) for name in TRACKS}
    named = _first([scene.named for scene in scenes])
    ranges = {name: named if name == "metric" else first[name] for name in TRACKS if name != "figure"}
    layout = _layouts([scene.layout for scene in scenes], bases, sizes)
    return Stage(
        layout=layout,
        figures=tracks["figures"],
        entities=tracks["entities"],
        metrics=tracks["metrics"],
        named=tracks["named"],
        numbers=np.concatenate(
            [np.arange(len(s.named)) + at for s, at in zip(scenes, first["metric"], strict=False)]
        ),
        growths=tracks["growths"],
        roles=np.array([ROLES.index(m.value.role) + 1 for s in scenes for m in s.growth_mentions], dtype=np.int64),
        periods=tracks["periods"],
        figure=tables["figure"],
        entity=tables["entity"],
        metric=tables["metric"],
        period=tables["period"],
        sites=_sites(layout, {name: tracks[track] for name, track in TRACKS.items()}),
        lists={name: _lists([scene.lists[name] for scene in scenes]) for name in TRACKS},
        in_turn=np.concatenate([scene.in_turn for scene in scenes]),
        headed=np.concatenate(
            [np.where(s.headed >= 0, s.headed + at, -1) for s, at in zip(scenes, first["period"], strict=False)]
        ),
        alike=np.concatenate([scene.alike + at for scene, at in zip(scenes, first["figure"], strict=False)]),
        behind=np.concatenate([scene.behind for scene in scenes]),
        disaster=np.repeat([scene.disaster for scene in scenes], counts),
        first=first,
        reach={name: (np.repeat(at[:-1], counts), np.repeat(at[1:], counts)) for name, at in ranges.items()},
        standing={
            name: _own(scenes, first[name]) if name == "metric" else _standing(scenes, name, first[name], counts)
            for name in ranges
        },
    )


def _first(tracks: Iterable[Track]) -> list[int]:
    return [0, *accumulate(len(track) for track in tracks)]


def _layouts(layouts: Sequence[Layout], bases: list[int], sizes: list[int]) -> Layout:
    columns = {
        name: _laid([getattr(layout, name) for layout in layouts], bases, sizes, moved=name.endswith("_start"))
        for name in _OF_LAYOUT
    }
    return Layout(text="", starts=[], **columns)


def _laid(parts: Sequence[Ints], bases: list[int], sizes: list[int], *, moved: bool = False) -> Ints:
    """Columns by character end to end, each going on with its last value; `moved` ones hold places in the text."""
    whole = np.empty(bases[-1] + sizes[-1], dtype=np.int64)
    for part, base, size in zip(parts, bases, sizes, strict=True):
        used = min(len(part), size)
        whole[base : base + used] = part[:used] + base if moved else part[:used]
        whole[base + used : base + size] = part[-1]
    return whole


def _tracks(tracks: Sequence[Track], bases: list[int], sizes: list[int]) -> Track:
    moved = [(track.start + base, track.end + base) for track, base in zip(tracks, bases, strict=True)]
    return Track(
        np.concatenate([start for start, _ in moved]),
        np.concatenate([end for _, end in moved]),
        _laid([track.before for track in tracks], bases, sizes),
    )


def _tables(tables: Sequence[Table]) -> Table:
    return Table(tables[0].names, np.concatenate([table.rows for table in tables], axis=1))


def _sites(layout: Layout, tracks: dict[str, Track]) -> dict[str, Sites]:
    counts = [layout.clause, layout.sentence, layout.paragraph, *(track.before for track in tracks.values())]

    def counted(places: Ints) -> Ints:
        return np.stack([places, *(count.take(places) for count in counts)])

    return {name: Sites(counted(track.start), counted(track.end)) for name, track in tracks.items()}


def _lists(lists: Sequence[Lists]) -> Lists:
    return Lists(*(np.concatenate([getattr(own, name) for own in lists]) for name in ("group", "place", "size")))


def _own(scenes: Sequence[Scene], first: list[int]) -> Ints:
    """The metrics of each figure's own, one row a figure."""
    sizes = [scene.own.shape for scene in scenes]
    rows = np.full((sum(count for count, _ in sizes), max(width for _, width in sizes)), -1)
    begin = 0
    for scene, (count, width), at in zip(scenes, sizes, first, strict=False):
        rows[begin : begin + count, :width] = np.where(scene.own >= 0, scene.own + at, -1)
        begin += count
    return rows


def _standing(scenes: Sequence[Scene], slot: str, first: list[int], counts: Ints) -> Ints:
    """The candidates that the figures of each article have wherever they stand, one row a figure."""
    found = [_standing_in(scene, slot) for scene in scenes]
    width = max(map(len, found))
    rows = [[i + start for i in own] + [-1] * (width - len(own)) for own, start in zip(found, first, strict=False)]
    return np.repeat(np.array(rows, dtype=np.int64).reshape(len(scenes), width), counts, axis=0)


def _standing_in(scene: Scene, slot: str) -> list[int]:
    """Candidates every figure has: the headline's first and the article's most frequent name or period."""
    mentions, own = (
        (scene.entity_mentions, scene.entity) if slot == "entity" else (scene.period_mentions, scene.period)
    )
    standin = own["standin"].tolist()
    named, head = [i for i, kind in enumerate(standin) if not kind][:1], title_of(scene.layout.text)
    found = [i for i in named if mentions[i].start < head]
    found += _marked(own["main" if slot == "entity" else "common"])
    found += [i for i, kind in enumerate(standin) if kind and mentions[i].end == 0][:4]
    if slot == "entity":
        events = _marked(own["label"] == _EVENT, len(standin)) if scene.disaster else []
        found += sorted(events, key=lambda i: not standin[i])[:1]
        found += [*_marked(own["home"]), *named]
    return list(dict.fromkeys(found))


def _marked(column: "NDArray[Any]", most: int = 1) -> list[int]:
    """The first mentions that a column marks."""
    return [i for i, mark in enumerate(column.tolist()) if mark][:most]
