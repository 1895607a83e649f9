"""One visitor's own documents, with a small index of their own beside everybody's.

A document that is added or removed makes a new build of that index; the earlier one is deleted as
soon as nobody reads it. Nothing of a document stays outside the shelf's folder. Knows nothing of
cookies, requests or pages.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.books import Book
from assistant.embeddings import Engine
from assistant.errors import (
    AanboordError,
    IndexDamaged,
    IndexMissing,
    SourceError,
    UploadsFull,
    UploadStopped,
    UploadTooLong,
    UploadUnknown,
)
from assistant.index import Index, build_index, open_index
from assistant.index.entries import entries
from assistant.index.leftovers import blank
from assistant.index.snapshot import current_build, index_folder, sweep
from assistant.index.vectors import VectorCache
from assistant.records import Framework, Source
from assistant.sources import duplicates, read_source

log = logging.getLogger(__name__)
MAX_DOCUMENTS = 20
# About five hundred pages: what a laptop embeds in some minutes.
MAX_CHARS = 1_500_000
CHARS_A_PAGE = 3000
# No claims, and a title that no text can hold (control characters are folded away): every document
# of a visitor stays a document, also where it is the article.
NO_FRAMEWORK = Framework("\x00", "", "", (), (), sha256="none")

Progress = Callable[[int, int], None]


def _quiet(done: int, total: int) -> None:
    """No progress is shown."""


def _unheard(source: Source) -> None:
    """Nobody waits for the text."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may be."""

    max_pages: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Added:
    """A document on the shelf; `known` where the same text stood there before."""

    source: Source
    known: bool


