"""A question → ranked claims and passages, with what the search knows of how well they fit.

Dense (Chroma) and lexical (BM25) evidence is fused by a small linear model; how much BM25 counts
depends on the question's language. Knows nothing of how answers are written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.records import Claim, Framework, Hit, Lang, Passage, Source, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 1200
# What a passage without a claim counts for.
LEAST_SHARE = 1e-4
CLAIM_FEATURES = ("ask", "ask_other", "said", "said_other", "lexical", "source", "probe", "cover")
PASSAGE_FEATURES = ("passage", "sentence", "lexical", "claims")


class Searchable(Protocol):
    """What retrieval needs of an index."""

    @property
    def passages(self) -> Mapping[str, Passage]: ...
    @property
    def claims(self) -> Mapping[str, Claim]: ...
    @property
    def texts(self) -> Mapping[str, Source]: ...
    @property
    def framework(self) -> Framework: ...
    @property
    def claim_spans(self) -> Mapping[tuple[str, Lang], Span]: ...
    @property
    def claim_passages(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def claim_sentences(self) -> Mapping[str, Sequence[str]]: ...
    def nearest(self, vector: NDArray[np.float32], count: int, lang: Lang) -> Mapping[str, float]: ...
    def lexical_scores(self, query: Sequence[str], lang: Lang) -> Mapping[str, float]: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """The linear models that fuse the evidence, as the evaluation fitted them."""

    claim: Mapping[str, Mapping[str, float]]
    passage: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A claim or passage with its fused score and the evidence it was made of."""

    id: str
    score: float
    features: Mapping[str, float]
    best: int = 0
    """For a claim the number of the question that fits best, for a passage that of the sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings: claims and passages, best first, and all similarities it looked at."""

    claims: tuple[Scored, ...]
    passages: tuple[Scored, ...]
    similarities: Mapping[str, float]
    floor: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of each claim beside the search, under `c-CLAIM`.

    `probe` is the logarithm of the probability that the question speaks of it (0 where nothing was
    learned), `cover` the share of the question's weight that it speaks of.
    """

    probe: Mapping[str, float] = field(default_factory=dict)
    cover: Mapping[str, float] = field(default_factory=dict)


def search(
    index: Searchable,
    vector: NDArray[np.float32],
    stems: Sequence[str],
    expanded: Sequence[str],
    lang: Lang,
    weights: Weights,
    told: Told | None = None,
) -> Found:
    """Claims and passages of one index, scored for a question.

    `vector` is the question's embedding; `stems` and `expanded` its own stems and those of
    synonyms, which count for half.
    """
    near = dict(index.nearest(vector, NEAREST, lang))
    floor = min(near.values(), default=0.0)
    own = index.lexical_scores(stems, lang)
    wider = index.lexical_scores([*stems, *expanded], lang) if expanded else own
    lexical = {k: max(own.get(k, 0.0), 0.5 * (own.get(k, 0.0) + wider.get(k, 0.0))) for k in {*own, *wider}}
    claims = _claims(index, near, floor, lexical, lang, weights.claim[lang], told or Told())
    passages = _passages(index, near, floor, lexical, claims, weights.passage[lang])
    return Found(tuple(claims), tuple(passages), near, floor)


def _claims(
    index: Searchable,
    near: Mapping[str, float],
    floor: float,
    lexical: Mapping[str, float],
    lang: Lang,
    weights: Mapping[str, float],
    told: Told,
) -> list[Scored]:
    other: Lang = "en" if lang == "nl" else "nl"
    sources = {
        claim_id: max(near[i] for i in ids if i in near)
        for claim_id, ids in index.claim_sentences.items()
        if any(i in near for i in ids)
    }
    scored: list[Scored] = []
    for claim in index.claims.values():
        asks = [near.get(f"a-{claim.id}-{lang}-{n}", floor) for n in range(len(claim.asks(lang)))]
        others = [near.get(f"a-{claim.id}-{other}-{n}", floor) for n in range(len(claim.asks(other)))]
        best = max(range(len(asks)), key=asks.__getitem__)
        said = near.get(f"c-{claim.id}-{lang}", floor)
        said_other = near.get(f"c-{claim.id}-{other}", floor)
        features = {
            "ask": asks[best],
            "ask_other": max(others),
            "said": said,
            "said_other": said_other,
            "lexical": lexical.get(f"c-{claim.id}", 0.0),
            "source": sources.get(claim.id, max(said, said_other)),
            "probe": told.probe.get(f"c-{claim.id}", 0.0),
            "cover": told.cover.get(f"c-{claim.id}", 0.0),
        }
        scored.append(Scored(claim.id, _linear(features, weights), features, best))
    return sorted(scored, key=lambda s: (-s.score, s.id))


def _passages(
    index: Searchable,
    near: Mapping[str, float],
    floor: float,
    lexical: Mapping[str, float],
    claims: Sequence[Scored],
    weights: Mapping[str, float],
) -> list[Scored]:
    shares: dict[str, float] = {}
    for claim, share in zip(claims, _shares([c.score for c in claims]), strict=True):
        for passage_id in index.claim_passages.get(claim.id, ()):
            shares[passage_id] = shares.get(passage_id, 0.0) + share
    scored: list[Scored] = []
    for passage in index.passages.values():
        whole = near.get(passage.id, floor)
        parts = [near.get(f"{passage.id}.{n}", floor) for n in range(len(passage.sentences))]
        best = max(range(len(parts)), key=parts.__getitem__)
        features = {
            "passage": whole,
            "sentence": max(parts[best], whole) if len(parts) == 1 else parts[best],
            "lexical": lexical.get(passage.id, 0.0),
            "claims": math.log(shares.get(passage.id, 0.0) + LEAST_SHARE),
        }
        scored.append(Scored(passage.id, _linear(features, weights), features, best))
    return sorted(scored, key=lambda s: (-s.score, s.id))


def _shares(scores: Sequence[float]) -> list[float]:
    """The probability of each that the softmax of the fusion gives."""
    top = max(scores, default=0.0)
    raw = [math.exp(max(-50.0, score - top)) for score in scores]
    return [value / sum(raw) for value in raw]


def _linear(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items()) + weights.get("bias", 0.0)


def hits(index: Searchable, found: Found, lang: Lang, k: int, *, passages_only: bool = False) -> list[Hit]:
    """The best passages and the claims among them, as `aanboord search` lists them.

    A claim stands before the passage that holds its sentence, where it is that passage's best; without the
    article claims stand alone.
    """
    listed: list[Hit] = []
    claims = list(found.claims)
    shown: set[str] = set()
    for scored in found.passages[:k]:
        passage = index.passages[scored.id]
        if not passages_only:
            for claim in claims[: 2 * k]:
                if claim.id not in shown and scored.id in index.claim_passages.get(claim.id, ()):
                    shown.add(claim.id)
                    listed.append(claim_hit(index, claim, lang))
                    break
        listed.append(passage_hit(passage, scored.score))
    if not found.passages and not passages_only:
        listed = [claim_hit(index, claim, lang) for claim in claims[:k]]
    return [_ranked(hit, rank) for rank, hit in enumerate(listed, 1)]


def passage_hit(passage: Passage, score: float) -> Hit:
    """A passage as a Hit."""
    return Hit(
        0,
        passage.id,
        passage.kind,
        None,
        passage.source_id,
        passage.source_title,
        passage.section,
        passage.section_title,
        passage.page,
        passage.text,
        passage.start,
        passage.end,
        round(score, 6),
    )


def claim_hit(index: Searchable, scored: Scored, lang: Lang) -> Hit:
    """A claim as a Hit: its text in the framework's own source."""
    claim = index.claims[scored.id]
    span = index.claim_spans[(claim.id, lang)]
    note = next((n for n in index.framework.notes if n.slug == claim.section), None)
    return Hit(
        0,
        f"c-{claim.id}",
        "framework",
        claim.id,
        "framework",
        index.texts["framework"].title,
        claim.section,
        note.title.said(lang) if note else claim.section,
        claim.page,
        claim.said(lang),
        span.start,
        span.end,
        round(scored.score, 6),
    )


def _ranked(hit: Hit, rank: int) -> Hit:
    from dataclasses import replace

    return replace(hit, rank=rank)
