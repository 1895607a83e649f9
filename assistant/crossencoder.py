"""A cross-encoder by sentence-transformers → a second opinion on a statement and its evidence.

Of a model with one label the score is taken as a logit (a reranker), of one with several the chance
of the label for entailment. Knows nothing of the gate; imported only where one is set.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from assistant.errors import RerankerError

Opinion = Callable[[str, str], float]


def load_opinion(name: str) -> Opinion:
    """The cross-encoder of that name or folder: (statement, evidence) → 0 to 1. Raises RerankerError."""
    try:
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity
    except ImportError as error:
        raise RerankerError(model=name, detail="sentence-transformers is not installed") from error
    try:
        model: Any = CrossEncoder(name, device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise RerankerError(model=name, detail=str(error).splitlines()[0][:160]) from error
    labels = {int(k): str(v).lower() for k, v in model.config.id2label.items()}
    wanted = entailing(labels)
    if wanted is None:
        raise RerankerError(model=name, detail=f"no label for entailment among {', '.join(labels.values())}")
    lock = threading.Lock()

    def opinion(statement: str, evidence: str) -> float:
        # Rerankers read question and passage, entailment models premise and hypothesis.
        pair = (statement, evidence) if len(labels) == 1 else (evidence, statement)
        with lock:
            raw = model.predict([pair], activation_fn=Identity(), show_progress_bar=False)
        return chance(np.atleast_1d(np.asarray(raw, dtype=float)[0]), wanted)

    return opinion


def entailing(labels: dict[int, str]) -> int | None:
    """Which label says that the evidence carries the statement.

    >>> entailing({0: "contradiction", 1: "not_entailment", 2: "entailment"}), entailing({0: "a", 1: "b"})
    (2, None)
    """
    if len(labels) == 1:
        return 0
    return next((n for n, label in labels.items() if label.startswith(("entail", "support"))), None)


def chance(logits: np.ndarray[Any, Any], wanted: int) -> float:
    """The chance of a label; of a single one by the logistic function."""
    if len(logits) == 1:
        return float(1.0 / (1.0 + np.exp(-logits[0])))
    weights = np.exp(logits - logits.max())
    return float(weights[wanted] / weights.sum())
