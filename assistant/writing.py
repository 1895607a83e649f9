"""A composed answer + a writer → the writer's answer, as far as the gate lets it through.

Grounds each draft as it comes and decides, before anything is shown, whether the composed answer is
given instead. Knows no model and no prompt.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from assistant import grounding, render
from assistant.embeddings import Engine
from assistant.errors import ModelError
from assistant.gate import Gate
from assistant.gating import Vectors, entry_similarity, make_gate, remembering, supporter
from assistant.lexicon import rarity
from assistant.notices import CAUSES, NOTICES
from assistant.offering import Search, Task, never, offer
from assistant.orders import is_directed
from assistant.passing import Passed, completed, passed
from assistant.readings import NO_READINGS, Readings
from assistant.records import Answer, Draft, Dropped, Framework, Lang, Quote, Reworded, Turn, Usage
from assistant.text import detect_lang

# An answer whose first statement held, or that kept this many, is the writer's, whatever is dropped.
ENOUGH = 2
# From this many words on, a text tells its language.
TELLING_WORDS = 5


class Writer(Protocol):
    """Something that writes drafts for a task, one after the other. Raises ModelError."""

    @property
    def name(self) -> str: ...
    def write(self, task: Task) -> Generator[Draft | Dropped | Usage]: ...
    def rewrite(self, question: str, history: Sequence[Turn], lang: Lang, stopped: Callable[[], bool]) -> Reworded: ...


class Library(Protocol):
    """An index, as far as writing needs it."""

    @property
    def store(self) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a writer may draw on for a turn."""

    material: grounding.Evidence
    found: Sequence[Search]
    history: tuple[Turn, ...] = ()
    shorter: bool = False
    stopped: Callable[[], bool] = never
    spent: Usage | None = None
    """Tokens that understanding the question took."""
    fault: str = ""
    """What went wrong with the writer before it was asked to write: it is not asked again."""


@dataclass
class Desk:
    """The drafts of one answer, grounded as they come."""

    material: grounding.Evidence
    lang: Lang
    support: Callable[[Draft, Sequence[str]], str | None]
    drafts: list[Draft] = field(default_factory=list)
    refused: list[Dropped] = field(default_factory=list)
    usage: Usage | None = None
    first: Draft | None = None
    _tried: bool = False
    _verdicts: dict[Draft, str | None] = field(default_factory=dict)

    def take(self, item: Draft | Dropped | Usage) -> None:
        """One thing that the writer gave."""
        if isinstance(item, Usage):
            self.usage = item
            return
        if not self._tried and isinstance(item, Draft):
            self.first = item
        self._tried = True
        if isinstance(item, Dropped):
            self.refused.append(item)
        elif any(self._orders(quote) for quote in item.quotes):
            self.refused.append(Dropped(item.text, "its quote is an instruction"))
        elif len(item.text.split()) >= TELLING_WORDS and detect_lang(item.text) != self.lang:
            self.refused.append(Dropped(item.text, "not in the answer's language"))
        elif any(item.text == d.text for d in self.drafts):
            self.refused.append(Dropped(item.text, "said before"))
        else:
            self.drafts.append(item)

    @property
    def sure(self) -> bool:
        """Whether the answer is the writer's: what it said first holds, or enough of the rest."""
        kept = self.grounded().statements
        first = self.first is not None and any(s.text == self.first.text for s in kept)
        return first or len(kept) >= ENOUGH

    def grounded(self) -> grounding.Grounded:
        """What passes so far; what passed once passes always, under the same numbers."""
        return grounding.ground(self.drafts, self.material, self.lang, self._supported)

    def _orders(self, quote: Quote) -> bool:
        """Whether a sentence of a document gives orders to whoever reads it."""
        source = self.material.texts.get(quote.source_id)
        return source is not None and source.kind == "document" and is_directed(quote.text)

    def _supported(self, draft: Draft, quoted: Sequence[str]) -> str | None:
        if draft not in self._verdicts:
            self._verdicts[draft] = self.support(draft, quoted)
        return self._verdicts[draft]


