"""The visitor's cookie, set when a page is opened, and whether a request comes from our own page.

Pure ASGI, so that Gradio's event streams pass untouched.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.visitors import COOKIE, Visitors

PAGES = frozenset({"/", "/en", "/en/", "/lezen"})


class VisitorCookie:
    """Gives whoever opens a page without a valid cookie a new one. `root` is a proxy's path."""

    def __init__(self, app: ASGIApp, visitors: Visitors, root: str) -> None:
        self.app = app
        self.visitors = visitors
        self.root = root.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http" or not self._new_visit(scope):
            await self.app(scope, receive, send)
            return
        _, value = self.visitors.issue()
        cookie = set_cookie(value, self.root, secure=is_secure(scope))

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, with_cookie)

    def _new_visit(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(self.root) or "/"
        if scope["method"] != "GET" or path not in PAGES:
            return False
        return not self.visitors.read(cookies_of(Headers(scope=scope)))


def cookies_of(headers: Headers) -> dict[str, str]:
    """The cookies of a request; nothing where they cannot be read."""
    try:
        parsed = SimpleCookie("; ".join(headers.getlist("cookie")))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in parsed.items()}


def set_cookie(value: str, root: str, *, secure: bool) -> str:
    """The header: for this server only, not for scripts, gone when the browser closes."""
    path = f"{root.rstrip('/')}/"
    return f"{COOKIE}={value}; Path={path}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def is_secure(scope: Scope) -> bool:
    """Whether the reader came by https, also through a proxy."""
    told = Headers(scope=scope).get("x-forwarded-proto", "")
    return bool(scope.get("scheme") == "https" or told.split(",")[0].strip() == "https")


def from_our_page(headers: Headers) -> bool:
    """Whether a request that changes something was made by our own page.

    Browsers say where a request comes from and let no page forge that; a request that says nothing
    is refused.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = urlsplit(headers.get("origin", "")).netloc
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "").split(",")[0].strip()}
    return bool(origin) and origin in hosts - {""}
