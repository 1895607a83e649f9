"""Hits → the claims to say, in the order to say them, of a kind that was asked for. Pure and deterministic.

Knows nothing of how they are said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.records import Anchor, Claim, Framework, Lang, Passage, Role, Source, Span
from assistant.text import stems

MAX_WORDS = 150
MAX_STATEMENTS = 6
# How many claims a question of each kind gets (docs/log.md, "How many claims an answer gets").
COUNTS: dict[str, int] = {
    "yesno": 4,
    "definition": 4,
    "who": 4,
    "quantity": 3,
    "comparison": 5,
    "list": 5,
    "why": 5,
    "open": 5,
    "statements": 4,
    "questions": 3,
    "tensions": 5,
}
# The sections of so many of the best claims are what a question is about.
NEAREST = 3
# What is no statement to discuss: what a word means, a number, an example.
NO_STATEMENT = frozenset({"definition", "figure", "example"})
# A claim that scores this much less than the best one is about something else.
# These four: docs/log.md, "Which claims an answer gets".
WINDOW = 12.0
SECTION_WEIGHT = 2.0
# A section with less than this share of the best one's evidence is left out.
SECTION_SHARE = 0.15
OVERLAP = 0.65
# What speaking of the whole question is worth when choosing the claim that leads.
LEAD_COVER = 6.0
# Told simply: this many claims, none longer than this but the one that answers best.
PLAIN_COUNT = 3
PLAIN_WORDS = 24


class Material(Protocol):
    """What the composer needs of an index."""

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
    @property
    def claim_spans(self) -> Mapping[tuple[str, Lang], Span]: ...


@dataclass(frozen=True, slots=True)
class Pick:
    """A claim to say: its score, and the number and similarity of the question it fits best."""

    claim_id: str
    score: float
    ask: int = 0
    similarity: float = 0.0
    cover: float = 0.0
    """The share of the question, by how rare its words are, that the claim speaks of."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What an answer is to be written for."""

    text: str
    kind: str
    lang: Lang
    role: Role
    negated: bool = False
    max_words: int = MAX_WORDS
    max_statements: int = MAX_STATEMENTS
    plain: bool = False
    count: int = 0
    """How many statements or questions were asked for; 0: as many as is usual."""
    whole: bool = False
    """Whether the tensions of the whole article are asked for."""


def choose(material: Material, brief: Brief, picks: Sequence[Pick]) -> list[Pick]:
    """The claims to say, in the order to say them: no two that say the same."""
    if not picks:
        return []
    if brief.whole:
        return [Pick(c, 0.0) for c in tensions(material)[: brief.count or COUNTS["tensions"]]]
    count = min(brief.count or COUNTS.get(brief.kind, COUNTS["open"]), PLAIN_COUNT if brief.plain else MAX_STATEMENTS)
    picks = by_section(material, _fitting(material, brief, picks))
    best = picks[0]
    wanted = _wanted(material, brief, picks)
    chosen: list[Pick] = [wanted[0]]
    for pick in wanted[1:]:
        if len(chosen) >= count:
            break
        if (pick.score < best.score - WINDOW and brief.kind != "comparison") or pick in chosen:
            continue
        if brief.plain and len(material.claims[pick.claim_id].said(brief.lang).split()) > PLAIN_WORDS:
            continue
        if any(_overlap(material, brief.lang, pick, other) > OVERLAP for other in chosen):
            continue
        chosen.append(pick)
    return _ordered(material, chosen)


def tensions(material: Material) -> list[str]:
    """What is said of the article's tensions: first of several at once, then of each."""
    told = [t.claims for t in material.framework.tensions]
    several = [c for n, claims in enumerate(told) for c in claims if any(c in other for other in told[n + 1 :])]
    found = list(dict.fromkeys(several))
    for claims in told:
        own = [c for c in claims if c not in found]
        found += sorted(own, key=lambda c: material.claims[c].kind != "tension")[:1]
    return found


