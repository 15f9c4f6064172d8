"""One article laid out for binding: figures and candidates as columns, with what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

from hedui.arrays import Bools, Ints, np
from hedui.extract.claims.scene.columns import figure_columns, metric_columns
from hedui.extract.claims.scene.grids import column_heads
from hedui.extract.claims.scene.layout import Layout, Table, Track, edges_of, tracks
from hedui.extract.claims.scene.lists import Lists, find_lists, spread, told_alike, told_behind, told_in_turn
from hedui.extract.claims.scene.names import entity_columns
from hedui.extract.claims.scene.times import period_columns
from hedui.extract.claims.standins import with_standins
from hedui.extract.claims.standins.occasions import is_occasion
from hedui.extract.claims.standins.todate import SOURCE
from hedui.extract.claims.standins.vocabulary import Vocabulary
from hedui.extract.claims.wording import Wording
from hedui.extract.metrics import is_level
from hedui.extract.openings import Rare
from hedui.extract.reading import Reading
from hedui.extract.turns import Steps
from hedui.model import Entity, Mention, Metric, Period, Quantity
from hedui.wordlists import compile_words

TRACKS = {"figure": "figures", "entity": "entities", "metric": "metrics", "period": "periods"}


@dataclass(frozen=True, slots=True)
class Scene:
    """The reading with its layout, its tracks, and the columns of attributes the features read."""

    reading: Reading
    layout: Layout
    figures: Track
    entities: Track
    metrics: Track  # the named ones in text order, then the figures' own; `before` counts the named ones
    named: Track  # the metrics that words of the lexicon name
    own: Ints  # figures x the indices of their own metrics, -1 for none
    growths: Track
    periods: Track
    entity_mentions: tuple[Mention[Entity], ...]
    period_mentions: tuple[Mention[Period], ...]
    metric_mentions: tuple[Mention[Metric], ...]
    growth_mentions: tuple[Mention[Metric], ...]
    figure: Table
    event: Mention[Entity] | None  # what happened, where the article tells of a disaster
    disaster: int  # whether the article tells of one: then the event is what its tolls are about
    entity: Table
    metric: Table
    period: Table
    lists: dict[str, Lists]
    in_turn: Bools  # per figure, whether its list runs parallel to another
    headed: Ints  # per figure, the period at the head of its column in a table, -1 for none
    alike: Ints  # per figure, the number of the first one of its value and unit
    behind: Ints  # per figure, how many figures back stands what it would be the growth of; 0 for none
    wording: Wording


_DISASTER = Rare(compile_words(r"{calamity_told}"))


def set_scene(
    reading: Reading, layout: Layout, wording: Wording, told: Vocabulary, stocks: frozenset[str] = frozenset()
) -> Steps[Scene]:
    """The columns of an article; `told` has words of owners, `stocks` the metrics that hold at a moment."""
    text = reading.clean.text
    levels = [m for m in reading.metrics if is_level(m)]
    named = [m for m in levels if m.anchor is None]
    level = (*named, *(m for m in levels if m.anchor is not None))
    growth = tuple(m for m in reading.metrics if m.value.role != "level")
    entities, periods = yield from with_standins(reading, wording, told)
    event = _event_of(entities)
    disaster = int(event is not None or sum(1 for _ in _DISASTER.finditer(text)) > 2)
    yield
    figures, owners, words, times, growths = tracks(
        (reading.quantities, entities, named, periods, growth), len(text)
    )
    yield
    at = {m.start: i for i, m in enumerate(named)}
    alike = [*range(len(named)), *(at.get(m.start, -1) for m in level[len(named) :])]
    written = [m.source != SOURCE for m in periods]
    lists = {
        "figure": find_lists(reading.quantities, text),
        "entity": find_lists(entities, text),
        # A metric further on is in the place of the one of the same words; a stand-in is in no list.
        "metric": spread(find_lists(named, text), alike),
        "period": spread(find_lists([*compress(periods, written)], text), np.cumsum(written) * written - 1),
    }
    yield
    figure, entity = figure_columns(reading.quantities, text, disaster=disaster), entity_columns(entities, text)
    yield
    metric = metric_columns(level, text, stocks)
    yield
    period = period_columns(periods, layout, reading.article.published, figures.before, disaster=disaster)
    yield
    return Scene(
        reading=reading,
        layout=layout,
        figures=figures,
        entities=owners,
        metrics=Track(*edges_of(level), words.before),
        named=words,
        own=own_of(reading.quantities, level, len(named)),
        growths=growths,
        periods=times,
        entity_mentions=tuple(entities),
        period_mentions=tuple(periods),
        metric_mentions=level,
        growth_mentions=growth,
        figure=figure,
        event=event,
        disaster=disaster,
        entity=entity,
        metric=metric,
        period=period,
        lists=lists,
        in_turn=told_in_turn(reading.quantities, lists["figure"], text),
        headed=column_heads(periods, reading.quantities, layout),
        alike=told_alike(reading.quantities),
        behind=told_behind(reading.quantities, lists["figure"], text, words.before),
        wording=wording,
    )


def _event_of(entities: Sequence[Mention[Entity]]) -> Mention[Entity] | None:
    events = (m for m in entities if m.source == SOURCE and m.value.label == "EVENT")
    return next((m for m in events if not is_occasion(m.value.name)), None)


def own_of(figures: Sequence[Mention[Quantity]], metrics: Sequence[Mention[Metric]], first: int) -> Ints:
    """The indices of each figure's own metrics (from `first` on), likeliest first; figures x the most of any."""
    places: dict[int | None, list[int]] = {figure.start: [] for figure in figures}
    for index in range(first, len(metrics)):
        places.get(metrics[index].anchor, []).append(index)
    most = max((len(found) for found in places.values()), default=0)
    found = [sorted(places[f.start], key=lambda index: -metrics[index].score) for f in figures]
    rows = [own + [-1] * (most - len(own)) for own in found]
    return np.array(rows, dtype=np.int64).reshape(len(figures), most)


def with_figures(scene: Scene, figures: Sequence[Mention[Quantity]]) -> Scene:
    """The scene with other figures in the place of its own (dates, which are bound like figures)."""
    text = scene.layout.text
    (own,), lists = tracks([figures], len(text)), find_lists(figures, text)
    return replace(
        scene,
        figures=replace(own, before=scene.figures.before),  # what is counted are the article's own
        own=own_of(figures, (), 0),
        figure=figure_columns(figures, text, disaster=scene.disaster),
        lists=scene.lists | {"figure": lists},
        in_turn=told_in_turn(figures, lists, text),
        headed=np.full(len(figures), -1, dtype=np.int64),
        alike=told_alike(figures),
        behind=told_behind(figures, lists, text, scene.named.before),
    )
