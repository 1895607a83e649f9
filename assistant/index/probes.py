"""What a build learns from its own questions, and uses to read a visitor's. Pure.

Two linear probes on the embeddings (Alain & Bengio, 2017): a softmax over the claims and the subjects
outside the sources, learned from the questions that each of them carries; and a logistic one that
tells text which orders the assistant about, learned from `corpus/framework/examples.yaml`.
Knows nothing of files but how its own values are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from assistant.errors import IndexDamaged
from assistant.index.arrays import load_arrays
from assistant.index.entries import Entry, examples
from assistant.records import Framework

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.embeddings import Engine
    from assistant.index.vectors import Progress, VectorCache

    Floats = NDArray[np.float32]

VERSION = 1
# Fewer questions than this teach nothing.
LEAST = 200
# Chosen on the development half and the fresh questions (docs/log.md, "Probes").
STEEPNESS, SUBJECT_PENALTY, ORDER_PENALTY = 20.0, 1e-3, 1e-5
STEPS = 60
# A logarithm of a probability is not looked at below this.
FLOOR = -12.0


@dataclass(frozen=True, slots=True)
class Probes:
    """The learned weights; `subjects` names the classes, claims as `c-ID`, the others as they come.

    `subject` has shape (classes, dimensions + 1) and `orders` (2, dimensions + 1): for a question and
    for a sentence of a document, which are embedded differently. The last column is the bias.
    """

    subjects: tuple[str, ...]
    subject: Floats
    orders: Floats
    centre: Floats

    def spoken_of(self, vector: Floats) -> dict[str, float]:
        """For each class the logarithm of the probability that a question speaks of it."""
        if not self.subjects:
            return {}
        scores = self.subject[:, :-1] @ (vector - self.centre) + self.subject[:, -1]
        scores -= scores.max()
        logs = np.maximum(scores - np.log(np.exp(scores).sum()), FLOOR)
        return dict(zip(self.subjects, (float(v) for v in logs), strict=True))

    def orders_about(self, vector: Floats, *, document: bool = False) -> float:
        """The probability that a text orders the assistant about; 0 where nothing was learned."""
        if not self.subjects:
            return 0.0
        row = self.orders[int(document)]
        return float(1.0 / (1.0 + np.exp(-(row[:-1] @ (vector - self.centre) + row[-1]))))


NONE = Probes((), np.zeros((0, 1), np.float32), np.zeros((2, 1), np.float32), np.zeros(0, np.float32))


def probes_key(framework: Framework, fingerprint: str) -> str:
    """Changes with anything that the probes are learned from."""
    digest = hashlib.sha256(f"{VERSION}\0{fingerprint}".encode())
    for claim in framework.claims:
        for ask in (*claim.asks_nl, *claim.asks_en):
            digest.update(f"\0c-{claim.id}\0{ask.text}".encode())
    for entry in examples(framework):
        digest.update(f"\0{entry.kind}\0{entry.ref}\0{entry.text}".encode())
    return digest.hexdigest()


def learn(
    framework: Framework,
    known: Sequence[Entry],
    vectors: Floats,
    cache: VectorCache,
    engine: Engine,
    progress: Progress = lambda done, total: None,
) -> Probes:
    """Probes from the claims' questions, whose vectors are `known`, and from the examples."""
    asks = [i for i, entry in enumerate(known) if entry.kind == "ask"]
    others = examples(framework)
    if len(asks) < LEAST or not others:
        return NONE
    learned, _ = cache.embed(others, engine, progress)
    outside = [i for i, e in enumerate(others) if e.kind in ("outside", "named")]
    labels = [f"c-{known[i].ref}" for i in asks] + [others[i].ref for i in outside]
    asked = np.vstack([vectors[asks], learned[outside]])
    centre = asked.mean(axis=0)
    subjects = tuple(dict.fromkeys(labels))
    rows = []
    statements = vectors[[i for i, entry in enumerate(known) if entry.kind == "claim"]]
    for kind, plain in (("asked", vectors[asks]), ("written", statements)):
        chosen = [i for i, e in enumerate(others) if e.kind == kind]
        told = np.array([others[i].ref == "order" for i in chosen] + [False] * len(plain))
        rows.append(_logistic(np.vstack([learned[chosen], plain]) - centre, told))
    return Probes(subjects, _softmax(asked - centre, labels, subjects), np.stack(rows), centre)


