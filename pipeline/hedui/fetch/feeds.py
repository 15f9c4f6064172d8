"""Feeds, RSS and Atom: their entries, and which of them are new since the last time.

What was seen lies in the corpus, in `.feeds.json`: the ids of each feed's entries, and what the server said of the
version, so that an unchanged feed is not sent again.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urljoin

import msgspec
from lxml import etree

from hedui.disk import locked, write_whole
from hedui.errors import ArticleError
from hedui.fetch import FetchLimits, fetch
from hedui.readers.encodings import decoded

MEMORY = ".feeds.json"
_ENTRIES = 2000  # of one feed, and ids remembered of it
_DATES = ("published", "pubdate", "date", "issued", "created", "updated")


class Entry(msgspec.Struct, frozen=True):
    """One entry: its id, the address of the page, and what the feed says of it."""

    id: str
    link: str
    title: str | None = None
    published: str | None = None


class Seen(msgspec.Struct, frozen=True):
    """What is remembered of a feed: ids, oldest first, and the version the server named."""

    ids: tuple[str, ...] = ()
    etag: str | None = None
    modified: str | None = None


class News(msgspec.Struct, frozen=True):
    """A feed's entries that are new, in the feed's order, its title, and what to remember once all are taken."""

    entries: tuple[Entry, ...] = ()
    title: str | None = None
    etag: str | None = None
    modified: str | None = None


def news_of(folder: Path, url: str, limits: FetchLimits) -> News:
    """What is new in a feed since the last time.  Raises ArticleError where it cannot be had or is none."""
    seen = _memory(folder).get(url, Seen())
    known = {"If-None-Match": seen.etag, "If-Modified-Since": seen.modified}
    page = fetch(url, limits, {name: value for name, value in known.items() if value})
    if page is None:
        return News(etag=seen.etag, modified=seen.modified)
    title, entries = read_feed(page.data, page.url)
    before = set(seen.ids)
    new = tuple(entry for entry in entries if entry.id not in before)
    return News(new, title, page.etag, page.modified)


def remember(folder: Path, url: str, ids: Iterable[str], news: News | None = None) -> None:
    """Keeps the ids as seen; with `news`, the feed's version too: then nothing of it is left to fetch."""
    with locked(folder):
        memory = _memory(folder)
        seen = memory.get(url, Seen())
        kept = tuple(dict.fromkeys((*seen.ids, *ids)))[-_ENTRIES:]
        version = (news.etag, news.modified) if news else (seen.etag, seen.modified)
        write_whole(folder / MEMORY, [msgspec.json.encode({**memory, url: Seen(kept, *version)})], sync=True)


def read_feed(data: bytes, address: str) -> tuple[str | None, list[Entry]]:
    """Title and entries of a feed.  Entities are never expanded.  Raises ArticleError where it is no feed."""
    text = decoded(data)
    if text.lstrip().startswith("<?xml"):
        text = text.partition("?>")[2]  # its encoding is already known, whatever it says
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(text.lstrip().encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"不是有效的订阅源：{str(error)[:100]}。") from error
    if root is None or _local(root) not in ("rss", "feed", "rdf"):
        raise ArticleError("不是订阅源（RSS 或 Atom）。")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArticleError("这个订阅源不可信：带有实体声明。")
    found = [_entry(item, address) for item in root.iter() if _local(item) in ("item", "entry")]
    entries = list({entry.id: entry for entry in found if entry is not None}.values())
    channel = next((tag for tag in root if _local(tag) == "channel"), root)
    return _child(channel, "title"), entries[:_ENTRIES]


def _entry(item: etree._Element, address: str) -> Entry | None:
    """An entry with a page; None without one."""
    link = _link(item)
    if not link:
        return None
    link = urljoin(address, link)
    name = _child(item, "guid") or _child(item, "id") or link
    published = next((said for said in (_child(item, tag) for tag in _DATES) if said), None)
    return Entry(name[:1000], link, _child(item, "title"), published)


def _link(item: etree._Element) -> str | None:
    """RSS has the address as text, Atom as an attribute, of which the alternate one is the page."""
    links = [tag for tag in item if _local(tag) == "link"]
    for tag in links:
        if tag.get("href") and tag.get("rel", "alternate") == "alternate":
            return str(tag.get("href")).strip()
    written = next((tag.text.strip() for tag in links if tag.text and tag.text.strip()), None)
    guid = next((tag for tag in item if _local(tag) == "guid"), None)
    if written or guid is None or guid.get("isPermaLink") == "false":
        return written
    return guid.text.strip() if guid.text and "://" in guid.text else None


def _child(tag: etree._Element, name: str) -> str | None:
    for child in tag:
        if _local(child) == name:
            return " ".join("".join(child.itertext()).split())[:2000] or None
    return None


def _local(tag: etree._Element) -> str:
    return etree.QName(tag).localname.lower() if isinstance(tag.tag, str) else ""


def _memory(folder: Path) -> Mapping[str, Seen]:
    """What is remembered; a damaged file is as good as none: then all is new, and known texts stay known."""
    try:
        return msgspec.json.decode((folder / MEMORY).read_bytes(), type=dict[str, Seen])
    except (OSError, msgspec.DecodeError):
        return {}
