"""The nouns that travel between the rooms: frozen values, nothing else.

Knows nothing of files, models, indexes, prompts or pages.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["nl", "en"]
Role = Literal["leader", "teacher", "trainer"]
SourceKind = Literal["article", "framework", "document"]
ClaimKind = Literal["finding", "advice", "definition", "tension", "example", "figure", "condition"]
StatementKind = Literal["finding", "advice", "definition", "tension", "example", "figure", "condition", "reflection"]
Strength = Literal["review", "correlation", "study", "reflection"]
Status = Literal["answered", "partial", "not_in_sources"]

LANGS: tuple[Lang, ...] = ("nl", "en")
ROLES: tuple[Role, ...] = ("leader", "teacher", "trainer")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a source's folded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageMark:
    """From offset `start` on, the text stands on the page that prints `label`."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of any level.

    `start`/`end` span the body only (empty where a heading is followed by its subheading at once);
    `path` holds the titles from the top heading down to this one; `paragraphs` are the offsets at
    which paragraphs start.
    """

    slug: str
    title: str
    path: tuple[str, ...]
    start: int
    end: int
    page: str | None
    paragraphs: tuple[int, ...] = ()

    @property
    def level(self) -> int:
        """1 for a top heading."""
        return len(self.path)


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read: its folded text with sections and printed pages.

    In `text`, line-end hyphenation is undone and white space folded: one space between words, a
    blank line around a heading, which stands in the text itself. Footnotes are kept apart.
    """

    id: str
    title: str
    kind: SourceKind
    format: str
    origin: str
    sha256: str
    text: str
    sections: tuple[Section, ...]
    pages: tuple[PageMark, ...] = ()
    footnotes: tuple[str, ...] = ()

    def page_at(self, offset: int) -> str | None:
        """The printed page on which the character at `offset` stands, None where none is printed."""
        position = bisect_right([mark.start for mark in self.pages], offset) - 1
        return self.pages[position].label if position >= 0 else None

    def section_at(self, offset: int) -> Section | None:
        """The section whose body holds `offset`."""
        return next((s for s in self.sections if s.start <= offset < s.end), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences inside one section: `source.text[start:end] == text`."""

    id: str
    source_id: str
    source_title: str
    kind: SourceKind
    section: str
    section_title: str
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    page: str | None
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a claim answers; `lead` is the direct answer where it is a yes/no question."""

    text: str
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One idea of the framework, in our own words, in both languages, with a pointer to its sentence."""

    id: str
    section: str
    kind: ClaimKind
    strength: Strength
    nl: str
    en: str
    studies: tuple[str, ...]
    study_from: Literal["sentence", "neighbour"]
    anchor: str
    page: str | None
    terms: tuple[str, ...]
    roles: tuple[Role, ...]
    asks_nl: tuple[Ask, ...]
    asks_en: tuple[Ask, ...]

    def said(self, lang: Lang) -> str:
        """The claim in `lang`."""
        return self.nl if lang == "nl" else self.en

    def asks(self, lang: Lang) -> tuple[Ask, ...]:
        """The questions that it answers, in `lang`."""
        return self.asks_nl if lang == "nl" else self.asks_en


@dataclass(frozen=True, slots=True)
class Words:
    """The same text in both languages."""

    nl: str
    en: str

    def said(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class SectionNote:
    """What the framework says of a section of the article as a whole."""

    slug: str
    title: Words
    summary: Words


@dataclass(frozen=True, slots=True)
class Study:
    """A study that the article names, as it names it: no more is known of it than that."""

    id: str
    cited_as: tuple[str, ...]
    year: str
    sections: tuple[str, ...]
    apa: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field with a plain explanation and the words that people use for it."""

    id: str
    term: Words
    gloss: Words
    synonyms_nl: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    sections: tuple[str, ...]

    def synonyms(self, lang: Lang) -> tuple[str, ...]:
        """Other words for it in `lang`."""
        return self.synonyms_nl if lang == "nl" else self.synonyms_en


@dataclass(frozen=True, slots=True)
class Pole:
    """One side of a tension with the claims that speak for it."""

    name: Words
    says: Words
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """Two poles that a school has to hold together."""

    id: str
    title: Words
    poles: tuple[Pole, Pole]
    balance: Words
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that a school could do, resting on claims."""

    id: str
    text: Words
    claims: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Reflection:
    """A question of ours to think about; never a finding."""

    id: str
    text: Words
    role: Role
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Craft:
    """An example of job crafting or of an I-deal, with its condition and what colleagues notice."""

    id: str
    kind: Literal["job-crafting", "i-deal"]
    text: Words
    condition: Words
    colleagues: Words
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that people ask about and the sources do not hold: where to go instead."""

    id: str
    name: Words
    refer: Words
    words_nl: tuple[str, ...]
    words_en: tuple[str, ...]
    nearest: tuple[str, ...]
    asks_nl: tuple[str, ...] = ()
    asks_en: tuple[str, ...] = ()

    def asks(self, lang: Lang) -> tuple[str, ...]:
        """Questions about it, in `lang`."""
        return self.asks_nl if lang == "nl" else self.asks_en


@dataclass(frozen=True, slots=True)
class Example:
    """A text from which the assistant learns what is no question for the sources.

    `order`: it tells the assistant what to do; `harmless`: it looks like that and does not;
    `premise`: it asks why the article says what it does not say.
    """

    kind: Literal["order", "harmless", "premise"]
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """A question with `{study}` in it, filled with every study: what its claims answer, or what lies outside."""

    kind: Literal["asked", "outside"]
    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class Framework:
    """Our own words about the article: everything in `corpus/framework/`."""

    article_title: str
    article_apa: str
    article_url: str
    notes: tuple[SectionNote, ...]
    claims: tuple[Claim, ...]
    studies: tuple[Study, ...] = ()
    terms: tuple[Term, ...] = ()
    tensions: tuple[Tension, ...] = ()
    levers: tuple[Lever, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    crafts: tuple[Craft, ...] = ()
    topics: tuple[Topic, ...] = ()
    examples: tuple[Example, ...] = ()
    forms: tuple[Form, ...] = ()
    sha256: str = ""

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with this id."""
        return next((c for c in self.claims if c.id == claim_id), None)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim's sentence stands in a source that is present."""

    claim_id: str
    source_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question made to stand on its own: what was asked and how it was understood."""

    asked: str
    understood_as: str
    lang: Lang
    role: Role


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn of the conversation."""

    question: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage or a claim that the search found, with its score (higher is better)."""

    rank: int
    id: str
    kind: SourceKind
    claim_id: str | None
    source_id: str
    source_title: str
    section: str
    section_title: str
    page: str | None
    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands: `source.text[start:end] == quote`."""

    id: str
    passage_id: str
    claim_id: str | None
    source_id: str
    source_title: str
    kind: SourceKind
    section: str
    section_title: str
    page: str | None
    studies: tuple[str, ...]
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement that a writer proposes, with the evidence it points at; grounding decides.

    `claim_ids` are the framework claims it says; `quotes` the (source id, start, end, quote) spans.
    `grows_from` marks a reflection question, which is ours and cites the claims it grows from.
    """

    text: str
    kind: StatementKind
    quotes: tuple[Quote, ...]
    claim_ids: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as a writer proposes it, not yet checked."""

    source_id: str
    start: int
    end: int
    text: str
    passage_id: str
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A checked sentence of an answer with the ids of its citations."""

    text: str
    kind: StatementKind
    citations: tuple[str, ...]
    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A drafted statement that did not pass, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model used."""

    input_tokens: int
    output_tokens: int
    cost: float | None = None

    def plus(self, other: Usage | None) -> Usage:
        """Both together; the cost is known where one of them is."""
        if other is None:
            return self
        costs = [c for c in (self.cost, other.cost) if c is not None]
        total = round(sum(costs), 6) if costs else None
        return Usage(self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens, total)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question as a language model put it, and what that took."""

    text: str
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent."""

    search: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gets: checked statements, their citations, and how sure the search was."""

    question: str
    understood_as: str
    language: Lang
    role: Role
    status: Status
    confidence: float
    answerer: str
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage | None = None
    timings_ms: Timings = field(default_factory=Timings)
