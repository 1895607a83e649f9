"""What was found for a question → the passages that a writer gets, and its task. Pure.

Sentences of a document that give orders to whoever reads them are left out of what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.grounding import Evidence
from assistant.orders import is_directed
from assistant.records import Anchor, Lang, Role, Source, Span, Turn
from assistant.retrieval import Found

MAX_PASSAGES = 8


def never() -> bool:
    """Nobody stops it."""
    return False


@dataclass(frozen=True, slots=True)
class Offered:
    """A passage as a writer gets it: `label` in the prompt, `shown` its text there."""

    label: str
    passage_id: str
    where: str
    shown: str
    source: Source
    start: int
    end: int
    sentences: tuple[Span, ...]
    claims: tuple[tuple[str, int, int], ...] = ()

    def claim_in(self, start: int, end: int) -> str | None:
        """The claim whose sentence lies in this range of the source."""
        return next((c for c, a, b in self.claims if start <= a and b <= end), None)


@dataclass(frozen=True, slots=True)
class Task:
    """What a writer is asked."""

    question: str
    lang: Lang
    role: Role
    passages: tuple[Offered, ...]
    history: tuple[Turn, ...] = ()
    max_statements: int = 6
    max_words: int = 150
    stopped: Callable[[], bool] = never
    """Whether nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was found for one of the questions in a turn, in each index."""

    found: tuple[Found, ...]
    from_documents: bool


def offer(material: Evidence, searches: Sequence[Search], lang: Lang, most: int = MAX_PASSAGES) -> tuple[Offered, ...]:
    """The best passages of each search in turn; where the article is absent, the framework's entries."""
    queues = [_candidates(material, search) for search in searches]
    chosen: list[str] = []
    for rank in range(max(map(len, queues), default=0)):
        for queue in queues:
            if rank < len(queue) and queue[rank] not in chosen:
                chosen.append(queue[rank])
    anchored: dict[str, list[Anchor]] = {}
    for anchor in material.anchors.values():
        anchored.setdefault(anchor.source_id, []).append(anchor)
    made = (_offered(material, key, n, lang, anchored) for n, key in enumerate(chosen[:most], 1))
    return tuple(made)


def _candidates(material: Evidence, search: Search) -> list[str]:
    """Ids of passages and claims, best first."""
    of_claims = [_place(material, c.id) for c in search.found[0].claims[:10]]
    passages = [[p.id for p in found.passages[:6] if p.id in material.passages] for found in search.found]
    of_passages = [key for together in zip_longest(*passages) for key in together if key]
    if search.from_documents:
        documents = [key for keys in passages for key in keys if material.passages[key].kind == "document"]
        return list(dict.fromkeys([*documents[:5], *of_passages, *of_claims]))
    mixed: list[str] = []
    for number, key in enumerate(of_claims):
        mixed += [key, *of_passages[number : number + 1]]
    return list(dict.fromkeys([*mixed, *of_passages]))


def _place(material: Evidence, claim_id: str) -> str:
    """The passage that holds a claim's sentence, or the claim's own entry."""
    anchor = material.anchors.get(claim_id)
    if anchor:
        for passage in material.passages.values():
            if passage.source_id == anchor.source_id and passage.start <= anchor.start < passage.end:
                return passage.id
    return f"c-{claim_id}"


def _offered(material: Evidence, key: str, number: int, lang: Lang, anchored: Mapping[str, list[Anchor]]) -> Offered:
    passage = material.passages.get(key)
    if passage is None:
        claim = material.claims[key.removeprefix("c-")]
        span = material.claim_spans[(claim.id, lang)]
        return Offered(
            f"P{number}",
            key,
            claim.section,
            claim.said(lang),
            material.texts["framework"],
            span.start,
            span.end,
            (span,),
            ((claim.id, span.start, span.end),),
        )
    source = material.texts[passage.source_id]
    told = [source.text[s.start : s.end] for s in passage.sentences]
    if passage.kind == "document":
        told = [text for text in told if not is_directed(text)]
    within = tuple(
        (a.claim_id, a.start, a.end)
        for a in anchored.get(passage.source_id, ())
        if passage.start <= a.start and a.end <= passage.end
    )
    where = f"{passage.source_title}, {passage.section_title}"
    return Offered(
        f"P{number}", passage.id, where, " ".join(told), source, passage.start, passage.end, passage.sentences, within
    )
