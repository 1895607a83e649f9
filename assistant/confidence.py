"""How sure the search can be that the sources hold an answer: a logistic model over what it knows. Pure.

The coefficients stand in `calibration.json` with the evaluation run that fitted them; status
follows from the confidence by the bounds stored there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.records import Status
from assistant.retrieval import Weights

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic model: standardised features, one coefficient each."""

    bias: float
    coefficients: Mapping[str, float]
    mean: Mapping[str, float]
    scale: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """A number between 0 and 1; a feature that is not known counts for nothing."""
        total = self.bias
        for name, coefficient in self.coefficients.items():
            if name in features:
                total += coefficient * (features[name] - self.mean[name]) / self.scale[name]
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything that was fitted: fusion weights, confidence models, bounds; and by which run."""

    run: str
    weights: Weights
    claims: Logistic
    passages: Logistic
    refuse_below: float
    partial_below: float


def load_calibration(file: Path = FILE) -> Calibration:
    """The stored calibration."""
    raw: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return Calibration(
        run=raw["run"],
        weights=Weights(raw["weights"]["claim"], raw["weights"]["passage"]),
        claims=Logistic(**raw["claims"]),
        passages=Logistic(**raw["passages"]),
        refuse_below=raw["refuse_below"],
        partial_below=raw["partial_below"],
    )


def status_of(confidence: float, calibration: Calibration) -> Status:
    """The status that follows from a confidence."""
    if confidence < calibration.refuse_below:
        return "not_in_sources"
    return "partial" if confidence < calibration.partial_below else "answered"


def coverage(weights: Mapping[str, float], unit: Iterable[str]) -> float:
    """The share of the question's weight that stands in a unit; 0 for a question without content."""
    total = sum(weights.values())
    held = set(unit)
    return sum(w for s, w in weights.items() if s in held) / total if total else 0.0


def margin(scores: Sequence[float]) -> float:
    """How far the best stands above those ranked sixth to twentieth."""
    rest = scores[5:20]
    return scores[0] - sum(rest) / len(rest) if scores and rest else 0.0
