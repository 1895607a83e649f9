"""A turn on its way through the pipeline: as it was asked, understood, searched. Values, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import question, retrieval
from assistant.lexicon import Understood
from assistant.offering import never
from assistant.records import Lang, Question, Role, Topic, Turn, Usage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Request:
    """What a visitor asks: the turn, its history, and the role and language chosen."""

    question: str
    lang: Lang | None = None
    role: Role = "leader"
    history: tuple[Turn, ...] = ()
    brief: str = ""
    """`shorter` or `simpler`, where the visitor asks for that."""
    stopped: Callable[[], bool] = never
    """Whether the visitor gave up waiting: a language model's call then ends."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn as it came: its embeddings, each made once, and how probably it, or one of its sentences,
    orders the assistant about.
    """

    embed: Embed
    order: float


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions in a turn, with what was found for it in each index."""

    text: str
    understood: Understood
    shape: question.Shape
    found: tuple[retrieval.Found, ...]
    confidence: float
    from_documents: bool
    topic: Topic | None
    ordered: bool
    """Whether the turn orders the assistant about instead of asking."""
    features: dict[str, float]
    document_features: dict[str, float]
    lang: Lang
    """The language that it was searched in, which is not always that of the answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A turn as it was understood, what that took of a language model and what went wrong with it."""

    question: Question
    parts: tuple[Part, ...]
    spent: Usage | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """A turn, understood and searched."""

    request: Request
    question: Question
    parts: tuple[Part, ...]
    started: float
    search_ms: float
    spent: Usage | None = None
    fault: str = ""

    @property
    def confidence(self) -> float:
        """That of the surest part."""
        return max((p.confidence for p in self.parts), default=0.0)