def _softmax(x: Floats, labels: Sequence[str], subjects: Sequence[str]) -> Floats:
    """Weights and biases of a softmax over the subjects, by L-BFGS with the exact gradient."""
    from scipy.optimize import minimize

    number = {subject: n for n, subject in enumerate(subjects)}
    own = np.array([number[label] for label in labels])
    rows, shape = np.arange(len(x)), (len(subjects), x.shape[1] + 1)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.astype(np.float32).reshape(shape)
        scores = STEEPNESS * (x @ weights[:, :-1].T) + weights[:, -1]
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        share /= share.sum(axis=1, keepdims=True)
        total = -np.log(share[rows, own] + 1e-20).mean() + SUBJECT_PENALTY * (weights[:, :-1] ** 2).sum()
        share[rows, own] -= 1.0
        share /= len(x)
        gradient = np.empty(shape, np.float32)
        gradient[:, :-1] = STEEPNESS * (share.T @ x) + 2 * SUBJECT_PENALTY * weights[:, :-1]
        gradient[:, -1] = share.sum(axis=0)
        return float(total), gradient.astype(np.float64).ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights: Floats = found.x.reshape(shape).astype(np.float32)
    weights[:, :-1] *= STEEPNESS
    return weights


def _logistic(x: Floats, told: NDArray[np.bool_]) -> Floats:
    """Weights and bias of a logistic model, by L-BFGS with the exact gradient."""
    from scipy.optimize import minimize

    sign = np.where(told, 1.0, -1.0).astype(np.float32)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.astype(np.float32)
        margins = sign * (x @ weights[:-1] + weights[-1])
        total = np.logaddexp(0.0, -margins).mean() + ORDER_PENALTY * (weights[:-1] ** 2).sum()
        slope = -sign / (1.0 + np.exp(np.clip(margins, -30, 30))) / len(x)
        gradient = np.append(slope @ x + 2 * ORDER_PENALTY * weights[:-1], slope.sum())
        return float(total), gradient.astype(np.float64)

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 5 * STEPS})
    return np.asarray(found.x, dtype=np.float32)


def write_probes(file: Path, probes: Probes, key: str = "") -> None:
    """Half precision is enough, and halves the file."""
    with file.open("wb") as stream:
        np.savez_compressed(
            stream,
            key=np.array(key),
            subjects=np.array(probes.subjects, dtype=np.str_),
            subject=probes.subject.astype(np.float16),
            orders=probes.orders.astype(np.float16),
            centre=probes.centre.astype(np.float32),
        )


def read_probes(file: Path, key: str | None = None) -> Probes | None:
    """As written; None where they were learned from something else than `key`. Raises IndexDamaged."""
    try:
        kept = load_arrays(file)
        if key is not None and str(kept["key"]) != key:
            return None
        return Probes(
            tuple(str(s) for s in kept["subjects"]),
            kept["subject"].astype(np.float32),
            kept["orders"].astype(np.float32),
            kept["centre"].astype(np.float32),
        )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise IndexDamaged(detail=f"{file.name}: {error}") from error


def inside(logs: Mapping[str, float]) -> float:
    """The log odds that a question speaks of a claim rather than of something outside the sources."""
    within = sum(float(np.exp(v)) for k, v in logs.items() if k.startswith("c-"))
    return float(np.log((within + 1e-4) / (max(0.0, 1.0 - within) + 1e-4)))
