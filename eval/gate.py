"""The gate on a labelled set: what it lets pass, by kind and language, on both halves. `python -m eval.gate [--fit]`.

The halves are split by a hash of the cited sentence, so that no sentence stands in both. Words and
bounds were tuned on the development half alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.anchors import occurrences
from assistant.gate import FILE, Fit, Gate, load_fit
from assistant.gate_checks import CHECKS, Unit, faults
from assistant.gate_features import features
from assistant.gating import make_gate, units_of
from assistant.pipeline import Assistant
from assistant.records import Lang, Quote, Source

LABELLED = Path(__file__).with_name("gate.jsonl")
# The share of wrong statements that may pass on the development half when the bound is set.
MAX_WRONG = 0.0


@dataclass(frozen=True)
class Case:
    """A labelled statement with the sentences it cites."""

    id: str
    lang: Lang
    statement: str
    faithful: bool
    kind: str
    quotes: tuple[Quote, ...]
    development: bool


def read_cases(article: Source, assistant: Assistant, file: Path = LABELLED) -> list[Case]:
    """The labelled set, each pointer resolved to its sentence."""
    return [_case(json.loads(line), article, assistant) for line in file.read_text("utf-8").splitlines()]


def _case(raw: dict[str, Any], article: Source, assistant: Assistant) -> Case:
    quotes = []
    for pointer in raw["pointers"]:
        place = occurrences(article, pointer)[0]
        section = article.section_at(place.start)
        assert section, pointer
        span = next(s for s in section_sentences(article, section) if s.start <= place.start < s.end)
        passage = next(
            p.id
            for p in assistant.index.passages.values()
            if p.source_id == article.id and p.start <= span.start < p.end
        )
        quotes.append(Quote(article.id, span.start, span.end, article.text[span.start : span.end], passage))
    half = int(hashlib.sha256(quotes[0].text.encode()).hexdigest()[:8], 16) % 2 == 0
    return Case(
        raw["id"], raw["lang"], raw["statement"], raw["label"] == "faithful", raw["kind"], tuple(quotes), half
    )
