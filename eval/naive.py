"""The pipeline that everybody builds first, to measure ours against.

The PDF's raw text in pieces of 1000 characters into Chroma, with the same embeddings as ours; the
answer is how the best piece begins. Each piece is put back where it stands in the article as we read it,
so that its hits can be judged as ours are.

As processes of their own: `python -m eval.naive fill FOLDER FILE`, then `… ask FOLDER QUESTION`.
"""

from __future__ import annotations

import re
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.embeddings import Engine, load_engine
from assistant.records import Answer, Citation, Hit, Source, Span, Statement
from assistant.text import detect_lang, match_map, sentence_spans

if TYPE_CHECKING:
    from langchain_chroma import Chroma

SIZE = 1000
# As many sentences as the best piece's beginning is quoted with.
SENTENCES = 3
# A place is found by this many characters, hyphens and white space apart; furniture may stand between.
PROBE = 40
STEP = 10


def splits(path: Path) -> list[str]:
    """The raw text in pieces of at most SIZE characters, cut at white space."""
    if path.suffix.lower() == ".pdf":
        from pypdf import PdfReader

        text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    else:
        text = path.read_text("utf-8")
    pieces: list[str] = []
    while text := text.strip():
        cut = len(text) if len(text) <= SIZE else max(text.rfind(" ", 1, SIZE), text.rfind("\n", 1, SIZE))
        pieces.append(text[: cut if cut > 0 else SIZE])
        text = text[len(pieces[-1]) :]
    return pieces


def fill(path: Path, engine: Engine, folder: Path | None = None) -> Chroma:
    """A store of the document's pieces, in memory or in `folder`."""
    store = opened(engine, folder, "naive" if folder else f"naive-{secrets.token_hex(8)}")
    pieces = splits(path)
    store.add_texts(pieces, ids=[str(number) for number in range(len(pieces))])
    return store


def opened(engine: Engine, folder: Path | None, name: str = "naive") -> Chroma:
    """The store in `folder`."""
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    settings = Settings(anonymized_telemetry=False, is_persistent=folder is not None)
    if folder:
        settings.persist_directory = str(folder)
    return Chroma(
        collection_name=name,
        embedding_function=engine,
        client_settings=settings,
        collection_metadata={"hnsw:space": "cosine"},
    )


class NaiveAssistant:
    """Answers from the pieces of one document, in the shapes of ours."""

    def __init__(self, source: Source, pdf_path: Path, engine: Engine) -> None:
        self._source = source
        self._store = fill(pdf_path, engine)
        self._places = Places(source)

    def hits(self, question: str, k: int) -> list[Hit]:
        """The `k` best pieces; the text is the source's own where the piece was found in it."""
        found = self._store.similarity_search_with_score(question, k=k)
        return [
            self._hit(rank, str(document.id), document.page_content, 1.0 - distance)
            for rank, (document, distance) in enumerate(found, 1)
        ]

    def answer(self, question: str) -> Answer:
        """How the best piece begins; nothing is ever refused."""
        best = self.hits(question, 1)[0]
        lang = detect_lang(question)
        quotes = [self._citation(str(n), best, s) for n, s in enumerate(self._beginning(best), 1)]
        return Answer(
            question=question,
            understood_as=question,
            language=lang,
            role="leader",
            status="answered",
            confidence=round(max(0.0, min(1.0, best.score)), 4),
            answerer="naive",
            text=" ".join(f"{c.quote} [{c.id}]" for c in quotes),
            statements=tuple(Statement(c.quote, "finding", (c.id,)) for c in quotes),
            citations=tuple(quotes),
        )

    def _hit(self, rank: int, number: str, piece: str, score: float) -> Hit:
        source = self._source
        span = self._places.find(piece)
        section = source.section_at((span.start + span.end) // 2) if span else None
        return Hit(
            rank=rank,
            id=f"naive-{number}",
            kind=source.kind,
            claim_id=None,
            source_id=source.id,
            source_title=source.title,
            section=section.slug if section else "",
            section_title=section.title if section else "",
            page=source.page_at(span.start) if span else None,
            text=source.text[span.start : span.end] if span else piece,
            start=span.start if span else 0,
            end=span.end if span else 0,
            score=round(score, 6),
        )

    def _beginning(self, hit: Hit) -> list[Span]:
        """The first sentences of a piece, as spans of the source."""
        if hit.end == 0:
            return []
        return [Span(hit.start + s.start, hit.start + s.end) for s in sentence_spans(hit.text)[:SENTENCES]]

    def _citation(self, number: str, hit: Hit, span: Span) -> Citation:
        return Citation(
            id=number,
            passage_id=hit.id,
            claim_id=None,
            source_id=hit.source_id,
            source_title=hit.source_title,
            kind=hit.kind,
            section=hit.section,
            section_title=hit.section_title,
            page=self._source.page_at(span.start),
            studies=(),
            quote=self._source.text[span.start : span.end],
            start=span.start,
            end=span.end,
        )


class Places:
    """Finds where raw text stands in a source, line ends, hyphens and running heads apart."""

    def __init__(self, source: Source) -> None:
        self._key, self._origin = _bare(source.text)

    def find(self, piece: str) -> Span | None:
        """From the first to the last stretch of the piece that stands in the source; None where none does.

        What stands far from the rest (a running head that is the title, say) does not count.
        """
        key, _ = _bare(piece)
        probes = {at: key[at : at + PROBE] for at in range(0, len(key) - PROBE + 1, STEP)}
        begins = sorted(place - at for at, probe in probes.items() if (place := self._key.find(probe)) >= 0)
        if not begins:
            return None
        begin = begins[len(begins) // 2]
        reach = SIZE // 2
        places = {at: self._key.find(probe, max(0, begin - reach)) for at, probe in probes.items()}
        near = [place for at, place in places.items() if place >= 0 and abs(place - at - begin) <= reach]
        return Span(self._origin[min(near)], self._origin[max(near) + PROBE - 1] + 1)


def _bare(text: str) -> tuple[str, list[int]]:
    """The text's match key without hyphens and spaces, and where each of its characters came from."""
    key, origin = match_map(text)
    kept = [i for i, c in enumerate(key) if not re.match(r"[\s-]", c)]
    return "".join(key[i] for i in kept), [origin[i] for i in kept]


def main(action: Literal["fill", "ask"], folder: str, given: str) -> None:
    """Fill a store from a file, or print the best piece for a question."""
    engine = load_engine("bundled")
    if action == "fill":
        fill(Path(given), engine, Path(folder))
    else:
        print(opened(engine, Path(folder)).similarity_search(given, k=1)[0].page_content)


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
