"""What each file of `corpus/framework/` may hold, entry by entry: unknown fields are mistakes. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.records import ClaimKind, Role, Strength, Words

Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Entry(BaseModel):
    """An entry of a file: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Both(Entry):
    """A text in both languages."""

    nl: Filled
    en: Filled

    def record(self) -> Words:
        return Words(" ".join(self.nl.split()), " ".join(self.en.split()))


class AskEntry(Entry):
    q: Filled
    lead: Filled | None = None


class AsksEntry(Entry):
    nl: list[Filled | AskEntry] = Field(min_length=1)
    en: list[Filled | AskEntry] = Field(min_length=1)


class ClaimEntry(Entry):
    id: Id
    kind: ClaimKind
    strength: Strength
    nl: Filled
    en: Filled
    studies: list[Id]
    study_from: Literal["sentence", "neighbour"] = "sentence"
    anchor: Filled
    page: str | None = None
    terms: list[Filled]
    roles: list[Role] = Field(min_length=1)
    asks: AsksEntry


class SectionFile(Entry):
    section: Id
    title: Both
    summary: Both
    claims: list[ClaimEntry] = Field(min_length=1)


class StudyEntry(Entry):
    id: Id
    cited_as: list[Filled] = Field(min_length=1)
    year: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    sections: list[Id]
    apa: Filled | None = None


class TermSide(Entry):
    term: Filled
    synonyms: list[Filled] = []
    gloss: Filled


class TermEntry(Entry):
    id: Id
    nl: TermSide
    en: TermSide
    sections: list[Id] = []


class PoleEntry(Entry):
    name: Both
    says: Both
    claims: list[Id] = Field(min_length=1)


class TensionEntry(Entry):
    id: Id
    title: Both
    poles: list[PoleEntry] = Field(min_length=2, max_length=2)
    balance: Both
    claims: list[Id] = Field(min_length=1)


class LeverEntry(Entry):
    id: Id
    nl: Filled
    en: Filled
    claims: list[Id] = Field(min_length=1)
    roles: list[Role] = Field(min_length=1)


class ReflectionEntry(Entry):
    id: Id
    nl: Filled
    en: Filled
    role: Role
    claims: list[Id] = Field(min_length=1)


class CraftEntry(Entry):
    id: Id
    kind: Literal["job-crafting", "i-deal"]
    text: Both
    condition: Both
    colleagues: Both
    claims: list[Id] = Field(min_length=1)


class TopicEntry(Entry):
    id: Id
    name: Both
    refer: Both
    words: dict[Literal["nl", "en"], list[Filled]]
    nearest: list[Id] = Field(min_length=1)
    asks: dict[Literal["nl", "en"], list[Filled]] = {}


class ExampleEntry(Entry):
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    text: Filled


class FormsEntry(Entry):
    asked: dict[Literal["nl", "en"], list[Annotated[str, StringConstraints(pattern=r"\{study\}")]]] = {}
    outside: dict[Literal["nl", "en"], list[Annotated[str, StringConstraints(pattern=r"\{study\}")]]] = {}


class ExamplesFile(Entry):
    orders: list[ExampleEntry]
    harmless: list[ExampleEntry]
    premises: list[ExampleEntry]
    forms: FormsEntry = FormsEntry()


class ArticleFile(Entry):
    title: Filled
    apa: Filled
    url: Filled
