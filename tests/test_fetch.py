"""Pages and feeds from a server on this machine: within limits, and no way into the network behind it."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedui.cli import app
from hedui.corpus import AddOptions, list_rows, read_one, verify
from hedui.errors import ArticleError
from hedui.fetch import FetchLimits, GoneError, checked, fetch, fetch_source
from hedui.fetch.feeds import MEMORY, read_feed
from hedui.fetch.guard import Host, addresses_of, is_public
from hedui.fetch.taking import allowed, take_feed, take_places
from hedui.model import Article

BODY = "某公司公布2025年上半年业绩,营业收入5.89亿元,同比增长12.3%,净利润1.02亿元。公司表示下半年将继续投入研发。"
PAGE = (
    "<html><head><title>业绩{n}</title><meta charset='gb2312'></head><body><article><h1>业绩{n}</h1>"
    "<p>第{n}份公告。"
    f"{BODY}</p><p>{BODY}第二段。</p></article></body></html>"
)


@dataclass
class Site:
    """What a server answers by path: status, headers and body, or a function that writes to the connection."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def limits(self) -> FetchLimits:
        return FetchLimits(seconds=5, size=100_000, private=frozenset({Host("127.0.0.1", self.port)}))

    def put(self, path: str, body: bytes | str, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        data = body.encode() if isinstance(body, str) else body
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": kind, "Content-Length": str(len(data)), **told}, data)
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, (404, {}, b""))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
                status, body = 304, b""
                headers = headers | {"Content-Length": "0"}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def why(url: str, limits: FetchLimits) -> str:
    with pytest.raises(ArticleError, match=r"。$") as caught:
        fetch(url, limits)
    return str(caught.value)


def test_a_page_comes_with_its_address(site: Site) -> None:
    url = site.put("/新闻/1.html?页=2", PAGE.format(n=1).encode("gb18030"), "text/html; charset=utf-8")
    site.answers[b"/%E6%96%B0%E9%97%BB/1.html?%E9%A1%B5=2".decode()] = site.answers.pop("/新闻/1.html?页=2")
    [article] = [item for item in fetch_source(url, site.limits).items() if isinstance(item, Article)]
    assert (article.title, article.url) == ("业绩1", url)
    assert article.text.count("5.89亿元") == 2


def test_packed_pages_and_redirects(site: Site) -> None:
    packed = gzip.compress(PAGE.format(n=1).encode())
    end = site.put("/end", packed, Content_Encoding="gzip")
    site.put("/a", "", status=301, Location="/b")
    site.put("/b", "", status=302, Location=end)
    page = fetch(site.url("/a"), site.limits)
    assert page is not None
    assert (page.url, page.data.decode()) == (end, PAGE.format(n=1))


