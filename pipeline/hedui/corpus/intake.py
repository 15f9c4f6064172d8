"""What comes in: what is new, what was there before, what repeats another, and under which id it stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePath

from hedui.corpus.reposts import Reposts
from hedui.disk import sync_path, write_whole
from hedui.errors import ArticleError, RunError
from hedui.model import Article, Reject
from hedui.readers import Found, ReadOptions
from hedui.readers.folders import Row
from hedui.readers.records import overlaid, row_of

ORIGINALS = "articles"
_CHUNK = 1 << 20
_IN_MEMORY = 8 * _CHUNK  # an original up to this size is read once, a bigger one twice


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add: how to read, what is known of the articles, whether repeats stay, and whom to tell."""

    reading: ReadOptions = field(default_factory=ReadOptions)
    known: Mapping[str, str] = field(default_factory=dict)
    skip_duplicates: bool = False
    waiting: Callable[[str], None] | None = None
    progress: Callable[[int], None] | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A text that repeats an article of the store.

    `kept` is its id where it was kept as a repost.  `again` says that the very same article came once more, `near`
    that the texts are alike but not the same: `alike` is then the share of the text that stands in the original in
    nearly the same words, and `changed` says that a figure of it does not.
    """

    where: str
    original: str
    kept: str | None = None
    again: bool = False
    near: bool = False
    alike: float = 1.0
    changed: bool = False


class Intake:
    """What an `add` has taken so far."""

    def __init__(
        self,
        folder: Path,
        rows: list[Row],
        options: AddOptions,
        read: Callable[[frozenset[str] | None], Iterable[Article]],
    ) -> None:
        self._folder, self._options = folder, options
        self._ids = {str(row.get("id")) for row in rows}
        self._numbers: dict[str, int] = {}
        self._files = {str(row.get("file")) for row in rows}
        self._rows: dict[str, list[Row]] = {}
        if all(row.get("sha256") for row in rows):
            for row in rows:
                self._rows.setdefault(str(row["sha256"]), []).append(row)
        else:  # rows by hand may lack the hash or even the id: then the articles say them
            named = {str(row.get("id")): row for row in rows}
            for article in read(None):
                self._ids.add(article.id)
                self._rows.setdefault(article.sha256, []).append(named.get(article.id, {"id": article.id}))
        self._index = Reposts(folder)
        self._index.sync(self._rows, read)
        self._unsynced: list[Path] = []
        self.waiting: list[Row] = []
        self.ids: list[str] = []
        self.duplicates: list[Duplicate] = []
        self.rejects: list[Reject] = []

    def take(self, found: Found) -> Iterator[None]:
        """Takes what a source holds, article by article, and its bytes where anything of it is new."""
        try:
            found, digest = _held(found)
        except (OSError, ArticleError):
            self.rejects += [item for item in found.items() if isinstance(item, Reject)]
            return
        stored: str | None = None
        for record, item in found.numbered():
            if isinstance(item, Reject):
                self.rejects.append(item)
                continue
            row = self._admitted(found.source.name, overlaid(item, self._options.known))
            if row is not None:
                stored = stored or self._store(found, digest)
                self._keep(row | {"file": stored, "record": record})
            yield

    def settled(self) -> list[Row]:
        """The rows that wait, when their originals are on the disk."""
        for path in self._unsynced:
            sync_path(path)
        if self._unsynced:
            sync_path(self._folder / ORIGINALS)
        self._unsynced.clear()
        return self.waiting

    def written(self) -> None:
        """Tells that the rows are in the catalogue."""
        self.waiting = []
        self._index.commit()

    def close(self) -> None:
        """Lets go of the index."""
        self._index.close()

    def _admitted(self, where: str, article: Article) -> Row | None:
        """The row of an article under an id of its own, or None where it is not to be kept."""
        before = self._rows.get(article.sha256, [])
        given = article.id != article.sha256[:12]
        if same := next((row for row in before if _is_same(row, article, where, given)), None):
            self.duplicates.append(Duplicate(where, str(same.get("id")), again=True))
            return None
        if given and article.id in self._ids:
            reason = (
                f"编号 {article.id} 已在库中，但内容不同。请换一个编号，或先 hedui corpus remove {article.id}。"
            )
            self.rejects.append(Reject(article.id, where, reason))
            return None
        twin = self._twin(article, where, before)
        if twin is not None and self._options.skip_duplicates and not twin.changed:
            self.duplicates.append(twin)
            return None
        row: Row = {"id": self._free(article.id), "received": where}
        if twin is not None:
            self.duplicates.append(replace(twin, kept=str(row["id"])))
            row |= {"repost_of": twin.original} | ({"alike": round(twin.alike, 3)} if twin.near else {})
        return row | row_of(article)

    def _twin(self, article: Article, where: str, before: list[Row]) -> Duplicate | None:
        """The article that this one repeats, wholly or nearly."""
        if before:
            return Duplicate(where, str(before[0].get("id")))
        repeat = self._index.take(article)
        if repeat is None or not (rows := self._rows.get(repeat.original)):
            return None
        original = str(rows[0].get("id"))
        return Duplicate(where, original, near=True, alike=repeat.alike, changed=not repeat.figures_stand)

    def _keep(self, row: Row) -> None:
        self._ids.add(str(row["id"]))
        self._rows.setdefault(str(row["sha256"]), []).append(row)
        self.ids.append(str(row["id"]))
        self.waiting.append(row)

    def _free(self, name: str) -> str:
        """The id, with a number behind it where it is taken."""
        if name not in self._ids:
            return name
        number = self._numbers.get(name, 1) + 1
        while f"{name}-{number}" in self._ids:
            number += 1
        self._numbers[name] = number
        return f"{name}-{number}"

    def _store(self, found: Found, digest: str) -> str:
        """Puts the bytes under their hash; the path inside the store."""
        name = f"{ORIGINALS}/{digest}{found.suffix}"
        if name in self._files:
            return name
        check = sha256()
        with found.source.open() as file:
            write_whole(self._folder / name, _told(iter(lambda: file.read(_CHUNK), b""), check.update))
        if check.hexdigest() != digest:
            (self._folder / name).unlink(missing_ok=True)
            raise RunError(f"{found.source.name} 在读取过程中被改动。请等它写完后再试。")
        self._files.add(name)
        self._unsynced.append(self._folder / name)
        return name


def _held(found: Found) -> tuple[Found, str]:
    """The source with its bytes in memory where they are few, and their hash."""
    digest = sha256()
    with found.source.open() as file:
        data = file.read(_IN_MEMORY + 1)
        digest.update(data)
        if len(data) <= _IN_MEMORY:
            return replace(found, source=replace(found.source, open=lambda: BytesIO(data))), digest.hexdigest()
        while part := file.read(_CHUNK):
            digest.update(part)
    return found, digest.hexdigest()


def _told(parts: Iterable[bytes], tell: Callable[[bytes], None]) -> Iterator[bytes]:
    for part in parts:
        tell(part)
        yield part


def _is_same(row: Row, article: Article, where: str, given: bool) -> bool:
    """Whether a row with the same text is this very article come again, not another outlet's print of it."""
    if given:
        return row.get("id") == article.id
    origin = {"source": article.source, "url": article.url}
    if any(value and row.get(name) not in (None, value) for name, value in origin.items()):
        return False
    received = str(row.get("received") or row.get("file") or "")
    return received == where or ("://" not in where and PurePath(received).name == PurePath(where).name)
