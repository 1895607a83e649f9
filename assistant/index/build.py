"""Sources + framework → a new build of the index, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from filelock import FileLock, Timeout

from assistant.anchors import as_article, resolve
from assistant.errors import AanboordError, IndexBusy, IndexDamaged
from assistant.index import lexical, prepared, probes, snapshot, vectors
from assistant.index.entries import Entry, entries
from assistant.index.hubs import hub_offsets
from assistant.index.readings import reading_entries, write_readings
from assistant.passages import make_passages
from assistant.readings import load_readings, place, readings_digest
from assistant.records import LANGS, Framework, Passage, Source

if TYPE_CHECKING:
    from assistant.embeddings import Engine

SourceStatus = Literal["new", "unchanged", "changed", "removed", "duplicate"]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source."""

    id: str
    title: str
    status: SourceStatus
    duplicate_of: str | None
    passages: int
    source: Source | None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `rebuilt` says why everything was embedded anew, in one line."""

    sources: tuple[SourceReport, ...]
    embedded: int
    cached: int
    seconds: float
    reused: bool
    rebuilt: str | None = None


def build_index(
    sources: Sequence[Source],
    framework: Framework,
    *,
    home: Path,
    engine_key: str,
    load_engine: Callable[[], Engine],
    duplicates: dict[str, str] | None = None,
    chroma_url: str = "",
    lock_timeout_s: float = 600.0,
    progress: vectors.Progress = lambda done, total: None,
    waiting: Callable[[], None] = lambda: None,
) -> BuildReport:
    """Make `home`'s index hold exactly these sources and this framework.

    A second build waits for the first (`waiting` is called once) and raises IndexBusy after
    `lock_timeout_s` seconds. Nothing is done, and no engine loaded, where nothing changed.
    """
    started = time.perf_counter()
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=lock_timeout_s)
        except Timeout as error:
            raise IndexBusy(seconds=int(lock_timeout_s)) from error
    try:
        return _build(
            sources, framework, home, engine_key, load_engine, duplicates or {}, chroma_url, progress, started
        )
    finally:
        lock.release()


def inputs_digest(sources: Iterable[Source], framework: Framework, engine_key: str) -> str:
    """Changes whenever the index has to be made anew."""
    digest = hashlib.sha256(f"{snapshot.VERSION}\0{engine_key}\0{framework.sha256}\0{readings_digest()}".encode())
    for source in sorted(sources, key=lambda s: s.id):
        digest.update(f"{source.id}\0{source.sha256}\0{source.title}\0{source.origin}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


def _build(
    sources: Sequence[Source],
    framework: Framework,
    home: Path,
    engine_key: str,
    load_engine: Callable[[], Engine],
    duplicates: dict[str, str],
    chroma_url: str,
    progress: vectors.Progress,
    started: float,
) -> BuildReport:
    before = _previous(home)
    kept = [s for s in sources if s.id not in duplicates]
    inputs = inputs_digest(sources, framework, engine_key)
    if before and before[0].inputs == inputs and _intact(home, before[0], chroma_url):
        reports = _reports(sources, duplicates, before[1], before[1].passages)
        return BuildReport(reports, 0, before[0].entries, time.perf_counter() - started, True)
    kept = [as_article(s, framework.claims, framework.article_title) for s in kept]
    passages = _unique([p for s in kept for p in make_passages(s)])
    article = next((s for s in kept if s.kind == "article"), None)
    anchors = resolve(framework.claims, article, framework.studies) if article else []
    records = snapshot.Records(tuple(kept), tuple(passages), framework, tuple(anchors))
    engine = load_engine()
    wanted = entries(passages, framework.claims)
    placed = place(load_readings(), article) if article else []
    cache = vectors.VectorCache(home / "vectors.sqlite")
    try:
        everything, embedded = cache.embed([*wanted, *reading_entries(placed)], engine, progress)
        matrix = everything[: len(wanted)]
        learned = _learned(home, framework, wanted, matrix, cache, engine)
    finally:
        cache.close()
    folder = snapshot.new_build(home)
    try:
        _write(folder, wanted, matrix, records, chroma_url)
        manifest = snapshot.Manifest(
            snapshot.VERSION,
            folder.name,
            engine.fingerprint,
            engine_key,
            engine.dimensions,
            len(wanted),
            inputs,
            duplicates,
        )
        snapshot.write_hubs(folder, hub_offsets(wanted, matrix))
        probes.write_probes(folder / prepared.PROBES, learned)
        write_readings(folder, placed, everything[len(wanted) :])
        snapshot.write_records(folder, manifest, records)
        snapshot.write_digests(folder)
        snapshot.make_current(home, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    snapshot.sweep(home, keep=[folder.name])
    rebuilt = None
    if before and before[0].engine != engine.fingerprint:
        rebuilt = f"{before[0].engine} → {engine.fingerprint}"
    reports = _reports(sources, duplicates, before[1] if before else None, tuple(passages))
    return BuildReport(reports, embedded, len(everything) - embedded, time.perf_counter() - started, False, rebuilt)


def _learned(
    home: Path, framework: Framework, wanted: list[Entry], matrix: Any, cache: vectors.VectorCache, engine: Engine
) -> probes.Probes:
    """The probes for this framework and engine: as brought, as kept from an earlier build, or learned now."""
    key = probes.probes_key(framework, engine.fingerprint)
    kept = home / prepared.PROBES
    for file in (prepared.prepared_folder(engine.fingerprint) / prepared.PROBES, kept):
        try:
            found = probes.read_probes(file, key) if file.exists() else None
        except IndexDamaged:
            continue
        if found is not None:
            return found
    learned = probes.learn(framework, wanted, matrix, cache, engine)
    if learned.subjects:
        probes.write_probes(kept, learned, key)
    return learned


def _write(folder: Path, wanted: list[Entry], matrix: Any, records: snapshot.Records, chroma_url: str) -> None:
    by_id = {p.id: p for p in records.passages}

    def metadata(entry: Entry) -> dict[str, Any]:
        passage = by_id.get(entry.ref)
        facts: dict[str, Any] = {"kind": entry.kind, "ref": entry.ref}
        if passage:
            facts |= {
                "source_id": passage.source_id,
                "section": passage.section,
                "page": passage.page or "",
                "start": passage.start,
                "end": passage.end,
            }
        return facts

    chroma = vectors.client(folder / "chroma", chroma_url)
    try:
        vectors.write_store(chroma, folder.name, wanted, matrix, metadata)
        if wanted:  # asking it once makes it write down all that it still holds back
            vectors.Store(chroma, folder.name).nearest(matrix[0], 1)
    finally:
        vectors.release(chroma)
    for lang in LANGS:
        units = lexical.lexical_units(records.passages, records.framework.claims, lang)
        lexical.write_lexical(folder / f"lexical-{lang}", units)


def _previous(home: Path) -> tuple[snapshot.Manifest, snapshot.Records] | None:
    """The current build, or None where there is none that can be read: then all is made anew."""
    try:
        folder = snapshot.current_build(home)
        return snapshot.read_manifest(folder), snapshot.read_records(folder)
    except AanboordError:
        return None


def _intact(home: Path, manifest: snapshot.Manifest, chroma_url: str) -> bool:
    """Whether the current build can be read whole, told without loading Chroma where it is embedded."""
    try:
        folder = snapshot.current_build(home)
        snapshot.check(folder)
        if not chroma_url:
            vectors.check(folder / "chroma")
            return manifest.version == snapshot.VERSION
        size = vectors.Store(vectors.client(folder / "chroma", chroma_url), folder.name).size
        return manifest.version == snapshot.VERSION and size == manifest.entries
    except IndexDamaged:
        return False


def _unique(passages: list[Passage]) -> list[Passage]:
    """The passages with ids that differ: the same text may stand in two sources."""
    seen: dict[str, int] = {}
    unique: list[Passage] = []
    for passage in passages:
        seen[passage.id] = seen.get(passage.id, 0) + 1
        again = seen[passage.id] > 1
        unique.append(replace(passage, id=f"{passage.id}-s{seen[passage.id]}") if again else passage)
    return unique


def _reports(
    sources: Sequence[Source],
    duplicates: dict[str, str],
    before: snapshot.Records | None,
    passages: Sequence[Passage],
) -> tuple[SourceReport, ...]:
    old = {s.origin: s.sha256 for s in before.sources} if before else {}
    known = {s.sha256 for s in before.sources} if before else set()
    counts: dict[str, int] = {}
    for passage in passages:
        counts[passage.source_id] = counts.get(passage.source_id, 0) + 1
    reports: list[SourceReport] = []
    for source in sources:
        status: SourceStatus
        if source.id in duplicates:
            status = "duplicate"
        elif source.sha256 in known:
            status = "unchanged"
        else:
            status = "changed" if source.origin in old else "new"
        reports.append(
            SourceReport(source.id, source.title, status, duplicates.get(source.id), counts.get(source.id, 0), source)
        )
    origins = {s.origin for s in sources} | {None}
    shas = {s.sha256 for s in sources}
    for gone in before.sources if before else ():
        if gone.origin not in origins and gone.sha256 not in shas:
            reports.append(SourceReport(gone.id, gone.title, "removed", None, 0, None))
    return tuple(reports)
