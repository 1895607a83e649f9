"""Draft + sources → checked statements and citations: the only way from a draft to an Answer. Pure.

Every citation exists, every quote is the source's text to the letter and one or two whole
sentences, every statement is carried by what it cites; what fails is dropped with its reason. A
statement of a claim must be that claim's own words; a statement from a passage must be its
sentence; anything freer goes through `support` (the gate for language models).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.records import (
    Anchor,
    Citation,
    Claim,
    Draft,
    Dropped,
    Framework,
    Lang,
    Passage,
    Quote,
    Source,
    Span,
    Statement,
)
from assistant.spans import section_sentences
from assistant.text import fold, match_key

MIN_QUOTE = 12
# What may stand around a quote in another language than the question's.
FRAMES = (
    "The section “{where}” says, in Dutch: “{quote}”",
    "In het deel “{where}” staat, in het Engels: “{quote}”",
)
Support = Callable[[Draft, Sequence[str]], str | None]


class Evidence(Protocol):
    """What grounding checks against."""

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
class Grounded:
    """What came through, and what did not."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]


def ground(drafts: Sequence[Draft], evidence: Evidence, lang: Lang, support: Support | None = None) -> Grounded:
    """The drafts that pass, as statements with citations numbered in order of appearance."""
    statements: list[Statement] = []
    citations: dict[tuple[str, int, int], Citation] = {}
    dropped: list[Dropped] = []
    said: set[str] = set()
    for draft in drafts:
        reason = fault(draft, evidence, lang, said, support)
        if reason:
            dropped.append(Dropped(draft.text, reason))
            continue
        ids: list[str] = []
        for quote in draft.quotes:
            key = (quote.source_id, quote.start, quote.end)
            if key not in citations:
                citations[key] = _citation(str(len(citations) + 1), quote, draft, evidence, lang)
            if citations[key].id not in ids:
                ids.append(citations[key].id)
        if draft.kind != "reflection":
            said.update(draft.claim_ids)
        statements.append(Statement(draft.text, draft.kind, tuple(ids), draft.studies))
    if all(s.kind == "reflection" for s in statements):
        return Grounded((), (), (*dropped, *(Dropped(s.text, "nothing to reflect on") for s in statements)))
    return Grounded(tuple(statements), tuple(citations.values()), tuple(dropped))


def fault(draft: Draft, evidence: Evidence, lang: Lang, said: set[str], support: Support | None) -> str | None:
    """Why a draft cannot be said, or None."""
    if not fold(draft.text):
        return "empty"
    if not draft.quotes:
        return "no citation"
    for quote in draft.quotes:
        reason = quote_fault(quote, evidence)
        if reason:
            return reason
    if draft.claim_ids:
        return _claim_fault(draft, evidence, lang, said)
    quoted = [q.text for q in draft.quotes]
    if _is_quote(draft.text, draft.quotes, evidence):
        return None
    return support(draft, quoted) if support else "not the words of what it cites"


def quote_fault(quote: Quote, evidence: Evidence) -> str | None:
    """Why a quote cannot be shown, or None."""
    source = evidence.texts.get(quote.source_id)
    if source is None:
        return "unknown source"
    if not 0 <= quote.start < quote.end <= len(source.text):
        return "outside the source"
    if source.text[quote.start : quote.end] != quote.text:
        return "not verbatim"
    if len(quote.text) < MIN_QUOTE:
        return "too short a quote"
    if quote.claim_id and quote.claim_id not in evidence.claims:
        return "unknown claim"
    if quote.source_id == "framework":
        spans = [evidence.claim_spans.get((quote.claim_id or "", lang)) for lang in ("nl", "en")]
        return None if Span(quote.start, quote.end) in spans else "not a framework entry"
    passage = evidence.passages.get(quote.passage_id)
    if passage is None or passage.source_id != quote.source_id:
        return "unknown passage"
    if not (passage.start <= quote.start < passage.end):
        return "not in its passage"
    return None if whole_sentences(source, quote) else "not one or two whole sentences"


