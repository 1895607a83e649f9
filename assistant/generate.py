"""Settings → a language model that writes drafts, and what can go wrong with one.

The only module that knows LangChain's chat models. Every failure is a ModelError whose `cause` is
one of those of `assistant.writing`; every call ends within the time that the settings give.
"""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from collections.abc import Generator as Yielding
from contextlib import aclosing, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.chunks import priced, text_of, usage_of
from assistant.errors import ModelError
from assistant.model_calls import failure, timed
from assistant.offering import Task
from assistant.prompts import Prompt, Prompts, load_prompts
from assistant.records import Draft, Dropped, Lang, Reworded, Turn, Usage
from assistant.reply import SCHEMA, Broken, Reader, draft_of, without_thoughts
from assistant.rewriting import one_line
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

# A reply longer than this is no answer of six sentences.
MAX_CHARS = 20_000
# A server that is there takes a connection within this time.
CONNECT_S = 5.0
# A question is one sentence: whoever has not written it by then is no help.
REWRITE_S = 15.0
REWRITE_CHARS = 4000


def make_model(settings: Settings) -> BaseChatModel:
    """The chat model of the settings. Raises ModelError where it cannot be made."""
    from langchain.chat_models import init_chat_model

    limits: dict[str, Any] = {"timeout": settings.model_timeout_s, "max_retries": settings.model_retries}
    try:
        if settings.model_url:
            import httpx

            limits["timeout"] = httpx.Timeout(
                settings.model_timeout_s, connect=min(CONNECT_S, settings.model_timeout_s)
            )
            made: BaseChatModel = init_chat_model(
                served_name(settings.model),
                model_provider="openai",
                base_url=served_url(settings.model_url),
                api_key=settings.model_key or "none",
                temperature=0,
                stream_usage=True,
                use_responses_api=False,
                **limits,
            )
            return made
        provider = settings.model.partition(":")[0]
        if provider == "ollama":
            limits = {"client_kwargs": {"timeout": settings.model_timeout_s}}
        if settings.model_key:
            limits["api_key"] = settings.model_key
        made = init_chat_model(settings.model, **limits)
        return made
    except Exception as error:
        raise failure(settings.model, error) from error


def served_name(model: str) -> str:
    """The name by which an OpenAI-compatible server knows the model: what stands behind `openai:`.

    >>> served_name("openai:llama3.2:3b"), served_name("llama3.2:3b")
    ('llama3.2:3b', 'llama3.2:3b')
    """
    provider, _, name = model.partition(":")
    return name if provider in ("openai", "ollama") and name else model


def served_url(url: str) -> str:
    """The server's address, with the usual path where none was given.

    >>> served_url("http://school:11434"), served_url("http://school/api/v1")
    ('http://school:11434/v1', 'http://school/api/v1')
    """
    return url if urlsplit(url).path.strip("/") else url.rstrip("/") + "/v1"


