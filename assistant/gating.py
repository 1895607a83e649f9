"""Index + engine → a gate for grounding: where the pure gate meets what this installation knows.

Groups a draft's quotes into runs of neighbouring sentences, and finds the claims that speak of
them. Knows nothing of language models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from assistant.bilingual import dictionary, parallel_texts
from assistant.embeddings import Engine
from assistant.gate import Fit, Gate, Second, load_fit
from assistant.gate_features import Similar, none_alike
from assistant.gate_unit import Rarity, Tongue, Unit
from assistant.gate_words import load_words
from assistant.readings import Known, nothing
from assistant.records import Anchor, Claim, Draft, Framework, Lang, Passage, Quote, Source, Span
from assistant.text import detect_lang

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[str], NDArray[np.float32]]

REMEMBERED = 256


class Vectors(Protocol):
    """The vectors of an index's entries."""

    @property
    def statements(self) -> tuple[list[str], NDArray[np.float32]]: ...


class Evidence(Protocol):
    """What the gate looks quotes up in."""

    @property
    def passages(self) -> Mapping[str, Passage]: ...
    @property
    def claims(self) -> Mapping[str, Claim]: ...
    @property
    def anchors(self) -> Mapping[str, Anchor]: ...
    @property
    def texts(self) -> Mapping[str, Source]: ...
    @property
    def framework(self) -> Framework: ...


def remembering(engine: Engine) -> Embed:
    """The vector of a text, shape (dimensions,), made once for all who compare with it."""

    @lru_cache(REMEMBERED)
    def embed(text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = engine.passages([text])[0]
        return vector

    return embed


def entry_similarity(embed: Embed, *stores: Vectors) -> Similar:
    """Cosine similarity of a text with everything in the stores, remembered.

    Exact and without the search's graph, which holds ten times as many entries: questions as they are
    asked say nothing of what may be said.
    """

    @lru_cache(REMEMBERED)
    def near(text: str) -> Mapping[str, float]:
        vector = embed(text)
        found: dict[str, float] = {}
        for store in stores:
            ids, rows = store.statements
            if ids:
                found.update(zip(ids, (rows @ vector).tolist(), strict=True))
        return found

    return near


def make_gate(
    framework: Framework,
    near: Similar,
    rarity: Rarity,
    *,
    known: Known = nothing,
    recalled: Similar = none_alike,
    second: Second | None = None,
    fit: Fit | None = None,
) -> Gate:
    """The gate over a framework; `near` gives the similarity of every claim and sentence of the index to a text,
    `recalled` that of every reading, of which it is `known` where they belong.
    """
    tongue = Tongue(load_words(), dictionary(parallel_texts(framework)), rarity)
    return Gate(fit or load_fit(), tongue, near, second, known, recalled)


def supporter(gate: Gate, evidence: Evidence, lang: Lang) -> Callable[[Draft, Sequence[str]], str | None]:
    """The gate as grounding calls it."""

    def support(draft: Draft, quoted: Sequence[str]) -> str | None:
        units = units_of(draft.text, lang, draft.quotes, evidence, gate.similar, gate.known)
        return gate.support(draft.text, lang, units)

    return support


def units_of(
    statement: str,
    lang: Lang,
    quotes: Sequence[Quote],
    evidence: Evidence,
    similar: Similar,
    known: Known = nothing,
) -> list[Unit]:
    """The quotes as units: neighbouring sentences of one section together, with what is `known` of them."""
    runs: list[list[Quote]] = []
    for quote in sorted(quotes, key=lambda q: (q.source_id, q.start)):
        if runs and _neighbours(runs[-1][-1], quote, evidence):
            runs[-1].append(quote)
        else:
            runs.append([quote])
    near = similar(statement)
    return [_unit(run, lang, evidence, near, known) for run in runs]


def _neighbours(one: Quote, two: Quote, evidence: Evidence) -> bool:
    if one.source_id != two.source_id or one.source_id == "framework":
        return False
    return not evidence.texts[one.source_id].text[one.end : max(one.end, two.start)].strip()


def _unit(run: Sequence[Quote], lang: Lang, evidence: Evidence, near: Mapping[str, float], known: Known) -> Unit:
    first, last = run[0], run[-1]
    text = evidence.texts[first.source_id].text[first.start : last.end]
    claims = [
        evidence.claims[claim_id]
        for claim_id, anchor in evidence.anchors.items()
        if anchor.source_id == first.source_id and anchor.start < last.end and first.start < anchor.end
    ]
    if first.source_id == "framework" and first.claim_id and first.claim_id in evidence.claims:
        claims = [evidence.claims[first.claim_id]]
    claims.sort(key=lambda c: (-near.get(f"c-{c.id}-{lang}", 0.0), c.id))
    named = {s.id: s.cited_as for s in evidence.framework.studies}
    author = (evidence.framework.article_apa.split(")")[0] + ")",) if claims else ()
    section = evidence.texts[first.source_id].section_at(first.start)
    return Unit(
        text=text,
        lang=detect_lang(text),
        said=tuple((c.nl, c.en) for c in claims),
        studies=tuple(form for c in claims for s in c.studies for form in named.get(s, ())) + author,
        heading=section.title if section else "",
        ids=frozenset(_entries(run, claims, evidence)),
        joined=len(run) > 1,
        readings=known(_in_article(run, evidence)),
        ours=first.source_id == "framework",
    )


def _in_article(run: Sequence[Quote], evidence: Evidence) -> list[Span]:
    """Where the quotes stand in the article; a claim of the framework stands where it points."""
    spans: list[Span] = []
    for quote in run:
        if quote.source_id == "framework":
            anchor = evidence.anchors.get(quote.claim_id or "")
            spans += [Span(anchor.start, anchor.end)] if anchor else []
        elif evidence.texts[quote.source_id].kind == "article":
            spans.append(Span(quote.start, quote.end))
    return spans


def _entries(run: Sequence[Quote], claims: Sequence[Claim], evidence: Evidence) -> list[str]:
    """The index's entries that stand for the quotes: their sentences and their claims."""
    found = [f"c-{c.id}-{lang}" for c in claims for lang in ("nl", "en")]
    for quote in run:
        for passage in evidence.passages.values():
            if passage.source_id != quote.source_id or passage.end <= quote.start or quote.end <= passage.start:
                continue
            if len(passage.sentences) == 1:
                found.append(passage.id)
            for number, span in enumerate(passage.sentences):
                if span.start < quote.end and quote.start < span.end:
                    found.append(f"{passage.id}.{number}")
    return found
