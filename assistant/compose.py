"""Hits → draft statements, without a language model. Pure and deterministic.

An answer leads with the claim that answers most directly, then what supports it, then its
condition or tension, then one question to think about. Knows nothing of how quotes are checked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.records import (
    Anchor,
    Claim,
    Draft,
    Framework,
    Lang,
    Passage,
    Quote,
    Reflection,
    Role,
    Source,
    Span,
    Study,
)
from assistant.text import detect_lang, stems, words

Layout = Literal["prose", "list"]
MAX_STATEMENTS = 6
MAX_WORDS = 150
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
# Told as a list.
LISTED = frozenset({"list", "statements", "tensions"})
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
LEAD_OVERLAP = 0.6
OVERLAP = 0.65
# What speaking of the whole question is worth when choosing the claim that leads.
LEAD_COVER = 6.0
PASSAGE_STATEMENTS = 4
# Told simply: this many claims, none longer than this but the one that answers best.
PLAIN_COUNT = 3
PLAIN_WORDS = 24
# The first questions of a claim are the plainest ones: those are offered.
FIRST_ASKS = 2


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
class Piece:
    """A sentence of a passage to say."""

    passage_id: str
    sentence: int
    score: float


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


def compose_claims(material: Material, brief: Brief, picks: Sequence[Pick]) -> list[Draft]:
    """Draft statements from the framework's claims, the best one first."""
    chosen = choose(material, brief, picks)
    drafts: list[Draft] = []
    budget = brief.max_words
    reflection = None if brief.kind == "questions" else _reflection(material, brief, chosen)
    if reflection:
        budget -= len(reflection.text.split())
    for position, pick in enumerate(chosen):
        draft = claim_draft(material, brief, pick, leads=position == 0)
        cost = len(draft.text.split())
        room = brief.max_statements - (0 if brief.count else bool(reflection))
        if drafts and (len(drafts) >= room or (cost > budget and not brief.count)):
            continue
        drafts.append(draft)
        budget -= cost
    if brief.kind == "questions":
        return drafts + _reflections(material, brief, [d.claim_ids[0] for d in drafts])
    said = {claim_id for draft in drafts for claim_id in draft.claim_ids}
    if reflection and said & set(reflection.claim_ids):
        drafts.append(reflection)
    return drafts


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


def claim_draft(material: Material, brief: Brief, pick: Pick, *, leads: bool) -> Draft:
    """A claim as a statement, with its direct answer before it and its studies behind it where asked."""
    claim = material.claims[pick.claim_id]
    text = claim.said(brief.lang)
    ask = claim.asks(brief.lang)[pick.ask]
    if leads and brief.kind == "yesno" and ask.lead and not brief.negated and _same_question(brief, ask.text):
        text = f"{ask.lead} {text}"
    if brief.kind == "who" or brief.role == "trainer":
        text = with_studies(text, claim, material.framework)
    return Draft(text, claim.kind, (claim_quote(material, claim, brief.lang),), (claim.id,), claim.studies)


def _same_question(brief: Brief, ask: str) -> bool:
    """Whether a question asks what a claim's own question asks, so that its yes or no holds.

    They open with the same word (mag, volstaat, should) and speak of the same things: one that is
    only alike may ask the opposite.
    """
    if words(brief.text)[:1] != words(ask)[:1]:
        return False
    asked, own = set(stems(brief.text, brief.lang)), set(stems(ask, brief.lang))
    return len(asked & own) >= LEAD_OVERLAP * max(1, len(asked | own))


def with_studies(text: str, claim: Claim, framework: Framework) -> str:
    """The text with the studies that the claim rests on in parentheses, where it does not name them."""
    known = {s.id: s for s in framework.studies}
    missing = [s for s in (known[i] for i in claim.studies if i in known) if not named_in(text, s)]
    if not missing:
        return text
    return f"{text.rstrip('.')} ({'; '.join(in_text(s) for s in missing)})."


def in_text(study: Study) -> str:
    """How the study is named between parentheses: “Runhaar et al., 2019”."""
    authors = study.cited_as[0].rsplit(" ", 1)[0].rstrip(",")
    return f"{authors}, {study.year}"


def named_in(text: str, study: Study) -> bool:
    """Whether a text names the study's first author."""
    authors = study.cited_as[0].rsplit(" ", 1)[0]
    first = authors.split(",")[0].split(" &")[0].split(" en ")[0].split(" et al")[0]
    return first.lower() in text.lower()