@dataclass
class Editor:
    """A writer with the gate that all it writes goes through. Safe to share between threads."""

    writer: Writer
    framework: Framework
    engine: Engine
    store: Vectors
    readings: Readings = NO_READINGS
    second: Callable[[str, str], float] | None = None
    """A cross-encoder's opinion of (statement, evidence), where one is set."""

    @cached_property
    def _gate(self) -> Gate:
        embed = remembering(self.engine)
        near, recalled = entry_similarity(embed, self.store), entry_similarity(embed, self.readings)
        return make_gate(self.framework, near, rarity, known=self.readings.of, recalled=recalled, second=self.second)

    def gate(self, own: Library | None = None) -> Gate:
        """The gate over everybody's index, and the visitor's own beside it."""
        if own is None:
            return self._gate
        embed = remembering(self.engine)  # of what is said of a visitor's documents nothing is kept
        near, recalled = entry_similarity(embed, self.store, own.store), entry_similarity(embed, self.readings)
        return replace(self._gate, similar=near, recalled=recalled)

    def tell(
        self, composed: Answer, task: Task, material: grounding.Evidence, own: Library | None, *, early: bool
    ) -> Generator[Passed | Answer]:
        """Statements, then the whole answer: the writer's, or the composed one with a notice.

        With `early`, a statement comes as soon as it has passed and it is sure that the answer is the
        writer's; what was shown is completed, never withdrawn.
        """
        began = time.perf_counter()
        desk = Desk(material, task.lang, supporter(self.gate(own), material, task.lang))
        shown = 0
        fault = ""
        try:
            with closing(self.writer.write(task)) as items:
                for item in items:
                    desk.take(item)
                    if early and isinstance(item, Draft) and desk.sure:
                        yield from passed(desk.grounded(), shown)
                        shown = len(desk.grounded().statements)
        except ModelError as error:
            fault = CAUSES[error.values.get("cause", "malformed")][task.lang]
        final = self._final(composed, desk, fault)
        spent = round((time.perf_counter() - began) * 1000, 2)
        timings = replace(
            composed.timings_ms,
            answer=round(composed.timings_ms.answer + spent, 2),
            total=round(composed.timings_ms.total + spent, 2),
        )
        usage = desk.usage.plus(composed.usage) if desk.usage else composed.usage
        final = replace(final, usage=usage, timings_ms=timings)
        yield from passed(grounding.Grounded(final.statements, final.citations, ()), shown)
        yield final

    def _final(self, composed: Answer, desk: Desk, fault: str) -> Answer:
        """The writer's answer; completed where it is thin; the composed one where its core is lost."""
        grounded = desk.grounded()
        lang = composed.language
        tried = len(desk.drafts) + len(desk.refused)
        kept = len(grounded.statements)
        thin = kept < ENOUGH and (bool(fault) or kept * 2 < tried)
        dropped = (*composed.dropped, *desk.refused, *grounded.dropped)
        if not desk.sure:
            notice = NOTICES["fault" if fault else "few"][lang].format(cause=fault)
            lost = tuple(Dropped(s.text, "the answer lost its core") for s in grounded.statements)
            return replace(composed, notices=(*composed.notices, notice), dropped=(*dropped, *lost))
        if thin:
            grounded = completed(grounded, composed)
        notices: tuple[str, ...] = ()
        if fault or thin:
            notices = (NOTICES["thin" if not fault else "rest" if thin else "broken"][lang].format(cause=fault),)
        return replace(
            composed,
            answerer=self.writer.name,
            text=render.answer_text(grounded.statements, listed="\n- " in composed.text),
            statements=grounded.statements,
            citations=grounded.citations,
            notices=(*composed.notices, *notices),
            dropped=dropped,
        )


def told(
    editor: Editor | None, composed: Answer, given: Assignment, own: Library | None, *, early: bool
) -> Generator[Passed | Answer]:
    """What is shown of an answer, one after the other. A refusal is never put to a writer."""
    composed = replace(composed, usage=given.spent)
    if given.fault:
        kind = "unread" if composed.status == "not_in_sources" else "fault"
        notice = NOTICES[kind][composed.language].format(cause=CAUSES[given.fault][composed.language])
        composed = replace(composed, notices=(*composed.notices, notice))
    if editor is None or given.fault or composed.status == "not_in_sources":
        yield from passed(grounding.Grounded(composed.statements, composed.citations, ()), 0)
        yield composed
        return
    passages = offer(given.material, given.found, composed.language)
    task = Task(
        composed.understood_as, composed.language, composed.role, passages, given.history, stopped=given.stopped
    )
    if given.shorter:
        task = replace(task, max_statements=2, max_words=task.max_words // 2)
    yield from editor.tell(composed, task, given.material, own, early=early)


def last(shown: Iterable[Passed | Answer]) -> Answer:
    """The whole answer, which comes last."""
    answer = list(shown)[-1]
    assert isinstance(answer, Answer)
    return answer
