"""Pages over HTTP, within limits of time, size, redirects and place.

An address comes from a user, but a redirect or a feed's link comes from a stranger, who must not reach this
machine or the network behind it.  So every host is resolved here, every address it has must be a public one, and
the connection goes to just that address.  Private hosts are reached only where the user names them and allows it.
Proxies of the environment are not used, since they would resolve the names themselves.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from hedui.errors import ArticleError
from hedui.fetch.guard import Host, addresses_of, host_of
from hedui.readers import READERS, Found
from hedui.readers.source import MEGABYTE, Limits, Source

_AGENT = "hedui (news figures cross-check)"
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"
_SAFE = "%/:@!$&'()*+,;=~-._"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410, 451})
_SUFFIXES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/pdf": ".pdf",
    "application/warc": ".warc",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class GoneError(ArticleError):
    """The page is not there, and will not be."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds for one page with all its redirects, bytes as unpacked, redirects, and private hosts allowed."""

    seconds: float = 30.0
    size: int = 20 * MEGABYTE
    redirects: int = 5
    private: frozenset[Host] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Page:
    """What came: the address it came from in the end, the bytes, their type, and what marks this version."""

    url: str
    data: bytes
    kind: str
    etag: str | None = None
    modified: str | None = None


def fetch(url: str, limits: FetchLimits, known: Mapping[str, str] | None = None) -> Page | None:
    """The page, or None where it is still what `known` (If-None-Match, If-Modified-Since) says.

    Raises ArticleError with a sentence for whatever goes wrong, GoneError where the page is not there.
    """
    until = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        parts = checked(url)
        try:
            with _answer(parts, until, limits, known or {}) as answer:
                if answer.status == 304 and known:
                    return None
                if answer.status not in _REDIRECTS:
                    return _page(url, answer, until, limits)
                url = urljoin(url, answer.getheader("Location") or "")
        except TimeoutError as error:
            raise ArticleError(f"在 {limits.seconds:g} 秒内没有取完。") from error
        except ssl.SSLError as error:
            raise ArticleError(
                f"{parts.hostname} 的安全证书或加密连接有问题：{error.reason or error}。"
            ) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= until:
                raise ArticleError(f"在 {limits.seconds:g} 秒内没有取完。") from error
            raise ArticleError(f"无法连接 {parts.hostname}：{error or type(error).__name__}。") from error
    raise ArticleError(f"重定向超过 {limits.redirects} 次。")


def fetch_source(url: str, limits: FetchLimits, defaults: Mapping[str, object] | None = None) -> Found:
    """The page as a source of articles; `defaults` is what else is known of it.  Raises ArticleError."""
    page = fetch(url, limits)
    if page is None:
        raise ArticleError("服务器说没有变化。")
    suffix = _suffix(page)
    known = {"url": page.url, **(defaults or {})}
    return Found(Source(url, lambda: BytesIO(page.data), Limits(article=limits.size)), suffix, defaults=known)


def is_url(place: str) -> bool:
    """Whether a place is an address, of whatever scheme."""
    return "://" in place[:12]


def checked(url: str) -> SplitResult:
    """The parts of an address.  Raises ArticleError for what is none, is not http or https, or has a password."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise ArticleError(f"{url[:200]} 不是有效的网址。") from error
    if parts.scheme not in ("http", "https"):
        raise ArticleError(f"只能取 http 和 https 网址，不能取 {parts.scheme or url[:80]}。")
    if not host or port == 0:
        raise ArticleError(f"{url[:200]} 不是有效的网址。")
    if parts.username is not None or parts.password is not None:
        raise ArticleError("网址里不能带用户名和密码，它们会被记进目录。")
    return parts._replace(fragment="")


@contextmanager
def _answer(
    parts: SplitResult, until: float, limits: FetchLimits, known: Mapping[str, str]
) -> Iterator[http.client.HTTPResponse]:
    """The answer, its body not yet read.  At the deadline the connection ends, whatever the server does."""
    host = host_of(parts)
    addresses = addresses_of(host, limits.private)
    left = max(0.01, until - time.monotonic())
    raw = _connected(addresses, host.port, left)
    alarm = threading.Timer(left, _shut, (raw,))
    alarm.daemon = True
    alarm.start()
    connection = http.client.HTTPConnection(host.name, host.port, timeout=left)
    try:
        connection.sock = raw
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host.name)
        path = quote(parts.path, safe=_SAFE) or "/"
        target = urlunsplit(("", "", path, quote(parts.query, safe=_SAFE + "?"), ""))
        standard = parts.port in (None, 443 if parts.scheme == "https" else 80)
        headers = {"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Connection": "close"}
        name = f"[{host.name}]" if ":" in host.name else host.name
        headers["Host"] = name if standard else f"{name}:{host.port}"
        connection.request("GET", target, headers=headers | dict(known))
        yield connection.getresponse()
    finally:
        alarm.cancel()
        connection.close()
        raw.close()


def _connected(addresses: Sequence[str], port: int, left: float) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=left / len(addresses))
    return socket.create_connection((addresses[-1], port), timeout=left)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _page(url: str, answer: http.client.HTTPResponse, until: float, limits: FetchLimits) -> Page:
    if answer.status != 200:
        error = GoneError if answer.status in _GONE else ArticleError
        raise error(f"服务器的回答是 {answer.status} {answer.reason[:80]}。")
    data = b"".join(_body(answer, until, limits))
    length = answer.getheader("Content-Length")
    if time.monotonic() >= until:
        raise TimeoutError
    if answer.length:  # what is still to come
        raise ArticleError(f"连接中断，应有 {length} 字节，没有收全。")
    if not data:
        raise ArticleError("服务器的回答是空的。")
    kind = answer.getheader("Content-Type", "").partition(";")[0].strip().lower()
    return Page(url, data, kind, answer.getheader("ETag"), answer.getheader("Last-Modified"))


def _body(answer: http.client.HTTPResponse, until: float, limits: FetchLimits) -> Iterator[bytes]:
    """The bytes as unpacked, as they come.  Raises ArticleError past the limit."""
    packed = answer.getheader("Content-Encoding", "identity").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ArticleError(f"服务器用了没有要求的压缩方式 {packed[:20]}。")
    unpacker = zlib.decompressobj(47) if packed not in ("", "identity") else None
    size = 0
    while part := answer.read1(65536):
        if time.monotonic() >= until:
            raise TimeoutError
        try:
            data = unpacker.decompress(part, limits.size + 1) if unpacker else part
        except zlib.error as error:
            raise ArticleError(f"网页的压缩数据已损坏：{error}。") from error
        size += len(data)
        if size > limits.size or (unpacker and unpacker.unconsumed_tail):
            raise ArticleError(f"网页超过 {limits.size / MEGABYTE:g} MB 的上限。")
        yield data
    if unpacker and not unpacker.eof:
        raise ArticleError("网页的压缩数据被截断。")


def _suffix(page: Page) -> str:
    """The ending by which a reader is chosen: what the server says, else what the address ends with."""
    if page.kind in _SUFFIXES:
        return _SUFFIXES[page.kind]
    suffix = PurePosixPath(urlsplit(page.url).path).suffix.lower()
    if suffix in READERS:
        return suffix
    if page.kind.endswith("xml"):
        raise ArticleError("这是订阅源或 XML，不是文章。订阅源请用 --feed。")
    raise ArticleError(f"不支持的内容类型 {page.kind[:60] or '（没有写明）'}。")
