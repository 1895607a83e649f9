"""A tiny OpenAI-compatible server on loopback, which answers as it is told: well, badly or not at all."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SHOWN = re.compile(r"\[([0-9a-f]{16}) (P\d+)\n([^\n]*)\n([^\n]*)\n\1\]")


def passages(prompt: str) -> dict[str, str]:
    """The passages in a prompt, by label."""
    return {label: text for _, label, _, text in SHOWN.findall(prompt)}


def first_sentence(text: str) -> str:
    from assistant.text import detect_lang, sentences

    return sentences(text, detect_lang(text))[0]


def faithful(prompt: str, most: int = 3, lang: str = "nl") -> str:
    """The reply of a model that says what the passages say, to the letter; in English, what our framework says of them."""
    said = []
    for label, text in passages(prompt).items():
        told, quote = (first_sentence(text),) * 2 if lang == "nl" else claimed(text)
        if told and len(said) < most:
            said.append({"text": told, "kind": "finding", "passages": [label], "quotes": [quote]})
    return json.dumps({"statements": said}, ensure_ascii=False)


@cache
def claims() -> tuple[Any, ...]:
    from assistant.framework import load_framework

    return load_framework().claims


def claimed(text: str) -> tuple[str, str]:
    """A claim of the framework in English, and the words of the passage that it points at."""
    from assistant.text import match_key

    found = ((c.en, c.anchor) for c in claims() if match_key(c.anchor) in match_key(text))
    return next(found, ("", ""))


def prompt_of(body: dict[str, Any]) -> str:
    return "\n".join(m["content"] for m in body["messages"])


class Server(ThreadingHTTPServer):
    """`reply` gets the handler and the request's body; `asked` keeps the bodies."""

    daemon_threads = True
    reply: Callable[[Handler, dict[str, Any]], None]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.stop = threading.Event()
        self.failed: list[BaseException | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error; a reply that fails is one, and is told to whoever stops the server."""
        error = sys.exception()
        if not isinstance(error, OSError):
            self.failed.append(error)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.0"

    def log_message(self, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.headers.append(dict(self.headers))
        self.server.reply(self, body)

    def status(self, code: int, **headers: str) -> None:
        raw = json.dumps({"error": {"message": "SECRET-OF-THE-SERVER", "code": code}}).encode()
        self.send_response(code)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def stream(
        self,
        text: str,
        *,
        end: bool = True,
        size: int = 40,
        wait_s: float = 0.0,
        finish: str = "stop",
        every_role: bool = True,
    ) -> None:
        """Piece by piece; with the role in every piece, as Ollama does, or in the first alone."""
        self.begin()
        for at in range(0, len(text), size):
            self.piece(text[at : at + size], role=every_role or not at)
            if self.server.stop.wait(wait_s) if wait_s else False:
                return
        if end:
            self.done(finish)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def piece(self, text: str, *, role: bool = True) -> None:
        delta = {"role": "assistant"} if role else {}
        self.event({"choices": [{"index": 0, "delta": {**delta, "content": text}}]})

    def done(self, finish: str = "stop") -> None:
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        self.event({"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}})
        self.wfile.write(b"data: [DONE]\n\n")

    def event(self, data: dict[str, Any]) -> None:
        whole = {"id": "x", "object": "chat.completion.chunk", "created": int(time.time()), "model": "m", **data}
        self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())
        self.wfile.flush()

    def whole(self, text: str) -> None:
        """The reply in one piece, as a server gives it that does not stream."""
        message = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        raw = json.dumps(
            {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [message]}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        assert not server.failed, server.failed