def drip(head: bytes, part: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(head)
            for _ in range(100):
                handler.wfile.write(part)
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BAD: dict[str, tuple[object, str]] = {
    "loop": ((302, {"Location": "/loop"}, b""), "重定向超过 5 次"),
    "to a file": ((302, {"Location": "file:///etc/passwd"}, b""), "不能取 file"),
    "to another port": ((302, {"Location": "http://127.0.0.1:9/"}, b""), "本机或内网地址"),
    "to a private host": ((302, {"Location": "http://[::ffff:10.0.0.1]/"}, b""), "本机或内网地址"),
    "to metadata": ((302, {"Location": "http://169.254.169.254/latest"}, b""), "本机或内网地址"),
    "nowhere": ((302, {}, b""), "重定向超过"),
    "error": ((500, {}, b""), "500"),
    "empty": ((200, {"Content-Length": "0"}, b""), "空的"),
    "big": ((200, {}, b"x" * 200_000), "上限"),
    "bomb": ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 20_000_000)), "上限"),
    "cut gzip": ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"xyz" * 1000)[:-12]), "截断"),
    "bad gzip": ((200, {"Content-Encoding": "gzip"}, b"no gzip"), "损坏"),
    "brotli": ((200, {"Content-Encoding": "br"}, b"xx"), "压缩方式 br"),
    "cut": ((200, {"Content-Length": "5000"}, b"x" * 10), "没有收全"),
    "slow head": (drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), "秒内没有取完"),
    "slow body": (drip(OK + b"\r\n", b"<p>"), "秒内没有取完"),
    "no http": (drip(b"220 ftp ready\r\n", b""), "无法连接"),
    "chunks": (drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n"), "无法连接"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_a_server_can_do_is_a_sentence(site: Site, name: str) -> None:
    answer, words = BAD[name]
    site.answers["/loop"] = answer  # type: ignore[assignment]
    limits = FetchLimits(0.4 if "slow" in name else 5, 100_000, 5, site.limits.private)
    begun = time.monotonic()
    assert words in why(site.url("/loop"), limits)
    assert time.monotonic() - begun < 4


def test_what_is_no_address() -> None:
    for url in (
        "ftp://a.org/x",
        "file:///etc/passwd",
        "http://",
        "http://a:b@c.org/",
        "http://a.org:99999/",
        "http://[x/",
    ):
        with pytest.raises(ArticleError, match=r"。$"):
            checked(url)
    assert "找不到主机" in why("http://no-such-host.invalid/", FetchLimits())


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "0.0.0.0", "[::1]", "2130706433"]
)
def test_private_hosts_are_not_reached(address: str) -> None:
    assert "本机或内网" in why(f"http://{address}/", FetchLimits())


def test_every_address_of_a_name_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(ArticleError, match=r"10\.0\.0\.1"):
        addresses_of(Host("a.org", 80), frozenset())


def test_public_addresses() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")
    private = [
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fe80::1%eth0",
        "fc00::1",
        "224.0.0.1",
        "100.64.0.1",
    ]
    assert not [address for address in private if is_public(address)]


RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>某报</title>
{items}</channel></rss>"""
ITEM = (
    "<item><title>题{n}</title><link>/p{n}</link><guid isPermaLink='false'>id-{n}</guid>"
    "<pubDate>Fri, 02 Jan 2026 10:00:00 +0800</pubDate></item>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>某网</title><entry><id>urn:1</id><title>题</title>
<link rel="self" href="/self"/><link href="p1"/><published>2026-01-02T10:00:00+08:00</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>某社</title></channel><item><title>题</title>
<link>http://a.org/p1</link><dc:date>2026-01-02</dc:date></item></rdf:RDF>"""


def rss(*numbers: int) -> str:
    return RSS.format(items="".join(ITEM.format(n=n) for n in numbers))


def test_feeds_of_all_kinds() -> None:
    for data, title, link in (
        (rss(1).encode("gb18030"), "某报", "http://a.org/p1"),
        (rss(1).encode(), "某报", "http://a.org/p1"),
        (ATOM.encode(), "某网", "http://a.org/f/p1"),
        (RDF.encode(), "某社", "http://a.org/p1"),
    ):
        found, [entry] = read_feed(data, "http://a.org/f/")
        assert (found, entry.link) == (title, link)
        assert entry.title
        assert entry.published


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "page": "<html><body>没有订阅源</body></html>",
    "text": "没有订阅源,一百二十个字",
    "laughs": f'<!DOCTYPE rss [<!ENTITY a0 "哈">{LAUGHS}]><rss><channel><title>&a11;</title></channel></rss>',
    "file": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    "deep": "<rss>" + "<item>" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_feeds(name: str) -> None:
    parsed: object = (None, [])
    with suppress(ArticleError):
        parsed = read_feed(HOSTILE[name].encode(), "http://a.org/")
    assert parsed == (None, [])


