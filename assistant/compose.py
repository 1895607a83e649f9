"""The claims to say → draft statements, without a language model. Pure and deterministic.

An answer leads with the claim that answers most directly, then what supports it, then its
condition or tension, then one question to think about. Knows nothing of how quotes are checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.picking import MAX_STATEMENTS, MAX_WORDS, Brief, Material, Pick, choose
from assistant.records import Claim, Draft, Framework, Lang, Passage, Quote, Reflection, Study
from assistant.text import detect_lang, stems, words

__all__ = ["MAX_STATEMENTS", "MAX_WORDS", "Brief", "Material", "Pick"]
# Told as a list.
LISTED = frozenset({"list", "statements", "tensions"})
LEAD_OVERLAP = 0.6
PASSAGE_STATEMENTS = 4
# The first questions of a claim are the plainest ones: those are offered.
FIRST_ASKS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a passage to say."""

    passage_id: str
    sentence: int
    score: float


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
