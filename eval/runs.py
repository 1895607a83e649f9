"""Items → Runs: every question through the same door as its users."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.books import Book
from assistant.embeddings import Engine
from assistant.index import build_index, open_index
from assistant.pipeline import Assistant, Part, Request
from assistant.records import Answer, Framework, Hit, Turn
from assistant.sources import read_all
from eval.items import Item

EMPTY = Framework("", "", "", (), ())


@dataclass(frozen=True, slots=True)
class Run:
    """A question, what the search found for it, and the answer."""

    item: Item
    hits: tuple[Hit, ...]
    answer: Answer
    parts: tuple[Part, ...] = ()
    written: bool = False
    """Whether the question was put to a language model."""


def run_items(
    assistant: Assistant, items: Sequence[Item], progress: Callable[[int, int], None] = lambda d, t: None
) -> list[Run]:
    """Ask every question once. Attack documents are indexed as a visitor's own."""
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        books: dict[tuple[Path, ...], Book] = {}
        for number, item in enumerate(items, 1):
            own = None
            if item.documents:
                if item.documents not in books:
                    home = Path(folder) / str(len(books))
                    books[item.documents] = own_book(item.documents, home, assistant.engine)
                own = books[item.documents]
            runs.append(run_item(assistant, item, own))
            progress(number, len(items))
    return runs


def run_item(assistant: Assistant, item: Item, own: Book | None) -> Run:
    """One question: looked up once, then answered."""
    role = item.who if item.who in ("leader", "teacher", "trainer") else "leader"
    request = Request(item.q, None, role, tuple(Turn(q) for q in item.history))
    searched = assistant.look_up(request, own)
    answer = assistant.answer(searched, own)
    written = assistant.editor is not None and answer.status != "not_in_sources"
    return Run(item, tuple(assistant.hits(searched, 10, own)), answer, searched.parts, written)


def own_book(documents: Sequence[Path], home: Path, engine: Engine) -> Book:
    """An index of these documents alone."""
    sources, _ = read_all(list(documents), max_pages=1000, max_bytes=50_000_000)
    build_index(sources, EMPTY, home=home, engine_key=engine.fingerprint, load_engine=lambda: engine)
    return Book(open_index(home))
