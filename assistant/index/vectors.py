"""Vectors on disk: a cache by text and engine, and the Chroma store of a build."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.embeddings import BATCH, Engine
from assistant.errors import IndexDamaged
from assistant.index.entries import Entry

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]
HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 500}}


class VectorCache:
    """Vectors by engine fingerprint and text, in one SQLite file: an unchanged text costs nothing."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, timeout=60)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, used REAL)")

    def close(self) -> None:
        """Write and let go of the file."""
        self._db.commit()
        self._db.close()

    def embed(
        self, entries: Sequence[Entry], engine: Engine, progress: Progress
    ) -> tuple[NDArray[np.float32], int]:
        """Vectors of the entries, shape (len(entries), dimensions), and how many were new."""
        keys = [_key(engine.fingerprint, entry) for entry in entries]
        vectors = np.zeros((len(entries), engine.dimensions), dtype=np.float32)
        missing: list[int] = []
        for position, key in enumerate(keys):
            row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
            if row is None or len(row[0]) != 4 * engine.dimensions:
                missing.append(position)
            else:
                vectors[position] = np.frombuffer(row[0], dtype=np.float32)
        done = len(entries) - len(missing)
        progress(done, len(entries))
        for kinds, embed in ((("passage", "sentence", "claim"), engine.passages), (("ask",), engine.questions)):
            chosen = [i for i in missing if entries[i].kind in kinds]
            for start in range(0, len(chosen), BATCH):
                batch = chosen[start : start + BATCH]
                vectors[batch] = embed([entries[i].text for i in batch])
                self._keep([(keys[i], vectors[i]) for i in batch])
                done += len(batch)
                progress(done, len(entries))
        return vectors, len(missing)

    def keep_only(self, entries: Sequence[Entry], fingerprint: str) -> None:
        """Remove, also from the file's free pages, every vector that these entries do not need."""
        needed = {_key(fingerprint, entry) for entry in entries}
        self._db.execute("PRAGMA secure_delete = ON")
        held = [row[0] for row in self._db.execute("SELECT key FROM vectors")]
        self._db.executemany("DELETE FROM vectors WHERE key = ?", [(k,) for k in held if k not in needed])
        self._db.commit()

    def _keep(self, rows: list[tuple[bytes, NDArray[np.float32]]]) -> None:
        now = time.time()
        self._db.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(k, v.tobytes(), now) for k, v in rows]
        )
        self._db.commit()


def _key(fingerprint: str, entry: Entry) -> bytes:
    role = "question" if entry.kind == "ask" else "passage"
    return hashlib.sha256(f"{fingerprint}\0{role}\0{entry.text}".encode("utf-8", "replace")).digest()


class _Known(Embeddings):
    """Hands vectors that are already there to the store, in the order they are asked for."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._rows = iter(vectors.tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [next(self._rows) for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("the store is asked by vector")


def client(folder: Path, url: str) -> ClientAPI:
    """Chroma in `folder`, or the server at `url`; telemetry off."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb

    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url)
        return chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=settings,
        )
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def release(chroma: ClientAPI) -> None:
    """Let go of the client's files: the folder may be deleted then."""
    from chromadb.api.client import Client

    if isinstance(chroma, Client):
        chroma.close()


def write_store(
    chroma: ClientAPI,
    name: str,
    entries: Sequence[Entry],
    vectors: NDArray[np.float32],
    metadata: Callable[[Entry], dict[str, Any]],
) -> None:
    """All entries into a new collection, as LangChain documents that others can read as well."""
    from langchain_chroma import Chroma

    store = Chroma(
        client=chroma,
        collection_name=name,
        embedding_function=_Known(vectors),
        collection_configuration=HNSW,  # type: ignore[arg-type]
    )
    step = 2000
    for start in range(0, len(entries), step):
        part = entries[start : start + step]
        store.add_texts(
            [e.text for e in part], metadatas=[metadata(e) for e in part], ids=[e.id for e in part]
        )


class Store:
    """The nearest entries of a build, by vector."""

    def __init__(self, chroma: ClientAPI, name: str) -> None:
        import chromadb.errors

        self._client = chroma
        try:
            self._collection = chroma.get_collection(name)
            self.size = self._collection.count()
        except (chromadb.errors.ChromaError, ValueError, RuntimeError) as error:
            raise IndexDamaged(detail=f"Chroma: {error}") from error

    def close(self) -> None:
        """Let go of the files; nothing may be asked of the store afterwards."""
        release(self._client)

    def nearest(self, vector: NDArray[np.float32], count: int) -> dict[str, float]:
        """Cosine similarity of the `count` nearest entries, by entry id."""
        import chromadb.errors

        try:
            found = self._collection.query(
                query_embeddings=[vector.tolist()], n_results=min(count, self.size), include=["distances"]
            )
        except (chromadb.errors.ChromaError, RuntimeError) as error:
            raise IndexDamaged(detail=f"Chroma: {error}") from error
        distances = (found["distances"] or [[]])[0]
        return {i: 1.0 - float(d) for i, d in zip(found["ids"][0], distances, strict=True)}
