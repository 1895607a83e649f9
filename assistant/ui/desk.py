"""What all handlers of the page share: the assistant, the visitors and their conversations."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant import feedback
from assistant.books import Book, Combined
from assistant.errors import AanboordError, IndexMissing
from assistant.index import Index
from assistant.passing import Passed
from assistant.pipeline import Assistant, Request
from assistant.question import FOLLOW_UP
from assistant.records import Answer, Framework, Lang, Role
from assistant.settings import Settings
from assistant.ui.scope import NEAREST, only_own
from assistant.ui.talks import Talks, Told, history
from assistant.visitors import Visitors

if TYPE_CHECKING:
    from assistant.embeddings import Engine

ANSWER = TypeAdapter(Answer)
# A question this short does not tell its language: it is answered in the page's.
TELLING_WORDS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """How a visitor wants a question answered.

    `brief` is `shorter` or `simpler`; `alone` leaves out what was asked before; `own` asks the
    visitor's own documents only.
    """

    lang: Lang
    role: Role
    brief: str = ""
    alone: bool = False
    own: bool = False


class NotTheArticle(AanboordError):
    """Another document was given where the article is asked for. Value: path."""

    code = "not_the_article"
    nl = (
        "{path}: dit is een ander document dan het artikel.",
        "Voeg het toe bij Documenten, of kies het bestand van het artikel.",
    )
    en = (
        "{path}: this is another document than the article.",
        "Add it under Documents, or choose the article's file.",
    )


class Desk:
    """Holds what is open while the page runs. Safe to share between threads."""

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self.settings = settings
        self.visitors = Visitors(settings)
        self.talks = Talks(settings.upload_minutes)
        self.trouble: AanboordError | None = None
        self._engine = engine
        self._assistant: Assistant | None = None
        self._lock = threading.Lock()

    def open(
        self,
        progress: Callable[[int, int], None] = lambda done, total: None,
        notice: Callable[[str, str], None] = lambda nl, en: None,
    ) -> None:
        """Open the index; what is wrong with it is remembered for the page to tell."""
        from assistant.session import open_assistant

        with self._lock:
            try:
                self._assistant = open_assistant(self.settings, progress=progress, notice=notice, engine=self._engine)
                self._engine = self._assistant.engine
                self.trouble = None
            except AanboordError as error:
                self.trouble = error

    @property
    def opened(self) -> bool:
        """Whether opening was tried."""
        return self._assistant is not None or self.trouble is not None

    @property
    def assistant(self) -> Assistant:
        """The assistant over the current index. Raises what opening it raised."""
        if self._assistant is None:
            raise self.trouble or IndexMissing()
        return self._assistant

    @property
    def framework(self) -> Framework:
        """The framework that answers are made from; as the files have it where there is no index."""
        if self._assistant is not None:
            return self._assistant.index.framework
        from assistant.framework import load_framework

        return load_framework()

    def url(self, path: str) -> str:
        """A path of ours as a browser has to ask for it."""
        return self.settings.root_path.rstrip("/") + path

    def visitor(self, cookies: Mapping[str, str]) -> str:
        """The visitor's id, or nothing where the cookie is missing or forged."""
        return self.visitors.read(cookies)

    def own(self, visitor: str) -> Book | None:
        """The index of the visitor's own documents."""
        return self.visitors.book(visitor) if visitor else None

    def material(self, visitor: str) -> Index | Combined:
        """Everything that this visitor may see."""
        own = self.own(visitor)
        return Combined(self.assistant.index, own.index) if own else self.assistant.index

    def ask(self, visitor: str, text: str, wish: Wish) -> Told:
        """Answer a visitor's question and remember it.

        Raises QuestionError, and what opening the index raised.
        """
        told = deque(self.tell(visitor, text, wish), maxlen=1).pop()
        assert isinstance(told, Told)
        return told

    def tell(self, visitor: str, text: str, wish: Wish) -> Generator[Passed | Told]:
        """The same, and before it what a language model says, statement by statement as each passes the gate.

        Closing it ends the model's call; nothing is remembered then.
        """
        book = self.own(visitor)
        own = wish.own and book is not None
        # Of one's own documents much is asked that leads nowhere elsewhere; only what says that it goes on is joined.
        leans = not own or FOLLOW_UP[wish.lang].search(text)
        turns = self.talks.turns(visitor) if leans and not wish.alone else ()
        spoken = None if len(text.split()) >= TELLING_WORDS else wish.lang
        again = tuple(t for t in turns if t.answer.question != text) if wish.brief else turns
        assistant = self.assistant
        searched = assistant.look_up(Request(text, spoken, wish.role, history(again), wish.brief), book)
        if own:
            searched = only_own(searched, assistant.calibration)
        answer = None
        with closing(assistant.tell(searched, book)) as items:
            for item in items:
                if isinstance(item, Answer):
                    answer = item
                elif assistant.editor:
                    yield item
        assert answer is not None, "the whole answer comes last"
        refused = own and answer.status == "not_in_sources"
        near = tuple(assistant.hits(searched, NEAREST, book)) if refused else ()
        yield self.talks.add(visitor, answer, wish.brief, own=own, near=near)

    def restore(self, visitor: str, raw: object) -> Told | None:
        """A kept answer, shown again: what its sources no longer say is left out."""
        try:
            answer = ANSWER.validate_python(raw)
        except ValidationError:
            return None
        texts = self.material(visitor).texts
        held = {
            c.id
            for c in answer.citations
            if c.source_id in texts and texts[c.source_id].text[c.start : c.end] == c.quote
        }
        lost = len(answer.citations) - len(held)
        answer = replace(
            answer,
            statements=tuple(s for s in answer.statements if s.citations and held.issuperset(s.citations)),
            citations=tuple(c for c in answer.citations if c.id in held),
        )
        return self.talks.add(visitor, answer, "", lost)

    @property
    def feedback_file(self) -> Path:
        """Where verdicts are stored."""
        return self.settings.home / "feedback.jsonl"

    def forget(self, visitor: str) -> None:
        """Erase all that is stored of a visitor here."""
        if visitor:
            self.talks.forget(visitor)
            feedback.forget(self.feedback_file, visitor)
            self.visitors.forget(visitor)

    def take_article(self, name: str, data: bytes) -> None:
        """Store the article with the reader's sources and build the index anew with it.

        Raises NotTheArticle, and the errors of reading and building.
        """
        from assistant.session import make_index
        from assistant.ui.article import is_article, shelve

        file = shelve(self.settings, name, data)
        try:
            if not is_article(file, self.settings, self.framework):
                raise NotTheArticle(path=Path(name).name)
            make_index(self.settings)
        except AanboordError:
            file.unlink(missing_ok=True)
            raise
        self.open()
