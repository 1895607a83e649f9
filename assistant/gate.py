"""A statement + the passages it cites → why it may not be shown, or None. Pure.

Plain faults come first (`gate_checks`); what passes them is weighed by a small logistic model over
likeness, coverage and order (`gate_features`), whose coefficients stand in `gate.json` with the
run that fitted them. Knows nothing of models, indexes or pages: similarities come as a callable.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.gate_checks import faults
from assistant.gate_features import Similar, clauses, features, none_alike
from assistant.gate_unit import Tongue, Unit
from assistant.gate_words import marked
from assistant.readings import Known, nothing
from assistant.records import Lang

# So much better a fit with cause and effect exchanged is a swap (docs/log.md, 2026-11-25).
CROSSED = 0.1
# Words that make one thing the ground of another: two quotes from different places cannot say that.
FUSING = frozenset({"reason", "because", "so_that"})
FILE = Path(__file__).with_name("gate.json")
# A cross-encoder's opinion of (statement, evidence): a number between 0 and 1.
Second = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted model, and by which run."""

    run: str
    bias: float
    coefficients: Mapping[str, float]
    mean: Mapping[str, float]
    scale: Mapping[str, float]
    bound: float
    second_bound: float
    unread_bound: float
    """The bound for sentences of which no reading is known, as in a visitor's own documents."""

    def probability(self, values: Mapping[str, float]) -> float:
        """How likely it is that the evidence carries the statement; what is not known counts as its mean."""
        total = self.bias + sum(
            c * (values[n] - self.mean[n]) / self.scale[n] for n, c in self.coefficients.items() if n in values
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def load_fit(file: Path = FILE) -> Fit:
    """The stored model."""
    raw: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Fit(**raw)


@dataclass(frozen=True)
class Gate:
    """Everything that a decision needs; safe to share between threads."""

    fit: Fit
    tongue: Tongue
    similar: Similar
    second: Second | None = None
    known: Known = nothing
    recalled: Similar = none_alike
    """The similarity of every reading to a text."""

    def support(self, statement: str, lang: Lang, units: Sequence[Unit]) -> str | None:
        """Why the statement is not carried by what it cites, or None."""
        if not units:
            return "no citation"
        if len(units) == 1:
            return self._one(statement, lang, units[0])
        return self._several(statement, lang, units)

    def _one(self, statement: str, lang: Lang, unit: Unit) -> str | None:
        found = faults(statement, lang, unit, self.tongue)
        if found:
            return found[0]
        known = features(statement, lang, unit, self.similar, self.tongue, self.recalled)
        if known["against"]:
            return "goes up where the source goes down, or the other way"
        if known["crossed"] > CROSSED:
            return "turns cause and effect around"
        chance = self.fit.probability(known)
        bound = self.fit.bound if unit.readings else self.fit.unread_bound
        if chance < bound:
            return f"too far from its quote ({chance:.2f}, wanted {bound:.2f})"
        if self.second:
            opinion = max(self.second(statement, text) for text, _ in unit.texts())
            if opinion < self.fit.second_bound:
                return f"the cross-encoder does not find it in its quote ({opinion:.2f})"
        return None

    def _several(self, statement: str, lang: Lang, units: Sequence[Unit]) -> str | None:
        """Passages from different places: each part of the statement must stand on one of them alone."""
        parts = clauses(statement)
        joined = marked(statement, lang, self.tongue.words.introduced) & FUSING
        if len(parts) < len(units) or joined:
            return "fuses passages from different places"
        used: set[int] = set()
        for part in parts:
            carrying = [n for n, unit in enumerate(units) if self._one(part, lang, unit) is None]
            if not carrying:
                return "fuses passages from different places"
            used.update(carrying)
        return None if len(used) == len(units) else "cites a passage that it does not use"