class Shelf:
    """The documents in one folder. Safe to share between threads: one change at a time."""

    def __init__(self, folder: Path, engine_key: str) -> None:
        self.folder = folder
        self._engine_key = engine_key
        self._change = threading.Lock()
        self._guard = threading.Lock()
        self._book: Book | None = None
        self._swept = False
        self._gone = threading.Event()

    @property
    def gone(self) -> bool:
        """Whether the shelf was forgotten: nothing can be put on it any more."""
        return self._gone.is_set()

    @property
    def used(self) -> float:
        """When the visitor last did something, in seconds since the epoch; 0 where never."""
        try:
            return (self.folder / "used").stat().st_mtime
        except OSError:
            return 0.0

    def touch(self) -> None:
        """The visitor is still there."""
        if self.folder.is_dir() and not self.gone:
            (self.folder / "used").touch()

    def book(self) -> Book | None:
        """The index of these documents, None where there are none. Not to be kept: ask again."""
        with self._guard:
            if self.gone:
                return None
            if self._book is None and (self.folder / "index").is_dir():
                self._book = self._opened()
            return self._book

    def sources(self) -> tuple[Source, ...]:
        """The documents in the order in which they were added."""
        book = self.book()
        return book.index.sources if book else ()

    def add(
        self,
        file: Path,
        name: str,
        limits: Limits,
        engine: Callable[[], Engine],
        on_text: Callable[[Source], None] = _unheard,
        progress: Progress = _quiet,
    ) -> Added:
        """Read, embed and index the document in `file`, which the visitor calls `name`.

        `on_text` hears when it has been read, `progress` how many of its texts are embedded; either
        may raise to stop. Raises SourceError, UploadsFull, UploadTooLong, UploadStopped.
        """
        source = replace(read_named(file, name, limits), origin=name)
        on_text(source)
        with self._change:
            held = self.sources()
            twin = _twin(source, held)
            if twin:
                return Added(twin, True)
            if len(held) >= MAX_DOCUMENTS:
                raise UploadsFull(limit=MAX_DOCUMENTS)
            if sum(len(s.text) for s in (*held, source)) > MAX_CHARS:
                pages = -(-len(source.text) // CHARS_A_PAGE)
                raise UploadTooLong(path=name, pages=pages, limit=MAX_CHARS // CHARS_A_PAGE)
            self._rebuild((*held, source), engine, progress)
        return Added(source, False)

    def remove(self, source_id: str, engine: Callable[[], Engine]) -> None:
        """Take a document off the shelf, with its vectors. Raises UploadUnknown."""
        with self._change:
            held = self.sources()
            kept = tuple(s for s in held if s.id != source_id)
            if len(kept) == len(held):
                raise UploadUnknown()
            if kept:
                self._rebuild(kept, engine, _quiet)
            else:
                self._close()
                shutil.rmtree(self.folder / "index", ignore_errors=True)
                (self.folder / "vectors.sqlite").unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete everything, at once and for good; what is still being added stops."""
        self._gone.set()
        self._close()
        remove_folder(self.folder)

    def _rebuild(self, sources: tuple[Source, ...], engine: Callable[[], Engine], progress: Progress) -> None:
        def going_on(done: int, total: int) -> None:
            if self.gone:
                raise UploadStopped()
            progress(done, total)

        try:
            going_on(0, 1)
            build_index(
                sources,
                NO_FRAMEWORK,
                home=self.folder,
                engine_key=self._engine_key,
                load_engine=engine,
                progress=going_on,
            )
            self._close()
            book = self.book()
            if book:
                self._prune(book.index)
        except Exception as error:
            if not self.gone:
                raise
            # The folder went while it was written into: whatever failed, that is why.
            raise UploadStopped() from error
        finally:
            if self.gone:
                remove_folder(self.folder)
        if self.gone:
            raise UploadStopped()

    def _prune(self, index: Index) -> None:
        """Vectors of texts that are no longer on the shelf go."""
        cache = VectorCache(self.folder / "vectors.sqlite")
        try:
            cache.keep_only(entries(index.passages.values(), ()), index.manifest.engine)
        finally:
            cache.close()

    def _opened(self) -> Book | None:
        """The current build; one that this program cannot use any more is dropped."""
        try:
            index = _open(self.folder)
            if index.manifest.engine_key != self._engine_key:
                index.close()
                raise IndexDamaged(detail=index.manifest.engine_key)
        except IndexMissing:
            return None
        except IndexDamaged as error:
            log.warning("a visitor's index is dropped: %s", error, exc_info=error)
            shutil.rmtree(self.folder / "index", ignore_errors=True)
            (self.folder / "vectors.sqlite").unlink(missing_ok=True)
            return None
        if not self._swept:
            # What an earlier run of the program left half-way.
            self._swept = True
            sweep(self.folder, [index.manifest.build], grace_s=0.0)
        # Chroma writes the file anew when it is first asked, so that is done here.
        index.store.nearest(np.ones(index.manifest.dimensions, dtype=np.float32), 1)
        blank(index_folder(self.folder) / index.manifest.build / "chroma")
        book = Book(index)
        # Whoever reads an earlier build may finish: its files go when the last one lets go of it.
        weakref.finalize(book, _retire, index, self.folder).atexit = False
        return book

    def _close(self) -> None:
        with self._guard:
            self._book = None


def read_named(file: Path, name: str, limits: Limits) -> Source:
    """The document in `file`; its errors speak of `name` and of no folder of ours."""
    try:
        return read_source(file, max_pages=limits.max_pages, max_bytes=limits.max_bytes)
    except SourceError as error:
        values = {key: value.replace(str(file), name) for key, value in error.values.items()}
        raise type(error)(**values) from None


def remove_folder(folder: Path) -> None:
    """Delete a folder, also where something is written into it meanwhile."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def _twin(source: Source, held: tuple[Source, ...]) -> Source | None:
    """The document on the shelf that says the same."""
    same = duplicates((*held, source))
    kept = {s.id: s for s in held}
    if source.id in kept:
        return kept[source.id]
    other = same.get(source.id) or next((i for i, j in same.items() if j == source.id), None)
    return kept.get(other) if other else None


def _open(folder: Path) -> Index:
    """The current build. A database that is busy looks damaged: only what stays so is.

    Raises IndexMissing or IndexDamaged.
    """
    for pause_s in (0.1, 0.5):
        try:
            return open_index(folder)
        except IndexDamaged:
            time.sleep(pause_s)
    return open_index(folder)


def _retire(index: Index, folder: Path) -> None:
    """Let go of a build that nobody reads; delete it unless it is the current one.

    In a thread of its own: this is called wherever the last reference goes.
    """

    def work() -> None:
        index.close()
        try:
            current = current_build(folder).name
        except AanboordError:
            return
        if current != index.manifest.build:
            remove_folder(index_folder(folder) / index.manifest.build)

    threading.Thread(target=work, name="retire", daemon=True).start()