def claim_quote(material: Material, claim: Claim, lang: Lang) -> Quote:
    """The article's sentence where the article is present, else the framework's entry."""
    anchor = material.anchors.get(claim.id)
    if anchor:
        text = material.texts[anchor.source_id].text[anchor.start : anchor.end]
        passage = next(
            (
                p.id
                for p in material.passages.values()
                if p.source_id == anchor.source_id and p.start <= anchor.start < p.end
            ),
            "",
        )
        return Quote(anchor.source_id, anchor.start, anchor.end, text, passage, claim.id)
    span = material.claim_spans[(claim.id, lang)]
    return Quote("framework", span.start, span.end, claim.said(lang), f"c-{claim.id}", claim.id)


def _reflections(material: Material, brief: Brief, said: Sequence[str]) -> list[Draft]:
    """For each claim that is said a question to think about, none twice."""
    fitting = {c: [r for r in material.framework.reflections if r.role == brief.role and c in r.claims] for c in said}
    given: dict[str, Reflection] = {}
    for claim_id in sorted(said, key=lambda c: len(fitting[c])):  # who has the fewest to choose from first
        left = [r for r in fitting[claim_id] if r not in given.values()]
        if left:
            given[claim_id] = left[0]
    return [
        Draft(
            given[c].text.said(brief.lang), "reflection", (claim_quote(material, material.claims[c], brief.lang),), (c,)
        )
        for c in said
        if c in given
    ]


def _reflection(material: Material, brief: Brief, chosen: Sequence[Pick]) -> Draft | None:
    """One question to think about for the role, growing from what is said."""
    ids = [p.claim_id for p in chosen]
    best: tuple[int, Reflection] | None = None
    for reflection in material.framework.reflections:
        shared = [ids.index(c) for c in reflection.claims if c in ids]
        if reflection.role == brief.role and shared and (best is None or min(shared) < best[0]):
            best = (min(shared), reflection)
    if best is None:
        return None
    grows_from = tuple(c for c in best[1].claims if c in ids)
    quotes = tuple(claim_quote(material, material.claims[c], brief.lang) for c in grows_from)
    return Draft(best[1].text.said(brief.lang), "reflection", quotes, grows_from)


def compose_passages(material: Material, brief: Brief, pieces: Sequence[Piece]) -> list[Draft]:
    """Draft statements from sentences of documents: said as they stand, or framed as a quote where
    the document speaks another language than the question.
    """
    drafts: list[Draft] = []
    budget = brief.max_words
    spoken: list[set[str]] = []
    for piece in pieces:
        passage = material.passages[piece.passage_id]
        span = passage.sentences[piece.sentence]
        text = material.texts[passage.source_id].text[span.start : span.end]
        key = set(words(text))
        if any(len(key & other) > 0.8 * min(len(key), len(other)) for other in spoken):
            continue
        said = framed(text, passage, brief.lang)
        if len(said.split()) > budget and drafts:
            continue
        spoken.append(key)
        budget -= len(said.split())
        quote = Quote(passage.source_id, span.start, span.end, text, passage.id)
        drafts.append(Draft(said, "finding", (quote,)))
        if len(drafts) >= min(PASSAGE_STATEMENTS, brief.max_statements):
            break
    return drafts


def framed(text: str, passage: Passage, lang: Lang) -> str:
    """A sentence of a document as a statement in `lang`."""
    if detect_lang(text) == lang:
        return text
    where = passage.section_title
    if lang == "en":
        return f"The section “{where}” says, in Dutch: “{text}”"
    return f"In het deel “{where}” staat, in het Engels: “{text}”"


def follow_ups(material: Material, brief: Brief, picks: Sequence[Pick], used: Sequence[str]) -> list[str]:
    """Up to three questions that the sources answer and this answer did not."""
    found: list[str] = []
    taken = [set(stems(brief.text, brief.lang))]
    for pick in picks[:20]:
        if pick.claim_id in used:
            continue
        asks = material.claims[pick.claim_id].asks(brief.lang)
        ask = asks[pick.ask if pick.ask < FIRST_ASKS else 0].text
        key = set(stems(ask, brief.lang))
        if any(len(key & other) > 0.5 * max(1, min(len(key), len(other))) for other in taken):
            continue
        taken.append(key)
        found.append(ask)
        if len(found) == 3:
            break
    return found
