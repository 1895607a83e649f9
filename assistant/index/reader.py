"""A build, opened for reading: records, nearest entries, BM25 scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexDamaged
from assistant.framework_source import claim_spans, framework_source
from assistant.index import lexical, snapshot, vectors
from assistant.index.entries import Entry, entries
from assistant.index.prepared import PROBES
from assistant.index.probes import NONE, Probes, read_probes
from assistant.index.readings import read_readings
from assistant.readings import Readings
from assistant.records import LANGS, Anchor, Claim, Framework, Lang, Passage, Source, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass
class Index:
    """An open build. Safe to share between threads: nothing in it changes."""

    manifest: snapshot.Manifest
    sources: tuple[Source, ...]
    passages: dict[str, Passage]
    framework: Framework
    anchors: dict[str, Anchor]
    store: vectors.Store
    lexicals: dict[Lang, lexical.Lexical]
    hubs: dict[Lang, dict[str, float]]
    probes: Probes
    folder: Path

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every entry by its id."""
        return {e.id: e for e in entries(self.passages.values(), self.framework.claims)}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Every claim by its id."""
        return {c.id: c for c in self.framework.claims}

    @cached_property
    def texts(self) -> dict[str, Source]:
        """Every source by its id, the framework's own text among them."""
        return {s.id: s for s in (*self.sources, framework_source(self.framework))}

    @cached_property
    def claim_spans(self) -> dict[tuple[str, Lang], Span]:
        """Where each claim stands in the framework's own text, by claim id and language."""
        return claim_spans(self.framework)

    @cached_property
    def claim_passages(self) -> dict[str, tuple[str, ...]]:
        """The passages in which the sentences stand that each claim points at."""
        return {
            claim_id: tuple(
                p.id
                for p in self.passages.values()
                if p.source_id == anchor.source_id and p.start < anchor.end and anchor.start < p.end
            )
            for claim_id, anchor in self.anchors.items()
        }

    @cached_property
    def claim_sentences(self) -> dict[str, tuple[str, ...]]:
        """The entries of the sentences that each claim points at; that of the passage where it is one sentence."""
        return {
            claim_id: tuple(
                passage.id if len(passage.sentences) == 1 else f"{passage.id}.{number}"
                for passage in (self.passages[p] for p in self.claim_passages[claim_id])
                for number, span in enumerate(passage.sentences)
                if anchor.start <= span.start and span.end <= anchor.end
            )
            for claim_id, anchor in self.anchors.items()
        }

    @cached_property
    def readings(self) -> Readings:
        """What is known to hold of the article's sentences and what not, read when it is first asked for."""
        return read_readings(self.folder)

    @property
    def article(self) -> Source | None:
        """The article, where the reader supplied it."""
        return next((s for s in self.sources if s.kind == "article"), None)

    def close(self) -> None:
        """Let go of the files; nothing may be asked of the index afterwards."""
        self.store.close()

    def nearest(self, vector: NDArray[np.float32], count: int, lang: Lang) -> dict[str, float]:
        """Similarity of the nearest entries to a question in `lang`, by entry id: cosine, less what
        an entry has for being near to every question.
        """
        offsets = self.hubs[lang]
        return {i: s - offsets.get(i, 0.0) for i, s in self.store.nearest(vector, count).items()}

    def lexical_scores(self, query: Sequence[str], lang: Lang) -> dict[str, float]:
        """BM25 by passage id and `c-CLAIM`, between 0 and about 1."""
        return self.lexicals[lang].scores(query)


def open_index(home: Path, *, chroma_url: str = "") -> Index:
    """The current build of `home`. Raises IndexMissing or IndexDamaged."""
    folder = snapshot.current_build(home)
    manifest = snapshot.read_manifest(folder)
    if manifest.version != snapshot.VERSION:
        raise IndexDamaged(detail=f"version {manifest.version}, now {snapshot.VERSION}")
    snapshot.check(folder)
    if not chroma_url:
        vectors.check(folder / "chroma")
    records = snapshot.read_records(folder)
    store = vectors.Store(vectors.client(folder / "chroma", chroma_url), folder.name)
    if store.size != manifest.entries:
        raise IndexDamaged(detail=f"{store.size} vectors, {manifest.entries} expected")
    return Index(
        manifest,
        records.sources,
        {p.id: p for p in records.passages},
        records.framework,
        {a.claim_id: a for a in records.anchors},
        store,
        {lang: lexical.read_lexical(folder / f"lexical-{lang}") for lang in LANGS},
        snapshot.read_hubs(folder),
        read_probes(folder / PROBES) or NONE,
        folder,
    )