def test_a_feed_brings_what_is_new(site: Site, tmp_path: Path) -> None:
    store = tmp_path / "corpus"
    for n in range(1, 5):
        site.put(f"/p{n}", PAGE.format(n=n))
    feed = site.put("/rss", rss(1, 2), "application/rss+xml", ETag="v1")
    first = take_feed(store, feed, AddOptions(), site.limits)
    assert (len(first.ids), first.rejects) == (2, ())
    row = list_rows(store)[0]
    assert (row["title"], row["source"], row["published"], row["url"]) == (
        "业绩1",
        "某报",
        "2026-01-02",
        site.url("/p1"),
    )
    site.asked.clear()
    assert not take_feed(store, feed, AddOptions(), site.limits).ids
    assert [path for path, _ in site.asked] == ["/rss"]
    site.put("/rss", rss(4, 3, 2), "application/rss+xml", ETag="v2")
    site.put("/p3", "", status=503)
    site.asked.clear()
    third = take_feed(store, feed, AddOptions(), site.limits)
    assert ([path for path, _ in site.asked], len(third.ids)) == (["/rss", "/p4", "/p3"], 1)
    assert "503" in third.rejects[0].reason
    site.put("/p3", PAGE.format(n=3))
    assert len(take_feed(store, feed, AddOptions(), site.limits).ids) == 1
    site.put("/rss", rss(9), "application/rss+xml", ETag="v3")
    assert "404" in take_feed(store, feed, AddOptions(), site.limits).rejects[0].reason
    assert not take_feed(store, feed, AddOptions(), site.limits).rejects
    (store / MEMORY).write_bytes(b"{")
    site.put("/rss", rss(1, 2), "application/rss+xml")
    again = take_feed(store, feed, AddOptions(), site.limits)
    assert (again.ids, [twin.again for twin in again.duplicates]) == ((), [True, True])
    assert verify(store) == []
    assert take_feed(store, site.url("/none"), AddOptions(), site.limits).rejects


def test_a_feed_leads_to_no_private_host(site: Site, tmp_path: Path) -> None:
    item = ITEM.format(n=1).replace("/p1", "http://192.168.1.1/admin")
    feed = site.put("/rss", RSS.format(items=item), "application/rss+xml")
    [reject] = take_feed(tmp_path, feed, AddOptions(), site.limits).rejects
    assert "内网" in reject.reason


def test_add_from_the_command_line(site: Site, tmp_path: Path) -> None:
    url, store = site.put("/a", PAGE.format(n=1)), ["--corpus", str(tmp_path / "corpus")]
    gone = site.url("/gone")
    refused = CliRunner().invoke(app, ["add", url, *store])
    assert (refused.exit_code, "--allow-local" in refused.output) == (3, True)
    result = CliRunner().invoke(app, ["add", url, gone, "--allow-local", *store])
    assert (result.exit_code, "404" in result.output, "加入 1 篇" in result.output) == (3, True, True), (
        result.output
    )
    [row] = list_rows(tmp_path / "corpus")
    assert read_one(tmp_path / "corpus", str(row["id"])).url == url
    again = CliRunner().invoke(app, ["add", url, "--allow-local", *store])
    assert (again.exit_code, "略过" in again.output) == (0, True), again.output
    assert CliRunner().invoke(app, ["add", "ftp://a.org/x", *store]).exit_code == 3
    assert CliRunner().invoke(app, ["add", *store]).exit_code == 2


def test_gone_and_kinds(site: Site, tmp_path: Path) -> None:
    with pytest.raises(GoneError):
        fetch(site.url("/none"), site.limits)
    site.put("/rss", rss(1), "application/rss+xml")
    site.put("/x", b"\x00\x01", "image/png")
    site.put("/n.jsonl", f'{{"text":"{BODY}"}}', "application/octet-stream")
    added = take_places(
        tmp_path, [site.url(path) for path in ("/rss", "/x", "/n.jsonl")], AddOptions(), site.limits
    )
    assert ["--feed" in added.rejects[0].reason, "image/png" in added.rejects[1].reason] == [True, True]
    assert len(added.ids) == 1
    assert allowed([site.url("/")], local=False).private == frozenset()
