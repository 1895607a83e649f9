"""Claims + a source → the sentences that the claims' anchors point at. Pure.

An anchor is three to eight words of the article; what it leads to is a whole sentence, or the
sentence and its neighbour where the study is named next door. Knows nothing of indexes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from assistant.records import Anchor, Claim, Source, Span, Study
from assistant.spans import section_sentences
from assistant.text import match_key, match_map, slugify

# A source that holds at least this share of the anchors is the article itself.
ARTICLE_SHARE = 0.6


@lru_cache(maxsize=16)
def source_key(text: str) -> tuple[str, tuple[int, ...]]:
    """`match_map` of a whole source, remembered."""
    key, origin = match_map(text)
    return key, tuple(origin)


def occurrences(source: Source, phrase: str) -> list[Span]:
    """Every place where the phrase stands in the source, folded as anchors are compared."""
    key, origin = source_key(source.text)
    needle = match_key(phrase)
    found: list[Span] = []
    at = key.find(needle)
    while at >= 0 and needle:
        found.append(Span(origin[at], origin[at + len(needle) - 1] + 1))
        at = key.find(needle, at + 1)
    return found


def resolve(claims: Iterable[Claim], source: Source, studies: Iterable[Study] = ()) -> list[Anchor]:
    """An Anchor for each claim whose anchor stands exactly once in the source, inside a sentence."""
    known = {study.id: study for study in studies}
    anchors: list[Anchor] = []
    for claim in claims:
        places = occurrences(source, claim.anchor)
        if len(places) != 1:
            continue
        span = quote_span(claim, source, places[0], known)
        if span:
            anchors.append(Anchor(claim.id, source.id, span.start, span.end))
    return anchors


def quote_span(claim: Claim, source: Source, place: Span, studies: dict[str, Study]) -> Span | None:
    """The span to quote for a claim whose anchor stands at `place`."""
    section = source.section_at(place.start)
    if section is None:
        return None
    sentences = section_sentences(source, section)
    position = next((i for i, s in enumerate(sentences) if s.start <= place.start < s.end), None)
    if position is None or place.end > sentences[position].end:
        return None
    own = sentences[position]
    if claim.study_from == "sentence":
        return own
    for step in (-1, 1):
        if 0 <= position + step < len(sentences):
            other = sentences[position + step]
            both = Span(min(own.start, other.start), max(own.end, other.end))
            named = source.text[both.start : both.end]
            if all(names(named, studies[s]) for s in claim.studies if s in studies):
                return both
    return own


def names(text: str, study: Study) -> bool:
    """Whether the text names the study: one of its in-text forms' authors with its year."""
    key = slugify(text)
    for form in study.cited_as:
        authors = slugify(form.rsplit(" ", 1)[0]).removesuffix("-et-al")
        at = key.find(authors)
        while at >= 0:
            rest = key[at + len(authors) : at + len(authors) + 60]
            if study.year in rest.split("-")[:8]:
                return True
            at = key.find(authors, at + 1)
    return False


def as_article(source: Source, claims: tuple[Claim, ...], title: str) -> Source:
    """The source with kind `article` where it is the framework's article."""
    if claims:
        found = sum(len(occurrences(source, claim.anchor)) == 1 for claim in claims)
        is_article = found >= ARTICLE_SHARE * len(claims)
    else:
        first = source.pages[1].start if len(source.pages) > 1 else 2000
        is_article = match_key(title) in match_key(source.title + " " + source.text[:first])
    return replace(source, kind="article") if is_article else source
