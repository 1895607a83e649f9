"""A composed answer + a writer → the writer's answer, as far as the gate lets it through.

Grounds each draft as it comes and decides, before anything is shown, whether the composed answer is
given instead. Knows no model and no prompt.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from assistant import grounding, render
from assistant.embeddings import Engine
from assistant.errors import ModelError
from assistant.gate import Gate
from assistant.gating import Vectors, entry_similarity, make_gate, supporter
from assistant.lexicon import rarity
from assistant.offering import Search, Task, offer
from assistant.orders import is_directed
from assistant.records import Answer, Citation, Draft, Dropped, Framework, Lang, Quote, Statement, Turn, Usage
from assistant.text import detect_lang

# An answer that kept this many statements is the writer's, whatever is dropped after them.
ENOUGH = 2
# From this many words on, a text tells its language.
TELLING_WORDS = 5
NOTICES: dict[str, dict[Lang, str]] = {
    "few": {
        "nl": "Het taalmodel bleef te weinig bij de bronnen; dit antwoord is eruit samengesteld.",
        "en": "The language model did not keep to the sources; this answer is composed from them.",
    },
    "fault": {
        "nl": "Het taalmodel gaf geen bruikbaar antwoord ({cause}); dit antwoord is uit de bronnen samengesteld.",
        "en": "The language model gave no usable answer ({cause}); this answer is composed from the sources.",
    },
    "broken": {
        "nl": "Het taalmodel brak zijn antwoord af ({cause}); wat er staat, is nagekeken.",
        "en": "The language model broke off its answer ({cause}); what is shown has been checked.",
    },
}
CAUSES: dict[str, dict[Lang, str]] = {
    "key": {"nl": "sleutel ontbreekt of wordt geweigerd", "en": "key missing or refused"},
    "missing": {"nl": "model niet gevonden", "en": "model not found"},
    "connection": {"nl": "geen verbinding", "en": "no connection"},
    "busy": {"nl": "te veel vragen tegelijk", "en": "too many requests"},
    "server": {"nl": "fout in de server", "en": "server error"},
    "time": {"nl": "te traag", "en": "too slow"},
    "cut": {"nl": "afgebroken", "en": "cut off"},
    "malformed": {"nl": "onleesbaar", "en": "not readable"},
}


class Writer(Protocol):
    """Something that writes drafts for a task, one after the other. Raises ModelError."""

    @property
    def name(self) -> str: ...
    def write(self, task: Task) -> Iterator[Draft | Dropped | Usage]: ...


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


@dataclass(frozen=True, slots=True)
class Passed:
    """A statement that passed the gate, with the citations that it brings along."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass
class Desk:
    """The drafts of one answer, grounded as they come."""

    material: grounding.Evidence
    lang: Lang
    support: Callable[[Draft, Sequence[str]], str | None]
    drafts: list[Draft] = field(default_factory=list)
    refused: list[Dropped] = field(default_factory=list)
    usage: Usage | None = None
    _verdicts: dict[Draft, str | None] = field(default_factory=dict)

    def take(self, item: Draft | Dropped | Usage) -> None:
        """One thing that the writer gave."""
        if isinstance(item, Usage):
            self.usage = item
        elif isinstance(item, Dropped):
            self.refused.append(item)
        elif any(self._orders(quote) for quote in item.quotes):
            self.refused.append(Dropped(item.text, "its quote is an instruction"))
        elif len(item.text.split()) >= TELLING_WORDS and detect_lang(item.text) != self.lang:
            self.refused.append(Dropped(item.text, "not in the answer's language"))
        elif any(item.text == d.text for d in self.drafts):
            self.refused.append(Dropped(item.text, "said before"))
        else:
            self.drafts.append(item)

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

    @cached_property
    def _gate(self) -> Gate:
        return make_gate(self.framework, entry_similarity(self.engine, self.store), rarity)

    def gate(self, own: Library | None = None) -> Gate:
        """The gate over everybody's index, and the visitor's own beside it."""
        if own is None:
            return self._gate
        return replace(self._gate, similar=entry_similarity(self.engine, self.store, own.store))

    def tell(
        self, composed: Answer, task: Task, material: grounding.Evidence, own: Library | None, *, early: bool
    ) -> Iterator[Passed | Answer]:
        """Statements, then the whole answer: the writer's, or the composed one with a notice.

        With `early`, a statement comes as soon as it is sure that the answer is the writer's.
        """
        began = time.perf_counter()
        desk = Desk(material, task.lang, supporter(self.gate(own), material, task.lang))
        shown = 0
        fault = ""
        try:
            for item in self.writer.write(task):
                desk.take(item)
                if early and isinstance(item, Draft) and len(desk.grounded().statements) >= ENOUGH:
                    yield from passed(desk.grounded(), shown)
                    shown = len(desk.grounded().statements)
        except ModelError as error:
            fault = CAUSES[error.values.get("cause", "malformed")][task.lang]
        grounded = desk.grounded()
        tried = len(desk.drafts) + len(desk.refused)
        kept = len(grounded.statements)
        fails = not kept or (kept < ENOUGH and kept * 2 < tried)
        if not shown and (fault or fails):
            notice = NOTICES["fault" if fault else "few"][task.lang].format(cause=fault)
            final = replace(composed, notices=(*composed.notices, notice))
        else:
            notices = (NOTICES["broken"][task.lang].format(cause=fault),) if fault else ()
            final = replace(
                composed,
                answerer=self.writer.name,
                text=render.answer_text(grounded.statements, listed="\n- " in composed.text),
                statements=grounded.statements,
                citations=grounded.citations,
                notices=(*composed.notices, *notices),
            )
        dropped = (*composed.dropped, *desk.refused, *grounded.dropped)
        if final.answerer == composed.answerer:
            dropped += tuple(Dropped(s.text, "the answer lost its core") for s in grounded.statements)
        spent = round((time.perf_counter() - began) * 1000, 2)
        timings = replace(
            composed.timings_ms,
            answer=round(composed.timings_ms.answer + spent, 2),
            total=round(composed.timings_ms.total + spent, 2),
        )
        final = replace(final, dropped=dropped, usage=desk.usage, timings_ms=timings)
        yield from passed(grounding.Grounded(final.statements, final.citations, ()), shown)
        yield final


def told(
    editor: Editor | None, composed: Answer, given: Assignment, own: Library | None, *, early: bool
) -> Iterator[Passed | Answer]:
    """What is shown of an answer, one after the other. A refusal is never put to a writer."""
    if editor is None or composed.status == "not_in_sources":
        yield from passed(grounding.Grounded(composed.statements, composed.citations, ()), 0)
        yield composed
        return
    passages = offer(given.material, given.found, composed.language)
    task = Task(composed.understood_as, composed.language, composed.role, passages, given.history)
    if given.shorter:
        task = replace(task, max_statements=2, max_words=task.max_words // 2)
    yield from editor.tell(composed, task, given.material, own, early=early)


def last(shown: Iterable[Passed | Answer]) -> Answer:
    """The whole answer, which comes last."""
    answer = list(shown)[-1]
    assert isinstance(answer, Answer)
    return answer


def passed(grounded: grounding.Grounded, after: int) -> Iterator[Passed]:
    """The statements after the first `after`, each with the citations that none before it had."""
    known = {c for s in grounded.statements[:after] for c in s.citations}
    for statement in grounded.statements[after:]:
        fresh = tuple(c for c in grounded.citations if c.id in statement.citations and c.id not in known)
        known |= set(statement.citations)
        yield Passed(statement, fresh)
