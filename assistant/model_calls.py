"""A call that ends in time, and what went wrong with one in a few words. Knows no library of models."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from assistant.errors import ModelError

EXTRAS = {"ollama": "ollama", "anthropic": "anthropic", "mistralai": "mistralai"}


def timed(run: Callable[[], Iterator[Any]], until: float) -> Iterator[Any]:
    """What `run` yields, in a thread of its own, until that moment (TimeoutError after it).

    A server that sends a byte now and then never runs into a client's time limit; it does into this.
    When the reader stops, the call is closed at its next piece.
    """
    pieces: queue.Queue[tuple[str, Any]] = queue.Queue()
    stopped = threading.Event()

    def work() -> None:
        try:
            stream = run()
            for piece in stream:
                if stopped.is_set():
                    if hasattr(stream, "close"):
                        stream.close()
                    return
                pieces.put(("piece", piece))
            pieces.put(("end", None))
        except Exception as error:
            pieces.put(("error", error))

    threading.Thread(target=work, daemon=True, name="aanboord-model").start()
    try:
        while True:
            try:
                what, value = pieces.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty as error:
                raise TimeoutError from error
            if what == "error":
                raise value
            if what == "end":
                return
            yield value
    finally:
        stopped.set()


def failure(model: str, error: BaseException, timeout_s: float = 0.0) -> ModelError:
    """What went wrong, in a few words and without what the server sent."""
    if isinstance(error, ModelError):
        return error
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
