"""What a language model wrote → drafts whose quotes are found back in the passages. Pure.

Reads statements as they close, so that a stream can be told while it comes. What does not hold
together is dropped with its reason. Knows no model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.offering import Offered
from assistant.records import Draft, Dropped, Quote, StatementKind
from assistant.text import fold, match_key, match_map

KINDS = frozenset(get_args(StatementKind)) - {"reflection"}
SCHEMA: dict[str, Any] = {
    "title": "Answer",
    "description": "Statements, each with the passages and the sentences that carry it.",
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "kind": {"type": "string", "enum": sorted(KINDS)},
                    "passages": {"type": "array", "items": {"type": "string"}},
                    "quotes": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "kind", "passages", "quotes"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
OPENING = re.compile(r'\{\s*"statements"\s*:\s*\[')
# Nothing that a page could run, fetch or take for another speaker.
MARKUP = re.compile(
    r"https?:|www\.|data:|javascript:|!\[|\]\(|<\s*[/!a-z|]|[`{}]|\[/?inst\]|^\s*(?:system|assistant|user|human|ai)\s*:",
    re.IGNORECASE,
)
MARKERS = re.compile(r"\s*[\[(]P?\d+(?:\s*,\s*P?\d+)*[\])](?=\s*[.,;:!?]?(?:\s|$))")
ELLIPSIS = re.compile(r"\s*(?:\[?\(?\.\.\.\)?\]?|\[?…\]?)\s*")
MIN_PIECE = 12
MAX_QUOTES = 4


class Broken(ValueError):
    """A reply that is no answer; `cause` is `cut` or `malformed`."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Told(BaseModel):
    """A statement as a model gives it."""

    model_config = ConfigDict(extra="ignore", strict=True)

    text: str
    kind: str = "finding"
    passages: list[str] = Field(default_factory=list)
    quotes: list[str] = Field(default_factory=list)


class Reader:
    """Collects a reply piece by piece; hands out each statement when it closes."""

    def __init__(self) -> None:
        self.text = ""
        self._at: int | None = None

    def feed(self, piece: str) -> Iterator[Any]:
        """The statements that this piece closes."""
        self.text += piece
        if "}" in piece:
            yield from self._closed()

    def end(self) -> None:
        """Raises Broken where the reply holds no whole answer."""
        text = without_thoughts(self.text)
        found = OPENING.search(text)
        if not found:
            raise Broken("cut" if text.lstrip().startswith(("{", "```")) and "}" not in text else "malformed")
        try:
            json.JSONDecoder().raw_decode(text, found.start())
        except (json.JSONDecodeError, RecursionError) as error:
            cut = isinstance(error, json.JSONDecodeError) and (
                error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
            )
            raise Broken("cut" if cut else "malformed") from error

    def _closed(self) -> Iterator[Any]:
        text = self.text
        if self._at is None:
            skipped = len(text) - len(without_thoughts(text))
            found = OPENING.search(text, skipped)
            if not found:
                return
            self._at = found.end()
        while True:
            start = self._at
            while start < len(text) and text[start] in " \t\r\n,":
                start += 1
            if start >= len(text) or text[start] != "{":
                return
            try:
                raw, self._at = json.JSONDecoder().raw_decode(text, start)
            except (json.JSONDecodeError, RecursionError):
                return
            yield raw


def without_thoughts(text: str) -> str:
    """Without what a model thought aloud before it answered."""
    opened, closed = text.rfind("<think>"), text.rfind("</think>")
    if opened > closed:
        return ""
    return text[closed + len("</think>") :] if closed >= 0 else text


def draft_of(raw: Any, passages: Sequence[Offered]) -> Draft | Dropped:
    """A statement with its quotes found back, or why it cannot be used."""
    try:
        told = Told.model_validate(raw)
    except ValidationError:
        return Dropped(fold(str(raw))[:200], "not a statement")
    text = fold(MARKERS.sub("", told.text))
    if not text:
        return Dropped(text, "empty")
    if MARKUP.search(text):
        return Dropped(text, "not plain text")
    known = {p.label: p for p in passages}
    labels = [_label(one) for one in told.passages]
    if not labels:
        return Dropped(text, "no citation")
    if not set(labels) <= set(known):
        return Dropped(text, "cites a passage that does not exist")
    cited = [known[label] for label in dict.fromkeys(labels)]
    quotes: list[Quote] = []
    pieces = [piece for quote in told.quotes for piece in _pieces(quote)]
    if not pieces:
        return Dropped(text, "no quote")
    for piece in pieces:
        found = next((q for p in cited if (q := locate(piece, p))), None)
        if not found:
            return Dropped(text, "its quote is not in the passage")
        quotes += [q for q in found if q not in quotes]
    if len(quotes) > MAX_QUOTES:
        return Dropped(text, "cites too much")
    return Draft(text, told.kind if told.kind in KINDS else "finding", tuple(quotes))  # type: ignore[arg-type]


def _label(written: str) -> str:
    """`P1`, however a model writes it."""
    digits = re.fullmatch(r"\W*[Pp]?\s*(\d{1,3})\W*", written)
    return f"P{int(digits.group(1))}" if digits else written


def _pieces(quote: str) -> list[str]:
    """The parts of a quote around what was left out."""
    parts = [part.strip() for part in ELLIPSIS.split(quote.strip().strip("\"'“”‘’«» "))]
    return [part for part in parts if len(part) >= MIN_PIECE] or [p for p in parts if p][:1]


def locate(quote: str, passage: Offered) -> list[Quote]:
    """The whole sentences of the passage that hold the quote, at most two to a Quote; none where it
    is not there.
    """
    wanted = match_key(quote)
    body = passage.source.text[passage.start : passage.end]
    key, origin = match_map(body)
    at = key.find(wanted) if len(wanted) >= MIN_PIECE else -1
    if at < 0:
        return []
    start = passage.start + origin[at]
    end = passage.start + origin[at + len(wanted) - 1] + 1
    inside = [s for s in passage.sentences if s.start < end and start < s.end]
    found: list[Quote] = []
    for first in range(0, len(inside), 2):
        pair = inside[first : first + 2]
        a, b = pair[0].start, pair[-1].end
        found.append(
            Quote(passage.source.id, a, b, passage.source.text[a:b], passage.passage_id, passage.claim_in(a, b))
        )
    return found