def whole_sentences(source: Source, quote: Quote) -> bool:
    """Whether the quote is exactly one or two sentences of one section."""
    section = source.section_at(quote.start)
    if section is None or quote.end > section.end:
        return False
    spans = section_sentences(source, section)
    inside = [s for s in spans if quote.start < s.end and s.start < quote.end]
    if not 1 <= len(inside) <= 2:
        return False
    exact = inside[0].start == quote.start and inside[-1].end == quote.end
    # A "sentence" beyond the longest passage (a list without full stops) is quoted in parts.
    return exact or (len(inside) == 1 and len(source.text[inside[0].start : inside[0].end].split()) > 180)


def _claim_fault(draft: Draft, evidence: Evidence, lang: Lang, said: set[str]) -> str | None:
    claims = [evidence.claims.get(i) for i in draft.claim_ids]
    known = [c for c in claims if c is not None]
    if len(known) != len(claims):
        return "unknown claim"
    for claim in known:
        if not any(_carries(quote, claim, evidence) for quote in draft.quotes):
            return "the quote is not the claim's"
    if draft.kind == "reflection":
        ours = any(
            draft.text == r.text.said(lang) and set(draft.claim_ids) <= set(r.claims)
            for r in evidence.framework.reflections
        )
        if not ours:
            return "not a reflection of the framework"
        return None if set(draft.claim_ids) & said else "nothing to reflect on"
    if not set(draft.studies) <= {s for c in known for s in c.studies}:
        return "a study that the claim does not rest on"
    return None if _says(draft.text, known[0], evidence.framework, lang) else "not the words of the claim"


def _carries(quote: Quote, claim: Claim, evidence: Evidence) -> bool:
    """Whether the quote is the sentence that the claim's anchor points at, or its own entry."""
    if quote.source_id == "framework":
        return quote.claim_id == claim.id
    anchor = evidence.anchors.get(claim.id)
    if anchor is None or anchor.source_id != quote.source_id:
        return False
    if not (quote.start <= anchor.start and anchor.end <= quote.end):
        return False
    return match_key(claim.anchor) in match_key(quote.text)


def _says(text: str, claim: Claim, framework: Framework, lang: Lang) -> bool:
    """Whether the text is the claim's, with nothing but one of its leads before it and the studies
    that it rests on behind it.
    """
    body = claim.said(lang)
    leads = {a.lead for a in claim.asks(lang) if a.lead}
    for lead in leads:
        if text.startswith(lead + " " + body.rstrip(".")):
            text = text.removeprefix(lead + " ")
            break
    if text == body:
        return True
    studies = re.fullmatch(re.escape(body.rstrip(".")) + r" \(([^()]+)\)\.", text)
    if not studies:
        return False
    allowed = {
        f"{form.rsplit(' ', 1)[0].rstrip(',')}, {study.year}"
        for study in framework.studies
        if study.id in claim.studies
        for form in study.cited_as
    }
    return set(studies.group(1).split("; ")) <= allowed


def _is_quote(text: str, quotes: Sequence[Quote], evidence: Evidence) -> bool:
    """Whether the text is one of its quotes to the letter, or frames it in quotation marks."""
    for quote in quotes:
        section = evidence.texts[quote.source_id].section_at(quote.start)
        where = section.title if section else ""
        if text in (quote.text, *(frame.format(where=where, quote=quote.text) for frame in FRAMES)):
            return True
    return False


def _citation(number: str, quote: Quote, draft: Draft, evidence: Evidence, lang: Lang) -> Citation:
    source = evidence.texts[quote.source_id]
    claim = evidence.claims.get(quote.claim_id or "")
    if quote.source_id == "framework" and claim:
        note = next((n for n in evidence.framework.notes if n.slug == claim.section), None)
        section, title = claim.section, note.title.said(lang) if note else claim.section
        page = claim.page
    else:
        found = source.section_at(quote.start)
        section, title = (found.slug, found.title) if found else ("", "")
        page = source.page_at(quote.start)
    return Citation(
        id=number,
        passage_id=quote.passage_id,
        claim_id=quote.claim_id,
        source_id=quote.source_id,
        source_title=source.title,
        kind=source.kind,
        section=section,
        section_title=title,
        page=page,
        studies=claim.studies if claim else draft.studies,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
    )
