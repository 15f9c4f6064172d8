"""Who may talk to the desk: only this host name, only its own pages, only with the token, only so many bytes."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from hedui.messages import sentence_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 2_000_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
TOKEN_COOKIE, CSRF_HEADER = "hedui_token", "x-hedui-csrf"
HEADERS = (
    (b"content-security-policy", b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)  # fmt: skip
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard lets pass.  An empty token means that everybody on this machine may come in."""

    hosts: tuple[str, ...]
    csrf: str
    token: str = ""
    language: str = "zh"


class RefusedError(Exception):
    """A request that is turned away, with its status and a sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Guard:
    """ASGI middleware around the desk."""

    def __init__(self, app: "ASGIApp", rules: Rules) -> None:
        self.app, self.rules = app, rules

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes a request on, or answers it with the reason for turning it away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            entered = self._check(scope)
            await self.app(scope, await _whole(receive), _headed(send, entered))
        except RefusedError as no:
            await _answer(_headed(send, ""), no.status, sentence_in(no.why, self.rules.language))

    def _check(self, scope: "Scope") -> str:
        """The token to keep in a cookie, where it came in the address; RefusedError when it may not pass."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if host_name(headers.get("host", "")) not in self.rules.hosts:
            raise RefusedError(421, "不是给这台机器的请求（Host 不符）。")
        origin = headers.get("origin")
        if origin is not None and (urlsplit(origin).netloc != headers["host"]):
            raise RefusedError(403, "请求来自别的网站（Origin 不符）。")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MOST_BYTES:
            raise RefusedError(413, f"内容过大，上限为 {MOST_BYTES} 字节。")
        entered = self._token(scope, headers)
        # A browser sends JSON to another site only after asking, and the Origin of that question is refused.
        program = scope["path"].startswith("/api/") and headers.get("content-type", "").startswith(
            "application/json"
        )
        own = program or _same(headers.get(CSRF_HEADER, ""), self.rules.csrf)
        if scope["method"] not in SAFE and not own:
            raise RefusedError(403, "缺少页面令牌，请刷新页面后再试。")
        return entered

    def _token(self, scope: "Scope", headers: dict[str, str]) -> str:
        if not self.rules.token:
            return ""
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        cookie = SimpleCookie(headers.get("cookie", "")).get(TOKEN_COOKIE)
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if _same(given, self.rules.token):
            return self.rules.token
        if (cookie and _same(cookie.value, self.rules.token)) or _same(bearer, self.rules.token):
            return ""
        raise RefusedError(401, "需要口令：请用启动时显示的完整地址打开。")


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


async def _whole(receive: "Receive") -> "Receive":
    """A receiver that gives the body in one piece, read to the limit and no further, whatever headers promised."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
        if len(body) > MOST_BYTES:
            raise RefusedError(413, f"内容过大，上限为 {MOST_BYTES} 字节。")
    given = False

    async def whole() -> "Message":
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return whole


def _headed(send: "Send", token: str) -> "Send":
    """A sender that puts the security headers on every answer, and the token into a cookie where it was given."""
    extra: Iterable[tuple[bytes, bytes]] = HEADERS
    if token:
        cookie = f"{TOKEN_COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
        extra = (*HEADERS, (b"set-cookie", cookie.encode("latin-1")))

    async def headed(message: "Message") -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower() not in dict(HEADERS)]
            message = {**message, "headers": [*kept, *extra]}
        await send(message)

    return headed


async def _answer(send: "Send", status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode()})
