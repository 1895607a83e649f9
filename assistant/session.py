"""Settings → a built index and an Assistant: what every door does first.

The only place where sources, framework, engine and index meet; knows nothing of terminals or pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.embeddings import Engine, engine_key, load_engine
from assistant.errors import IndexDamaged, IndexMissing, NothingReadable, SourceError
from assistant.framework import FOLDER, load_framework
from assistant.index import BuildReport, Index, build_index, open_index
from assistant.index.build import inputs_digest
from assistant.index.snapshot import VERSION, current_build, read_manifest
from assistant.pipeline import Assistant
from assistant.records import Source
from assistant.settings import Settings
from assistant.sources import duplicates, find_documents, near_duplicates, read_all

Progress = Callable[[int, int], None]


def _quiet(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Library:
    """The documents as read: those that could be, and what was wrong with the others."""

    sources: tuple[Source, ...]
    errors: tuple[SourceError, ...]
    duplicates: dict[str, str]
    near: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index command has to tell."""

    library: Library
    report: BuildReport


def read_library(paths: Sequence[Path], settings: Settings) -> Library:
    """All documents under the paths. Raises NothingReadable where several were given and none could be."""
    files = find_documents(list(paths))
    sources, errors = read_all(
        files, max_pages=settings.max_pages, max_bytes=settings.max_file_mb * 1_000_000
    )
    unique = {s.id: s for s in sources}
    kept = tuple(unique.values())
    if errors and not kept and len(errors) > 1:
        raise NothingReadable(count=len(errors))
    return Library(kept, tuple(errors), duplicates(kept), tuple(near_duplicates(kept)))


def make_index(
    settings: Settings,
    paths: Sequence[Path] = (),
    *,
    progress: Progress = _quiet,
    waiting: Callable[[], None] = lambda: None,
    on_errors: Callable[[Sequence[SourceError]], None] = lambda errors: None,
) -> Indexed:
    """Read everything and bring the index up to date."""
    library = read_library(paths or settings.sources, settings)
    on_errors(library.errors)
    report = build_index(
        library.sources,
        load_framework(),
        home=settings.home,
        engine_key=engine_key(settings.embedding),
        load_engine=lambda: load_engine(settings.embedding),
        duplicates=library.duplicates,
        chroma_url=settings.chroma_url,
        lock_timeout_s=settings.lock_timeout_s,
        progress=progress,
        waiting=waiting,
    )
    return Indexed(library, report)


def open_assistant(
    settings: Settings,
    *,
    progress: Progress = _quiet,
    notice: Callable[[str, str], None] = lambda nl, en: None,
    engine: Engine | None = None,
) -> Assistant:
    """An Assistant over the current index; one is built first where there is none that can be used.

    Raises IndexDamaged and the errors of reading and building.
    """
    try:
        check_engine(settings)
        index = open_index(settings.home, chroma_url=settings.chroma_url)
    except IndexMissing:
        notice("Er is nog geen index; ik maak hem nu.", "There is no index yet; building it now.")
        index = _rebuilt(settings, progress)
    except OutdatedIndex as reason:
        notice(
            f"De index past niet meer ({reason.detail}); ik maak hem opnieuw.",
            f"The index no longer fits ({reason.detail}); building it anew.",
        )
        index = _rebuilt(settings, progress)
    return Assistant(
        index, engine or load_engine(settings.embedding), max_chars=settings.max_question_chars
    )


class OutdatedIndex(Exception):
    """The index was made by another engine or an older version of the program."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)


def check_engine(settings: Settings) -> None:
    """Raise OutdatedIndex where the index was made by another engine or layout."""
    manifest = read_manifest(current_build(settings.home))
    wanted = engine_key(settings.embedding)
    if manifest.version != VERSION:
        raise OutdatedIndex(f"versie {manifest.version} → {VERSION}")
    if manifest.engine_key != wanted:
        raise OutdatedIndex(f"{manifest.engine_key} → {wanted}")


def _rebuilt(settings: Settings, progress: Progress) -> Index:
    make_index(settings, progress=progress)
    return open_index(settings.home, chroma_url=settings.chroma_url)


def stale(settings: Settings) -> bool:
    """Whether documents or framework changed since the index was made."""
    library = read_library(settings.sources, settings)
    digest = inputs_digest(library.sources, load_framework(FOLDER), engine_key(settings.embedding))
    return read_manifest(current_build(settings.home)).inputs != digest


__all__ = [
    "IndexDamaged",
    "Indexed",
    "Library",
    "OutdatedIndex",
    "check_engine",
    "make_index",
    "open_assistant",
    "read_library",
    "stale",
]
