# ruff: noqa: E501 - markup reads better unbroken.
"""Around Gradio's page: its language, our styles and script, and rules that keep everything here.

Pure ASGI. Gradio's template says `lang="en"` and shows its own name to other sites; both are set
right before the page leaves, and a content security policy forbids any request elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.records import Lang
from assistant.ui.strings import t
from assistant.ui.terms import safe

FOLDER = Path(__file__).parent
STYLES = ("tokens.css", "page.css", "answer.css", "kader.css", "reading.css", "documents.css", "print.css")
SCRIPTS = ("base.js", "places.js", "talk.js", "kept.js", "acts.js", "documents.js")
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio builds its components' templates and handlers with Function().
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
# What the scripts say themselves.
WORDS = {
    **{
        k: k
        for k in (
            "copied",
            "shared",
            "keep",
            "keep_done",
            "thanks",
            "withdrawn",
            "failed",
            "offline",
            "open",
            "remove",
            "close",
        )
    },
    **{k: k for k in ("kept_title", "kept_none", "kept_where")},
    "toAnswer": "to_answer",
    "wipe": "about_wipe",
    "wipe_sure": "about_wipe_sure",
    "wipe_yes": "about_wipe_yes",
    "wiped": "about_wiped",
}
# Gradio takes files from anybody here and serves them again; ours go to `/documenten` instead.
CLOSED = ("/gradio_api/upload", "/gradio_api/upload_progress")
HTML_LANG = re.compile(r'(<html\s+lang=")[^"]*(")')
FOREIGN_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*?/?>', re.DOTALL)
MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')
LOGO = (
    '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">'
    '<path d="M15 3v15H5.5C9 14.5 13 9 15 3Zm2 4c3 3 5.500 7 7 11h-7V7Z" fill="currentColor"/>'
    '<path d="M3 20.500h26c-1.200 4.700-4.300 7.500-8 7.500H11c-3.700 0-6.800-2.800-8-7.500Z" fill="currentColor"/></svg>'
)


def joined(names: tuple[str, ...]) -> str:
    """The files of those names that are there, one after the other."""
    return "\n".join((FOLDER / name).read_text("utf-8") for name in names if (FOLDER / name).is_file())


class Assets:
    """Our style sheet and script as two files, named by their content."""

    def __init__(self) -> None:
        self.css = joined(STYLES)
        self.js = joined(SCRIPTS)
        self.css_name = f"aanboord-{_digest(self.css)}.css"
        self.js_name = f"aanboord-{_digest(self.js)}.js"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def other_page(lang: Lang) -> str:
    """The path of the page in the other language."""
    return "/en/" if lang == "nl" else "/"


def head(lang: Lang, root: str, assets: Assets) -> str:
    """What stands first in <head>: Gradio's labels follow our language, and our files."""
    values = json.dumps({"root": root, "lang": lang, "words": {k: t(key, lang) for k, key in WORDS.items()}})
    spoken = "nl-BE" if lang == "nl" else "en-GB"
    return (
        f"<title>{safe(t('title', lang))}</title>"
        f'<meta name="description" content="{safe(t("tagline", lang))}">'
        f"<script>window.AANBOORD={values};"
        f"for(const[k,v]of[['language','{spoken}'],['languages',['{spoken}']]])"
        "Object.defineProperty(navigator,k,{get:()=>v,configurable:true});"
        "try{const s=localStorage.getItem('aanboord.theme');"
        "if(s)document.documentElement.dataset.theme=s}catch(e){}</script>"
        f'<link rel="stylesheet" href="{root}/assets-aanboord/{assets.css_name}">'
        f'<script src="{root}/assets-aanboord/{assets.js_name}" defer></script>'
    )


