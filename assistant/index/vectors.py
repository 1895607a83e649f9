"""Vectors on disk: a cache by text and engine, and the Chroma store of a build."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from assistant.errors import ChromaUnreachable, IndexDamaged
from assistant.index.entries import ASKED, QUESTIONS, Entry
from assistant.index.prepared import load_prepared

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from numpy.typing import NDArray

    from assistant.embeddings import Engine

Progress = Callable[[int, int], None]
BATCH = 16
HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 500}}


class VectorCache:
    """Vectors by engine fingerprint and text, in one SQLite file: an unchanged text costs nothing."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _cache(file)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: it holds nothing that cannot be made again
            file.unlink()
            self._db = _cache(file)

    def close(self) -> None:
        """Write and let go of the file."""
        self._db.commit()
        self._db.close()

    def embed(self, entries: Sequence[Entry], engine: Engine, progress: Progress) -> tuple[NDArray[np.float32], int]:
        """Vectors of the entries, shape (len(entries), dimensions), and how many were new."""
        keys = [vector_key(engine.fingerprint, entry) for entry in entries]
        prepared = load_prepared(engine.fingerprint)
        vectors = np.zeros((len(entries), engine.dimensions), dtype=np.float32)
        missing: list[int] = []
        for position, key in enumerate(keys):
            brought = prepared.vector(key)
            if brought is not None:
                vectors[position] = brought
                continue
            row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
            if row is None or len(row[0]) != 4 * engine.dimensions:
                missing.append(position)
            else:
                vectors[position] = np.frombuffer(row[0], dtype=np.float32)
        done = len(entries) - len(missing)
        progress(done, len(entries))
        first = {keys[i]: i for i in reversed(missing)}
        for questions, embed in ((False, engine.passages), (True, engine.questions)):
            chosen = [i for i in first.values() if (entries[i].kind in QUESTIONS) == questions]
            for start in range(0, len(chosen), BATCH):
                batch = chosen[start : start + BATCH]
                vectors[batch] = embed([entries[i].text for i in batch])
                self._keep([(keys[i], vectors[i]) for i in batch])
                done += len(batch)
                progress(done, len(entries))
        for position in missing:
            vectors[position] = vectors[first[keys[position]]]
        if len(first) < len(missing):
            progress(len(entries), len(entries))
        return vectors, len(missing)

    def keep_only(self, entries: Sequence[Entry], fingerprint: str) -> None:
        """Remove, also from the file's free pages, every vector that these entries do not need."""
        needed = {vector_key(fingerprint, entry) for entry in entries}
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


def _cache(file: Path) -> sqlite3.Connection:
    """The file opened, with its table. Raises sqlite3.DatabaseError where it is damaged."""
    db = sqlite3.connect(file, timeout=60)
    try:
        db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, used REAL)")
        if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        db.close()
        raise
    return db


def vector_key(fingerprint: str, entry: Entry) -> bytes:
    """What a vector is kept under: its engine, how it is embedded, and its text."""
    role = "question" if entry.kind in QUESTIONS else "passage"
    return hashlib.sha256(f"{fingerprint}\0{role}\0{entry.text}".encode("utf-8", "replace")).digest()


class _Known:
    """LangChain's `Embeddings` as far as the store needs it: vectors that are there already, in order."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._rows = iter(vectors.tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [next(self._rows) for _ in texts]


def client(folder: Path, url: str) -> ClientAPI:
    """Chroma in `folder`, or the server at `url`; telemetry off.

    Raises IndexDamaged or ChromaUnreachable.
    """
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    import chromadb.errors
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url)
        try:
            return chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=settings,
            )
        except (chromadb.errors.ChromaError, ValueError, OSError) as error:
            raise ChromaUnreachable(url=url, detail=str(error).splitlines()[0]) from error
    try:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    except (chromadb.errors.ChromaError, ValueError, RuntimeError) as error:
        raise IndexDamaged(detail=f"Chroma: {error}") from error


def check(folder: Path) -> None:
    """Raise IndexDamaged where the database of the Chroma in `folder` is damaged."""
    file = folder / "chroma.sqlite3"
    try:
        db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            found = db.execute("PRAGMA quick_check").fetchone()
            db.execute("SELECT 1 FROM collections").fetchone()
        finally:
            db.close()
    except sqlite3.Error as error:
        raise IndexDamaged(detail=f"Chroma: {error}") from error
    if found != ("ok",):
        raise IndexDamaged(detail=f"Chroma: {found[0]}")


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
        embedding_function=_Known(vectors),  # type: ignore[arg-type]
        collection_configuration=HNSW,  # type: ignore[arg-type]
    )
    step = 2000
    for start in range(0, len(entries), step):
        part = entries[start : start + step]
        store.add_texts([e.text for e in part], metadatas=[metadata(e) for e in part], ids=[e.id for e in part])


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

        if not self.size:
            return {}
        try:
            found = self._collection.query(
                query_embeddings=[vector.tolist()], n_results=min(count, self.size), include=["distances"]
            )
        except (chromadb.errors.ChromaError, RuntimeError) as error:
            raise IndexDamaged(detail=f"Chroma: {error}") from error
        distances = (found["distances"] or [[]])[0]
        return {i: 1.0 - float(d) for i, d in zip(found["ids"][0], distances, strict=True)}

    @cached_property
    def statements(self) -> tuple[list[str], NDArray[np.float32]]:
        """The entries that say something (no questions), and their vectors, shape (len(ids), dimensions)."""
        import chromadb.errors

        try:
            ids = self._collection.get(include=[])["ids"]
        except (chromadb.errors.ChromaError, RuntimeError) as error:
            raise IndexDamaged(detail=f"Chroma: {error}") from error
        held = self.vectors([i for i in ids if not i.startswith(ASKED)])
        rows = list(held.values())
        return list(held), np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of these entries, by entry id."""
        import chromadb.errors

        if not ids:
            return {}
        try:
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        except (chromadb.errors.ChromaError, RuntimeError) as error:
            raise IndexDamaged(detail=f"Chroma: {error}") from error
        held = found["embeddings"]
        rows = np.asarray(held if held is not None else [], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))
