"""A piece of a model's reply → its text, the tokens that it tells of, what they cost. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.records import Usage
from assistant.settings import Settings


def text_of(chunk: Any) -> str:
    """What a piece says."""
    text = getattr(chunk, "text", "")
    return str(text() if callable(text) and not isinstance(text, str) else text)


def priced(usage: Usage, settings: Settings) -> Usage:
    """The tokens with what they cost, where the settings name a price.

    >>> from pathlib import Path
    >>> priced(Usage(1_000_000, 0), Settings(home=Path(), sources=(), model_price_in=0.5)).cost
    0.5
    """
    if not settings.model_price_in and not settings.model_price_out:
        return usage
    cost = usage.input_tokens * settings.model_price_in + usage.output_tokens * settings.model_price_out
    return replace(usage, cost=round(cost / 1_000_000, 6))


def usage_of(before: Usage | None, chunk: Any) -> Usage | None:
    """The tokens told so far. A server that names its role in every piece (Ollama does) has them in
    the metadata of its last piece alone.
    """
    found = getattr(chunk, "usage_metadata", None)
    if found:
        told = before or Usage(0, 0)
        return Usage(told.input_tokens + found["input_tokens"], told.output_tokens + found["output_tokens"])
    raw = (getattr(chunk, "response_metadata", None) or {}).get("token_usage")
    if before is None and raw:
        return Usage(raw.get("prompt_tokens") or 0, raw.get("completion_tokens") or 0)
    return before
