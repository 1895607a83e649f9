"""Settings → a built index and an Assistant: what every door does first.

The only place where sources, framework, engine and index meet; knows nothing of terminals or pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AanboordError, IndexDamaged, IndexMissing, NothingReadable, SourceError
from assistant.fingerprint import engine_key
from assistant.framework import FOLDER, framework_digest, load_framework
from assistant.index import BuildReport, Index, build_index, open_index
from assistant.index.build import inputs_digest
from assistant.index.snapshot import VERSION, Records, check, current_build, read_manifest, read_records
from assistant.records import Source
from assistant.settings import Settings
from assistant.sources import duplicates, find_documents, near_duplicates, read_all

# The engine and the pipeline are imported where they are used: an unchanged index needs neither.
if TYPE_CHECKING:
    from assistant.crossencoder import Opinion
    from assistant.embeddings import Engine
    from assistant.pipeline import Assistant
    from assistant.writing import Writer

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


def read_library(paths: Sequence[Path], settings: Settings, known: Sequence[Source] = ()) -> Library:
    """All documents under the paths; a file whose bytes are those of a `known` source is not read again.

    Raises NothingReadable where several were given and none could be.
    """
    files = find_documents(list(paths))
    sources, errors = read_all(
        files,
        max_pages=settings.max_pages,
        max_bytes=settings.max_file_mb * 1_000_000,
        known={(s.origin, s.sha256): replace(s, kind="document") for s in known},
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
    before = _records(settings.home)
    known = before.sources if before and _usual_limits(settings) else ()
    library = read_library(paths or settings.sources, settings, known)
    on_errors(library.errors)
    same = before is not None and before.framework.sha256 == framework_digest()
    report = build_index(
        library.sources,
        before.framework if before and same else load_framework(),
        home=settings.home,
        engine_key=engine_key(settings.embedding),
        load_engine=lambda: _engine(settings.embedding),
        duplicates=library.duplicates,
        chroma_url=settings.chroma_url,
        lock_timeout_s=settings.lock_timeout_s,
        progress=progress,
        waiting=waiting,
    )
    return Indexed(library, report)


def _usual_limits(settings: Settings) -> bool:
    """With other limits a document that is known may be too long now: it is read again."""
    usual = {f.name: f.default for f in fields(Settings)}
    return (settings.max_pages, settings.max_file_mb) == (usual["max_pages"], usual["max_file_mb"])


def _records(home: Path) -> Records | None:
    """What the current build was made of, where it can be read and is of this version."""
    try:
        folder = current_build(home)
        check(folder)
        return read_records(folder) if read_manifest(folder).version == VERSION else None
    except AanboordError:
        return None


def _engine(name: str) -> Engine:
    from assistant.embeddings import load_engine

    return load_engine(name)


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
    from assistant.pipeline import Assistant

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
        index,
        engine or _engine(settings.embedding),
        max_chars=settings.max_question_chars,
        writer=_writer(settings),
        second=opinion_of(settings),
    )


def opinion_of(settings: Settings) -> Opinion | None:
    """The cross-encoder of the settings, where a language model writes. Raises RerankerError."""
    if not settings.model or not settings.reranker:
        return None
    from assistant.crossencoder import load_opinion

    return load_opinion(settings.reranker)


def _writer(settings: Settings) -> Writer | None:
    """The language model of the settings, where there is one."""
    if not settings.model:
        return None
    from assistant.generate import make_writer

    return make_writer(settings)


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
