"""A call that ends in time, and what went wrong with one in a few words. Knows no library of models."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from functools import cache
from typing import Any

from assistant.errors import ModelError

# How often it is looked whether a call that says nothing is still wanted.
LOOK_S = 0.2
EXTRAS = {"ollama": "ollama", "anthropic": "anthropic", "mistralai": "mistralai"}


class Stopped(Exception):
    """Nobody waits for the answer any more."""


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Where all calls run: one loop for the process, in a thread of its own, since clients keep their
    connections for the loop that opened them.
    """
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True, name="aanboord-model").start()
    return loop


def timed(
    run: Callable[[], AsyncGenerator[Any]], until: float, stopped: Callable[[], bool] = lambda: False
) -> Generator[Any]:
    """What `run` yields, until that moment (TimeoutError after it) or until it is stopped (Stopped).

    A server that sends a byte now and then never runs into a client's time limit; it does into this.
    However the reading ends, the call ends with it: its connection is closed at once.
    """
    pieces: queue.Queue[tuple[str, Any]] = queue.Queue()

    left = threading.Event()

    async def work() -> None:
        try:
            async with aclosing(run()) as stream:
                async for piece in stream:
                    # A client may lose a cancellation that comes between two pieces.
                    if left.is_set():
                        return
                    pieces.put(("piece", piece))
            pieces.put(("end", None))
        except Exception as error:
            pieces.put(("error", error))

    call = asyncio.run_coroutine_threadsafe(work(), _loop())
    try:
        while True:
            what, value = _next(pieces, until, stopped)
            if what == "error":
                raise value
            if what == "end":
                return
            yield value
    finally:
        left.set()
        call.cancel()


def _next(pieces: queue.Queue[tuple[str, Any]], until: float, stopped: Callable[[], bool]) -> tuple[str, Any]:
    while True:
        left = until - time.monotonic()
        try:
            return pieces.get(timeout=max(0.0, min(left, LOOK_S)))
        except queue.Empty as error:
            if stopped():
                raise Stopped from error
            if left <= 0:
                raise TimeoutError from error


def failure(model: str, error: BaseException, timeout_s: float = 0.0) -> ModelError:
    """What went wrong, in a few words and without what the server sent."""
    if isinstance(error, ModelError):
        return error
    if isinstance(error, Stopped):
        return ModelError(model=model, detail="stopped", cause="stopped")
    status = getattr(error, "status_code", None)
    names = {type(e).__name__ for e in (error, error.__cause__, error.__context__) if e is not None}
    named = " ".join(names)
    if isinstance(error, ImportError):
        extra = EXTRAS.get(model.partition(":")[0])
        detail = f"pip install 'aanboord[{extra}]'" if extra else "package missing"
        return ModelError(model=model, detail=detail, cause="missing")
    if status in (401, 403):
        return ModelError(model=model, detail=f"HTTP {status}, key", cause="key")
    if status == 404:
        return ModelError(model=model, detail="HTTP 404", cause="missing")
    if status == 429:
        return ModelError(model=model, detail="HTTP 429", cause="busy")
    if isinstance(status, int) and status >= 400:
        return ModelError(model=model, detail=f"HTTP {status}", cause="server")
    if "Timeout" in named:
        return ModelError(model=model, detail=f"time-out, {timeout_s:g} s", cause="time")
    if "LengthFinishReason" in named or "RemoteProtocolError" in named or "IncompleteRead" in named:
        return ModelError(model=model, detail="cut off", cause="cut")
    if "Connect" in named or isinstance(error, OSError):
        return ModelError(model=model, detail="no connection", cause="connection")
    if isinstance(error, ValueError) and "provider" in str(error):
        return ModelError(model=model, detail="unknown provider", cause="missing")
    if "api_key" in str(error) or "API key" in str(error):
        return ModelError(model=model, detail="no key: AANBOORD_MODEL_KEY", cause="key")
    return ModelError(model=model, detail=type(error).__name__, cause="malformed")