def _fitting(material: Material, brief: Brief, picks: Sequence[Pick]) -> Sequence[Pick]:
    """The claims of a kind that was asked for; all where there are none."""
    if brief.kind == "statements":
        fitting = [p for p in picks if material.claims[p.claim_id].kind not in NO_STATEMENT]
    elif brief.kind == "tensions":
        # Another subject's tensions are among the picks too.
        about = {material.claims[p.claim_id].section for p in picks[:NEAREST]}
        tense = [p for p in picks if material.claims[p.claim_id].kind == "tension"]
        fitting = [p for p in tense if material.claims[p.claim_id].section in about]
    elif brief.kind == "questions":
        fitting = _asking(material, brief, picks)
    else:
        return picks
    return fitting or picks


def _asking(material: Material, brief: Brief, picks: Sequence[Pick]) -> list[Pick]:
    """The claims that each bring a question for the role that no better one brings."""
    taken: set[str] = set()
    found: list[Pick] = []
    for pick in picks:
        fitting = (r for r in material.framework.reflections if r.role == brief.role and pick.claim_id in r.claims)
        new = next((r.id for r in fitting if r.id not in taken), None)
        if new:
            taken.add(new)
            found.append(pick)
    return found


def by_section(material: Material, picks: Sequence[Pick]) -> list[Pick]:
    """The picks, those first whose section as a whole speaks to the question.

    A claim's score is raised by the logarithm of its section's share of all evidence: an answer
    that stays with one subject reads better, and is right more often.
    """
    top = picks[0].score
    weights = [math.exp(max(-50.0, p.score - top)) for p in picks]
    shares: dict[str, float] = {}
    for pick, weight in zip(picks, weights, strict=True):
        section = material.claims[pick.claim_id].section
        shares[section] = shares.get(section, 0.0) + weight / sum(weights)
    least = SECTION_SHARE * shares[material.claims[picks[0].claim_id].section]
    raised = [
        replace(p, score=p.score + SECTION_WEIGHT * math.log(shares[material.claims[p.claim_id].section]))
        for p in picks
        if shares[material.claims[p.claim_id].section] >= least
    ]
    return sorted(raised, key=lambda p: (-p.score, p.claim_id))


def _wanted(material: Material, brief: Brief, picks: Sequence[Pick]) -> list[Pick]:
    """The picks in order of use; a comparison takes the best of each side first."""
    if brief.kind != "comparison":
        return list(picks)
    asked = set(stems(brief.text, brief.lang))
    named: list[list[set[str]]] = []
    for term in material.framework.terms:
        names = (term.term.said(brief.lang), *term.synonyms(brief.lang))
        keys = [k for k in (set(stems(n, brief.lang)) for n in names) if k]
        if any(key <= asked for key in keys):
            named.append(keys)
    sides: list[Pick] = []
    for keys in named:
        others = [key for other in named if other is not keys for key in other]
        about = [p for p in picks if _names(material, p, brief.lang, keys)]
        only = [p for p in about if not _names(material, p, brief.lang, others)]
        only.sort(key=lambda p: material.claims[p.claim_id].kind != "definition")
        sides += [p for p in (only or about)[:1] if p not in sides]
    return [*sides, *(p for p in picks if p not in sides)]


def _names(material: Material, pick: Pick, lang: Lang, keys: Sequence[set[str]]) -> bool:
    """Whether a claim holds one of the names, given as stems."""
    said = _stems_of(material, pick, lang)
    return any(key <= said for key in keys)


def _stems_of(material: Material, pick: Pick, lang: Lang) -> set[str]:
    return set(stems(material.claims[pick.claim_id].said(lang), lang))


def _overlap(material: Material, lang: Lang, one: Pick, other: Pick) -> float:
    a, b = _stems_of(material, one, lang), _stems_of(material, other, lang)
    return len(a & b) / max(1, min(len(a), len(b)))


def _ordered(material: Material, chosen: list[Pick]) -> list[Pick]:
    """The claim that answers most directly first; then findings and advice; conditions and tensions last."""
    late = {"condition": 1, "tension": 2}
    lead = max(chosen, key=lambda p: (p.score + LEAD_COVER * p.cover, -chosen.index(p)))
    rest = sorted(
        (p for p in chosen if p is not lead),
        key=lambda p: (late.get(material.claims[p.claim_id].kind, 0), chosen.index(p)),
    )
    return [lead, *rest]
