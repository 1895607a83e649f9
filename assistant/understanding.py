"""A turn → the questions in it, each as it is searched, with what was found and how sure that makes us.

Decides what a turn leans on, which words are put right, whether it orders the assistant about; does not
compose anything.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from assistant import confidence, discussion, evidence, orders, question, retrieval, rewriting, subjects
from assistant.books import Book, only_documents
from assistant.embeddings import Engine
from assistant.errors import ModelError
from assistant.index.probes import inside
from assistant.index.reader import Index
from assistant.records import Lang, Question, Topic
from assistant.turns import Heard, Part, Reading, Request
from assistant.writing import Editor

# Above this a turn is taken for an order to the assistant (docs/log.md, "Probes").
ORDER_BOUND = 0.6
# A subject outside the sources is named from this share on.
SUBJECT_SHARE = 0.5
# From this confidence on a question is answered without the one before it (docs/log.md, "Follow-ups").
SURE_ALONE = 0.6
# A question with more words of its own than this stands on its own.
LEANING_WORDS = 3


@dataclass(frozen=True)
class Understanding:
    """Reads turns against an index, and against a visitor's own documents beside it."""

    book: Book
    engine: Engine
    calibration: confidence.Calibration
    editor: Editor | None = None

    @property
    def index(self) -> Index:
        """The index that everybody shares."""
        return self.book.index

    def read(self, request: Request, own: Book | None = None) -> Reading:
        """The turn as it is understood, searched."""
        asked = question.stand_alone(request.question, request.history, request.role, request.lang)
        heard = self._heard(asked)
        leans = asked.understood_as != asked.asked
        if leans and self._stands_alone(asked, own, heard):
            asked, leans = replace(asked, understood_as=asked.asked), False
        spoken = question.spoken_lang(asked.understood_as, asked.lang)
        texts = [asked.understood_as] if leans else question.parts(asked.asked, spoken)
        parts = tuple(self._part(text, spoken, asked, own, heard) for text in texts)
        if request.history and not leans and may_lean(parts[0], self.calibration.partial_below):
            asked, parts = self._leaning(request, asked, spoken, parts, own, heard)
        understood = Reading(asked, parts)
        if self.editor and request.history and parts[0].confidence < self.calibration.partial_below:
            understood = self._reworded(self.editor, request, understood, spoken, own, heard)
        asked = understood.question
        fixed = {k: v for part in understood.parts for k, v in part.understood.corrected.items()}
        if fixed:
            asked = replace(asked, understood_as=question.repaired(asked.understood_as, fixed))
        return replace(understood, question=asked)

    def _stands_alone(self, asked: Question, own: Book | None, heard: Heard) -> bool:
        """Whether a question that seems to lean on the one before it is answered well enough without."""
        lang = question.spoken_lang(asked.asked, asked.lang)
        if not question.may_stand_alone(asked.asked, lang):
            return False
        return self._part(asked.asked, lang, asked, own, heard).confidence >= SURE_ALONE

    def _leaning(
        self,
        request: Request,
        asked: Question,
        lang: Lang,
        parts: tuple[Part, ...],
        own: Book | None,
        heard: Heard,
    ) -> tuple[Question, tuple[Part, ...]]:
        """A question that alone leads nowhere is tried together with the one before it."""
        joined = question.joined(asked, request.history)
        part = self._part(joined.understood_as, lang, joined, own, heard)
        return (joined, (part,)) if part.confidence > parts[0].confidence else (asked, parts)

    def _heard(self, asked: Question) -> Heard:
        """The whole turn is heard; the name of a subject alone is no sentence and is heard as a question."""
        lang = question.spoken_lang(asked.asked, asked.lang)
        text = subjects.plain(asked.asked, lang) if subjects.is_bare(asked.asked, lang) else asked.asked
        embed = cache(self.engine.question)
        return Heard(embed, max(self.index.probes.orders_about(embed(piece)) for piece in orders.pieces(text)))

    def _subject(self, spoken: Mapping[str, float]) -> Topic | None:
        """The subject outside the sources that a question most probably speaks of."""
        sure = {t: spoken.get(f"t-{t.id}", -math.inf) for t in self.index.framework.topics}
        best = max(sure, key=lambda t: sure[t], default=None)
        return best if best is not None and sure[best] >= math.log(SUBJECT_SHARE) else None

    def _reworded(
        self, editor: Editor, request: Request, plain: Reading, lang: Lang, own: Book | None, heard: Heard
    ) -> Reading:
        """A follow-up question as the language model puts it, where the search is surer of it so."""
        asked = request.question
        if plain.parts[0].ordered:
            return plain
        try:
            made = editor.writer.rewrite(asked, request.history, lang, request.stopped)
        except ModelError as error:
            return replace(plain, fault=error.values.get("cause", "malformed"))
        plain = replace(plain, spent=made.usage)
        if not rewriting.usable(made.text, asked, request.history, lang, self.book.lexicons[lang].knows):
            return plain
        question_ = replace(plain.question, understood_as=made.text)
        part = self._part(made.text, lang, question_, own, heard)
        surer = part.confidence > max(p.confidence for p in plain.parts)
        return replace(plain, question=question_, parts=(part,)) if surer else plain

    def _part(self, text: str, lang: Lang, asked: Question, own: Book | None, heard: Heard) -> Part:
        material, text = _sought(text, lang, asked)
        lexicon = self.book.lexicons[lang]
        understood = lexicon.understand(text, own.lexicons[lang].knows) if own else lexicon.understand(text)
        vector = heard.embed(understood.text)
        books = [self.book, own] if own else [self.book]
        spoken = self.index.probes.spoken_of(vector)
        told = retrieval.Told(spoken, self.book.coverage[lang].shares(understood.stems))
        weights = self.calibration.weights
        found = tuple(
            retrieval.search(book.index, vector, understood.stems, understood.expanded, lang, weights, told)
            for book in books
        )
        shape = question.shape(text, lang, material)
        topic, topic_weight = evidence.topic_of(understood.text, self.index.framework.topics, lang)
        topic = topic or self._subject(spoken)
        features = evidence.claim_features(
            found[0], understood, shape, self.index.claims, self.book.units[lang], topic_weight, lang
        )
        if features and spoken:
            features |= {"inside": inside(spoken), "order": evidence.log_odds(heard.order)}
        documents = [
            evidence.passage_features(
                only_documents(book, f, bool(self.index.claims)),
                understood,
                shape,
                book.index.passages,
                book.units[lang],
                lang,
            )
            for book, f in zip(books, found, strict=True)
        ]
        sure = self.calibration.claims.probability(features) if features else 0.0
        of_documents = [self.calibration.passages.probability(f) if f else 0.0 for f in documents]
        best = max(of_documents, default=0.0)
        total = max(sure, best)
        ordered = shape.instruction or heard.order >= ORDER_BOUND or orders.is_directed(asked.asked)
        return Part(
            text,
            understood,
            shape,
            found,
            0.0 if ordered else total,
            best > sure,
            topic,
            ordered,
            features,
            documents[of_documents.index(best)] if best else {},
            lang,
        )


def _sought(text: str, lang: Lang, asked: Question) -> tuple[discussion.Wanted | None, str]:
    """The material for a discussion that is asked for, and the text to search: without the words around a subject.

    “Give me three statements about it” searches the question before it.
    """
    if text == asked.understood_as != asked.asked:
        material = discussion.wanted(asked.asked, lang, leaning=True)
        before = text[: -len(asked.asked)].strip()
        if material and before and not material.on:
            return replace(material, on=before), subjects.plain(before, lang)
    return discussion.wanted(text, lang), subjects.plain(text, lang)


def may_lean(part: Part, sure: float) -> bool:
    """Whether a question that leads nowhere may be read with the one before it.

    Not one that names something else: a subject outside the sources, a word that they do not hold.
    Else the answer to the question before would be given again.
    """
    alone = part.confidence < sure and part.shape.content <= LEANING_WORDS
    return alone and not part.ordered and part.topic is None and not part.understood.unknown
