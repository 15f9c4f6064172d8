"""From addresses and feeds into the store: what cannot be had is a reject of its own, the rest goes on."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from hedui.corpus import Added, add
from hedui.corpus.intake import AddOptions
from hedui.errors import ArticleError
from hedui.fetch import FetchLimits, GoneError, checked, fetch_source, is_url
from hedui.fetch.feeds import Entry, news_of, remember
from hedui.fetch.guard import host_of
from hedui.model import Reject
from hedui.readers import Found

_BATCH = 20  # pages of a feed that wait in memory


def take_places(folder: Path, places: Iterable[str], options: AddOptions, limits: FetchLimits) -> Added:
    """Takes files, folders, patterns, the standard input and pages, in this order, into the store.

    Pages are fetched before the store is locked.  Raises RunError as `add` does.
    """
    rejects: list[Reject] = []
    taken: list[Path | str | Found] = []
    for place in places:
        try:
            taken.append(fetch_source(place, limits) if is_url(place) else place)
        except ArticleError as error:
            rejects.append(Reject(place, place, str(error)))
    return joined([add(folder, taken, options) if taken else Added(), Added(rejects=tuple(rejects))])


def take_feed(folder: Path, url: str, options: AddOptions, limits: FetchLimits) -> Added:
    """Takes the pages of a feed that are new since the last time into the store.

    A page that is not there is not asked for again; one that could not be had now is new the next time too.
    """
    try:
        news = news_of(folder, url, limits)
    except ArticleError as error:
        return Added(rejects=(Reject(url, url, str(error)),))
    parts: list[Added] = []
    whole = True
    for start in range(0, len(news.entries), _BATCH):
        batch = news.entries[start : start + _BATCH]
        part, ids = _take_entries(folder, batch, news.title, options, limits)
        remember(folder, url, ids)
        whole = whole and len(ids) == len(batch)
        parts.append(part)
    if whole:
        remember(folder, url, (), news)
    return joined(parts)


def allowed(urls: Iterable[str], local: bool) -> FetchLimits:
    """The limits; with `local` the hosts of these addresses may be private ones.  Raises ArticleError."""
    hosts = (host_of(checked(url)) for url in urls if is_url(url))
    return FetchLimits(private=frozenset(hosts if local else ()))


def joined(parts: Sequence[Added]) -> Added:
    """What several of them did, as one."""
    return Added(
        tuple(name for part in parts for name in part.ids),
        tuple(twin for part in parts for twin in part.duplicates),
        tuple(reject for part in parts for reject in part.rejects),
    )


def _take_entries(
    folder: Path, entries: Sequence[Entry], title: str | None, options: AddOptions, limits: FetchLimits
) -> tuple[Added, list[str]]:
    """What the pages of some entries brought, and the ids that are done with."""
    sources: list[Path | str | Found] = []
    rejects: list[Reject] = []
    done: list[str] = []
    for entry in entries:
        known = {"title": entry.title, "published": entry.published, "source": title}
        try:
            sources.append(fetch_source(entry.link, limits, known))
            done.append(entry.id)
        except ArticleError as error:
            rejects.append(Reject(entry.link, entry.link, str(error)))
            done += [entry.id] if isinstance(error, GoneError) else []
    added = add(folder, sources, options) if sources else Added()
    return joined([added, Added(rejects=tuple(rejects))]), done