def banner(lang: Lang, root: str) -> str:
    """The top of the page, there before Gradio is."""
    other: Lang = "en" if lang == "nl" else "nl"
    languages = "".join(
        f'<a href="{root}{path}" lang="{code}" hreflang="{code}" data-lang="{code}"'
        f"{' aria-current=page' if code == lang else ''}>"
        f'<abbr title="{name}">{code.upper()}</abbr></a>'
        for code, name, path in (("nl", "Nederlands", "/"), ("en", "English", "/en/"))
    )
    return (
        f'<a class="ab-skip" href="#ab-main" data-skip>{safe(t("skip", lang))}</a>'
        f'<header class="ab ab-banner"><a class="ab-brand" href="{root}{other_page(other)}" data-home>{LOGO}'
        f"<span><strong>{safe(t('name', lang))}</strong><small>{safe(t('tagline', lang))}</small></span></a>"
        f'<button type="button" class="ab-act" data-act="kept" hidden>{safe(t("kept", lang))}&nbsp;(<span data-count>0</span>)</button>'
        f'<nav class="ab-languages" aria-label="{safe(t("language", lang))}">{languages}</nav>'
        f'<button type="button" class="ab-theme" data-act="theme" aria-pressed="false" '
        f'aria-label="{safe(t("theme", lang))}" title="{safe(t("theme", lang))}"><span aria-hidden="true">◐</span></button>'
        f'</header><p class="ab ab-boot" id="ab-boot" role="status">{safe(t("loading", lang))}</p>'
        f'<noscript><p class="ab ab-boot">{safe(t("noscript", lang))}</p></noscript>'
    )


def dressed(page: str, lang: Lang, root: str, assets: Assets) -> str:
    """Gradio's page as ours."""
    page = HTML_LANG.sub(rf"\g<1>{lang}\g<2>", page, count=1)
    page = MANIFEST.sub("", FOREIGN_META.sub("", page))
    at = page.index("<head>") + len("<head>")
    base_end = page.index("/>", page.index("<base", at)) + 2
    page = page[:base_end] + head(lang, root, assets) + page[base_end:]
    body = page.index(">", page.index("<body")) + 1
    return page[:body] + banner(lang, root) + page[body:]


class Shell:
    """The middleware. `root` is the path under which a proxy shows the page."""

    def __init__(self, app: ASGIApp, assets: Assets, root: str) -> None:
        self.app = app
        self.assets = assets
        self.root = root.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.root) or "/"
        if path.endswith(CLOSED):
            await Response(status_code=404)(scope, receive, _guarded(send))
            return
        lang: Lang | None = {"/": "nl", "/en/": "en"}.get(path)  # type: ignore[assignment]
        if lang is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, _guarded(send))
            return
        moved = self._moved(scope, lang)
        if moved:
            await send({"type": "http.response.start", "status": 307, "headers": [(b"location", moved.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        # The page is rewritten, so it has to arrive uncompressed.
        plain = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _Rewriting(send, self._dress(lang)))

    def _moved(self, scope: Scope, lang: Lang) -> str | None:
        """Where `?lang=` of the other language leads."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        wanted = dict(query).get("lang")
        if wanted not in ("nl", "en") or wanted == lang:
            return None
        rest = urlencode([(k, v) for k, v in query if k != "lang"])
        return self.root + other_page(lang) + (f"?{rest}" if rest else "")

    def _dress(self, lang: Lang) -> Any:
        return lambda page: dressed(page, lang, self.root, self.assets)


def _protect(headers: MutableHeaders) -> None:
    headers["content-security-policy"] = POLICY
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "same-origin"


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            _protect(MutableHeaders(scope=message))
        await send(message)

    return guarded


class _Rewriting:
    """Gathers an HTML page and sends it rewritten; anything else passes through."""

    def __init__(self, send: Send, rewrite: Any) -> None:
        self.send = send
        self.rewrite = rewrite
        self.start: MutableMapping[str, Any] | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            _protect(MutableHeaders(scope=message))
            if Headers(scope=message).get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            page = self.rewrite(self.body.decode("utf-8")) if self.body else ""
            body = page.encode("utf-8")
            headers = MutableHeaders(scope=self.start)
            if body:
                headers["content-length"] = str(len(body))
            headers["cache-control"] = "no-cache"
            await self.send(self.start)
            message = {"type": "http.response.body", "body": body}
        await self.send(message)
