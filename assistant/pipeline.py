"""The order of the stages: understand and search (`understanding`) → decide → compose → ground → an Answer.

Knows no stage's insides. A LangChain `Runnable`, so that it fits into other people's chains.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant import (
    compose,
    confidence,
    evidence,
    grounding,
    question,
    render,
    retrieval,
    writing,
)
from assistant.books import Book, Combined, only_documents, sentences_of
from assistant.embeddings import Engine
from assistant.errors import QuestionError
from assistant.index.reader import Index
from assistant.notices import NOTICES, UNHELD
from assistant.offering import Search
from assistant.passing import Passed
from assistant.records import (
    Answer,
    Draft,
    Hit,
    Lang,
    Role,
    Timings,
    Turn,
)
from assistant.text import fold
from assistant.turns import Part, Request, Searched
from assistant.understanding import Understanding
from assistant.writing import Assignment, Writer

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

__all__ = ["Assistant", "Part", "Request", "Searched"]
MAX_CHARS = 2000
# A sentence of a document this much less similar than the best one is left out.
SENTENCE_WINDOW = 0.03


class Assistant:
    """Answers questions from an index, and from a visitor's own documents beside it.

    Safe to share between threads.
    """

    def __init__(
        self,
        index: Index,
        engine: Engine,
        calibration: confidence.Calibration | None = None,
        *,
        max_chars: int = MAX_CHARS,
        writer: Writer | None = None,
        second: Callable[[str, str], float] | None = None,
    ) -> None:
        self.book = Book(index)
        self.editor = (
            writing.Editor(writer, index.framework, engine, index.store, index.readings, second) if writer else None
        )
        self.engine = engine
        self.calibration = calibration or confidence.load_calibration()
        self.max_chars = max_chars

    @property
    def index(self) -> Index:
        """The index that everybody shares."""
        return self.book.index

    def ask(
        self,
        text: str,
        *,
        lang: Lang | None = None,
        role: Role = "leader",
        history: Sequence[Turn] = (),
        own: Book | None = None,
    ) -> Answer:
        """The answer to a question; `own` is the index of the visitor's own documents.

        Raises QuestionError for an empty or overlong question.
        """
        searched = self.look_up(Request(text, lang, role, tuple(history)), own)
        return self.answer(searched, own)

    def look_up(self, request: Request, own: Book | None = None) -> Searched:
        """Understand and search."""
        started = time.perf_counter()
        if not fold(request.question) or len(request.question) > self.max_chars:
            raise QuestionError(limit=self.max_chars)
        understood = Understanding(self.book, self.engine, self.calibration, self.editor).read(request, own)
        return Searched(
            request, understood.question, understood.parts, started, _ms(started), understood.spent, understood.fault
        )

    def stream(self, request: Request, own: Book | None = None) -> Generator[Passed | Answer]:
        """Statements as they pass, none withdrawn, and at the end the whole answer."""
        yield from self.tell(self.look_up(request, own), own)

    def tell(self, searched: Searched, own: Book | None) -> Generator[Passed | Answer]:
        """The same for a turn that was looked up."""
        for piece in writing.told(self.editor, *self._asked(searched, own), early=True):
            yield self._noted(piece, searched) if isinstance(piece, Answer) else piece

    def answer(self, searched: Searched, own: Book | None = None) -> Answer:
        """The composed answer, or a writer's where there is one and the gate lets it through."""
        told = writing.last(writing.told(self.editor, *self._asked(searched, own), early=False))
        return self._noted(told, searched)

    def _asked(self, searched: Searched, own: Book | None) -> tuple[Answer, Assignment, Index | None]:
        """The composed answer and what a writer needs to write its own."""
        found = [Search(p.found, p.from_documents) for p in searched.parts]
        material = Combined(self.index, own.index) if own else self.index
        request = searched.request
        shorter = request.brief == "shorter"
        assignment = Assignment(
            material, found, request.history, shorter, request.stopped, searched.spent, searched.fault
        )
        return self._composed(searched, own), assignment, own.index if own else None

    def _composed(self, searched: Searched, own: Book | None) -> Answer:
        """Decide, compose and ground."""
        began = time.perf_counter()
        asked = searched.question
        sure = round(searched.confidence, 4)
        status = confidence.status_of(sure, self.calibration)
        if status == "not_in_sources":
            return self._refuse(searched, sure, began)
        answered = [p for p in searched.parts if p.confidence >= self.calibration.refuse_below]
        if len(answered) < len(searched.parts) and status == "answered":
            status = "partial"
        drafts, listed = self._drafts(searched, answered, own)
        material = Combined(self.index, own.index) if own else self.index
        grounded = grounding.ground(drafts, material, asked.lang)
        if not grounded.statements:
            return replace(self._refuse(searched, 0.0, began), dropped=grounded.dropped)
        used = [c.claim_id for c in grounded.citations if c.claim_id]
        picks = self._picks(answered[0], asked.lang)
        brief = self._brief(searched, answered[0])
        return Answer(
            question=asked.asked,
            understood_as=asked.understood_as,
            language=asked.lang,
            role=asked.role,
            status=status,
            confidence=sure,
            answerer="composed",
            text=render.answer_text(grounded.statements, listed),
            statements=grounded.statements,
            citations=grounded.citations,
            follow_ups=tuple(compose.follow_ups(self.index, brief, picks, used)) if picks else (),
            dropped=grounded.dropped,
            timings_ms=self._timings(searched, began),
        )

    def _noted(self, answer: Answer, searched: Searched) -> Answer:
        """The answer, composed or a writer's, with a line on what was asked for and is not in it."""
        if answer.status == "not_in_sources":
            return answer
        told = [s.text for s in answer.statements if s.kind != "reflection"]
        lang = answer.language
        notices: list[str] = []
        if evidence.lacks_number(told) and any(question.wants_count(p.text, p.lang) for p in searched.parts):
            notices.append(NOTICES["number"][lang])
        part = searched.parts[0]
        given = len(answer.statements) - len(told) if part.shape.kind == "questions" else len(told)
        if given < part.shape.count and not searched.request.brief:
            notices.append(NOTICES["fewer"][lang])
        # Only where statements and question speak one language, and nothing was left out on request.
        if len(searched.parts) == 1 and part.lang == lang and not part.from_documents and not searched.request.brief:
            lexicon = self.book.lexicons[lang]
            held = told + [c.quote for c in answer.citations]
            compared = question.sides(part.understood.text, lang)
            unheld = evidence.unheld(compared, held, lambda side: set(lexicon.understand(side).expanded), lang)
            if len(unheld) < len(compared):
                notices += [UNHELD[lang].format(side=side) for side in unheld]
        if not notices:
            return answer
        return replace(answer, status="partial", notices=(*notices, *answer.notices))

    def _drafts(self, searched: Searched, parts: Sequence[Part], own: Book | None) -> tuple[list[Draft], bool]:
        """Drafts for each part in turn, the budget of words shared between them."""
        drafts: list[Draft] = []
        said: set[str] = set()
        for part in parts:
            brief = self._brief(searched, part, len(parts))
            if part.from_documents or not self.index.claims:
                new = self._from_documents(part, brief, own)
            else:
                new = compose.compose_claims(self.index, brief, self._picks(part, brief.lang))
            for draft in new:
                if draft.text not in said and (
                    draft.kind != "reflection"
                    or part.shape.kind == "questions"
                    or not any(d.kind == "reflection" for d in drafts)
                ):
                    said.add(draft.text)
                    drafts.append(draft)
        drafts.sort(key=lambda d: d.kind == "reflection")
        return drafts, len(parts) == 1 and parts[0].shape.kind in compose.LISTED

    def _from_documents(self, part: Part, brief: compose.Brief, own: Book | None) -> list[Draft]:
        books = [self.book, own] if own else [self.book]
        pieces: list[compose.Piece] = []
        for book, found in zip(books, part.found, strict=True):
            chosen = only_documents(book, found, bool(self.index.claims))
            pieces += sentences_of(book, chosen, self.index.probes)
        pieces.sort(key=lambda p: (-p.score, p.passage_id, p.sentence))
        near = [p for p in pieces if p.score >= pieces[0].score - SENTENCE_WINDOW] if pieces else []
        material = Combined(self.index, own.index) if own else self.index
        return compose.compose_passages(material, brief, near)

    def _picks(self, part: Part, lang: Lang) -> list[compose.Pick]:
        """The claims found; which of their questions fits is known in the language of the search alone."""
        found = part.found[0].claims[:40]
        if part.lang != lang:
            return [compose.Pick(c.id, c.score) for c in found]
        cover = self.book.coverage[lang].shares(part.understood.stems)
        return [compose.Pick(c.id, c.score, c.best, c.features["ask"], cover.get(f"c-{c.id}", 0.0)) for c in found]

    def _brief(self, searched: Searched, part: Part, shared_by: int = 1) -> compose.Brief:
        asked = searched.question
        shorter = searched.request.brief == "shorter"
        words = compose.MAX_WORDS // shared_by
        return compose.Brief(
            text=part.understood.text,
            kind=part.shape.kind,
            count=part.shape.count,
            whole=part.shape.whole,
            lang=asked.lang,
            role=asked.role,
            negated=question.is_negated(part.text, asked.lang),
            max_words=words // 2 if shorter else words,
            max_statements=2 if shorter else max(2, compose.MAX_STATEMENTS // shared_by),
            plain=searched.request.brief == "simpler",
        )

    def _refuse(self, searched: Searched, sure: float, began: float) -> Answer:
        asked = searched.question
        part = searched.parts[0]
        topic = next((p.topic for p in searched.parts if p.topic), None)
        if part.ordered:
            reason, topic = "instruction", None
        elif topic and not (part.found[0].claims or part.found[0].passages):
            reason = "own"
        elif topic:
            reason = "topic" if self.index.article or not self.index.sources else "documents"
        else:
            reason = "vague" if part.shape.content == 0 else "plain"
        brief = self._brief(searched, part)
        if topic and reason != "own":
            nearest = [compose.Pick(c, 0.0) for c in topic.nearest] + self._picks(part, asked.lang)
        else:
            nearest = self._picks(part, asked.lang)
        offers = compose.follow_ups(self.index, brief, nearest, ()) if nearest else []
        return Answer(
            question=asked.asked,
            understood_as=asked.understood_as,
            language=asked.lang,
            role=asked.role,
            status="not_in_sources",
            confidence=sure,
            answerer="composed",
            text=render.refusal_text(reason, asked.lang, topic, offers),
            follow_ups=tuple(offers),
            timings_ms=self._timings(searched, began),
        )

    def _timings(self, searched: Searched, began: float) -> Timings:
        return Timings(searched.search_ms, _ms(began), _ms(searched.started))

    def search(self, text: str, k: int = 10, lang: Lang | None = None, own: Book | None = None) -> list[Hit]:
        """The best passages and claims for a question, without an answer."""
        searched = self.look_up(Request(text, lang), own)
        return self.hits(searched, k, own)

    def hits(self, searched: Searched, k: int = 10, own: Book | None = None) -> list[Hit]:
        """What `search` lists, of a turn that was looked up."""
        part = searched.parts[0]
        merged = [retrieval.hits(self.index, part.found[0], searched.question.lang, k)]
        if own:
            merged.append(retrieval.hits(own.index, part.found[1], searched.question.lang, k))
        best = sorted((h for hits in merged for h in hits), key=lambda h: -h.score) if own else merged[0]
        return [replace(hit, rank=rank) for rank, hit in enumerate(best, 1)]

    @property
    def runnable(self) -> Runnable[Any, Answer]:
        """The pipeline as a LangChain Runnable: a question (or Request) in, an Answer out."""
        from langchain_core.runnables import RunnableLambda

        def request(asked: str | Request) -> Request:
            return asked if isinstance(asked, Request) else Request(asked)

        return RunnableLambda(request) | RunnableLambda(self.look_up) | RunnableLambda(self.answer)


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 2)