@dataclass
class Generator:
    """A language model as a Writer. Safe to share between threads."""

    settings: Settings
    prompts: Prompts
    make: Callable[[Settings], Any] = make_model
    _model: Any = None
    _plain: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def name(self) -> str:
        """The model, as the settings name it."""
        return self.settings.model

    def write(self, task: Task) -> Yielding[Draft | Dropped | Usage]:
        """The drafts as they close. Closing the iterator stops the call."""
        task = self.prompts.bounded(task)
        reader = Reader()
        usage: Usage | None = None
        told = words = 0
        with closing(self._chunks(self.prompts.fill(task), task.stopped)) as chunks:
            for chunk in chunks:
                usage = usage_of(usage, chunk)
                for raw in reader.feed(text_of(chunk)):
                    told += 1
                    made = draft_of(raw, task.passages)
                    if isinstance(made, Draft):
                        words += len(made.text.split())
                        if told > task.max_statements or (told > 1 and words > task.max_words):
                            made = Dropped(made.text, "over the limit")
                    yield made
                if len(reader.text) > MAX_CHARS:
                    break
        if usage:
            yield priced(usage, self.settings)
        try:
            reader.end()
        except Broken as error:
            raise ModelError(model=self.name, detail=error.cause, cause=error.cause) from error

    def rewrite(self, question: str, history: Sequence[Turn], lang: Lang, stopped: Callable[[], bool]) -> Reworded:
        """A follow-up question as one that stands on its own. Raises ModelError."""
        usage: Usage | None = None
        said = ""
        prompt = self.prompts.rewrite(question, history, lang)
        messages = [("system", prompt.system), ("user", prompt.user)]
        quiet = {"stream_usage": False} if self._plain and self.settings.model_url else {}
        limit = min(self.settings.model_timeout_s, REWRITE_S)
        try:
            model = self._opened()
            calls = timed(lambda: _pieces(model, messages, **quiet), time.monotonic() + limit, stopped)
            with closing(calls) as chunks:
                for chunk in chunks:
                    usage = usage_of(usage, chunk)
                    said += text_of(chunk)
                    if len(said) > REWRITE_CHARS:
                        break
        except Exception as error:
            raise failure(self.name, error, limit) from error
        return Reworded(one_line(without_thoughts(said)), priced(usage, self.settings) if usage else None)

    def _chunks(self, prompt: Prompt, stopped: Callable[[], bool]) -> Yielding[Any]:
        """The pieces of the reply; a server that takes no schema is asked once more without."""
        model = self._opened()
        until = time.monotonic() + self.settings.model_timeout_s
        messages = [("system", prompt.system), ("user", prompt.user)]
        came = False
        if not self._plain:
            try:
                with closing(timed(lambda: _pieces(_structured(model), messages), until, stopped)) as chunks:
                    for chunk in chunks:
                        came = True
                        yield chunk
                return
            except Exception as error:
                if came or not _takes_no_schema(error):
                    raise failure(self.name, error, self.settings.model_timeout_s) from error
                self._plain = True
        quiet = {"stream_usage": False} if self.settings.model_url else {}
        try:
            yield from timed(lambda: _pieces(model, messages, **quiet), until, stopped)
        except Exception as error:
            raise failure(self.name, error, self.settings.model_timeout_s) from error

    def _opened(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self.make(self.settings)
            return self._model


def make_writer(settings: Settings) -> Generator:
    """The writer of the settings; the model itself is made at the first question. Raises PromptError."""
    return Generator(settings, load_prompts())


def probe(settings: Settings) -> str:
    """One question to the model: its name and how long it took. Raises ModelError."""
    began = time.perf_counter()
    model = make_model(settings)
    until = time.monotonic() + settings.model_timeout_s
    try:
        said = "".join(text_of(c) for c in timed(lambda: _pieces(model, "Answer with one word: yes."), until))
    except Exception as error:
        raise failure(settings.model, error, settings.model_timeout_s) from error
    if not said.strip():
        raise ModelError(model=settings.model, detail="empty answer", cause="malformed")
    return f"{settings.model}: {time.perf_counter() - began:.1f} s"


async def _pieces(model: Any, messages: Any, **options: Any) -> AsyncGenerator[Any]:
    """The reply as it comes; in one piece from a server that does not stream."""
    came = False
    try:
        async with aclosing(model.astream(messages, **options)) as pieces:
            async for piece in pieces:
                came = True
                yield piece
    except (ValueError, AssertionError, AttributeError, IndexError, KeyError, RuntimeError, TypeError):
        # What a client says that waits for pieces and gets a whole.
        if came:
            raise
    if not came:
        yield await model.ainvoke(messages)


def _structured(model: Any) -> Any:
    """The model bound to the schema, without the parser behind it; the model itself where it has none."""
    try:
        bound = model.with_structured_output(SCHEMA, method="json_schema")
        return bound.first
    except (NotImplementedError, ValueError, TypeError, AttributeError):
        return model


def _takes_no_schema(error: BaseException) -> bool:
    return getattr(error, "status_code", None) in (400, 404, 415, 422, 501)
