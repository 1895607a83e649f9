"""Indexes as the pipeline reads them: one with its vocabularies, or everybody's and a visitor's own as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from assistant import compose, orders, retrieval
from assistant.coverage import Coverage
from assistant.index.lexical import lexical_units
from assistant.index.probes import Probes
from assistant.index.reader import Index
from assistant.lexicon import Lexicon
from assistant.records import Lang

T = TypeVar("T")
# A sentence of a document that is this probably an order to the assistant is no evidence.
DIRECTED_BOUND = 0.65


class ByLang(dict[Lang, T]):
    """A value for each language, made when it is first asked for."""

    def __init__(self, make: Callable[[Lang], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, lang: Lang) -> T:
        self[lang] = made = self._make(lang)
        return made


class Book:
    """An index with the vocabularies that questions are understood by."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.lexicons: Mapping[Lang, Lexicon] = ByLang(self._lexicon)
        """The vocabulary in each language."""
        self.units: Mapping[Lang, dict[str, frozenset[str]]] = ByLang(self._units)
        """The stems of every passage and claim, in each language."""
        self.coverage: Mapping[Lang, Coverage] = ByLang(self._coverage)
        """How much of a question each claim speaks of, in each language."""

    def _coverage(self, lang: Lang) -> Coverage:
        return Coverage({key: unit for key, unit in self.units[lang].items() if key.startswith("c-")})

    def _lexicon(self, lang: Lang) -> Lexicon:
        i = self.index
        return Lexicon(lang, i.passages.values(), i.claims.values(), i.framework.terms)

    def _units(self, lang: Lang) -> dict[str, frozenset[str]]:
        passages, claims = list(self.index.passages.values()), list(self.index.claims.values())
        return {key: frozenset(value) for key, value in lexical_units(passages, claims, lang).items()}


def only_documents(book: Book, found: retrieval.Found, framework: bool) -> retrieval.Found:
    """The found passages that no claim stands for: all but the article's where there is a framework."""
    if not framework:
        return found
    kept = tuple(p for p in found.passages if book.index.passages[p.id].kind == "document")
    return replace(found, passages=kept)


def sentences_of(book: Book, found: retrieval.Found, probes: Probes) -> list[compose.Piece]:
    """The sentences of the best passages with their similarity; those that order the assistant about are left out."""
    pieces: dict[str, compose.Piece] = {}
    for scored in found.passages[:5]:
        passage = book.index.passages[scored.id]
        for number, span in enumerate(passage.sentences):
            if orders.is_directed(passage.text[span.start - passage.start : span.end - passage.start]):
                continue
            alone = len(passage.sentences) == 1
            key = passage.id if alone else f"{passage.id}.{number}"
            pieces[key] = compose.Piece(passage.id, number, found.similarities.get(key, found.floor))
    vectors = book.index.store.vectors(list(pieces))
    return [
        piece
        for key, piece in pieces.items()
        if key not in vectors or probes.orders_about(vectors[key], document=True) < DIRECTED_BOUND
    ]


class Combined:
    """Two indexes as one, for composing and grounding: everybody's and the visitor's own."""

    def __init__(self, shared: Index, own: Index) -> None:
        self.passages = {**shared.passages, **own.passages}
        self.claims = shared.claims
        self.anchors = shared.anchors
        self.texts = {**own.texts, **shared.texts}
        self.framework = shared.framework
        self.claim_spans = shared.claim_spans
